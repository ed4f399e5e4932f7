package org.hevelius.app.cli;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.log.Log;
import org.hevelius.core.usecase.Hevelius;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "serve",
    description = {
      "take what is due by policy, and answer over HTTP, until it is stopped",
      "",
      "Of several services on one home one takes what is due, and another goes on when that one"
          + " ends. What it does: hevelius jobs",
      "",
      "Only programs of this machine reach it, unless --host names another address; that takes TLS,"
          + " or a proxy in front that speaks it. Ctrl-C or a polite kill stops it: what runs is"
          + " canceled and ends itself cleanly."
    },
    footer = {
      "",
      "For this machine:       hevelius serve",
      "For others, with TLS:   hevelius serve --host 0.0.0.0 --tls-keystore service.p12"
          + " --tls-password-file FILE",
      "What it can do:         curl http://127.0.0.1:7310/openapi.yaml",
      "With a log of all runs and requests:  HEVELIUS_LOG=text (or json) hevelius serve"
    })
final class ServeVerb implements Runnable {
  private static final long REST_SECONDS = 5;

  /** What {@code --json} prints once it listens. */
  private record Document(String address) {}

  private final Session session;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "the address to listen on (${DEFAULT-VALUE})")
  String host = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "the port, 0 for a free one (${DEFAULT-VALUE})")
  int port = 7310;

  @Option(
      names = "--tls-keystore",
      paramLabel = "FILE",
      description = "speak TLS with the key and certificate in this PKCS#12 file")
  @Nullable Path keystore;

  @Option(
      names = "--tls-password-file",
      paramLabel = "FILE",
      description = "the key store's password (first line)")
  @Nullable Path keystorePassword;

  @Option(
      names = "--behind-proxy",
      paramLabel = "URL",
      description =
          "a proxy in front speaks TLS: the https address at which it is reached, such as"
              + " https://hevelius.example.org")
  @Nullable URI proxy;

  @Option(
      names = "--restore-to",
      paramLabel = "DIR",
      description =
          "callers may restore beside the data below this directory; may be given again (else"
              + " \"restores\" in the home)")
  List<Path> restoreTo = List.of();

  @Option(names = "--no-schedules", description = "only answer; take and forget nothing by policy")
  boolean noSchedules;

  @Option(
      names = "--events-from",
      paramLabel = "DIR",
      description = "take in the events that other programs drop as files into this directory")
  @Nullable Path eventsFrom;

  ServeVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    Services.Wish wish = wish();
    Log log =
        ServiceLog.of(
            session.environment(), session.clock(), line -> session.console().error(line));
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stop, stopped), "stop"));
    try {
      session.<Boolean>withHome(
          home -> {
            serve(home, wish, log, stop);
            return true;
          });
    } finally {
      // Only now, with the home closed and its locks given back, may the process end.
      stopped.countDown();
    }
  }

  private Services.Wish wish() {
    if (port < 0 || port > 65_535) {
      throw new HeveliusException(Category.INVALID, "--port is 0 to 65535, not " + port);
    }
    if (noSchedules && eventsFrom != null) {
      throw new HeveliusException(
          Category.INVALID, "with --no-schedules no events are taken in from a directory");
    }
    if ((keystore == null) != (keystorePassword == null)) {
      throw new HeveliusException(
          Category.INVALID, "--tls-keystore and --tls-password-file belong together");
    }
    if (keystore == null && proxy == null && !isLoopback()) {
      throw new HeveliusException(
          Category.REFUSED,
          "others would reach " + host + " without TLS, and could read passwords and data",
          "nothing was started; give --tls-keystore and --tls-password-file",
          "or --behind-proxy https://ADDRESS when a proxy in front speaks TLS");
    }
    if (proxy != null && !"https".equalsIgnoreCase(proxy.getScheme())) {
      throw new HeveliusException(
          Category.INVALID,
          "--behind-proxy takes the address that browsers use, and that speaks TLS, not " + proxy,
          "nothing was started; write https and the host, such as https://hevelius.example.org");
    }
    List<Path> targets =
        restoreTo.isEmpty() ? List.of(session.home().resolve("restores")) : restoreTo;
    return new Services.Wish(
        host,
        port,
        absolute(keystore),
        absolute(keystorePassword),
        proxy,
        targets.stream().map(path -> session.workingDirectory().resolve(path).normalize()).toList(),
        !noSchedules,
        absolute(eventsFrom));
  }

  private boolean isLoopback() {
    try {
      return Stream.of(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
    } catch (UnknownHostException e) {
      throw new HeveliusException(
          Category.INVALID,
          "there is no address \"" + host + "\"",
          List.of("nothing was started; give one of this machine's addresses"),
          e);
    }
  }

  private @Nullable Path absolute(@Nullable Path path) {
    return path == null ? null : session.workingDirectory().resolve(path).normalize();
  }

  private void serve(Hevelius home, Services.Wish wish, Log log, CountDownLatch stop) {
    try (Services.Running running = session.services().start(home, wish, log)) {
      session.result(
          new Document(running.address().toString()),
          () -> session.console().line("Listening on " + running.address()));
      session.console().flush();
      // Locks that nobody uses are given back, so that other processes aren't kept waiting.
      while (!stop.await(REST_SECONDS, TimeUnit.SECONDS)) {
        if (running.idle()) {
          home.rest();
        }
      }
      session.hint("Stopping: what runs is canceled.");
      session.console().flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs when the process is asked to end, and keeps it from ending before the service has. */
  private static void stop(CountDownLatch stop, CountDownLatch stopped) {
    stop.countDown();
    try {
      boolean _ = stopped.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
