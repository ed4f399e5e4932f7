package org.hevelius.core.usecase;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the drills of a dataset stand, in short.
 *
 * @param said when they are due, as the policy says it; {@code off} where none are
 * @param next when the next one is due; null for never, or while no service has looked yet
 * @param last number of the newest that has ended; null when there is none
 * @param state how that one ended; null when there is none
 * @param passed when the newest that has passed began: the last verified restore; null when none
 *     has
 * @param rto how long it takes until the data is back and verified, as that one measured it
 * @param overdue whether none has passed since one was due
 */
public record DrillStatus(
    String said,
    @Nullable Instant next,
    @Nullable Long last,
    @Nullable String state,
    @Nullable Instant passed,
    @Nullable Duration rto,
    boolean overdue) {
  static DrillStatus of(DrillStanding standing) {
    DrillView last = standing.last();
    DrillView passed = standing.passed();
    return new DrillStatus(
        standing.said(),
        standing.next(),
        last == null ? null : last.number(),
        last == null ? null : last.state(),
        passed == null ? null : passed.started(),
        standing.rto(),
        standing.overdue());
  }
}
