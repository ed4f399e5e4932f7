package org.hevelius.core.policy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.retention.CalendarSpan;
import org.hevelius.core.retention.Reason;
import org.hevelius.core.retention.Retention;
import org.hevelius.core.retention.RetentionCandidate;
import org.hevelius.core.retention.RetentionPlan;
import org.hevelius.core.retention.RetentionScheme;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Hold;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotKind;
import org.hevelius.core.snapshot.Tags;
import org.hevelius.core.snapshot.TakenBy;
import org.jspecify.annotations.Nullable;

/**
 * Plays schedules and retention forward from the snapshots that there are: runs as they are due,
 * and a cleanup at the end of each day.
 */
public final class Simulation {
  /** Days at which it is told what stands. */
  private static final Set<Integer> TOLD = Set.of(1, 7, 14, 30, 60, 90, 180, 270, 365, 730, 1095);

  /** So many snapshots are taken at most in one simulation. */
  private static final int MOST_TAKEN = 100_000;

  /** So many decisions on a snapshot are made at most in one simulation; it takes seconds. */
  private static final long MOST_DECISIONS = 8_000_000;

  private Simulation() {}

  /**
   * How fast a dataset grows, as measured.
   *
   * @param first bytes that the oldest snapshot takes in storage; -1 when nothing was measured
   * @param perDay bytes that each day after it has added
   */
  public record Rate(long first, double perDay) {
    /** Nothing was measured. */
    public static final Rate UNKNOWN = new Rate(-1, 0);

    private static final Duration MEASURED = Duration.ofHours(1);

    /** The rate of some snapshots; unknown when they span less than an hour. */
    public static Rate of(Collection<Snapshot> snapshots) {
      List<Snapshot> oldestFirst =
          snapshots.stream().sorted(Comparator.comparing(Snapshot::createdAt)).toList();
      if (oldestFirst.size() < 2) {
        return UNKNOWN;
      }
      Duration time =
          Duration.between(oldestFirst.getFirst().createdAt(), oldestFirst.getLast().createdAt());
      long later = oldestFirst.stream().skip(1).mapToLong(Rate::stored).sum();
      return time.compareTo(MEASURED) < 0
          ? UNKNOWN
          : new Rate(stored(oldestFirst.getFirst()), later * 86_400.0 / time.toSeconds());
    }

    private static long stored(Snapshot snapshot) {
      return snapshot.captures().stream().mapToLong(Capture::storedBytes).sum();
    }

    /** Whether it was measured. */
    public boolean isKnown() {
      return first >= 0;
    }
  }

  /**
   * What stands at a time, after the cleanup of that day.
   *
   * @param day from the beginning, which is day 0
   * @param total all snapshots that stand
   * @param standing how many of them by schedule or event, and as {@code manual}, {@code guards},
   *     {@code held}, {@code dated} (a person gave an expiry) and {@code others}; one that was
   *     taken for several counts in each
   * @param taken how many were taken since the beginning
   * @param forgotten how many were forgotten since the beginning
   * @param bytes estimate of what they take; null when no rate is known
   */
  public record Point(
      int day,
      Instant time,
      long total,
      SortedMap<String, Long> standing,
      long taken,
      long forgotten,
      @Nullable Long bytes) {}

  /**
   * Plays forward.
   *
   * @param present the snapshots that there are
   * @param now when it begins
   * @param days for how many days, at least 1
   * @return what stands at the beginning, after some of the days, and at the end
   * @throws HeveliusException INVALID when that would be more than a simulation may do; it says how
   *     many days are possible
   */
  public static List<Point> play(
      EffectivePolicy policy,
      Collection<RetentionCandidate<String>> present,
      Instant now,
      int days,
      Rate rate) {
    return play(policy, present, now, days, rate, (_, _) -> {});
  }

  /**
   * Plays forward, and tells what goes when.
   *
   * @param forgotten takes each snapshot that goes, with the time of the cleanup that forgets it
   */
  public static List<Point> play(
      EffectivePolicy policy,
      Collection<RetentionCandidate<String>> present,
      Instant now,
      int days,
      Rate rate,
      BiConsumer<RetentionCandidate<String>, Instant> forgotten) {
    RetentionScheme scheme = policy.retention();
    List<RetentionCandidate<String>> standing = new ArrayList<>(present);
    List<Point> points = new ArrayList<>();
    long taken = 0;
    long gone = 0;
    points.add(point(policy, 0, now, standing, taken, gone, rate));
    long decisions = 0;
    Runs runs = new Runs(policy, now);
    for (int day = 1; day <= days; day++) {
      Instant end = now.plus(Duration.ofDays(day));
      List<RetentionCandidate<String>> new_ = runs.until(end, MOST_TAKEN - taken);
      standing.addAll(new_);
      taken += new_.size();
      decisions += standing.size();
      if (taken > MOST_TAKEN || decisions > MOST_DECISIONS) {
        throw tooMuch(policy, days, day);
      }
      int before = standing.size();
      if (!standing.isEmpty()) {
        standing = kept(standing, scheme, end, forgotten);
      }
      gone += before - standing.size();
      if (TOLD.contains(day) || day == days) {
        points.add(point(policy, day, end, standing, taken, gone, rate));
      }
    }
    return points;
  }

  private static HeveliusException tooMuch(EffectivePolicy policy, int days, int day) {
    return new HeveliusException(
        Category.INVALID,
        "%d days of %s are too many snapshots to play forward".formatted(days, policy.dataset()),
        day == 1
            ? "not even a day can be played; take snapshots less often"
            : "ask for at most %,d days".formatted(day - 1));
  }

  private static List<RetentionCandidate<String>> kept(
      List<RetentionCandidate<String>> standing,
      RetentionScheme scheme,
      Instant now,
      BiConsumer<RetentionCandidate<String>, Instant> forgotten) {
    List<RetentionCandidate<String>> kept = new ArrayList<>();
    Retention.plan(standing, scheme, now)
        .decisions()
        .forEach(
            decision -> {
              if (decision.keep()) {
                kept.add(decision.candidate());
              } else {
                forgotten.accept(decision.candidate(), now);
              }
            });
    return kept;
  }

  private static Point point(
      EffectivePolicy policy,
      int day,
      Instant time,
      List<RetentionCandidate<String>> standing,
      long taken,
      long forgotten,
      Rate rate) {
    SortedMap<String, Long> counts = new TreeMap<>();
    policy.owners().keySet().forEach(name -> counts.put(name, 0L));
    Retention.plan(standing, policy.retention(), time)
        .decisions()
        .forEach(decision -> tiers(decision).forEach(tier -> counts.merge(tier, 1L, Long::sum)));
    return new Point(
        day, time, standing.size(), counts, taken, forgotten, bytes(standing, time, rate));
  }

  /** The tiers whose rules keep a snapshot, or in one word what else keeps it. */
  private static Set<String> tiers(RetentionPlan.Decision<String> decision) {
    Set<String> tiers = new TreeSet<>();
    for (Reason reason : decision.reasons()) {
      switch (reason) {
        case Reason.Kept(var _, String tier) -> tiers.add(tier);
        case Reason.Oldest(var _, String tier) -> tiers.add(tier);
        case Reason.NewestOf(String tier) -> tiers.add(tier);
        case Reason.Guard _ -> tiers.add("guards");
        case Reason.Held _ -> tiers.add("held");
        case Reason.Unexpired _ -> tiers.add("dated");
        default -> {}
      }
    }
    return tiers.isEmpty() ? Set.of(decision.keep() ? "others" : "no rule") : tiers;
  }

  /**
   * The first full copy, and the changes since the oldest that stands. It is an upper bound: what
   * changed twice between two that stand counts twice.
   */
  private static @Nullable Long bytes(
      List<RetentionCandidate<String>> standing, Instant time, Rate rate) {
    Optional<Instant> oldest =
        standing.stream().map(c -> c.time().toInstant()).min(Comparator.naturalOrder());
    if (!rate.isKnown()) {
      return null;
    }
    return oldest
        .map(
            since ->
                rate.first()
                    + Math.round(
                        rate.perDay() * Duration.between(since, time).toSeconds() / 86_400.0))
        .orElse(0L);
  }

  /** The runs of all schedules; what falls on one instant is one snapshot. */
  private static final class Runs {
    private final SortedMap<Instant, List<TakenBy>> waiting = new TreeMap<>();
    private final Map<TakenBy, Iterator<EffectiveSchedule.Due>> iterators = new TreeMap<>();
    private final Map<TakenBy, Set<String>> tags = new TreeMap<>();
    private final Optional<CalendarSpan> expires;
    private final Optional<HoldRule> hold;
    private long count;

    Runs(EffectivePolicy policy, Instant now) {
      expires = policy.get(Field.EXPIRES);
      hold = policy.get(Field.HOLD);
      for (EffectiveSchedule schedule : policy.schedules()) {
        Set<String> texts = new TreeSet<>();
        schedule.tags().forEach((key, value) -> texts.add(Tags.text(key, value)));
        tags.put(schedule.identity(), texts);
        iterators.put(schedule.identity(), schedule.after(now).iterator());
        advance(schedule.identity());
      }
    }

    private void advance(TakenBy identity) {
      Iterator<EffectiveSchedule.Due> runs = iterators.get(identity);
      if (runs != null && runs.hasNext()) {
        waiting.computeIfAbsent(runs.next().time(), _ -> new ArrayList<>()).add(identity);
      }
    }

    /** What is taken up to a time; no more of it than one above the limit. */
    List<RetentionCandidate<String>> until(Instant end, long limit) {
      List<RetentionCandidate<String>> taken = new ArrayList<>();
      while (!waiting.isEmpty() && !waiting.firstKey().isAfter(end) && taken.size() <= limit) {
        Instant time = waiting.firstKey();
        List<TakenBy> takenBy = Optional.ofNullable(waiting.remove(time)).orElse(List.of());
        count++;
        taken.add(candidate(time, takenBy));
        takenBy.forEach(this::advance);
      }
      return taken;
    }

    /** A snapshot as the policy has it taken. */
    private RetentionCandidate<String> candidate(Instant time, List<TakenBy> takenBy) {
      Set<String> texts = new TreeSet<>();
      takenBy.forEach(cause -> texts.addAll(tags.getOrDefault(cause, Set.of())));
      return new RetentionCandidate<>(
          "simulated",
          time.atOffset(ZoneOffset.UTC),
          Long.MAX_VALUE / 2 + count,
          texts,
          hold.stream().map(rule -> new Hold(rule.kind(), rule.reason(), "policy", time)).toList(),
          false,
          SnapshotKind.SCHEDULED,
          takenBy,
          expires.map(span -> span.after(time)).orElse(null));
    }
  }
}
