package org.hevelius.core.metrics;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.hevelius.core.audit.AuditEntry;
import org.jspecify.annotations.Nullable;

/**
 * What the catalog knows in numbers. Each method is one question to the catalog, whatever the
 * number of datasets; errors are those of the catalog.
 */
public interface FigureStore {
  /**
   * A dataset in numbers.
   *
   * @param repository where its snapshots are kept
   * @param newest the time of its newest snapshot; null when it has none
   * @param bytes size of the data in the newest
   * @param storedBytes what the captures of all its snapshots have added in storage
   * @param firstBytes the part of that which the oldest has added
   */
  record DatasetFigure(
      String dataset,
      String repository,
      Instant created,
      long snapshots,
      @Nullable Instant newest,
      long bytes,
      long storedBytes,
      long firstBytes) {}

  /**
   * What a dataset's snapshots have been, those included that were forgotten since. Snapshots of
   * other programs that were taken over don't count.
   *
   * @param bytes size of the content that was captured
   * @param addedBytes how much of it was not stored before
   * @param storedBytes what that took in storage
   */
  record Taken(String dataset, long snapshots, long bytes, long addedBytes, long storedBytes) {}

  /** All datasets, sorted by name. */
  List<DatasetFigure> datasets();

  /** What has been taken, sorted by dataset; datasets of which nothing was are left out. */
  List<Taken> taken();

  /** The runs and operations that have ended, sorted by kind, dataset, result and bucket. */
  List<Work> work();

  /**
   * How many snapshot runs of a dataset have failed or were interrupted since the last one that
   * took a snapshot, as far as runs are kept; datasets without are left out.
   */
  Map<String, Long> failuresInARow();

  /** The newest entries of the audit trail for an action, newest first. */
  List<AuditEntry> newest(String action, int limit);
}
