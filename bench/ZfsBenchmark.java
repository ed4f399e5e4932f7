import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.CaptureRequest;
import org.hevelius.core.provider.NativeStorage.ChangedPaths;
import org.hevelius.core.provider.PendingCapture;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Manifest;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotNames;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.core.tree.TreeEntry;
import org.hevelius.providers.files.OwnPlaces;
import org.hevelius.providers.process.Machines;
import org.hevelius.providers.zfs.ZfsProvider;
import org.hevelius.repository.fs.FileSystems;

/** Measures the provider of ZFS on a pool. See zfs.sh. */
public final class ZfsBenchmark {
  private static final int PER_DIRECTORY = 1000;
  private static final int ROUNDS = 5;

  private final ZfsProvider provider =
      new ZfsProvider(
          new Machines(Path.of("/nowhere")),
          new OwnPlaces(List::of),
          FileSystems.local(),
          Files.createTempDirectory("hevelius-bench"),
          "bench",
          Runtime.getRuntime().availableProcessors(),
          "bench",
          System.err::println);
  private final String live;
  private final Path root;
  private final Dataset dataset;
  private long version;

  private ZfsBenchmark(String live, Path root) throws IOException {
    this.live = live;
    this.root = root;
    this.dataset =
        new Dataset(
            DatasetName.of("bench"),
            "",
            List.of(new SourceSpec(SourceSpec.Kind.ZFS, live)),
            List.of(),
            Clock.systemUTC().instant(),
            Dataset.DEFAULT_REPOSITORY);
  }

  private interface Work {
    void run() throws Exception;
  }

  /** A dataset that doesn't exist yet, and the number of files. */
  public static void main(String[] args) throws Exception {
    run("zfs", "create", args[0]);
    String root = run("zfs", "get", "-H", "-o", "value", "mountpoint", args[0]).strip();
    new ZfsBenchmark(args[0], Path.of(root)).measure(Integer.parseInt(args[1]));
  }

  private void measure(int files) throws Exception {
    say(
        "%,d files in directories of %,d; milliseconds, the median of %d",
        files, PER_DIRECTORY, ROUNDS);
    write(files, 1, "first");
    run("sync");
    time(
        "zfs snapshot -r",
        () -> run("zfs", "snapshot", "-r", live + "@plain"),
        () -> run("zfs", "destroy", live + "@plain"));
    Capture[] taken = new Capture[1];
    time("capture and publish", () -> taken[0] = take(), () -> provider.forget(List.of(taken[0])));
    Capture from = take();
    time("open, list one directory of the snapshot", () -> list(from), () -> {});
    try (SnapshotTree tree = provider.open(from)) {
      time("list one directory, opened before", () -> list(tree), () -> {});
    }
    write(files, 100, "second");
    Capture to = take();
    if (provider.changed(from, to, () -> false).isPresent()) {
      time("what differs, by zfs diff", () -> touched(from, to), () -> {});
    }
    time("what differs, by walking both", () -> walked(from, to), () -> {});
    Capture[] wanted = {from, to};
    int[] turn = new int[1];
    time("exchange", () -> putBack(wanted[turn[0]++ % 2], "exchange"), () -> {});
    Capture last = take();
    time(
        "zfs rollback, of a file written since",
        () -> putBack(last, "rollback"),
        () -> Files.writeString(root.resolve("since"), "x"));
  }

  private void putBack(Capture to, String way) {
    var plan =
        provider.rollbacks(to).stream().filter(p -> p.way().equals(way)).findFirst().orElseThrow();
    var _ = provider.rollback(plan, null, Progress.NONE, () -> false);
  }

  private void write(int files, int every, String content) throws IOException {
    for (int i = 0; i < files; i += every) {
      Path file = root.resolve(i / PER_DIRECTORY + "/" + i);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content + i);
    }
  }

  private Capture take() {
    version++;
    var now = Clock.systemUTC().instant();
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

  private void list(Capture capture) {
    try (SnapshotTree tree = provider.open(capture)) {
      list(tree);
    }
  }

  private static void list(SnapshotTree tree) {
    if (tree.children(tree.find("0").orElseThrow()).isEmpty()) {
      throw new AssertionError("nothing is there");
    }
  }

  private void touched(Capture from, Capture to) {
    Optional<ChangedPaths> changed = provider.changed(from, to, () -> false);
    if (!changed.orElseThrow().touches("0/0")) {
      throw new AssertionError("a change was missed");
    }
  }

  private void walked(Capture from, Capture to) {
    try (SnapshotTree one = provider.open(from);
        SnapshotTree other = provider.open(to)) {
      if (different(one, other, one.root(), other.root()) == 0) {
        throw new AssertionError("a change was missed");
      }
    }
  }

  private static long different(SnapshotTree one, SnapshotTree other, TreeEntry a, TreeEntry b) {
    List<TreeEntry> left = one.children(a);
    List<TreeEntry> right = other.children(b);
    long count = 0;
    for (int i = 0; i < left.size(); i++) {
      TreeEntry x = left.get(i);
      TreeEntry y = right.get(i);
      count +=
          x.isDirectory()
              ? different(one, other, x, y)
              : x.size() != y.size() || !x.modified().equals(y.modified()) ? 1 : 0;
    }
    return count;
  }

  private static void time(String what, Work work, Work after) throws Exception {
    long[] nanos = new long[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      long begin = System.nanoTime();
      work.run();
      nanos[i] = System.nanoTime() - begin;
      after.run();
    }
    Arrays.sort(nanos);
    say("%-40s %,10.1f", what, nanos[ROUNDS / 2] / 1e6);
  }

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new AssertionError(String.join(" ", command) + ": " + said);
    }
    return said;
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
