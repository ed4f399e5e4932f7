package org.hevelius.app.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.retention.CalendarSpan;

/**
 * Times as people type them: a date, a date and time with or without a zone, or how long ago it
 * was.
 *
 * @param times the zone of what has none, and the present
 */
record Moments(Times times) {
  private static final Pattern DATE = Pattern.compile("[0-9]{3,}-.*");
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern(
              "uuuu-MM-dd[['T'][' ']HH:mm[:ss[.SSS]][' '][ZZZZZ][XX][X]['['VV']']]")
          .withResolverStyle(ResolverStyle.STRICT);

  /** From when on: a date means its first moment, {@code 14d} a time that long ago. */
  Instant from(String text) {
    return DATE.matcher(text).matches() ? instant(text, 0) : ago(text);
  }

  /** Until when: a date means the whole day, {@code 14d} a time that long ago. */
  Instant until(String text) {
    return DATE.matcher(text).matches() ? instant(text, 1) : ago(text);
  }

  /** Until when, in the future: a date means the whole day. */
  Instant expiry(String text) {
    return instant(text, 1);
  }

  private Instant ago(String text) {
    try {
      return CalendarSpan.parse(text).before(times.clock().instant());
    } catch (HeveliusException e) {
      throw new HeveliusException(
          Category.INVALID,
          String.valueOf(e.getMessage()),
          "write how long ago, such as 14d, 2w or 6mo, or a date, such as 2026-11-21");
    }
  }

  private Instant instant(String text, int daysAfterDate) {
    try {
      TemporalAccessor parsed =
          FORM.parseBest(text, ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
      return switch (parsed) {
        case ZonedDateTime exact -> exact.toInstant();
        case LocalDateTime local -> inZone(local);
        case LocalDate date -> inZone(date.plusDays(daysAfterDate).atStartOfDay());
        default -> throw new DateTimeException("no date");
      };
    } catch (DateTimeParseException e) {
      String why =
          e.getErrorIndex() >= text.length()
              ? "it ends too early"
              : e.getErrorIndex() > 0
                  ? "it can't be understood from position " + (e.getErrorIndex() + 1) + " on"
                  : String.valueOf(e.getMessage()).replaceFirst("^Text .* parsed: ", "");
      throw invalid(text, why);
    } catch (DateTimeException e) {
      throw invalid(text, String.valueOf(e.getMessage()));
    }
  }

  private Instant inZone(LocalDateTime local) {
    ZoneId zone = times.zone();
    return local.atZone(zone).toInstant();
  }

  private HeveliusException invalid(String text, String why) {
    return new HeveliusException(
        Category.INVALID,
        "\"" + text + "\" is no date: " + why,
        "write 2026-11-21, 2026-11-21T10:30 or 2026-11-21T10:30:00Z; without a zone it is read in "
            + times.zoneName());
  }
}
