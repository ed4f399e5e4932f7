import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.hevelius.catalog.sql.SqlCatalog;
import org.hevelius.catalog.sqlite.CatalogFile;
import org.hevelius.catalog.sqlite.SqliteFileIndex;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.catalog.Reservation;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.find.FileIndex;
import org.hevelius.core.retention.Retention;
import org.hevelius.core.retention.RetentionCandidate;
import org.hevelius.core.retention.RetentionPlan;
import org.hevelius.core.retention.RetentionRules;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Guarantee;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotKind;
import org.hevelius.core.snapshot.SnapshotNames;
import org.hevelius.core.tree.TreeEntry;

/**
 * A home with many snapshots, as if they had been taken: they stand in catalog and index, and there
 * are no bytes behind them.
 */
final class FilledHome {
  private static final String[] WORDS = {
    "calibration", "reprocessed", "night", "before", "after", "mars", "orion", "pointing", "gain",
    "attitude", "burst", "survey", "flatfield", "drift", "campaign", "release", "filter",
        "quicklook"
  };

  final Path home;
  final int datasets;
  final int versions;
  final int files;
  private final int changed;

  FilledHome(Map<String, String> options) {
    home = Path.of(options.getOrDefault("home", "bench-home")).toAbsolutePath();
    datasets = number(options, "datasets", 100);
    versions = number(options, "versions", 1000);
    files = number(options, "files", 500);
    changed = number(options, "changed", 5);
  }

  static int number(Map<String, String> options, String name, int otherwise) {
    return Integer.parseInt(options.getOrDefault(name, String.valueOf(otherwise)));
  }

  private static DatasetName dataset(int number) {
    return DatasetName.of("bench/d%03d".formatted(number));
  }

  static String fileName(int number) {
    return "obs_%05d_%s.fits".formatted(number, WORDS[number % WORDS.length]);
  }

  /** Records snapshots in catalog and index; there are no bytes behind them. */
  void fill() {
    Random random = new Random(1679);
    Instant start = Instant.parse("2024-01-01T00:00:00Z");
    long done = 0;
    try (SqlCatalog catalog = CatalogFile.open(home.resolve("catalog.db"));
        FileIndex index = SqliteFileIndex.open(home.resolve("files.db"))) {
      for (int d = 0; d < datasets; d++) {
        SourceSpec source = SourceSpec.parse("dir:/bench/d" + d);
        catalog.addDataset(
            new Dataset(
                dataset(d), "", List.of(source), List.of(), start, Dataset.DEFAULT_REPOSITORY),
            event(start, "dataset add", dataset(d).text()));
        for (int v = 1; v <= versions; v++) {
          Instant time =
              start.plus((long) v * 600 * 1000 / versions, ChronoUnit.HOURS).plusSeconds(d);
          add(catalog, dataset(d), source, time, random, v);
          index(index, dataset(d), v, time, random);
          done++;
        }
        System.err.printf("%,d snapshots%n", done);
      }
    }
  }

  private void add(
      SqlCatalog catalog,
      DatasetName dataset,
      SourceSpec source,
      Instant time,
      Random random,
      int v) {
    String text = "%s %s %s %d".formatted(word(random), word(random), word(random), v);
    Reservation reserved = catalog.reserve(dataset, SnapshotNames.generate(dataset, time, text));
    byte[] id = new byte[32];
    random.nextBytes(id);
    SortedMap<String, String> tags = new TreeMap<>(Map.of("campaign", word(random)));
    catalog.record(
        Snapshot.builder(dataset, reserved.version(), time)
            .name(reserved.name())
            .description(text)
            .author("maya")
            .host("bench")
            .tags(tags)
            .kind(SnapshotKind.MANUAL)
            .guarantee(Guarantee.UNVERIFIED)
            .captures(
                List.of(
                    new Capture(
                        source,
                        "directory",
                        java.util.HexFormat.of().formatHex(id),
                        "default",
                        files,
                        10,
                        files * 1_000_000L,
                        changed * 1_000_000L,
                        changed * 500_000L)))
            .build(),
        event(time, "create", dataset + "@" + reserved.version()));
  }

  static String word(Random random) {
    return WORDS[random.nextInt(WORDS.length)];
  }

  private static AuditEvent event(Instant time, String action, String target) {
    return new AuditEvent(time, "maya", "bench", action, target, AuditEvent.Outcome.OK, "");
  }

  private void index(
      FileIndex index, DatasetName dataset, int version, Instant time, Random random) {
    try (FileIndex.Update update = index.begin(dataset, version, version - 1L)) {
      if (version == 1) {
        for (int folder = 0; folder < 10; folder++) {
          update.added(
              "night" + folder, entry("night" + folder, TreeEntry.Type.DIRECTORY, time, random));
        }
        for (int f = 0; f < files; f++) {
          update.added(path(f), entry(path(f), TreeEntry.Type.FILE, time, random));
        }
      } else {
        for (int c = 0; c < changed; c++) {
          String path = path(random.nextInt(files));
          update.changed(path, entry(path, TreeEntry.Type.FILE, time, random));
        }
      }
      update.commit();
    }
  }

  static String path(int file) {
    return "night" + file % 10 + "/" + fileName(file);
  }

  private static TreeEntry entry(String path, TreeEntry.Type type, Instant time, Random random) {
    byte[] key = new byte[32];
    random.nextBytes(key);
    return new TreeEntry(
        path,
        type,
        type == TreeEntry.Type.FILE ? 1_000_000 : 0,
        time,
        0644,
        1000,
        1000,
        null,
        java.util.HexFormat.of().formatHex(key));
  }

  /**
   * The pure function over all snapshots of one dataset: over what it needs of them, as list and
   * show use it, and over the whole snapshots, as a cleanup does.
   */
  void retention() {
    try (SqlCatalog catalog = CatalogFile.open(home.resolve("catalog.db"))) {
      DatasetName dataset = dataset(0);
      for (int i = 0; i < 5; i++) {
        planned("to show", () -> catalog.facts().judged(dataset).candidates());
        planned(
            "to clean up",
            () ->
                catalog.snapshots(SnapshotQuery.of(dataset)).map(RetentionCandidate::of).toList());
      }
    }
  }

  private static <T> void planned(String what, Supplier<List<RetentionCandidate<T>>> reading) {
    long start = System.nanoTime();
    List<RetentionCandidate<T>> candidates = reading.get();
    long read = System.nanoTime();
    var plan =
        Retention.plan(candidates, RetentionRules.DEFAULT, Instant.parse("2026-12-01T00:00:00Z"));
    long decided = System.nanoTime();
    System.out.printf(
        Locale.ROOT,
        "retention of %,d snapshots %s: read %.0f ms, decided %.0f ms (%d kept)%n",
        candidates.size(),
        what,
        (read - start) / 1e6,
        (decided - read) / 1e6,
        plan.decisions().stream().filter(RetentionPlan.Decision::keep).count());
  }
}
