package org.hevelius.app.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "vast",
    description = {
      "answer as a VAST management system (VMS) does, until it is stopped",
      "",
      "Views are directories below DIR/data, with their snapshots in .snapshot/NAME. What it knows"
          + " survives a restart. Only programs of this machine reach it, over HTTPS; DIR/ca.pem is"
          + " the certificate that they need.",
      "",
      "Without variables everybody on this machine knows how to log in: HEVELIUS_SIMULATOR_USER and"
          + " HEVELIUS_SIMULATOR_PASSWORD set who may, HEVELIUS_SIMULATOR_S3_ACCESS_KEY and"
          + " HEVELIUS_SIMULATOR_S3_SECRET_KEY who may read buckets."
    },
    footer = {
      "",
      "Start it:   hevelius simulator vast --root ./vms",
      "Ask it:     curl --cacert vms/ca.pem -u admin https://127.0.0.1:7320/api/latest/clusters/",
      "Move on:    curl --cacert vms/ca.pem -u admin -X PATCH -d '{\"advance\": \"3d\"}'"
          + " https://127.0.0.1:7320/simulator/clock"
    })
final class SimulatorVastVerb implements Runnable {
  private static final String VARIABLES = "HEVELIUS_SIMULATOR_";
  private static final int LAST_PORT = 65_535;

  /** What {@code --json} prints once it listens. */
  private record Document(URI address, URI buckets, Path authority, Path data, String user) {}

  private final Session session;

  @Option(
      names = "--root",
      paramLabel = "DIR",
      required = true,
      description = "the directory that holds all that it knows; made when it is missing")
  @Nullable Path root;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "the port, 0 for a free one (${DEFAULT-VALUE})")
  int port = 7320;

  @Option(
      names = "--s3-port",
      paramLabel = "N",
      description = "the port of its buckets, 0 for a free one (else the next after --port)")
  @Nullable Integer s3Port;

  SimulatorVastVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Simulators.Wish wish = wish();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stop, stopped), "stop"));
    try (Simulators.Running running =
        session.simulators().start(wish, line -> session.console().error(line))) {
      tell(running, wish);
      stop.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      stopped.countDown();
    }
  }

  private Simulators.Wish wish() {
    Integer asked = s3Port;
    int buckets = asked != null ? asked : port == 0 || port == LAST_PORT ? 0 : port + 1;
    if (port < 0 || port > LAST_PORT || buckets < 0 || buckets > LAST_PORT) {
      throw new HeveliusException(
          Category.INVALID, "a port is 0 to " + LAST_PORT, "nothing was started");
    }
    Path directory = root;
    if (directory == null) {
      throw new HeveliusException(Category.INVALID, "--root is missing", "nothing was started");
    }
    return new Simulators.Wish(
        session.workingDirectory().resolve(directory).normalize(),
        port,
        buckets,
        new Simulators.Login(variable("USER", "admin"), variable("PASSWORD", "123456")),
        new Simulators.Login(
            variable("S3_ACCESS_KEY", "simulator"), variable("S3_SECRET_KEY", "simulator-secret")));
  }

  private String variable(String name, String other) {
    String value = session.environment().get(VARIABLES + name);
    return value == null || value.isBlank() ? other : value;
  }

  private String secret(String name, String shown) {
    return variable(name, "").isEmpty() ? shown : "(that of " + VARIABLES + name + ")";
  }

  private void tell(Simulators.Running running, Simulators.Wish wish) {
    Path data = wish.root().resolve("data");
    Console console = session.console();
    session.result(
        new Document(
            running.address(), running.buckets(), running.authority(), data, wish.user().name()),
        () -> {
          console.line("A stand-in for a VAST management system listens on " + running.address());
          console.line(
              "  user         "
                  + Text.printable(wish.user().name())
                  + "   password "
                  + secret("PASSWORD", wish.user().secret()));
          console.line("  certificate  " + Text.printable(running.authority().toString()));
          console.line("  views        " + Text.printable(data.toString()));
          console.line(
              "  buckets      "
                  + running.buckets()
                  + "   access key "
                  + Text.printable(wish.keys().name())
                  + "   secret key "
                  + secret("S3_SECRET_KEY", wish.keys().secret()));
        });
    session.hint("Ctrl-C stops it; what it knows stays in " + Text.printable("" + wish.root()));
    console.flush();
  }

  /** Runs when the process is asked to end, and keeps it from ending before the stand-in has. */
  private static void stop(CountDownLatch stop, CountDownLatch stopped) {
    stop.countDown();
    try {
      boolean _ = stopped.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
