package org.hevelius.core.recovery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hevelius.core.dataset.DatasetName;
import org.jspecify.annotations.Nullable;

/**
 * A whole recovery of a dataset: services stopped, data put back, services started.
 *
 * @param id given by the catalog, in the order in which they began
 * @param reference the snapshot that is put back, such as {@code cosmos7/raw@11}
 * @param taken when that was taken: what is younger is lost by going back to it
 * @param plan names the plan that was confirmed
 * @param actor who asked for it
 * @param host the machine that carries it out
 * @param guard the version that keeps the state before; null until it is taken
 * @param finished when it ended; null while it is unfinished
 * @param detail how it ended, for people; may be empty
 * @param steps all of them, in their order
 */
public record Recovery(
    long id,
    DatasetName dataset,
    String reference,
    Instant taken,
    String plan,
    String actor,
    String host,
    State state,
    @Nullable Long guard,
    Instant started,
    @Nullable Instant finished,
    String detail,
    List<RecoveryStep> steps) {
  /** How far it came. */
  public enum State {
    /** It is carried out, or was interrupted. */
    RUNNING,
    /** It failed, and the state before could not be had again: somebody has to look. */
    STUCK,
    /** The data are as in the snapshot, and the services run. */
    SUCCEEDED,
    /** It failed or was called off; the data are as they were before, and the services run. */
    BACK,
    /** Somebody has said that it was settled by hand. */
    SETTLED;

    /** Whether something is left to be done. */
    public boolean isUnfinished() {
      return this == RUNNING || this == STUCK;
    }
  }

  /** Copies the steps. */
  public Recovery {
    steps = List.copyOf(steps);
  }

  /** The same with the id that the catalog gave it. */
  public Recovery withId(long given) {
    return new Recovery(
        given, dataset, reference, taken, plan, actor, host, state, guard, started, finished,
        detail, steps);
  }

  /** The same with other steps. */
  public Recovery withSteps(List<RecoveryStep> others) {
    return new Recovery(
        id, dataset, reference, taken, plan, actor, host, state, guard, started, finished, detail,
        others);
  }

  /** The same with its guard. */
  public Recovery guardedBy(long version) {
    return new Recovery(
        id, dataset, reference, taken, plan, actor, host, state, version, started, finished, detail,
        steps);
  }

  /**
   * The same as far as it came.
   *
   * @param time when it ended; null while it is unfinished
   */
  public Recovery in(State reached, @Nullable Instant time, String what) {
    return new Recovery(
        id, dataset, reference, taken, plan, actor, host, reached, guard, started, time, what,
        steps);
  }

  /** How long the services were away: from the first stop to the last check; empty if unknown. */
  public Optional<Duration> away() {
    Optional<Instant> stopped =
        steps.stream()
            .filter(step -> step.kind() == RecoveryStep.Kind.STOP && step.started() != null)
            .map(RecoveryStep::started)
            .min(Instant::compareTo);
    Instant begun = stopped.orElse(started);
    return finished == null ? Optional.empty() : Optional.of(Duration.between(begun, finished));
  }

  /** How much work is lost by going back: the age of the snapshot when the recovery began. */
  public Duration lost() {
    return Duration.between(taken, started);
  }
}
