package org.hevelius.catalog.sql;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Instants as text of one length, {@code 2026-11-21T10:30:00.123456789Z}, that sorts as time runs.
 * Written by hand because the formatters of {@code java.time} cost a short command more than its
 * query does.
 */
final class Times {
  private static final int LENGTH = "2026-11-21T10:30:00.123456789Z".length();

  private static final Instant FIRST = LocalDateTime.of(0, 1, 1, 0, 0).toInstant(ZoneOffset.UTC);
  private static final Instant LAST =
      LocalDateTime.of(10_000, 1, 1, 0, 0).toInstant(ZoneOffset.UTC).minusNanos(1);

  private Times() {}

  static String text(Instant time) {
    LocalDateTime utc =
        LocalDateTime.ofEpochSecond(time.getEpochSecond(), time.getNano(), ZoneOffset.UTC);
    if (utc.getYear() < 0 || utc.getYear() > 9999) {
      throw new IllegalArgumentException("outside the years 0 to 9999: " + time);
    }
    StringBuilder text = new StringBuilder(LENGTH);
    digits(text, utc.getYear(), 4).append('-');
    digits(text, utc.getMonthValue(), 2).append('-');
    digits(text, utc.getDayOfMonth(), 2).append('T');
    digits(text, utc.getHour(), 2).append(':');
    digits(text, utc.getMinute(), 2).append(':');
    digits(text, utc.getSecond(), 2).append('.');
    return digits(text, utc.getNano(), 9).append('Z').toString();
  }

  /** The text for a time that is only compared with: beyond the years 0 to 9999 their end. */
  static String clamped(Instant time) {
    return time.isBefore(FIRST) ? text(FIRST) : time.isAfter(LAST) ? text(LAST) : text(time);
  }

  static @Nullable String textOrNull(@Nullable Instant time) {
    return time == null ? null : text(time);
  }

  static Instant parse(String text) {
    if (text.length() != LENGTH) {
      throw new IllegalArgumentException("not a stored time: " + text);
    }
    return LocalDateTime.of(
            number(text, 0, 4),
            number(text, 5, 7),
            number(text, 8, 10),
            number(text, 11, 13),
            number(text, 14, 16),
            number(text, 17, 19),
            number(text, 20, 29))
        .toInstant(ZoneOffset.UTC);
  }

  static @Nullable Instant parseOrNull(@Nullable String text) {
    return text == null ? null : parse(text);
  }

  private static StringBuilder digits(StringBuilder text, int number, int width) {
    String digits = Integer.toString(number);
    for (int i = digits.length(); i < width; i++) {
      text.append('0');
    }
    return text.append(digits);
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }
}
