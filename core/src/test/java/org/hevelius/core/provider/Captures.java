package org.hevelius.core.provider;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Manifest;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotBuilder;
import org.hevelius.core.snapshot.SnapshotNames;
import org.hevelius.core.tree.SnapshotTree;

/** Takes and reads captures without a catalog. */
public final class Captures {
  private static final Instant TIME = Instant.parse("2026-11-21T10:30:00Z");

  private Captures() {}

  /** A dataset of these sources. */
  public static Dataset dataset(SourceSpec... sources) {
    return new Dataset(
        DatasetName.of("cosmos7/raw"),
        "",
        List.of(sources),
        List.of(),
        TIME,
        Dataset.DEFAULT_REPOSITORY);
  }

  /** The manifest of a version of a dataset. */
  public static Manifest manifest(Dataset dataset, long version) {
    return manifest(dataset, version, TIME, edit -> edit);
  }

  /**
   * The manifest of a version of a dataset.
   *
   * @param written when it was written
   */
  public static Manifest manifest(
      Dataset dataset, long version, Instant written, UnaryOperator<SnapshotBuilder> edit) {
    Instant time = TIME.plusSeconds(60 * version);
    Snapshot snapshot =
        edit.apply(
                Snapshot.builder(dataset.name(), version, time)
                    .name(SnapshotNames.generate(dataset.name(), time, "v" + version))
                    .description("v" + version)
                    .author("maya")
                    .host("vm"))
            .build();
    return new Manifest(dataset, version, snapshot, null, written);
  }

  /** Begins a capture of all sources of a dataset. */
  public static PendingCapture begin(
      SnapshotProvider provider, Dataset dataset, long version, List<Capture> parents) {
    Map<SourceSpec, Capture> bySource = new HashMap<>();
    parents.forEach(capture -> bySource.put(capture.source(), capture));
    return provider.capture(
        new CaptureRequest(
            dataset,
            manifest(dataset, version).snapshot().name(),
            dataset.sources(),
            bySource,
            Progress.NONE,
            () -> false));
  }

  /** Takes a version of all sources of a dataset. */
  public static List<Capture> take(SnapshotProvider provider, Dataset dataset, long version) {
    try (PendingCapture pending = begin(provider, dataset, version, List.of())) {
      return pending.publish(manifest(dataset, version));
    }
  }

  /** Takes a version of one source. */
  public static Capture take(SnapshotProvider provider, SourceSpec source, long version) {
    return take(provider, dataset(source), version).getFirst();
  }

  /** What a capture has. */
  public static SortedMap<String, String> state(SnapshotProvider provider, Capture capture) {
    try (SnapshotTree tree = provider.open(capture)) {
      return TreeStates.of(tree);
    }
  }

  /** What a source has now. */
  public static SortedMap<String, String> live(SnapshotProvider provider, SourceSpec source) {
    try (SnapshotTree tree = provider.live(dataset(source), source)) {
      return TreeStates.of(tree);
    }
  }
}
