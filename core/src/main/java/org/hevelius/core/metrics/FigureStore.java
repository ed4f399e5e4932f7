package org.hevelius.core.metrics;

import java.time.Instant;
import java.util.List;
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
   * @param newest the time of its newest snapshot; null when it has none
   */
  record DatasetFigure(String dataset, Instant created, long snapshots, @Nullable Instant newest) {}

  /**
   * A repository in numbers.
   *
   * @param storedBytes what the captures of all snapshots have added to it
   */
  record RepositoryFigure(String repository, long storedBytes) {}

  /** All datasets, sorted by name. */
  List<DatasetFigure> datasets();

  /** The repositories of datasets that have snapshots, sorted by name. */
  List<RepositoryFigure> repositories();

  /** The newest entries of the audit trail for an action, newest first. */
  List<AuditEntry> newest(String action, int limit);
}
