package org.hevelius.core.policy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.jspecify.annotations.Nullable;

/**
 * Times in which nothing is taken, written as {@code Mon-Fri 08:00-18:00 move}: the days on which
 * the window begins (else every day), from when to when by the clock on the wall (over midnight
 * when the end isn't later), and whether a run inside is moved to the end or dropped.
 *
 * @param days on which it begins
 * @param from minutes after midnight
 * @param to minutes after midnight, up to 1440
 */
public record Blackout(Set<DayOfWeek> days, int from, int to, Action action) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:([A-Za-z,-]+) )?([0-9]{2}):([0-9]{2})-([0-9]{2}):([0-9]{2})(?: (move|drop))?");
  private static final int DAY = 24 * 60;

  /** What becomes of a run inside. */
  public enum Action {
    /** It runs at the end of the window. */
    MOVE,
    /** It doesn't run. */
    DROP
  }

  /** Copies the days. */
  public Blackout {
    days = Collections.unmodifiableSet(EnumSet.copyOf(days));
  }

  /**
   * The window for what somebody wrote.
   *
   * @throws HeveliusException INVALID when it can't be understood
   */
  public static Blackout parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw invalid(text, "it doesn't read [DAYS] HH:MM-HH:MM [move|drop]");
    }
    int from = minutes(text, matcher.group(2), matcher.group(3));
    int to = minutes(text, matcher.group(4), matcher.group(5));
    if (from == to || from == DAY) {
      throw invalid(text, "it has no length; a whole day is 00:00-24:00");
    }
    String days = matcher.group(1);
    return new Blackout(
        days == null ? EnumSet.allOf(DayOfWeek.class) : days(text, days),
        from,
        to,
        "drop".equals(matcher.group(6)) ? Action.DROP : Action.MOVE);
  }

  /** The end of the window that an instant lies in; null when it lies in none. */
  @Nullable Instant end(Instant time, ZoneId zone) {
    ZonedDateTime local = time.atZone(zone);
    for (LocalDate date : List.of(local.toLocalDate().minusDays(1), local.toLocalDate())) {
      if (days.contains(date.getDayOfWeek())) {
        Instant start = at(date, from, zone);
        Instant end = at(to > from ? date : date.plusDays(1), to, zone);
        if (!time.isBefore(start) && time.isBefore(end)) {
          return end;
        }
      }
    }
    return null;
  }

  private static Instant at(LocalDate date, int minutes, ZoneId zone) {
    return minutes == DAY
        ? date.plusDays(1).atStartOfDay(zone).toInstant()
        : date.atTime(LocalTime.ofSecondOfDay(minutes * 60L)).atZone(zone).toInstant();
  }

  private static int minutes(String text, String hours, String minutes) {
    int total = Integer.parseInt(hours) * 60 + Integer.parseInt(minutes);
    if (total > DAY || Integer.parseInt(minutes) > 59) {
      throw invalid(text, "%s:%s is no time from 00:00 to 24:00".formatted(hours, minutes));
    }
    return total;
  }

  private static Set<DayOfWeek> days(String text, String days) {
    Set<DayOfWeek> all = EnumSet.noneOf(DayOfWeek.class);
    for (String part : days.split(",", -1)) {
      int dash = part.indexOf('-');
      DayOfWeek day = day(text, dash < 0 ? part : part.substring(0, dash));
      DayOfWeek last = dash < 0 ? day : day(text, part.substring(dash + 1));
      all.add(day);
      while (day != last) {
        day = day.plus(1);
        all.add(day);
      }
    }
    return all;
  }

  private static DayOfWeek day(String text, String word) {
    for (DayOfWeek day : DayOfWeek.values()) {
      if (shortName(day).equalsIgnoreCase(word) || day.name().equalsIgnoreCase(word)) {
        return day;
      }
    }
    throw invalid(text, "\"" + word + "\" is no day such as Mon or Mon-Fri");
  }

  private static String shortName(DayOfWeek day) {
    return day.name().charAt(0) + day.name().substring(1, 3).toLowerCase(Locale.ROOT);
  }

  private static HeveliusException invalid(String text, String why) {
    return new HeveliusException(
        Category.INVALID,
        "\"%s\" is no blackout window: %s".formatted(text, why),
        "write \"Mon-Fri 08:00-18:00 move\" or \"22:00-06:00 drop\"");
  }

  @Override
  public String toString() {
    String time =
        "%02d:%02d-%02d:%02d %s"
            .formatted(
                from / 60, from % 60, to / 60, to % 60, action.name().toLowerCase(Locale.ROOT));
    return days.size() == 7
        ? time
        : String.join(",", days.stream().map(Blackout::shortName).toList()) + " " + time;
  }
}
