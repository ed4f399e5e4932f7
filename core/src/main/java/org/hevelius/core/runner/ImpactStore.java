package org.hevelius.core.runner;

import java.util.Collection;
import java.util.Map;
import org.hevelius.core.HeveliusException;

/**
 * What runs meant for their sources. Stands in the catalog, under the same promises of atomicity,
 * concurrency and errors ({@link HeveliusException}). A rebuild of the catalog leaves it alone.
 * What is older than all runs that are kept goes.
 */
public interface ImpactStore {
  /**
   * Records what a run meant, in place of what was recorded for it before.
   *
   * @param run its id
   */
  void record(long run, String dataset, Impact impact);

  /** What is recorded, by the ids of runs; runs for which nothing is are left out. */
  Map<Long, Impact> of(Collection<Long> runs);

  /** What the newest run of each dataset meant; datasets for which nothing is are left out. */
  Map<String, Impact> newest();
}
