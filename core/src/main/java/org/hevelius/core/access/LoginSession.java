package org.hevelius.core.access;

import java.time.Duration;
import java.time.Instant;

/**
 * A user who has logged in.
 *
 * @param hash of the {@link SessionSecret}
 * @param seen when it was last used, to the minute
 */
public record LoginSession(String hash, String user, Instant started, Instant seen) {
  /**
   * How long sessions live.
   *
   * @param idle without use
   * @param absolute in all
   */
  public record Limits(Duration idle, Duration absolute) {
    /** A working day without use, a week in all. */
    public static final Limits STANDARD = new Limits(Duration.ofHours(8), Duration.ofDays(7));
  }

  /** From when on it is refused unless it is used before. */
  public Instant ends(Limits limits) {
    Instant idle = seen.plus(limits.idle());
    Instant absolute = started.plus(limits.absolute());
    return idle.isBefore(absolute) ? idle : absolute;
  }

  /** Whether it is refused because of its age. */
  public boolean hasExpired(Instant now, Limits limits) {
    return !now.isBefore(ends(limits));
  }
}
