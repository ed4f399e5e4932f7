package org.hevelius.simulator.resource;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spans of time and points in time as clients write them. */
public final class Spans {
  private static final Pattern SPAN = Pattern.compile("(\\d{1,9})(ms|[smhdDwWMyY])");
  private static final Pattern CLOCK = Pattern.compile("(\\d{1,6}):(\\d{2}):(\\d{2})");

  private static final Duration LONGEST = Duration.ofDays(365_000);
  private static final Instant FIRST = Instant.EPOCH;
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  private Spans() {}

  /**
   * A span such as {@code 6h}, {@code 3D} or {@code 12:00:00}, of up to a thousand years; a month
   * has 30 days.
   */
  public static Optional<Duration> span(String text) {
    return any(text).filter(span -> span.compareTo(LONGEST) <= 0);
  }

  private static Optional<Duration> any(String text) {
    Matcher clock = CLOCK.matcher(text);
    if (clock.matches()) {
      return Optional.of(
          Duration.ofHours(Long.parseLong(clock.group(1)))
              .plusMinutes(Long.parseLong(clock.group(2)))
              .plusSeconds(Long.parseLong(clock.group(3))));
    }
    Matcher span = SPAN.matcher(text);
    if (!span.matches()) {
      return Optional.empty();
    }
    long count = Long.parseLong(span.group(1));
    return Optional.of(
        switch (span.group(2)) {
          case "ms" -> Duration.ofMillis(count);
          case "s" -> Duration.ofSeconds(count);
          case "m" -> Duration.ofMinutes(count);
          case "h" -> Duration.ofHours(count);
          case "d", "D" -> Duration.ofDays(count);
          case "w", "W" -> Duration.ofDays(7 * count);
          case "M" -> Duration.ofDays(30 * count);
          default -> Duration.ofDays(365 * count);
        });
  }

  /**
   * A point in time from 1970 to 9999: ISO-8601 or {@code YYYY-MM-DD HH:MM:SS}; without a zone it
   * is UTC.
   */
  public static Optional<Instant> time(String text) {
    return point(text).filter(time -> !time.isBefore(FIRST) && !time.isAfter(LAST));
  }

  private static Optional<Instant> point(String text) {
    String iso = text.strip().replace(' ', 'T');
    try {
      return Optional.of(
          iso.matches(".*(Z|[+-]\\d{2}:\\d{2})$")
              ? OffsetDateTime.parse(iso).toInstant()
              : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
