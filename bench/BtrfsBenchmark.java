import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hevelius.core.compare.DiffOptions;
import org.hevelius.core.compare.TreeDiff;
import org.hevelius.core.compare.UntouchedTree;
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
import org.hevelius.providers.btrfs.BtrfsProvider;
import org.hevelius.providers.files.OwnPlaces;
import org.hevelius.providers.process.Machine;
import org.hevelius.repository.fs.FileSystems;

/** Measures the provider of Btrfs on a mounted file system. See btrfs.sh. */
public final class BtrfsBenchmark {
  private static final int PER_DIRECTORY = 1000;
  private static final int ROUNDS = 5;

  private final BtrfsProvider provider =
      new BtrfsProvider(
          FileSystems.local(),
          Runtime.getRuntime().availableProcessors(),
          Clock.systemUTC(),
          "",
          new OwnPlaces(List::of),
          () -> Machine.LOCAL,
          System.err::println);
  private final Path root;
  private final Dataset dataset;
  private long version;

  private BtrfsBenchmark(Path root) {
    this.root = root;
    this.dataset =
        new Dataset(
            DatasetName.of("bench"),
            "",
            List.of(new SourceSpec(SourceSpec.Kind.BTRFS, root.toString())),
            List.of(),
            Clock.systemUTC().instant(),
            Dataset.DEFAULT_REPOSITORY);
  }

  private interface Work {
    void run() throws Exception;
  }

  /** The mount point, and the number of files. */
  public static void main(String[] args) throws Exception {
    Path root = Path.of(args[0], "raw");
    int files = Integer.parseInt(args[1]);
    run("btrfs", "subvolume", "create", root.toString());
    new BtrfsBenchmark(root).measure(files);
  }

  private void measure(int files) throws Exception {
    say(
        "%,d files in directories of %,d; milliseconds, the median of %d",
        files, PER_DIRECTORY, ROUNDS);
    write(files, 1, "first");
    run("btrfs", "filesystem", "sync", root.toString());
    Path plain = root.resolveSibling("plain");
    time(
        "btrfs subvolume snapshot -r",
        () -> run("btrfs", "subvolume", "snapshot", "-r", root.toString(), plain.toString()),
        () -> run("btrfs", "subvolume", "delete", plain.toString()));
    Capture[] taken = new Capture[1];
    time("capture and publish", () -> taken[0] = take(), () -> provider.forget(List.of(taken[0])));
    Capture from = take();
    time("list one directory of the snapshot", () -> list(from), () -> {});
    write(files, 100, "second");
    Capture to = take();
    time("what differs, by the file system", () -> touched(from, to), () -> {});
    time("diff, with what the file system knows", () -> compared(from, to, true), () -> {});
    time("diff, by walking both", () -> compared(from, to, false), () -> {});
    time(
        "exchange",
        () -> {
          var plan = provider.rollbacks(from).getFirst();
          run(
              "btrfs",
              "subvolume",
              "delete",
              provider.rollback(plan, null, Progress.NONE, () -> false).kept());
        },
        () -> {});
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
      int there = tree.children(tree.find("0").orElseThrow()).size();
      if (there == 0) {
        throw new AssertionError("nothing is there");
      }
    }
  }

  private void touched(Capture from, Capture to) {
    Optional<ChangedPaths> changed = provider.changed(from, to, () -> false);
    if (!changed.orElseThrow().touches("0/0")) {
      throw new AssertionError("a change was missed");
    }
  }

  /** As the verb does it. */
  private void compared(Capture from, Capture to, boolean narrowed) {
    SnapshotTree one = provider.open(from);
    SnapshotTree other = provider.open(to);
    if (narrowed) {
      ChangedPaths changed = provider.changed(from, to, () -> false).orElseThrow();
      one = new UntouchedTree(one, changed, false);
      other = new UntouchedTree(other, changed, false);
    }
    try (SnapshotTree left = one;
        SnapshotTree right = other) {
      DiffOptions options = DiffOptions.standard().withRenameCandidates(0);
      if (TreeDiff.run(left, right, options, _ -> {}).total().changes() == 0) {
        throw new AssertionError("a change was missed");
      }
    }
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

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new AssertionError(String.join(" ", command) + ": " + said);
    }
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
