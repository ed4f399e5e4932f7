package org.hevelius.core.catalog;

import java.time.Instant;
import java.util.List;
import org.hevelius.core.dataset.DatasetName;
import org.jspecify.annotations.Nullable;

/**
 * An operation that changed live data.
 *
 * @param id given by the catalog, in the order in which operations began
 * @param dataset the dataset whose live data was changed
 * @param reference what it was restored from or reverted to, such as {@code cosmos7/raw@11}
 * @param paths what it was limited to, as people write it; empty for everything
 * @param guard the version of the dataset that keeps the state before; null when there is none
 * @param actor who asked for it
 * @param finished when it ended or was undone; null while it runs, or when it was interrupted
 * @param detail what it did, for people; may be empty
 * @param batch names the operations that were asked for as one; null for one by itself
 */
public record Operation(
    long id,
    Kind kind,
    DatasetName dataset,
    String reference,
    List<String> paths,
    @Nullable Long guard,
    String actor,
    Instant started,
    @Nullable Instant finished,
    State state,
    String detail,
    @Nullable String batch) {

  /** How the detail of a restore begins that the storage did at once. */
  public static final String ROLLED_BACK = "rolled back by ";

  /** Whether the storage put all back at once. */
  public boolean isRollback() {
    return kind == Kind.RESTORE && detail.startsWith(ROLLED_BACK);
  }

  /** What kind of operation. */
  public enum Kind {
    /** Data was put back as it was in a snapshot. */
    RESTORE,
    /** The changes between two versions were taken back. */
    REVERT,
    /** A restore or revert was taken back. */
    UNDO,
    /** An undo was taken back. */
    REDO
  }

  /** How far it came. */
  public enum State {
    /** It runs, or was interrupted. */
    STARTED,
    /** It was done. */
    SUCCEEDED,
    /** It failed; a part of it may be done. */
    FAILED,
    /** It was taken back. */
    UNDONE;

    /** Whether the work itself ends in it; that it was taken back later is another's work. */
    public boolean isEnd() {
      return this == SUCCEEDED || this == FAILED;
    }
  }

  /** Copies the paths. */
  public Operation {
    paths = List.copyOf(paths);
  }

  /** An operation that is about to begin. */
  public static Operation starting(
      Kind kind,
      DatasetName dataset,
      String reference,
      List<String> paths,
      @Nullable Long guard,
      String actor,
      Instant started) {
    return new Operation(
        0, kind, dataset, reference, paths, guard, actor, started, null, State.STARTED, "", null);
  }

  /** The same operation as one of a batch; null for one by itself. */
  public Operation inBatch(@Nullable String name) {
    return new Operation(
        id, kind, dataset, reference, paths, guard, actor, started, finished, state, detail, name);
  }

  /** The same operation with the id that the catalog gave it. */
  public Operation withId(long given) {
    return new Operation(
        given, kind, dataset, reference, paths, guard, actor, started, finished, state, detail,
        batch);
  }

  /** The same operation as it ended. */
  public Operation ended(State end, Instant time, String what) {
    return new Operation(
        id, kind, dataset, reference, paths, guard, actor, started, time, end, what, batch);
  }
}
