package org.hevelius.core.runner;

import java.time.Instant;
import java.util.List;
import org.hevelius.core.metrics.Work;
import org.hevelius.core.snapshot.TakenBy;
import org.jspecify.annotations.Nullable;

/**
 * Something that was due and that nobody had to ask for. It stands in the record from before it
 * begins, so that it happens once whoever looks, and so that nothing that was due is passed over
 * without a word.
 *
 * @param id given by the store, growing; 0 before that
 * @param dataset its name; empty for what belongs to no dataset
 * @param causes the schedules that it is for, sorted; empty for what belongs to none
 * @param planned when it was due
 * @param attempt 1, or more when it is done again after an interruption
 * @param node who claimed it, as {@link Lease#holder()}
 * @param claimed when it was entered
 * @param started when its work began; null when it didn't
 * @param finished when it ended or was given up; null while it may still run
 * @param version of the snapshot that it took, or null
 * @param detail what became of it, in words; may be empty, never a secret
 */
public record Run(
    long id,
    Kind kind,
    String dataset,
    List<TakenBy> causes,
    Instant planned,
    int attempt,
    String node,
    Instant claimed,
    @Nullable Instant started,
    @Nullable Instant finished,
    State state,
    @Nullable Long version,
    String detail) {
  /** What is done. */
  public enum Kind {
    /** A snapshot is taken. */
    SNAPSHOT,
    /** Snapshots are forgotten as the policy says. */
    RETENTION,
    /** What no snapshot needs is freed. */
    PRUNE,
    /** Repositories are checked. */
    CHECK,
    /** A restore is rehearsed. */
    DRILL
  }

  /** What became of it. */
  public enum State {
    /** Somebody will do it at once. */
    CLAIMED,
    /** It is being done. */
    RUNNING,
    /** It was done. */
    SUCCEEDED,
    /** It was done, and something was left out. */
    PARTIAL,
    /** It could not be done. */
    FAILED,
    /** It was due while nothing ran, and wasn't done by itself later. */
    MISSED,
    /** It was due while the one before still ran. */
    SKIPPED,
    /** Whoever did it was stopped or has died. */
    INTERRUPTED;

    /** Whether it may still be worked on. */
    public boolean isOpen() {
      return this == CLAIMED || this == RUNNING;
    }

    /** Whether it was brought to an end, good or bad. */
    public boolean isDone() {
      return this == SUCCEEDED || this == PARTIAL || this == FAILED;
    }
  }

  /** Copies and sorts the causes. */
  public Run {
    causes = causes.stream().distinct().sorted().toList();
  }

  /** The same under the number that the store gave. */
  public Run withId(long given) {
    return new Run(
        given, kind, dataset, causes, planned, attempt, node, claimed, started, finished, state,
        version, detail);
  }

  /** The same with the snapshot that it took. */
  public Run having(long taken) {
    return new Run(
        id, kind, dataset, causes, planned, attempt, node, claimed, started, finished, state, taken,
        detail);
  }

  /** The same, begun. */
  public Run begun(Instant time, String words) {
    return new Run(
        id,
        kind,
        dataset,
        causes,
        planned,
        attempt,
        node,
        claimed,
        time,
        null,
        State.RUNNING,
        null,
        words);
  }

  /** The same, ended. */
  public Run ended(State end, Instant time, @Nullable Long taken, String words) {
    return new Run(
        id, kind, dataset, causes, planned, attempt, node, claimed, started, time, end, taken,
        words);
  }

  /** What it was, to be counted; one that never began has no duration. */
  public Work work() {
    return Work.of(kind, dataset, state, started, finished == null ? claimed : finished);
  }
}
