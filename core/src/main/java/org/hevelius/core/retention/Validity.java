package org.hevelius.core.retention;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * For how long what was decided at one time stays what would be decided. Time passes into a plan at
 * few places: where an expiry comes, where the time of a snapshot comes that lay in the future, and
 * where the beginning of a span that is counted back from now passes over a snapshot. Between these
 * the plan is the same to the letter.
 *
 * @param from the first moment at which it holds
 * @param until the first moment at which it may not hold any more
 */
public record Validity(Instant from, Instant until, List<Beginning> beginnings) {
  /**
   * Between which two snapshots a span that is counted back from now begins. The calendar makes
   * such a beginning go back at times, when a month is longer than the one before; so both ends
   * count.
   *
   * @param from the beginning isn't before this
   * @param until the beginning is before this
   */
  public record Beginning(CalendarSpan span, Instant from, Instant until) {
    private boolean holds(Instant now) {
      Instant begins = span.before(now);
      return !begins.isBefore(from) && begins.isBefore(until);
    }
  }

  /** Copies the list. */
  public Validity {
    beginnings = List.copyOf(beginnings);
  }

  /** The validity of the plan for these candidates by this scheme at a time. */
  public static Validity of(
      Collection<? extends RetentionCandidate<?>> candidates, RetentionScheme scheme, Instant now) {
    List<Instant> times = candidates.stream().map(c -> c.time().toInstant()).toList();
    Instant from = latestUntil(times, now);
    Instant until = earliestAfter(times, now);
    for (RetentionCandidate<?> candidate : candidates) {
      Instant expires = candidate.expires();
      if (expires != null && expires.isAfter(now)) {
        until = expires.isBefore(until) ? expires : until;
      } else if (expires != null) {
        from = expires.isAfter(from) ? expires : from;
      }
    }
    List<Beginning> beginnings = new ArrayList<>();
    for (CalendarSpan span : spans(scheme)) {
      Instant begins = span.before(now);
      beginnings.add(new Beginning(span, latestUntil(times, begins), earliestAfter(times, begins)));
    }
    return new Validity(from, until, beginnings);
  }

  /** Whether the plan of then is the plan of now. */
  public boolean holds(Instant now) {
    return !now.isBefore(from)
        && now.isBefore(until)
        && beginnings.stream().allMatch(beginning -> beginning.holds(now));
  }

  private static Instant latestUntil(List<Instant> times, Instant limit) {
    Instant latest = Instant.MIN;
    for (Instant time : times) {
      if (!time.isAfter(limit) && time.isAfter(latest)) {
        latest = time;
      }
    }
    return latest;
  }

  private static Instant earliestAfter(List<Instant> times, Instant limit) {
    Instant earliest = Instant.MAX;
    for (Instant time : times) {
      if (time.isAfter(limit) && time.isBefore(earliest)) {
        earliest = time;
      }
    }
    return earliest;
  }

  private static Set<CalendarSpan> spans(RetentionScheme scheme) {
    Set<CalendarSpan> spans = new LinkedHashSet<>();
    spans.add(scheme.guardsFor());
    CalendarSpan least = scheme.minimumKeep();
    if (least != null) {
      spans.add(least);
    }
    for (RetentionScheme.Group group : scheme.groups()) {
      for (RetentionRule rule : group.rules()) {
        switch (rule) {
          case RetentionRule.For(CalendarSpan span) -> spans.add(span);
          case RetentionRule.PeriodFor(Period _, CalendarSpan span) -> spans.add(span);
          // These count from a snapshot, or don't look at the time at all.
          case RetentionRule.Within _,
              RetentionRule.WithinPeriod _,
              RetentionRule.Last _,
              RetentionRule.PerPeriod _,
              RetentionRule.Tagged _ -> {}
        }
      }
    }
    return spans;
  }
}
