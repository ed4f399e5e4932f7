package org.hevelius.core.usecase;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hevelius.core.dataset.DatasetName;
import org.jspecify.annotations.Nullable;

/** What drills have shown, for runbooks. */
@FunctionalInterface
public interface Rehearsals {
  /** An installation that keeps no drills. */
  Rehearsals NONE = (_, _) -> List.of();

  /**
   * What one drill has shown.
   *
   * @param outcome in a few words
   * @param rto how long the restore took; null when it came to no end
   * @param rpo how old the snapshot was; null when there was none
   * @param notes what was learned, a sentence each
   */
  record Evidence(
      Instant time,
      String outcome,
      @Nullable Duration rto,
      @Nullable Duration rpo,
      List<String> notes) {
    /** Copies the list. */
    public Evidence {
      notes = List.copyOf(notes);
    }
  }

  /** The newest drills of a dataset, the newest first. */
  List<Evidence> of(DatasetName dataset, int limit);
}
