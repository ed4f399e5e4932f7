package org.hevelius.core.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** The rule by which something comes again. */
sealed interface Recurrence {
  /**
   * The first due instant after another.
   *
   * @return empty when there is none that this program can express
   */
  Optional<Instant> next(Instant after, ZoneId zone);

  /**
   * Times of the clock on the wall.
   *
   * <p>Where clocks are set forward, a fixed time that doesn't exist is due at the first instant
   * after the gap, so that nothing nightly is missed; several such times are due once. Where clocks
   * are set back, a fixed time is due when it comes first. Times that stand for "every hour" and
   * the like just follow the clock: those in a gap don't exist, those that come twice are due
   * twice. A date that a zone left out altogether has no times.
   *
   * @param times in order, at least one
   * @param fixed whether each time is meant as such
   */
  record Wall(Days days, List<LocalTime> times, boolean fixed) implements Recurrence {
    /** The rarest of dates, a 29 February on a given day of the week, is at most 40 years away. */
    private static final int SEARCHED_DAYS = 41 * 366;

    public Wall {
      times = List.copyOf(times);
    }

    @Override
    public Optional<Instant> next(Instant after, ZoneId zone) {
      // A transition moves an instant by at most a day, so what was planned for yesterday may be
      // due today.
      LocalDate first = after.atZone(zone).toLocalDate().minusDays(1);
      for (int i = 0; i < SEARCHED_DAYS; i++) {
        LocalDate date = first.plusDays(i);
        NavigableSet<Instant> due = on(date, zone.getRules());
        if (due.higher(after) != null) {
          // Where clocks go back over midnight, the next date begins before this one ends.
          due.addAll(on(date.plusDays(1), zone.getRules()));
          return Optional.ofNullable(due.higher(after));
        }
      }
      return Optional.empty();
    }

    private NavigableSet<Instant> on(LocalDate date, ZoneRules rules) {
      NavigableSet<Instant> due = new TreeSet<>();
      if (!days.on(date)) {
        return due;
      }
      for (LocalTime time : times) {
        LocalDateTime local = date.atTime(time);
        List<ZoneOffset> offsets = rules.getValidOffsets(local);
        if (offsets.isEmpty()) {
          ZoneOffsetTransition gap = rules.getTransition(local);
          if (fixed && exists(date, gap)) {
            due.add(gap.getInstant());
          }
        } else if (fixed) {
          due.add(local.toInstant(offsets.getFirst()));
        } else {
          offsets.forEach(offset -> due.add(local.toInstant(offset)));
        }
      }
      return due;
    }

    /** Whether any moment of a date lies outside of the gap. */
    private static boolean exists(LocalDate date, ZoneOffsetTransition gap) {
      return gap.getDateTimeBefore().isAfter(date.atStartOfDay())
          || gap.getDateTimeAfter().isBefore(date.plusDays(1).atStartOfDay());
    }
  }

  /**
   * Elapsed time, whatever clocks show.
   *
   * @param since a due instant
   * @param step at least a second
   */
  record Elapsed(Instant since, Duration step) implements Recurrence {
    @Override
    public Optional<Instant> next(Instant after, ZoneId zone) {
      if (after.isBefore(since)) {
        return Optional.of(since);
      }
      long steps = Duration.between(since, after).dividedBy(step) + 1;
      return Optional.of(since.plus(step.multipliedBy(steps)));
    }
  }
}
