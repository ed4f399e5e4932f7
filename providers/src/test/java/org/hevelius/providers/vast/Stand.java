package org.hevelius.providers.vast;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.hevelius.core.secret.SecretRef;
import org.hevelius.core.storage.Clusters.Buckets;
import org.hevelius.core.storage.Clusters.Cluster;
import org.hevelius.core.storage.Clusters.Login;
import org.hevelius.core.storage.Clusters.Mount;
import org.hevelius.providers.files.OwnPlaces;
import org.hevelius.providers.process.Secrets;
import org.hevelius.repository.Environment;
import org.hevelius.repository.fs.FileSystems;
import org.hevelius.repository.lock.Owner;
import org.hevelius.simulator.Simulator;
import org.hevelius.testkit.TestClock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A stand-in for a cluster called {@code lab}, and a home that knows it. Waiting moves its time.
 */
final class Stand implements AutoCloseable {
  static final Login LOGIN = new Login.Jwt("admin", new SecretRef.OfVariable("VMS_PASSWORD"));

  final TestClock clock = new TestClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
  final List<String> notices = new CopyOnWriteArrayList<>();
  final List<Duration> waits = new CopyOnWriteArrayList<>();
  final Path root;
  final Path home;
  final AtomicReference<Runnable> whenWaiting = new AtomicReference<>(() -> {});
  private final Map<String, String> variables =
      Map.of(
          "VMS_PASSWORD",
          "123456",
          "WRONG",
          "never",
          "S3_ACCESS",
          "simulator",
          "S3_SECRET",
          "simulator-secret");
  private Simulator simulator;
  private VmsHttp http;

  private Stand(Path directory) {
    this.root = directory.resolve("vms");
    this.home = directory.resolve("home");
    start();
  }

  static Stand at(Path directory) {
    Stand stand = new Stand(directory);
    try {
      Files.createDirectories(stand.home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return stand;
  }

  private void start() {
    try {
      simulator = Simulator.start(Simulator.Settings.forTests(root), clock, notices::add);
      http =
          new VmsHttp(
              "control",
              VmsTrust.context(simulator.authority(), null, false),
              Duration.ofSeconds(60));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI address() {
    return simulator.address();
  }

  Path authority() {
    return simulator.authority();
  }

  /** Asks the stand-in for something as a test does; single quotes stand for double ones. */
  JsonNode ask(String method, String path, String body) {
    VmsHttp.Reply reply =
        http.send(
            method,
            address().resolve(path),
            body.isEmpty() ? null : JsonMapper.shared().readTree(body.replace('\'', '"')),
            Map.of("Authorization", "Basic YWRtaW46MTIzNDU2"));
    if (reply.status() >= 300) {
      throw new AssertionError(method + " " + path + ": " + reply.text());
    }
    JsonNode answer = reply.body();
    return answer == null ? JsonMapper.shared().nullNode() : answer;
  }

  /** Lets something go wrong. */
  void fault(String fault) {
    JsonNode _ = ask("POST", "/simulator/faults", fault);
  }

  void set(String settings) {
    JsonNode _ = ask("PATCH", "/simulator/settings", settings);
  }

  /** All objects of a collection. */
  List<JsonNode> all(String collection) {
    List<JsonNode> all = new ArrayList<>();
    ask("GET", "/api/" + collection + "/?page_size=1000", "").path("results").forEach(all::add);
    return all;
  }

  private void sleep(Duration time) {
    waits.add(time);
    clock.advance(time);
    whenWaiting.get().run();
    JsonNode _ = ask("POST", "/simulator/settle", "");
  }

  void advance(Duration time) {
    clock.advance(time);
    JsonNode _ = ask("POST", "/simulator/settle", "");
  }

  /** The settings of the cluster, all of which is mounted. */
  Cluster cluster() {
    return cluster(LOGIN, List.of(new Mount("/", root.resolve("data").toString())), null);
  }

  /** The same, with records that several homes share. */
  Cluster shared(String records) {
    return cluster(LOGIN, List.of(new Mount("/", root.resolve("data").toString())), null, records);
  }

  Cluster cluster(Login login, List<Mount> mounts, @Nullable Buckets buckets) {
    return cluster(login, mounts, buckets, null);
  }

  private Cluster cluster(
      Login login, List<Mount> mounts, @Nullable Buckets buckets, @Nullable String records) {
    return new Cluster(
        "lab",
        address().getRawAuthority(),
        "latest",
        null,
        login,
        authority().toString(),
        null,
        false,
        mounts,
        buckets,
        records,
        false);
  }

  Buckets buckets() {
    return new Buckets(
        simulator.s3Address().toString(),
        new SecretRef.OfVariable("S3_ACCESS"),
        new SecretRef.OfVariable("S3_SECRET"));
  }

  Secrets secrets() {
    return new Secrets(home, variables::get);
  }

  VmsClient client(Cluster cluster) {
    return new VmsClient(cluster, home, secrets()::of, this::sleep, Duration.ofSeconds(20));
  }

  VmsClient client() {
    return client(cluster());
  }

  /** Writes the settings of the home. */
  void know(Cluster cluster) {
    try {
      Files.writeString(
          home.resolve(ClustersFile.FILE), "clusters:\n" + ClustersWriter.entry(cluster));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  VastProvider provider() {
    return provider("home-of-the-stand");
  }

  /** The provider of a home that has this directory, too. */
  VastProvider provider(String id) {
    Environment environment =
        new Environment(
            clock,
            new SecureRandom(),
            Owner.current(),
            FileSystems.local(),
            2,
            this::sleep,
            Duration.ZERO,
            notices::add);
    return new VastProvider(
        home,
        id,
        this::client,
        environment,
        new OwnPlaces(() -> List.of(home)),
        secrets()::of,
        notices::add);
  }

  Path data(String path) {
    return root.resolve("data").resolve(path);
  }

  void write(String path, String text) {
    try {
      Files.createDirectories(data(path).getParent());
      Files.writeString(data(path), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String read(String path) {
    try {
      return Files.readString(data(path));
    } catch (IOException e) {
      return "";
    }
  }

  /** Makes a view, with a bucket if a name is given. */
  void view(String path, String bucket) {
    JsonNode _ =
        ask(
            "POST",
            "/api/views/",
            bucket.isEmpty()
                ? "{'path': '%s', 'policy_id': 1, 'create_dir': true, 'protocols': ['NFS']}"
                    .formatted(path)
                : ("{'path': '%s', 'policy_id': 1, 'create_dir': true, 'protocols': ['NFS', 'S3'],"
                        + " 'bucket': '%s'}")
                    .formatted(path, bucket));
  }

  /** Protects a path, so that it can be put back. */
  long protect(String path) {
    return ask(
            "POST",
            "/api/protectedpaths/",
            "{'name': 'pp%s', 'source_dir': '%s', 'tenant_id': 1}"
                .formatted(path.replace('/', '-'), path))
        .path("id")
        .asLong();
  }

  /** Ends it as a kill would, and starts it again on the same directory. */
  void restart() {
    close();
    start();
  }

  @Override
  public void close() {
    try {
      http.close();
      simulator.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
