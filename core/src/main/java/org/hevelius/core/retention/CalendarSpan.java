package org.hevelius.core.retention;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/**
 * A length of time by the calendar, written as in {@code 1y5mo7d3h}, {@code 2w} or {@code 90d}:
 * years, months, weeks, days and hours. {@code m} is read as a month, too. A week is seven days.
 *
 * <p>Years, months and days are counted in one step, and a day of the month that doesn't exist runs
 * over into the next month: 31 March less one month is "31 February", which is 3 March (2 March in
 * a leap year). Then the hours are counted. This is how restic counts; {@code java.time} would
 * clamp to the end of February instead.
 */
public record CalendarSpan(int years, int months, int days, int hours) {
  private static final int MAX_DIGITS = 5;

  /** Checks that it is longer than nothing. */
  public CalendarSpan {
    if (years < 0 || months < 0 || days < 0 || hours < 0 || years + months + days + hours == 0) {
      throw new HeveliusException(
          Category.INVALID,
          "%d years, %d months, %d days and %d hours are no length of time"
              .formatted(years, months, days, hours));
    }
  }

  /** A span of days. */
  public static CalendarSpan ofDays(int days) {
    return new CalendarSpan(0, 0, days, 0);
  }

  /**
   * The span for what somebody typed.
   *
   * @throws HeveliusException INVALID with the position of what can't be understood
   */
  public static CalendarSpan parse(String text) {
    int[] amounts = new int["ymwdh".length()];
    Set<Integer> seen = new HashSet<>();
    int at = 0;
    while (at < text.length()) {
      int start = at;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        at++;
      }
      if (at == start) {
        throw invalid(text, "a number is missing at position " + (at + 1));
      }
      if (at - start > MAX_DIGITS) {
        throw invalid(text, "the number at position " + (start + 1) + " is too large");
      }
      if (at == text.length()) {
        throw invalid(text, "the unit is missing after position " + at);
      }
      int unit = "ymwdh".indexOf(text.charAt(at));
      if (unit < 0) {
        throw invalid(text, "\"%s\" at position %d is no unit".formatted(text.charAt(at), at + 1));
      }
      if (!seen.add(unit)) {
        throw invalid(
            text, "the unit \"%s\" at position %d stands twice".formatted(text.charAt(at), at + 1));
      }
      amounts[unit] = Integer.parseInt(text, start, at, 10);
      at += text.startsWith("mo", at) ? 2 : 1;
    }
    if (amounts[0] + amounts[1] + amounts[2] + amounts[3] + amounts[4] == 0) {
      throw invalid(text, text.isEmpty() ? "it is empty" : "it is nothing");
    }
    return new CalendarSpan(amounts[0], amounts[1], 7 * amounts[2] + amounts[3], amounts[4]);
  }

  /** The time this long before another, in the same offset. */
  public OffsetDateTime before(OffsetDateTime time) {
    return counted(time, -1);
  }

  /** The time this long after an instant, by the calendar of UTC. */
  public Instant after(Instant time) {
    return counted(time.atOffset(ZoneOffset.UTC), 1).toInstant();
  }

  /** The time this long before an instant, by the calendar of UTC. */
  public Instant before(Instant time) {
    return before(time.atOffset(ZoneOffset.UTC)).toInstant();
  }

  private OffsetDateTime counted(OffsetDateTime time, int sign) {
    // From the first of the month, so that java.time has nothing to clamp.
    LocalDate date =
        time.toLocalDate()
            .withDayOfMonth(1)
            .plusMonths(sign * (12L * years + months))
            .plusDays(time.getDayOfMonth() - 1L)
            .plusDays((long) sign * days);
    return date.atTime(time.toLocalTime())
        .atOffset(time.getOffset())
        .plusHours((long) sign * hours);
  }

  @Override
  public String toString() {
    return part(years, "y") + part(months, "mo") + part(days, "d") + part(hours, "h");
  }

  private static String part(int amount, String unit) {
    return amount == 0 ? "" : Integer.toString(amount) + unit;
  }

  private static HeveliusException invalid(String text, String why) {
    return new HeveliusException(
        Category.INVALID,
        "\"%s\" is no length of time: %s".formatted(text, why),
        "write years, months, weeks, days and hours, such as 90d, 2w or 1y5mo7d3h");
  }
}
