package org.hevelius.core.runner;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.snapshot.TakenBy;
import org.jspecify.annotations.Nullable;

/**
 * Runs, and up to which instant each schedule has been looked at. Stands in the catalog, under the
 * same promises of atomicity, concurrency and errors ({@link HeveliusException}). A rebuild of the
 * catalog leaves it alone.
 */
public interface RunStore {
  /**
   * How far a schedule of a dataset has come.
   *
   * @param definition what its due times depend on; when that changes, it begins anew
   * @param through all that was due up to here is entered as a run
   */
  record Mark(String dataset, TakenBy schedule, String definition, Instant through) {}

  /**
   * A change of a mark, made only if it is as expected.
   *
   * @param before null when there must be none
   * @param after null when it goes
   */
  record MarkChange(@Nullable Mark before, @Nullable Mark after) {}

  /**
   * Which runs.
   *
   * @param dataset null for all
   * @param kind null for all
   * @param state null for all
   * @param before only runs with a smaller id
   * @param limit how many at most
   */
  record Query(
      @Nullable String dataset,
      Run.@Nullable Kind kind,
      Run.@Nullable State state,
      long before,
      int limit) {
    /** The newest runs of all. */
    public static Query newest(int limit) {
      return new Query(null, null, null, Long.MAX_VALUE, limit);
    }

    /** The newest runs of a kind for a dataset. */
    public static Query of(String dataset, Run.Kind kind, int limit) {
      return new Query(dataset, kind, null, Long.MAX_VALUE, limit);
    }
  }

  /**
   * Enters runs and moves marks, in one transaction. A run of which there is one of the same kind,
   * dataset, planned instant and attempt isn't entered; a mark that isn't as expected stays.
   *
   * @return the runs that were entered, with their ids
   */
  List<Run> enter(List<Run> runs, List<MarkChange> marks);

  /**
   * Changes node, times, state, version and detail of a run.
   *
   * @param expected its state, node and version must be these
   * @return whether they were; otherwise nothing has changed
   */
  boolean change(Run expected, Run updated);

  /** The run of that number. */
  Optional<Run> run(long id);

  /** Runs, the newest first. */
  List<Run> page(Query query);

  /**
   * The runs that may need somebody to look after them, the oldest first: those that are open, and
   * those that were interrupted unless a later one of their kind and dataset is open or done.
   */
  List<Run> unsettled();

  /** All marks, by dataset and schedule. */
  List<Mark> marks();

  /** Drops the runs of a kind that were due before an instant, unless they are open. */
  int thin(Run.Kind kind, Instant plannedBefore);

  /** Drops the runs that were passed over and are due only after an instant. */
  int dropPassedOver(Instant plannedAfter);
}
