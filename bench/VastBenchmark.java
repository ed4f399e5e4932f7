import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.CaptureRequest;
import org.hevelius.core.provider.PendingCapture;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.provider.SnapshotProvider;
import org.hevelius.core.secret.SecretRef;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Manifest;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotNames;
import org.hevelius.core.storage.Clusters.Cluster;
import org.hevelius.core.storage.Clusters.Login;
import org.hevelius.core.storage.Clusters.Mount;
import org.hevelius.providers.files.OwnPlaces;
import org.hevelius.providers.vast.VastProvider;
import org.hevelius.providers.vast.VmsClient;
import org.hevelius.repository.Environment;
import org.hevelius.repository.fs.FileSystems;
import org.hevelius.repository.lock.Owner;
import org.hevelius.simulator.Simulator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Measures the provider of VAST against a stand-in in another process. See vast.sh. */
public final class VastBenchmark {
  private static final int ROUNDS = 7;
  private static final SourceSpec OURS = SourceSpec.parse("vast:lab/bench/ours");

  private final Path dir;
  private final VmsClient client;
  private final VastProvider provider;
  private final Dataset dataset;

  private VastBenchmark(Path dir, String address) {
    this.dir = dir;
    Cluster cluster =
        new Cluster(
            "lab",
            address,
            "latest",
            null,
            new Login.Basic("admin", new SecretRef.OfVariable("VMS")),
            dir.resolve("vms/ca.pem").toString(),
            null,
            false,
            List.<Mount>of(),
            null,
            null,
            false);
    this.client = client(cluster);
    Environment environment =
        new Environment(
            Clock.systemUTC(),
            new SecureRandom(),
            Owner.current(),
            FileSystems.local(),
            2,
            time -> Thread.sleep(time.toMillis()),
            Duration.ZERO,
            System.err::println);
    this.provider =
        new VastProvider(
            dir.resolve("home"),
            "bench",
            this::client,
            environment,
            new OwnPlaces(List::of),
            _ -> "123456",
            System.err::println);
    this.dataset =
        new Dataset(
            DatasetName.of("bench"),
            "",
            List.of(OURS),
            List.of(),
            Instant.now(),
            Dataset.DEFAULT_REPOSITORY);
  }

  private VmsClient client(Cluster cluster) {
    return new VmsClient(cluster, dir, _ -> "123456", time -> Thread.sleep(time.toMillis()));
  }

  /** {@code serve DIR}, or {@code measure DIR ADDRESS SNAPSHOTS}. */
  public static void main(String[] args) throws Exception {
    Path dir = Path.of(args[1]).toAbsolutePath();
    if (args[0].equals("serve")) {
      Simulator simulator =
          Simulator.start(
              Simulator.Settings.forTests(dir.resolve("vms")),
              Clock.systemUTC(),
              System.err::println);
      Files.writeString(dir.resolve("address"), simulator.address().getRawAuthority());
      Thread.currentThread().join();
    }
    new VastBenchmark(dir, args[2]).measure(Integer.parseInt(args[3]));
    System.exit(0);
  }

  private static ObjectNode body(String text) {
    return (ObjectNode) JsonMapper.shared().readTree(text.replace('\'', '"'));
  }

  private void measure(int snapshots) throws Exception {
    Files.createDirectories(dir.resolve("home"));
    Files.writeString(
        dir.resolve("home/clusters.yaml"),
        """
        clusters:
          - name: lab
            address: %s
            login: {basic: {user: admin, password: {env: VMS}}}
            authority: %s
        """
            .formatted(client.cluster().address(), dir.resolve("vms/ca.pem")));
    for (String path : List.of("/bench", "/bench/ours", "/bench/theirs")) {
      client.post(
          "views",
          body(
              "{'path': '%s', 'policy_id': 1, 'create_dir': true, 'protocols': ['NFS']}"
                  .formatted(path)));
    }
    int ours = snapshots / 2;
    List<Capture> captures = new ArrayList<>();
    for (int i = 1; i <= ours; i++) {
      captures.add(take(i));
    }
    for (int i = ours; i < snapshots; i++) {
      client.post(
          "snapshots",
          body(
              "{'name': 'theirs-%d', 'path': '/bench/%s'}"
                  .formatted(i, i % 2 == 0 ? "ours" : "theirs")));
    }
    say(
        "%,d snapshots, half of them ours; milliseconds, wall and processor, the median of %d",
        snapshots, ROUNDS);
    for (boolean pages : new boolean[] {false, true}) {
      client.patch(
          "/simulator/settings", body("{'lists': '%s'}".formatted(pages ? "envelope" : "array")));
      String how = pages ? ", in pages" : ", in one answer";
      time("list and filter" + how, () -> provider.snapshots(OURS).size());
      time("list, filter, adoptable" + how, () -> provider.adoptable(OURS).size());
      time("rebuild" + how, () -> provider.recover().count());
      time("check of each of ours" + how, () -> present(captures));
    }
  }

  private long present(List<Capture> captures) {
    SnapshotProvider.Look look = provider.look();
    long present = captures.stream().filter(look::exists).count();
    if (present != captures.size()) {
      throw new AssertionError(present);
    }
    return present;
  }

  private Capture take(long version) {
    Instant now = Instant.now();
    String name = SnapshotNames.generate(dataset.name(), now, "v" + version);
    Snapshot snapshot =
        Snapshot.builder(dataset.name(), version, now)
            .name(name)
            .description("v" + version)
            .author("bench")
            .host("here")
            .build();
    CaptureRequest request =
        new CaptureRequest(dataset, name, dataset.sources(), Map.of(), Progress.NONE, () -> false);
    try (PendingCapture pending = provider.capture(request)) {
      return pending.publish(new Manifest(dataset, version, snapshot, null, now)).getFirst();
    }
  }

  private interface Work {
    long run() throws Exception;
  }

  private static void time(String what, Work work) throws Exception {
    long[] wall = new long[ROUNDS];
    long[] processor = new long[ROUNDS];
    long found = 0;
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    for (int i = 0; i < ROUNDS; i++) {
      long begun = System.nanoTime();
      long spent = system.getProcessCpuTime();
      found = work.run();
      wall[i] = System.nanoTime() - begun;
      processor[i] = system.getProcessCpuTime() - spent;
    }
    Arrays.sort(wall);
    Arrays.sort(processor);
    say(
        "%-44s %,8.0f wall %,8.0f processor  (slowest %,.0f; found %,d)",
        what, wall[ROUNDS / 2] / 1e6, processor[ROUNDS / 2] / 1e6, wall[ROUNDS - 1] / 1e6, found);
  }

  private static void say(String format, Object... arguments) {
    System.out.println(String.format(Locale.ROOT, format, arguments));
  }
}
