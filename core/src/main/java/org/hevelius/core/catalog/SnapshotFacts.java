package org.hevelius.core.catalog;

import java.util.List;
import java.util.Map;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.retention.RetentionCandidate;

/**
 * What is asked of snapshots so often, or of so many at once, that it is read without the rest of
 * them.
 */
public interface SnapshotFacts {
  /**
   * The state of the snapshots of a dataset, and of all policies. Two marks of one dataset are
   * equal only if nothing of these was changed between them, by any process and on any node. Marks
   * have no order that means anything.
   */
  record Mark(long snapshots, long policies) {}

  /**
   * All snapshots of a dataset as retention sees them.
   *
   * @param mark the state in which they were read
   * @param candidates by their versions, newest first
   */
  record Judged(Mark mark, List<RetentionCandidate<Long>> candidates) {
    /** Copies the list. */
    public Judged {
      candidates = List.copyOf(candidates);
    }
  }

  /** The present state. */
  Mark mark(DatasetName dataset);

  /** The snapshots of a dataset, read together with their mark; none when there is no dataset. */
  Judged judged(DatasetName dataset);

  /** The highest version that is there, of each dataset; 0 of one that has none. */
  Map<DatasetName, Long> newest();

  /** The versions of a dataset that are there, ascending. */
  List<Long> versions(DatasetName dataset);
}
