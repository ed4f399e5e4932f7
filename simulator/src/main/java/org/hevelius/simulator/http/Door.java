package org.hevelius.simulator.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Listens with TLS on the loopback address, each request in a virtual thread. */
public final class Door implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final long IDLE_MILLIS = 60_000;

  private final Server server;
  private final List<ServerConnector> connectors = new ArrayList<>();

  private Door(Server server) {
    this.server = server;
  }

  /** What listens on a port; 0 is a free one. */
  public record Listener(int port, Function<Call, Answer> handler) {}

  /**
   * Starts to listen.
   *
   * @param keys with one key and its certificates
   * @throws IOException if a port can't be used
   */
  public static Door open(KeyStore keys, String password, List<Listener> listeners)
      throws IOException {
    QueuedThreadPool threads = new QueuedThreadPool(32);
    threads.setName("simulator");
    threads.setDaemon(true);
    threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
    Server server = new Server(threads);
    Door door = new Door(server);
    Map<Object, Function<Call, Answer>> handlers = new HashMap<>();
    for (Listener listener : listeners) {
      ServerConnector connector = door.connector(keys, password, listener.port());
      handlers.put(connector, listener.handler());
      door.connectors.add(connector);
      server.addConnector(connector);
    }
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback)
              throws IOException {
            Object connector = request.getConnectionMetaData().getConnector();
            Function<Call, Answer> handler = handlers.getOrDefault(connector, _ -> Answer.NONE);
            answer(request, response, callback, handler.apply(call(request)));
            return true;
          }
        });
    try {
      server.start();
    } catch (Exception e) {
      door.close();
      throw new IOException(String.valueOf(e.getMessage()), e);
    }
    return door;
  }

  private ServerConnector connector(KeyStore keys, String password, int port) {
    SslContextFactory.Server context = new SslContextFactory.Server();
    context.setKeyStore(keys);
    context.setKeyStorePassword(password);
    context.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    // Keys of objects hold what addresses of other services must not.
    http.setUriCompliance(UriCompliance.UNSAFE);
    http.addCustomizer(new SecureRequestCustomizer(false));
    ServerConnector connector =
        new ServerConnector(
            server, new SslConnectionFactory(context, "http/1.1"), new HttpConnectionFactory(http));
    connector.setHost(LOOPBACK);
    connector.setPort(port);
    connector.setIdleTimeout(IDLE_MILLIS);
    return connector;
  }

  private static Call call(Request request) throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (HttpField field : request.getHeaders()) {
      headers.merge(
          field.getName().toLowerCase(Locale.ROOT),
          String.valueOf(field.getValue()),
          (one, other) -> one + "," + other);
    }
    byte[] body;
    try (InputStream in = Content.Source.asInputStream(request)) {
      body = in.readNBytes(Call.LARGEST_BODY);
    }
    String path = request.getHttpURI().getPath();
    String query = request.getHttpURI().getQuery();
    return new Call(
        request.getMethod(), path == null ? "/" : path, query == null ? "" : query, headers, body);
  }

  private static void answer(Request request, Response response, Callback callback, Answer answer) {
    if (answer.status() == 0) {
      request.getConnectionMetaData().getConnection().getEndPoint().close();
      callback.failed(new IOException("the answer is lost on purpose"));
      return;
    }
    response.setStatus(answer.status());
    answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    if (answer.status() != 204) {
      response.getHeaders().put("Content-Length", "" + answer.length());
    }
    if (request.getMethod().equals("HEAD") || answer.length() == 0) {
      callback.succeeded();
      return;
    }
    try (OutputStream out = Content.Sink.asOutputStream(response)) {
      answer.writer().write(out);
    } catch (IOException e) {
      // The reader is gone, or the file got shorter; there is nobody to tell.
      request.getConnectionMetaData().getConnection().getEndPoint().close();
      callback.failed(e);
      return;
    }
    callback.succeeded();
  }

  /** The port of a listener, in the order in which they were given. */
  public int port(int listener) {
    return connectors.get(listener).getLocalPort();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the stand-in can't stop to listen", e);
    }
  }
}
