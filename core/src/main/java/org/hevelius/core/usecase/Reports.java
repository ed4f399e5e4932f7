package org.hevelius.core.usecase;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.policy.EffectivePolicy;
import org.hevelius.core.policy.Policies;
import org.hevelius.core.policy.Policy;
import org.hevelius.core.report.ActivityReport;
import org.hevelius.core.report.ComplianceReport;
import org.hevelius.core.report.CoverageReport;
import org.hevelius.core.report.CoverageReport.Covered;
import org.hevelius.core.report.CoverageReport.State;
import org.hevelius.core.report.ForecastReport;
import org.hevelius.core.report.Report;
import org.hevelius.core.report.SavingsReport;
import org.hevelius.core.report.SavingsReport.Saving;
import org.hevelius.core.report.UsageReport;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/** Sums up what the catalog, the audit trail and the policies say. Changes nothing. */
public final class Reports implements Facade.ReportUses {
  private final Context context;

  /** Use cases over these parts. */
  public Reports(Context context) {
    this.context = context;
  }

  /**
   * What a report is wanted of.
   *
   * @param datasets a dataset, {@code cosmos7/**} for it and all below; null or {@code **} for all
   * @param since the earliest time, inclusive; null for no limit
   * @param until the latest time, exclusive; null for no limit
   * @param visible the datasets that whoever asks may read
   * @param repositories whether whole repositories and disks are told of, too
   */
  public record Want(
      @Nullable String datasets,
      @Nullable Instant since,
      @Nullable Instant until,
      Predicate<DatasetName> visible,
      boolean repositories) {
    /** All of the home, or of some datasets, for its owner. */
    public static Want of(@Nullable String datasets) {
      return new Want(datasets, null, null, _ -> true, true);
    }

    /** The same for a period. */
    public Want between(@Nullable Instant from, @Nullable Instant to) {
      return new Want(datasets, from, to, visible, repositories);
    }
  }

  /** The kinds of reports, by the names that people type. */
  public enum Kind {
    /** What there is and what it takes. */
    USAGE,
    /** What is saved against full copies. */
    SAVINGS,
    /** Whether every dataset has a version that is new enough. */
    COVERAGE,
    /** Who did what. */
    ACTIVITY,
    /** What retention will forget and how storage grows. */
    FORECAST,
    /** What an auditor signs off. */
    COMPLIANCE,
    /** What happened, to be written up after an incident. */
    INCIDENT
  }

  /**
   * Makes a report.
   *
   * @param days how far a forecast looks
   * @throws HeveliusException NOT_FOUND when there is no such dataset
   */
  @Override
  public Report make(Kind kind, Want want, int days) {
    return switch (kind) {
      case USAGE -> usage(want);
      case SAVINGS -> savings(want);
      case COVERAGE -> coverage(want);
      case ACTIVITY -> activity(want);
      case FORECAST -> forecast(want, days);
      case COMPLIANCE -> compliance(want);
      case INCIDENT -> Incidents.make(context, this, want);
    };
  }

  Report.Scope scope(Want want) {
    String datasets = want.datasets();
    return new Report.Scope(
        datasets == null ? "**" : datasets, want.since(), want.until(), context.clock().instant());
  }

  /** The datasets that are wanted and visible, by name. */
  List<Dataset> datasets(Want want) {
    SnapshotQuery query = new Snapshots(context).query(want.datasets());
    DatasetName top = query.dataset();
    List<Dataset> wanted = matching(want, query, top);
    if (wanted.isEmpty() && top != null) {
      throw new HeveliusException(
          HeveliusException.Category.NOT_FOUND,
          "there is no dataset " + top + ", nor any below it",
          "all datasets: hevelius dataset list");
    }
    return wanted;
  }

  private List<Dataset> matching(Want want, SnapshotQuery query, @Nullable DatasetName top) {
    return context.catalog().datasets().stream()
        .filter(dataset -> want.visible().test(dataset.name()))
        .filter(
            dataset ->
                top == null
                    || dataset.name().equals(top)
                    || (query.below() && dataset.name().isWithin(top)))
        .toList();
  }

  /** The snapshots of a dataset in the period, newest first. */
  Stream<Snapshot> snapshots(DatasetName dataset, Want want) {
    return context
        .catalog()
        .snapshots(SnapshotQuery.of(dataset).between(want.since(), want.until()));
  }

  static long stored(Snapshot snapshot) {
    return snapshot.captures().stream().mapToLong(Capture::storedBytes).sum();
  }

  static long added(Snapshot snapshot) {
    return snapshot.captures().stream().mapToLong(Capture::addedBytes).sum();
  }

  static long bytes(Snapshot snapshot) {
    return snapshot.captures().stream().mapToLong(Capture::bytes).sum();
  }

  /** How many versions there are, how old they are, and what they take. */
  public UsageReport usage(Want want) {
    List<UsageReport.DatasetUsage> all = new ArrayList<>();
    for (Dataset dataset : datasets(want)) {
      UsageCount count = new UsageCount(dataset.name(), context.clock().instant());
      try (Stream<Snapshot> snapshots = snapshots(dataset.name(), want)) {
        snapshots.forEach(count::add);
      }
      all.add(count.usage(UniqueBytes.sum(context, dataset.name())));
    }
    List<String> notes = new ArrayList<>();
    List<UsageReport.RepositoryUsage> repositories =
        want.repositories() ? repositories(notes) : List.of();
    return new UsageReport(
        scope(want), UsageReport.GOAL, all, UsageCount.total(all), repositories, notes);
  }

  private List<UsageReport.RepositoryUsage> repositories(List<String> notes) {
    List<UsageReport.RepositoryUsage> all = new ArrayList<>();
    for (String name : context.repositories().names()) {
      try {
        var info = context.repositories().info(name);
        long[] recorded = new long[1];
        try (Stream<Snapshot> snapshots = context.catalog().snapshots(SnapshotQuery.all())) {
          snapshots
              .flatMap(snapshot -> snapshot.captures().stream())
              .filter(capture -> capture.repository().equals(name))
              .forEach(capture -> recorded[0] += capture.storedBytes());
        }
        all.add(
            new UsageReport.RepositoryUsage(
                name, info.storedBytes(), info.plainBytes(), recorded[0]));
      } catch (HeveliusException e) {
        notes.add("The repository %s can't be read now: %s".formatted(name, e.getMessage()));
      }
    }
    return all;
  }

  /** What the snapshots take against full copies. */
  public SavingsReport savings(Want want) {
    List<Saving> all = new ArrayList<>();
    for (Dataset dataset : datasets(want)) {
      long[] sums = new long[4];
      try (Stream<Snapshot> snapshots = snapshots(dataset.name(), want)) {
        snapshots.forEach(
            snapshot -> {
              sums[0]++;
              sums[1] += bytes(snapshot);
              sums[2] += added(snapshot);
              sums[3] += stored(snapshot);
            });
      }
      all.add(new Saving(dataset.name().text(), sums[0], sums[1], sums[2], sums[3]));
    }
    Saving total =
        new Saving(
            "total",
            all.stream().mapToLong(Saving::snapshots).sum(),
            all.stream().mapToLong(Saving::copiesBytes).sum(),
            all.stream().mapToLong(Saving::addedBytes).sum(),
            all.stream().mapToLong(Saving::storedBytes).sum());
    return new SavingsReport(scope(want), all, total);
  }

  /** Whether every dataset has a version that is new enough; about now, whatever the period. */
  public CoverageReport coverage(Want want) {
    List<Policy> policies = context.catalog().policies();
    List<Covered> all = datasets(want).stream().map(dataset -> covered(dataset, policies)).toList();
    return new CoverageReport(
        scope(want.between(null, null)),
        all,
        List.of(
            "Where no policy sets an rpo, the newest snapshot may be %d hours old."
                .formatted(Rpo.USUAL.length().toHours())));
  }

  private Covered covered(Dataset dataset, List<Policy> policies) {
    EffectivePolicy policy = new Policies(policies).of(dataset.name(), false);
    Rpo rpo = Rpo.of(policy);
    Instant now = context.clock().instant();
    Optional<Snapshot> newest = newest(dataset.name());
    Long age = newest.map(s -> Duration.between(s.createdAt(), now).toSeconds()).orElse(null);
    State state =
        age == null ? State.NEVER : age <= rpo.length().toSeconds() ? State.OK : State.LATE;
    List<String> missing = new ArrayList<>();
    for (SourceSpec source : dataset.sources()) {
      try {
        context.provider(source).probe(source);
      } catch (HeveliusException e) {
        missing.add(source + ": " + e.getMessage());
      }
    }
    return new Covered(
        dataset.name().text(),
        state,
        newest.map(Snapshot::reference).orElse(null),
        newest.map(Snapshot::createdAt).orElse(null),
        age,
        rpo.length().toSeconds(),
        rpo.from(),
        policy.policies(),
        missing);
  }

  /** The newest by time: an imported one has a higher version than some that are newer. */
  private Optional<Snapshot> newest(DatasetName dataset) {
    return context.catalog().page(SnapshotQuery.of(dataset).limit(1)).stream().findFirst();
  }

  /** Who did what in the period. */
  public ActivityReport activity(Want want) {
    ActivityCount count = new ActivityCount(want, datasets(want));
    try (var trail = context.catalog().audit()) {
      trail.forEach(count::add);
    }
    return count.report(scope(want));
  }

  /**
   * What retention will forget and how storage grows; begins now, whatever the period.
   *
   * @param days how far it looks, 1 to 3,660
   */
  public ForecastReport forecast(Want want, int days) {
    return new Forecast(context, this).make(want.between(null, null), days);
  }

  /** What an auditor signs off, for the period; the last 30 days unless it is given. */
  public ComplianceReport compliance(Want want) {
    Instant now = context.clock().instant();
    Instant until = want.until() == null || want.until().isAfter(now) ? now : want.until();
    Instant since = want.since() == null ? until.minus(Duration.ofDays(30)) : want.since();
    return new Compliance(context, this).make(want.between(since, until));
  }
}
