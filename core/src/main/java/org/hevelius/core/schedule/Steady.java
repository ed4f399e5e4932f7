package org.hevelius.core.schedule;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A schedule as steady beats, for programs that know no calendar: together they are due exactly
 * when the schedule is.
 *
 * @param beats none when that can't be done
 * @param why what keeps it from being done, in a few words; empty when nothing does
 */
public record Steady(List<Beat> beats, String why) {
  /** More beats than this are no use to anybody. */
  private static final int MOST = 14;

  private static final long DAY = Duration.ofDays(1).toSeconds();

  /** A Monday. */
  private static final LocalDate FIRST = LocalDate.of(2024, 1, 1);

  /**
   * Something that comes again after the same time.
   *
   * @param since an instant at which it comes; it came before that, too
   */
  public record Beat(Instant since, Duration step) {}

  /** Copies the list. */
  public Steady {
    beats = List.copyOf(beats);
  }

  private static Steady no(String why) {
    return new Steady(List.of(), why);
  }

  static Steady of(Recurrence recurrence, ZoneId zone, Instant from) {
    return switch (recurrence) {
      case Recurrence.Elapsed(Instant since, Duration step) ->
          new Steady(List.of(new Beat(since, step)), "");
      case Recurrence.Wall wall -> wall(wall, zone, from);
    };
  }

  private static Steady wall(Recurrence.Wall wall, ZoneId zone, Instant from) {
    Set<DayOfWeek> weekdays = weekdays(wall.days());
    if (weekdays.isEmpty()) {
      return no("it goes by days of the month, which are not evenly apart");
    }
    ZoneRules rules = zone.getRules();
    if (rules.nextTransition(from) != null) {
      return no("the clocks of " + zone.getId() + " are set, and a steady beat would not follow");
    }
    boolean daily = weekdays.size() == DayOfWeek.values().length;
    List<Long> seconds =
        (daily ? Stream.of(DayOfWeek.MONDAY) : weekdays.stream())
            .flatMap(
                day ->
                    wall.times().stream()
                        .map(time -> (day.getValue() - 1) * DAY + time.toSecondOfDay()))
            .sorted()
            .toList();
    return beats(seconds, daily ? DAY : 7 * DAY, rules.getOffset(from));
  }

  /** The days of the week on which it comes; none when it doesn't go by these alone. */
  private static Set<DayOfWeek> weekdays(Days days) {
    Set<DayOfWeek> all = EnumSet.allOf(DayOfWeek.class);
    return switch (days) {
      case Days.Every() -> all;
      case Days.Weekly(DayOfWeek day) -> EnumSet.of(day);
      case Days.Monthly _ -> Set.of();
      case Days.Cron cron -> {
        boolean whole = cron.daysOfMonth().cardinality() == 31 && cron.months().cardinality() == 12;
        if (whole && (cron.anyDayOfMonth() || cron.anyDayOfWeek())) {
          all.removeIf(day -> !cron.daysOfWeek().get(day.getValue() % 7));
        }
        yield whole ? all : Set.of();
      }
    };
  }

  private static Steady beats(List<Long> seconds, long period, ZoneOffset offset) {
    int count = seconds.size();
    long gap = period / count;
    boolean even = period % count == 0;
    for (int i = 1; i < count; i++) {
      even &= seconds.get(i) - seconds.get(i - 1) == gap;
    }
    if (!even && count > MOST) {
      return no("it comes at %d times that are not evenly apart".formatted(count));
    }
    Duration step = Duration.ofSeconds(even ? gap : period);
    Instant first = FIRST.atStartOfDay().toInstant(offset);
    return new Steady(
        seconds.stream()
            .limit(even ? 1 : MOST)
            .map(at -> new Beat(first.plusSeconds(at), step))
            .toList(),
        "");
  }
}
