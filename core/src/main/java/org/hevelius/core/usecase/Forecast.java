package org.hevelius.core.usecase;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.policy.EffectivePolicy;
import org.hevelius.core.policy.Policies;
import org.hevelius.core.policy.Policy;
import org.hevelius.core.policy.Simulation;
import org.hevelius.core.report.Amounts;
import org.hevelius.core.report.ForecastReport;
import org.hevelius.core.report.ForecastReport.Disk;
import org.hevelius.core.report.ForecastReport.Expected;
import org.hevelius.core.report.ForecastReport.Forget;
import org.hevelius.core.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/** Plays policies forward from the snapshots that there are, one dataset after the other. */
final class Forecast {
  private static final long FARTHEST_DAYS = 3_660;

  private final Context context;
  private final Reports reports;

  Forecast(Context context, Reports reports) {
    this.context = context;
    this.reports = reports;
  }

  ForecastReport make(Reports.Want want, int days) {
    if (days < 1 || days > FARTHEST_DAYS) {
      throw new HeveliusException(
          Category.INVALID, "a forecast is for 1 to 3,660 days, not " + days);
    }
    Instant now = context.clock().instant();
    List<Policy> policies = context.catalog().policies();
    List<Expected> expected = new ArrayList<>();
    List<Forget> forgets = new ArrayList<>();
    long more = 0;
    for (Dataset dataset : reports.datasets(want)) {
      EffectivePolicy policy = new Policies(policies).of(dataset.name(), false);
      List<Snapshot> snapshots =
          context.catalog().snapshots(SnapshotQuery.of(dataset.name())).toList();
      List<Forget> gone = new ArrayList<>();
      expected.add(play(policy, snapshots, now, days, gone));
      forgets.addAll(gone);
      forgets.sort(Comparator.comparing(Forget::by).thenComparing(Forget::taken));
      if (forgets.size() > ForecastReport.LISTED) {
        more += forgets.size() - ForecastReport.LISTED;
        forgets.subList(ForecastReport.LISTED, forgets.size()).clear();
      }
    }
    List<Disk> disks = want.repositories() ? disks(now) : List.of();
    return new ForecastReport(reports.scope(want), days, expected, forgets, more, disks);
  }

  private static Expected play(
      EffectivePolicy policy, List<Snapshot> snapshots, Instant now, int days, List<Forget> gone) {
    Map<String, Snapshot> present = new HashMap<>();
    snapshots.forEach(snapshot -> present.put(snapshot.reference(), snapshot));
    Simulation.Rate rate = Simulation.Rate.of(snapshots);
    Simulation.Point end =
        Simulation.play(
                policy,
                snapshots.stream()
                    .map(org.hevelius.core.retention.RetentionCandidate::of)
                    .map(ManagedPolicies::byReference)
                    .toList(),
                now,
                days,
                rate,
                (candidate, time) -> {
                  Snapshot snapshot = present.get(candidate.subject());
                  if (snapshot != null) {
                    gone.add(
                        new Forget(
                            snapshot.reference(),
                            snapshot.createdAt(),
                            time,
                            Reports.stored(snapshot)));
                  }
                })
            .getLast();
    return new Expected(
        policy.dataset().text(),
        policy.policies(),
        snapshots.size(),
        end.taken(),
        end.forgotten(),
        end.total(),
        rate.isKnown() ? Math.round(rate.perDay()) : null,
        end.bytes());
  }

  /** Each repository with the growth of all datasets that are kept in it. */
  private List<Disk> disks(Instant now) {
    Map<String, Double> growth = new HashMap<>();
    Map<String, Integer> measured = new HashMap<>();
    for (Dataset dataset : context.catalog().datasets()) {
      Simulation.Rate rate =
          Simulation.Rate.of(
              context.catalog().snapshots(SnapshotQuery.of(dataset.name())).toList());
      if (rate.isKnown()) {
        growth.merge(dataset.repository(), rate.perDay(), Double::sum);
        measured.merge(dataset.repository(), 1, Integer::sum);
      }
    }
    return context.repositories().names().stream()
        .map(
            name ->
                disk(
                    name,
                    context.repositories().freeBytes(name),
                    growth.get(name),
                    measured.getOrDefault(name, 0),
                    now))
        .toList();
  }

  private static Disk disk(
      String name, OptionalLong free, @Nullable Double perDay, int measured, Instant now) {
    Long left = free.isPresent() ? free.getAsLong() : null;
    Long daily = perDay == null ? null : Math.round(perDay);
    String basis =
        daily == null
            ? "no dataset has two snapshots that span an hour"
            : "what %s brought a day since the oldest snapshot; nothing taken off for what is forgotten"
                .formatted(
                    Amounts.count(measured) + (measured == 1 ? " dataset has" : " datasets have"));
    if (left == null) {
      return new Disk(name, null, daily, null, "free space can't be found out; " + basis);
    }
    if (daily == null || daily <= 0) {
      return new Disk(name, left, daily, null, daily == null ? basis : "it doesn't grow; " + basis);
    }
    long days = left / daily;
    return days > FARTHEST_DAYS
        ? new Disk(name, left, daily, null, "not within ten years; " + basis)
        : new Disk(name, left, daily, now.plus(Duration.ofDays(days)), basis);
  }
}
