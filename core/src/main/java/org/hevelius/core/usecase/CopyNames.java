package org.hevelius.core.usecase;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/** The moments that names of copies made by hand say, such as {@code raw_20250131_1430}. */
final class CopyNames {
  private static final int FIRST_YEAR = 1970;
  private static final Pattern DATE =
      Pattern.compile("(?<![0-9])([0-9]{4})(-?)([0-9]{2})\\2([0-9]{2})(?![0-9])");
  private static final Pattern TIME =
      Pattern.compile("[_Tt-]([0-9]{2})([:.-]?)([0-9]{2})(?:\\2([0-9]{2}))?(?![0-9])(Z?)");
  private static final Pattern NUMBER = Pattern.compile("[_Tt-]?[0-9]");

  private CopyNames() {}

  private record Found(LocalDate date, int end) {}

  /**
   * The moment in a name: the start of the day when it has no time.
   *
   * @param zone of names that end without {@code Z}
   * @throws HeveliusException INVALID when there is none, more than one, or what follows the date
   *     is no time
   */
  static Instant moment(String name, ZoneId zone) {
    List<Found> dates = dates(name);
    if (dates.size() != 1) {
      throw unclear(
          dates.isEmpty() ? "its name has no date" : "its name has " + dates.size() + " dates");
    }
    Found found = dates.getFirst();
    Matcher time = TIME.matcher(name).region(found.end(), name.length());
    time.useTransparentBounds(true);
    if (time.lookingAt()) {
      try {
        LocalTime of =
            LocalTime.of(
                number(time, 1), number(time, 3), time.group(4) == null ? 0 : number(time, 4));
        return found
            .date()
            .atTime(of)
            .atZone(time.group(5).isEmpty() ? zone : ZoneOffset.UTC)
            .toInstant();
      } catch (DateTimeException e) {
        throw unclear("what follows the date in its name is no time of a day");
      }
    }
    if (NUMBER.matcher(name).region(found.end(), name.length()).lookingAt()) {
      throw unclear("the number that follows the date in its name is no time");
    }
    return found.date().atStartOfDay(zone).toInstant();
  }

  private static List<Found> dates(String name) {
    List<Found> dates = new ArrayList<>();
    Matcher matcher = DATE.matcher(name);
    while (matcher.find()) {
      date(matcher)
          .filter(date -> date.getYear() >= FIRST_YEAR)
          .ifPresent(date -> dates.add(new Found(date, matcher.end())));
    }
    return dates;
  }

  /** Nothing for eight digits that are no date, such as the number of a run. */
  private static Optional<LocalDate> date(MatchResult match) {
    try {
      return Optional.of(LocalDate.of(number(match, 1), number(match, 3), number(match, 4)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static int number(MatchResult match, int group) {
    return Integer.parseInt(match.group(group));
  }

  private static HeveliusException unclear(String why) {
    return new HeveliusException(
        Category.INVALID,
        why + " (YYYYMMDD or YYYY-MM-DD, then _, - or T and HHMM or HHMMSS where it matters)");
  }
}
