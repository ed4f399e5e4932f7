package org.hevelius.core.retention;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotKind;

/**
 * Decides which snapshots of one dataset are kept.
 *
 * <ol>
 *   <li>Held snapshots are kept and count for no rule.
 *   <li>Snapshots that a person gave an expiry are kept until it comes and forgotten after it; they
 *       count for no rule.
 *   <li>The expiry that a policy gave is the latest time: until it comes the rules decide, after it
 *       the snapshot counts for no rule and goes, but for the newest of its tier.
 *   <li>Guard snapshots are kept while they are among the newest few or young enough; they count
 *       for no other rule.
 *   <li>Of the others each is kept that a rule keeps. The rules are those of {@code restic forget},
 *       with periods read in the offset in which a time was recorded, and {@link
 *       RetentionRule.PeriodFor}.
 *   <li>The newest snapshot that is no guard, and the newest known-good one, are kept in any case.
 * </ol>
 */
public final class Retention {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Retention() {}

  /** The plan for the snapshots of one dataset. */
  public static RetentionPlan<Snapshot> planSnapshots(
      Collection<Snapshot> snapshots, RetentionScheme scheme, Instant now) {
    return plan(snapshots.stream().map(RetentionCandidate::of).toList(), scheme, now);
  }

  /**
   * The plan for candidates that are judged together.
   *
   * @param now the present time
   * @throws HeveliusException REFUSED when the rules would keep none of the candidates
   */
  public static <T> RetentionPlan<T> plan(
      Collection<RetentionCandidate<T>> candidates, RetentionRules rules, Instant now) {
    return plan(candidates, RetentionScheme.of(rules), now);
  }

  /**
   * The plan for the candidates of one dataset by groups. Beyond what {@link #plan(Collection,
   * RetentionRules, Instant)} keeps, the newest of each tier stays, what was taken for a schedule
   * that no group speaks of, and all that is younger than the scheme's least time.
   *
   * @param now the present time
   * @throws HeveliusException REFUSED when the scheme is of rules over all, and these would keep
   *     none of the candidates
   */
  public static <T> RetentionPlan<T> plan(
      Collection<RetentionCandidate<T>> candidates, RetentionScheme scheme, Instant now) {
    List<RetentionCandidate<T>> newestFirst =
        candidates.stream()
            .sorted(
                Comparator.comparing((RetentionCandidate<T> c) -> c.time().toInstant())
                    .thenComparingLong(RetentionCandidate::order)
                    .reversed())
            .toList();
    Reasons<T> reasons = new Reasons<>();
    List<RetentionCandidate<T>> ordinary = new ArrayList<>();
    List<RetentionCandidate<T>> guards = new ArrayList<>();
    List<RetentionCandidate<T>> expired = new ArrayList<>();
    for (RetentionCandidate<T> candidate : newestFirst) {
      Instant expires = candidate.expires();
      if (!candidate.holds().isEmpty()) {
        candidate.holds().forEach(hold -> reasons.add(candidate, new Reason.Held(hold)));
      } else if (candidate.kind() == SnapshotKind.ADOPTED) {
        reasons.add(candidate, new Reason.Foreign());
      } else if (expires != null && !expires.isAfter(now)) {
        expired.add(candidate);
      } else if (expires != null && candidate.takenBy().isEmpty()) {
        reasons.add(candidate, new Reason.Unexpired(expires));
      } else {
        (candidate.kind() == SnapshotKind.GUARD ? guards : ordinary).add(candidate);
      }
    }
    guards(guards, scheme, now, reasons);
    scheme.groups().forEach(group -> group(group, ordinary, expired, now, reasons));
    scheme
        .without(ordinary)
        .forEach(gone -> reasons.add(gone, new Reason.ScheduleGone(gone.takenBy())));
    if (!ordinary.isEmpty() && reasons.isEmpty() && scheme.isOverAll()) {
      throw new HeveliusException(
          Category.REFUSED,
          "the rules \"%s\" would forget all %d snapshots"
              .formatted(scheme.text(), ordinary.size()),
          "nothing was forgotten; add a rule that keeps some, such as --keep-last 10");
    }
    minimum(newestFirst, scheme, now, reasons);
    always(newestFirst, reasons);
    return decided(newestFirst, now, reasons);
  }

  private static <T> void group(
      RetentionScheme.Group group,
      List<RetentionCandidate<T>> ordinary,
      List<RetentionCandidate<T>> expired,
      Instant now,
      Reasons<T> reasons) {
    List<RetentionCandidate<T>> members = ordinary.stream().filter(group::has).toList();
    Walk<T> walk = new Walk<>(group, members, now, reasons);
    group.rules().forEach(walk::apply);
    if (group.isTier()) {
      (members.isEmpty() ? expired : members)
          .stream()
              .filter(group::has)
              .findFirst()
              .ifPresent(newest -> reasons.add(newest, new Reason.NewestOf(group.label())));
    }
  }

  /** A time in a reason. */
  static String minute(Instant time) {
    return MINUTE.format(time);
  }

  private static <T> void minimum(
      List<RetentionCandidate<T>> all, RetentionScheme scheme, Instant now, Reasons<T> reasons) {
    CalendarSpan least = scheme.minimumKeep();
    if (least != null) {
      Instant limit = least.before(now);
      all.stream()
          .filter(candidate -> candidate.time().toInstant().isAfter(limit))
          .forEach(candidate -> reasons.add(candidate, new Reason.MinimumKeep(least)));
    }
  }

  private static <T> void guards(
      List<RetentionCandidate<T>> guards, RetentionScheme rules, Instant now, Reasons<T> reasons) {
    Instant limit = rules.guardsFor().before(now);
    for (int i = 0; i < guards.size(); i++) {
      if (i < rules.guardsLast()) {
        reasons.add(guards.get(i), new Reason.Guard("last " + rules.guardsLast()));
      }
      if (guards.get(i).time().toInstant().isAfter(limit)) {
        reasons.add(guards.get(i), new Reason.Guard("for " + rules.guardsFor()));
      }
    }
  }

  private static <T> void always(List<RetentionCandidate<T>> newestFirst, Reasons<T> reasons) {
    newestFirst.stream()
        .filter(candidate -> candidate.kind() != SnapshotKind.GUARD)
        .findFirst()
        .ifPresent(newest -> reasons.add(newest, new Reason.Newest()));
    newestFirst.stream()
        .filter(RetentionCandidate::knownGood)
        .findFirst()
        .ifPresent(good -> reasons.add(good, new Reason.NewestKnownGood()));
  }

  private static <T> RetentionPlan<T> decided(
      List<RetentionCandidate<T>> newestFirst, Instant now, Reasons<T> reasons) {
    List<RetentionPlan.Decision<T>> decisions = new ArrayList<>();
    for (RetentionCandidate<T> candidate : newestFirst) {
      List<Reason> found = reasons.of(candidate);
      Instant expires = candidate.expires();
      if (!found.isEmpty()) {
        decisions.add(new RetentionPlan.Decision<>(candidate, true, found));
      } else {
        Reason why =
            expires == null || expires.isAfter(now)
                ? new Reason.NoRule()
                : new Reason.Expired(expires);
        decisions.add(new RetentionPlan.Decision<>(candidate, false, List.of(why)));
      }
    }
    return new RetentionPlan<>(decisions);
  }

  /** What keeps each candidate. Candidates are told apart by identity: two may be equal. */
  private static final class Reasons<T> {
    private final IdentityHashMap<RetentionCandidate<T>, List<Reason>> reasons =
        new IdentityHashMap<>();

    void add(RetentionCandidate<T> candidate, Reason reason) {
      reasons.computeIfAbsent(candidate, _ -> new ArrayList<>()).add(reason);
    }

    List<Reason> of(RetentionCandidate<T> candidate) {
      return reasons.getOrDefault(candidate, List.of());
    }

    boolean isEmpty() {
      return reasons.isEmpty();
    }
  }

  /** One walk from the newest candidate to the oldest. */
  private record Walk<T>(
      RetentionScheme.Group group,
      List<RetentionCandidate<T>> newestFirst,
      Instant now,
      Reasons<T> reasons) {
    void apply(RetentionRule rule) {
      switch (rule) {
        case RetentionRule.Last(int count) ->
            newestFirst.stream()
                .limit(count)
                .forEach(candidate -> reasons.add(candidate, new Reason.Kept(rule, group.label())));
        case RetentionRule.PerPeriod(Period period, int count) ->
            perPeriod(rule, period, count, Instant.MIN, true);
        case RetentionRule.Within(CalendarSpan span) -> within(rule, start(span));
        case RetentionRule.For(CalendarSpan span) -> within(rule, span.before(now));
        case RetentionRule.WithinPeriod(Period period, CalendarSpan span) ->
            perPeriod(rule, period, RetentionRule.UNLIMITED, start(span), true);
        case RetentionRule.PeriodFor(Period period, CalendarSpan span) ->
            perPeriod(rule, period, RetentionRule.UNLIMITED, span.before(now), false);
        case RetentionRule.Tagged tagged ->
            newestFirst.stream()
                .filter(candidate -> matches(tagged, candidate))
                .forEach(candidate -> reasons.add(candidate, new Reason.Kept(rule, group.label())));
      }
    }

    private void within(RetentionRule rule, Instant start) {
      newestFirst.stream()
          .filter(candidate -> candidate.time().toInstant().isAfter(start))
          .forEach(candidate -> reasons.add(candidate, new Reason.Kept(rule, group.label())));
    }

    private void perPeriod(
        RetentionRule rule, Period period, int count, Instant start, boolean favorOldest) {
      long served = Long.MIN_VALUE;
      int left = count;
      for (int i = 0; i < newestFirst.size() && left > 0; i++) {
        RetentionCandidate<T> candidate = newestFirst.get(i);
        if (!candidate.time().toInstant().isAfter(start)) {
          return;
        }
        OffsetDateTime time = candidate.time();
        long key =
            period.key(time.atZoneSameInstant(group.zoneOr(time.getOffset())).toOffsetDateTime());
        if (key != served) {
          reasons.add(candidate, new Reason.Kept(rule, group.label()));
        } else if (favorOldest && i == newestFirst.size() - 1) {
          reasons.add(candidate, new Reason.Oldest(rule, group.label()));
        } else {
          continue;
        }
        served = key;
        left -= count == RetentionRule.UNLIMITED ? 0 : 1;
      }
    }

    /** Where a range that is counted back from the newest snapshot not in the future begins. */
    private Instant start(CalendarSpan span) {
      Optional<OffsetDateTime> latest =
          newestFirst.stream()
              .map(RetentionCandidate::time)
              .filter(time -> !time.toInstant().isAfter(now))
              .findFirst();
      return latest.map(time -> span.before(time).toInstant()).orElse(Instant.MIN);
    }

    private boolean matches(RetentionRule.Tagged tagged, RetentionCandidate<T> candidate) {
      return tagged.tags().isEmpty()
          ? candidate.tags().isEmpty()
          : candidate.tags().containsAll(tagged.tags());
    }
  }
}
