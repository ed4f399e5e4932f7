package org.hevelius.core.drill;

import java.util.List;
import java.util.Optional;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.dataset.DatasetName;
import org.jspecify.annotations.Nullable;

/**
 * The record of drills. It stands in the catalog, under the same promises of atomicity, concurrency
 * and errors ({@link HeveliusException}) as those of {@link org.hevelius.core.catalog.Catalog}. It
 * outlives datasets, snapshots and a rebuild in place, and nothing is ever removed from it.
 */
public interface DrillStore {
  /** How many findings of a drill are kept. */
  int FINDINGS = 1_000;

  /**
   * Which drills.
   *
   * @param dataset null for all
   * @param state null for all
   * @param before only those with a smaller number
   * @param limit how many at most
   */
  record Query(@Nullable DatasetName dataset, Drill.@Nullable State state, long before, int limit) {
    /** The newest drills of a dataset. */
    public static Query of(DatasetName dataset, int limit) {
      return new Query(dataset, null, Long.MAX_VALUE, limit);
    }

    /** The newest drills of a dataset that ended so. */
    public static Query of(DatasetName dataset, Drill.State state, int limit) {
      return new Query(dataset, state, Long.MAX_VALUE, limit);
    }
  }

  /**
   * Records that a drill begins, before anything of it is done.
   *
   * @param drill its number is ignored and its state must be RUNNING
   * @return the drill with its number
   * @throws HeveliusException INVALID when it is in another state
   */
  Drill begin(Drill drill, AuditEvent event);

  /**
   * Records how a drill ended.
   *
   * @param findings the first {@link #FINDINGS}
   * @return whether it was still running; otherwise nothing has changed and there is no audit entry
   */
  boolean end(Drill drill, List<DrillFinding> findings, AuditEvent event);

  /** The drill of that number. */
  Optional<Drill> drill(long number);

  /** What a drill found, in its order. */
  List<DrillFinding> findings(long number);

  /** Drills, the newest first. */
  List<Drill> page(Query query);

  /**
   * Adds a lesson.
   *
   * @throws HeveliusException NOT_FOUND when the dataset has no such drill
   */
  void note(DrillNote note, AuditEvent event);

  /**
   * The lessons of a dataset, the newest first.
   *
   * @param drill only those of one drill; null for all
   */
  List<DrillNote> notes(DatasetName dataset, @Nullable Long drill, int limit);
}
