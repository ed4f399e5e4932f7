package org.hevelius.server.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.router.Endpoint;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.Principal;
import org.hevelius.core.json.JsonOutput;
import org.hevelius.core.log.Log;
import org.jspecify.annotations.Nullable;

/** Routes behind a port, each request in a virtual thread. */
public final class HttpService implements AutoCloseable {
  /** What encodes a path's structure away from those who check it. */
  private static final Pattern ODD =
      Pattern.compile("(?i)%2f|%5c|%2e|%00|%25|;|\\\\|//|/\\.{1,2}(/|$)");

  /** How long a connection may stand still unless said otherwise. */
  public static final Duration IDLE = Duration.ofSeconds(30);

  private static final int CONNECTIONS = 500;

  private final Javalin server;
  private final AtomicLong asked;
  private final String scheme;
  private final String host;

  /**
   * Where it listens and what it takes.
   *
   * @param port 0 for a free one
   * @param maxBody bytes of a request's body at most
   * @param idle how long a connection may stand still before it is dropped, also by a reader that
   *     doesn't take what is sent to it
   * @param connections how many may be open at once; more wait. Each takes a file of the process,
   *     and those who take snapshots need some too
   * @param tls null for plain HTTP
   */
  public record Settings(
      String host, int port, int maxBody, Duration idle, int connections, @Nullable Tls tls) {
    /** With the usual number of connections. */
    public Settings(String host, int port, int maxBody, Duration idle, @Nullable Tls tls) {
      this(host, port, maxBody, idle, CONNECTIONS, tls);
    }

    /** Plain HTTP on the loopback address, bodies up to 1 MiB. */
    public static Settings loopback(int port) {
      return new Settings("127.0.0.1", port, 1 << 20, IDLE, null);
    }
  }

  /** A key and a certificate in a key store of the form PKCS#12. */
  public record Tls(Path keystore, char[] password) {}

  private HttpService(Javalin server, AtomicLong asked, String scheme, String host) {
    this.server = server;
    this.asked = asked;
    this.scheme = scheme;
    this.host = host;
  }

  /**
   * Starts to listen.
   *
   * @param log told of faults of the program, with the request's id
   * @throws HeveliusException UNAVAILABLE when the address can't be used
   */
  public static HttpService start(
      Settings settings, List<Route> routes, Authenticator authenticator, Log log) {
    return start(settings, routes, authenticator, log, Answered.Watcher.NONE);
  }

  /**
   * Starts to listen.
   *
   * @param log told of faults of the program, with the request's id
   * @param watcher told of each request that was answered
   * @throws HeveliusException UNAVAILABLE when the address can't be used
   */
  public static HttpService start(
      Settings settings,
      List<Route> routes,
      Authenticator authenticator,
      Log log,
      Answered.Watcher watcher) {
    Gate gate = new Gate(authenticator);
    Watch watch = new Watch(watcher, log);
    AtomicLong asked = new AtomicLong();
    DatasetPaths paths = new DatasetPaths(routes);
    Javalin server =
        Javalin.create(
            config -> {
              configure(config, settings, paths);
              for (Route route : routes) {
                config.routes.addEndpoint(
                    new Endpoint(
                        HandlerType.findOrCreate(route.method()),
                        route.path(),
                        context -> {
                          asked.addAndGet(route.scope() instanceof Route.Open ? 0 : 1);
                          serve(context, route, gate, settings, watch);
                        }));
              }
              config.routes.exception(
                  HttpResponseException.class,
                  (failure, context) ->
                      unrouted(context, failure.getStatus(), paths, settings, watch));
              config.routes.exception(
                  Exception.class,
                  (failure, context) -> fail(exchange(context, settings), failure, log, id()));
            });
    try {
      server.start();
    } catch (RuntimeException e) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "can't listen on %s port %d: %s"
              .formatted(settings.host(), settings.port(), e.getMessage()),
          List.of("choose another: --host, --port"),
          e);
    }
    return new HttpService(
        server, asked, settings.tls() == null ? "http" : "https", settings.host());
  }

  private static void configure(JavalinConfig config, Settings settings, DatasetPaths paths) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.concurrency.useVirtualThreads = true;
    config.http.prefer405over404 = true;
    config.http.generateEtags = false;
    config.router.caseInsensitiveRoutes = false;
    config.jetty.modifyHttpConfiguration(HttpService::tighten);
    config.jetty.modifyServer(
        server ->
            server.setErrorHandler(
                (request, response, callback) -> refuse(paths, request, response, callback)));
    config.jetty.addConnector((server, http) -> connector(server, http, settings));
  }

  private static void tighten(HttpConfiguration http) {
    http.setSendServerVersion(false);
    http.setUriCompliance(UriCompliance.DEFAULT);
    http.setRequestHeaderSize(16 << 10);
  }

  private static ServerConnector connector(
      org.eclipse.jetty.server.Server server, HttpConfiguration http, Settings settings) {
    Tls tls = settings.tls();
    ServerConnector connector =
        tls == null
            ? new ServerConnector(server, new HttpConnectionFactory(http))
            : secure(server, http, tls);
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(settings.idle().toMillis());
    server.addBean(new NetworkConnectionLimit(settings.connections(), connector));
    return connector;
  }

  private static ServerConnector secure(
      org.eclipse.jetty.server.Server server, HttpConfiguration http, Tls tls) {
    SslContextFactory.Server context = new SslContextFactory.Server();
    context.setKeyStorePath(tls.keystore().toString());
    context.setKeyStoreType("PKCS12");
    context.setKeyStorePassword(new String(tls.password()));
    context.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    HttpConfiguration secured = new HttpConfiguration(http);
    // Any name of the machine may be used; the certificate is for the client to judge.
    secured.addCustomizer(new SecureRequestCustomizer(false));
    return new ServerConnector(
        server, new SslConnectionFactory(context, "http/1.1"), new HttpConnectionFactory(secured));
  }

  /** What can't even be read as a request is a problem as well. */
  private static boolean refuse(
      DatasetPaths paths,
      org.eclipse.jetty.server.Request request,
      org.eclipse.jetty.server.Response response,
      Callback callback) {
    int status = Math.max(response.getStatus(), 400);
    Problem problem =
        Problem.make(
            status < 500 ? "invalid" : "internal",
            status,
            status < 500 ? "the request can't be understood" : "a fault of the service",
            status < 500 ? paths.advice(String.valueOf(request.getHttpURI().getPath())) : List.of(),
            id());
    response.getHeaders().put(new HttpField(HttpHeader.CONTENT_TYPE, Problem.TYPE));
    Content.Sink.write(response, true, JsonOutput.line(problem), callback);
    return true;
  }

  private static void serve(
      Context context, Route route, Gate gate, Settings settings, Watch watch) {
    long begun = System.nanoTime();
    String id = id();
    Exchange exchange = new Exchange(context, id, settings.maxBody());
    exchange.secure();
    String caller = "";
    boolean stream = false;
    try {
      refuseOdd(context.req().getRequestURI());
      if (exchange.announcesTooMuch()) {
        throw ProblemException.tooLarge(settings.maxBody());
      }
      Request request = exchange.request();
      Principal admitted = gate.admit(route, request);
      caller = route.scope() instanceof Route.Open ? "" : admitted.name();
      Response response = route.handler().handle(request, admitted);
      stream = response.body() instanceof Response.Events;
      exchange.answer(response);
    } catch (RuntimeException e) {
      fail(exchange, e, watch.log(), id);
    } finally {
      watch.answered(context, id, route.path(), caller, begun, stream);
    }
  }

  /** Who is told of requests and faults. */
  private record Watch(Answered.Watcher watcher, Log log) {
    void answered(
        Context context, String id, String route, String caller, long begun, boolean stream) {
      watcher.answered(
          new Answered(
              id,
              context.req().getMethod(),
              route,
              context.req().getRequestURI(),
              context.res().getStatus(),
              Duration.ofNanos(System.nanoTime() - begun),
              caller,
              String.valueOf(context.req().getRemoteAddr()),
              stream));
    }
  }

  private static void refuseOdd(String path) {
    if (ODD.matcher(path).find()) {
      throw new HeveliusException(
          Category.INVALID,
          "the path has an encoding or a segment that the service doesn't take",
          "write the slashes of a dataset's name as ~, and paths of files in the query");
    }
  }

  private static void unrouted(
      Context context, int status, DatasetPaths paths, Settings settings, Watch watch) {
    long begun = System.nanoTime();
    String id = id();
    Exchange exchange = new Exchange(context, id, settings.maxBody());
    exchange.secure();
    boolean method = status == 405;
    exchange.answer(
        Problem.make(
            method ? "method_not_allowed" : "not_found",
            method ? 405 : 404,
            method
                ? "%s doesn't take the method %s".formatted(context.path(), context.method())
                : "there is no " + context.path(),
            Stream.concat(
                    paths.advice(context.path()).stream(),
                    Stream.of("what there is: /openapi.yaml"))
                .toList(),
            id));
    watch.answered(context, id, "", "", begun, false);
  }

  private static Exchange exchange(Context context, Settings settings) {
    return new Exchange(context, id(), settings.maxBody());
  }

  private static void fail(Exchange exchange, Exception failure, Log log, String id) {
    Problem problem = Problem.of(failure, id);
    if (problem.code().equals("internal")) {
      java.io.StringWriter trace = new java.io.StringWriter();
      failure.printStackTrace(new java.io.PrintWriter(trace));
      log.write(
          new Log.Entry(
              Log.Level.ERROR,
              "http",
              "request " + id + " failed: " + trace,
              Map.of("request", id)));
    }
    if (failure instanceof ProblemException known) {
      known.retryAfter().ifPresent(exchange::retryAfter);
    }
    exchange.answer(problem);
  }

  private static String id() {
    return UUID.randomUUID().toString().substring(0, 13);
  }

  /** How many requests came so far to routes that aren't open. */
  public long asked() {
    return asked.get();
  }

  /** Where it can be reached. */
  public URI address() {
    String literal = host.contains(":") ? "[" + host + "]" : host;
    return URI.create(scheme + "://" + literal + ":" + server.port());
  }

  /** Stops to listen; requests that are being answered are given a moment to end. */
  @Override
  public void close() {
    server.stop();
  }
}
