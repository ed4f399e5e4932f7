package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.List;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * A dataset as programs see it: the document behind {@code dataset} with {@code --json}.
 *
 * @param sources as they are written, in the order in which they are captured
 * @param repository where captures go that the storage doesn't hold itself
 * @param tags by which datasets are found, each {@code key=value} or {@code key}
 * @param snapshots how many there are
 * @param latest reference of the newest; null when there is none
 * @param latestAt when the newest was taken; null when there is none
 * @param storage what the storage of each source can do; null where that wasn't asked
 */
public record DatasetView(
    String name,
    String description,
    List<String> sources,
    List<String> excludes,
    String repository,
    Instant created,
    List<String> tags,
    long snapshots,
    @Nullable String latest,
    @Nullable Instant latestAt,
    @Nullable List<CapabilityView> storage) {
  /** Copies the lists. */
  public DatasetView {
    sources = List.copyOf(sources);
    excludes = List.copyOf(excludes);
    tags = List.copyOf(tags);
    storage = storage == null ? null : List.copyOf(storage);
  }

  /** The document of a dataset. */
  public static DatasetView of(Datasets.Summary summary) {
    Dataset dataset = summary.dataset();
    Snapshot latest = summary.latest();
    return new DatasetView(
        dataset.name().text(),
        dataset.description(),
        dataset.sources().stream().map(SourceSpec::toString).toList(),
        dataset.excludes(),
        dataset.repository(),
        dataset.created(),
        dataset.tags(),
        summary.snapshots(),
        latest == null ? null : latest.reference(),
        latest == null ? null : latest.createdAt(),
        null);
  }

  /** The same with what its storage can do. */
  public DatasetView withStorage(List<CapabilityView> asked) {
    return new DatasetView(
        name,
        description,
        sources,
        excludes,
        repository,
        created,
        tags,
        snapshots,
        latest,
        latestAt,
        asked);
  }
}
