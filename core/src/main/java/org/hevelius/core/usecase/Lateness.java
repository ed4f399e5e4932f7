package org.hevelius.core.usecase;

import java.time.Duration;
import java.time.Instant;

/** How late runs begin. */
final class Lateness {
  /** Less isn't worth a word. */
  private static final Duration PUNCTUAL = Duration.ofMinutes(2);

  private Lateness() {}

  /** Such as {@code begun 5 h 10 min late}; empty for what is punctual. */
  static String words(Instant planned, Instant begun) {
    Duration late = Duration.between(planned, begun);
    return late.compareTo(PUNCTUAL) <= 0 ? "" : "begun %s late".formatted(length(late));
  }

  /** Such as {@code 2 d 4 h}. */
  static String length(Duration time) {
    long days = time.toDays();
    return days > 0
        ? "%d d %d h".formatted(days, time.toHoursPart())
        : time.toHours() > 0
            ? "%d h %d min".formatted(time.toHours(), time.toMinutesPart())
            : "%d min".formatted(time.toMinutes());
  }
}
