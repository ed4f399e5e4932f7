import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Asks a service over connections that stay open. Java's own client takes as much of the processors
 * for a request as the service does, and here both share them.
 */
final class Caller implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 60_000;
  private static final int CHUNKED = -1;

  private final URI address;
  private final String head;
  private final ConcurrentLinkedDeque<Line> free = new ConcurrentLinkedDeque<>();

  Caller(URI address, String token) {
    this.address = address;
    this.head =
        " HTTP/1.1\r\nHost: " + address.getAuthority() + "\r\nAuthorization: Bearer " + token;
  }

  /**
   * What was answered.
   *
   * @param location empty when there was none
   */
  record Answer(int status, String location, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /** One connection. */
  private record Line(Socket socket, InputStream in, BufferedOutputStream out) {
    static Line open(URI address) throws IOException {
      Socket socket = new Socket(address.getHost(), address.getPort());
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MILLIS);
      return new Line(
          socket,
          new BufferedInputStream(socket.getInputStream(), 1 << 16),
          new BufferedOutputStream(socket.getOutputStream()));
    }

    String readLine() throws IOException {
      StringBuilder text = new StringBuilder(64);
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          throw new IOException("the connection broke off");
        }
        if (c != '\r') {
          text.append((char) c);
        }
      }
      return text.toString();
    }
  }

  /** Gets a document; any answer but 200 is an error. */
  byte[] get(String path) throws IOException {
    Answer answer = ask("GET", path, "");
    if (answer.status() != 200) {
      throw new IOException(path + ": " + answer.status() + " " + answer.text());
    }
    return answer.body();
  }

  Answer ask(String method, String path, String json) throws IOException {
    Line known = free.poll();
    Line line = known == null ? Line.open(address) : known;
    try {
      Answer answer = ask(line, method, path, json);
      free.push(line);
      return answer;
    } catch (SocketTimeoutException e) {
      line.socket().close();
      throw e;
    } catch (IOException e) {
      line.socket().close();
      if (known == null) {
        throw e;
      }
      // The service drops connections that stood still.
      return ask(method, path, json);
    }
  }

  private Answer ask(Line line, String method, String path, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    String more =
        body.length == 0
            ? ""
            : "\r\nContent-Type: application/json\r\nContent-Length: " + body.length;
    line.out()
        .write((method + " " + path + head + more + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    line.out().write(body);
    line.out().flush();
    int status = Integer.parseInt(line.readLine().substring(9, 12));
    int length = 0;
    String location = "";
    for (String header = line.readLine(); !header.isEmpty(); header = line.readLine()) {
      int colon = header.indexOf(':');
      String value = header.substring(colon + 1).strip();
      switch (header.substring(0, colon).toLowerCase(Locale.ROOT)) {
        case "content-length" -> length = Integer.parseInt(value);
        case "location" -> location = value;
        case "transfer-encoding" -> length = CHUNKED;
        default -> {}
      }
    }
    byte[] content = length == CHUNKED ? chunks(line) : line.in().readNBytes(length);
    return new Answer(status, location, content);
  }

  private static byte[] chunks(Line line) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    int length;
    do {
      length = Integer.parseInt(line.readLine(), 16);
      all.writeBytes(line.in().readNBytes(length));
      String _ = line.readLine();
    } while (length > 0);
    return all.toByteArray();
  }

  @Override
  public void close() throws IOException {
    for (Line line = free.poll(); line != null; line = free.poll()) {
      line.socket().close();
    }
  }
}
