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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The rule by which something comes again. */
sealed interface Recurrence {
  /**
   * The first due instant after another.
   *
   * @return empty when there is none that this program can express
   */
  Optional<Instant> next(Instant after, ZoneId zone);

  /** Gives the first due instant after another; faster than one by one when these grow. */
  interface Walk {
    /** As {@link Recurrence#next}. */
    Optional<Instant> next(Instant after);
  }

  /** A walk in a zone, for one thread. */
  default Walk walk(ZoneId zone) {
    return after -> next(after, zone);
  }

  /** What clocks that are set mean for a due instant, in a few words; empty when nothing. */
  default Optional<String> clocks(Instant due, ZoneId zone) {
    return Optional.empty();
  }

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

    /** A walk remembers the times of so many dates. */
    private static final int NEAR_DATES = 8;

    /** So many times that don't exist are named. */
    private static final int TOLD = 3;

    public Wall {
      times = List.copyOf(times);
    }

    @Override
    public Optional<Instant> next(Instant after, ZoneId zone) {
      return next(after, zone, date -> on(date, zone.getRules()));
    }

    @Override
    public Walk walk(ZoneId zone) {
      Map<LocalDate, NavigableSet<Instant>> near = new LinkedHashMap<>();
      return after ->
          next(
              after,
              zone,
              date -> {
                NavigableSet<Instant> known = near.get(date);
                if (known == null) {
                  known = on(date, zone.getRules());
                  if (near.size() >= NEAR_DATES) {
                    near.clear();
                  }
                  near.put(date, known);
                }
                return known;
              });
    }

    private static Optional<Instant> next(
        Instant after, ZoneId zone, Function<LocalDate, NavigableSet<Instant>> on) {
      // A transition moves an instant by at most a day, so what was planned for yesterday may be
      // due today.
      LocalDate first = after.atZone(zone).toLocalDate().minusDays(1);
      for (int i = 0; i < SEARCHED_DAYS; i++) {
        LocalDate date = first.plusDays(i);
        Instant due = on.apply(date).higher(after);
        if (due != null) {
          // Where clocks go back over midnight, the next date begins before this one ends.
          Instant early = on.apply(date.plusDays(1)).higher(after);
          return Optional.of(early != null && early.isBefore(due) ? early : due);
        }
      }
      return Optional.empty();
    }

    @Override
    public Optional<String> clocks(Instant due, ZoneId zone) {
      ZoneRules rules = zone.getRules();
      LocalDateTime local = LocalDateTime.ofInstant(due, rules.getOffset(due));
      List<ZoneOffset> offsets = rules.getValidOffsets(local);
      if (offsets.size() > 1) {
        boolean later = !rules.getOffset(due).equals(offsets.getFirst());
        String which =
            fixed ? "the first counts" : later ? "this is the second" : "this is the first";
        return Optional.of(local.toLocalTime() + " comes twice, " + which);
      }
      ZoneOffsetTransition gap = rules.previousTransition(due.plusNanos(1));
      if (gap == null
          || !gap.isGap()
          || !next(gap.getInstant().minusNanos(1), zone).equals(Optional.of(due))) {
        return Optional.empty();
      }
      List<LocalDateTime> missing = missing(gap);
      if (missing.isEmpty()) {
        return Optional.empty();
      }
      boolean otherDate = !missing.getFirst().toLocalDate().equals(local.toLocalDate());
      String times =
          missing.stream()
              .limit(TOLD)
              .map(
                  time ->
                      otherDate ? time.toString().replace('T', ' ') : time.toLocalTime().toString())
              .collect(Collectors.joining(", "));
      return Optional.of(
          times
              + (missing.size() > TOLD ? " and " + (missing.size() - TOLD) + " more" : "")
              + (missing.size() == 1 ? " doesn't exist, " : " don't exist, ")
              + (!fixed
                  ? "left out"
                  : (missing.size() == 1 ? "runs at " : "run once at ") + local.toLocalTime()));
    }

    /** The times in a gap, without those of a date that a zone left out altogether. */
    private List<LocalDateTime> missing(ZoneOffsetTransition gap) {
      List<LocalDateTime> missing = new ArrayList<>();
      LocalDate last = gap.getDateTimeAfter().toLocalDate();
      for (LocalDate date = gap.getDateTimeBefore().toLocalDate();
          !date.isAfter(last);
          date = date.plusDays(1)) {
        if (days.on(date) && exists(date, gap)) {
          times.stream()
              .map(date::atTime)
              .filter(time -> !time.isBefore(gap.getDateTimeBefore()))
              .filter(time -> time.isBefore(gap.getDateTimeAfter()))
              .forEach(missing::add);
        }
      }
      return missing;
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
