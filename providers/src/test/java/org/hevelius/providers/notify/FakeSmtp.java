package org.hevelius.providers.notify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A mail server of a few lines that keeps what it gets, and answers as it is told. */
final class FakeSmtp implements AutoCloseable {
  private final ServerSocket server;
  private final @Nullable SSLContext tls;

  /** What clients said, line by line. */
  final List<String> said = new CopyOnWriteArrayList<>();

  /** The messages with their headers. */
  final List<String> messages = new CopyOnWriteArrayList<>();

  /** Other answers than the usual ones, by the beginning of the line; empty means silence. */
  final Map<String, String> answers = new ConcurrentHashMap<>();

  FakeSmtp(@Nullable SSLContext tls) throws IOException {
    this.tls = tls;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket plain) {
    try {
      Socket socket = plain;
      send(socket, "220 fake ESMTP");
      BufferedReader in = reader(socket);
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        said.add(line);
        String answer = answer(line);
        if (answer.isEmpty()) {
          continue;
        }
        send(socket, answer);
        if (line.equals("STARTTLS") && tls != null) {
          SSLSocket secured =
              (SSLSocket)
                  tls.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), true);
          secured.setUseClientMode(false);
          socket = secured;
          in = reader(socket);
        } else if (line.equals("DATA") && answer.startsWith("354")) {
          messages.add(data(in));
          send(socket, answers.getOrDefault(".", "250 queued"));
        } else if (line.equals("QUIT")) {
          socket.close();
          return;
        }
      }
    } catch (IOException | UncheckedIOException e) {
      said.add("connection ended: " + e.getClass().getSimpleName());
    }
  }

  private String answer(String line) {
    for (Map.Entry<String, String> entry : answers.entrySet()) {
      if (line.startsWith(entry.getKey())) {
        return entry.getValue();
      }
    }
    return switch (line.split(" ", -1)[0]) {
      case "EHLO" ->
          tls == null ? "250-fake\r\n250 AUTH PLAIN" : "250-fake\r\n250-STARTTLS\r\n250 AUTH PLAIN";
      case "AUTH" -> "235 welcome";
      case "STARTTLS" -> "220 go on";
      case "DATA" -> "354 go on";
      case "QUIT" -> "221 bye";
      default -> "250 ok";
    };
  }

  private static String data(BufferedReader in) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
      text.append(line).append('\n');
    }
    return text.toString();
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
  }

  private static void send(Socket socket, String line) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
