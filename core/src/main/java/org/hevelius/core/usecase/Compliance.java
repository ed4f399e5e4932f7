package org.hevelius.core.usecase;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.audit.AuditEntry;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.audit.AuditEvent.Outcome;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.policy.EffectivePolicy;
import org.hevelius.core.policy.Field;
import org.hevelius.core.policy.Policies;
import org.hevelius.core.policy.Policy;
import org.hevelius.core.report.Amounts;
import org.hevelius.core.report.ComplianceReport;
import org.hevelius.core.report.ComplianceReport.Line;
import org.hevelius.core.report.ComplianceReport.Result;
import org.jspecify.annotations.Nullable;

/** Holds what was promised against what the catalog and the audit trail show. */
final class Compliance {
  private static final String HOME = "(home)";

  private final Context context;
  private final Reports reports;

  /** What the trail says of one dataset in the period, kept as sums only. */
  private static final class Tally {
    private final Instant from;
    private final Instant until;
    private final Duration rpo;
    private Instant last;
    private Duration longest = Duration.ZERO;
    private Duration open = Duration.ZERO;
    private boolean any;
    private long taken;
    private long failed;
    private @Nullable AuditEvent failure;
    private @Nullable AuditEvent restored;

    /** A dataset that is there from {@code from} on has as long as the RPO for its first one. */
    Tally(Instant from, Instant until, Duration rpo) {
      this.from = from;
      this.until = until;
      this.rpo = rpo;
      this.last = from;
    }

    void add(AuditEvent event) {
      boolean within = !event.time().isBefore(from) && event.time().isBefore(until);
      if (ActivityCount.takes(event) && event.time().isBefore(until)) {
        taken += within ? 1 : 0;
        any = true;
        move(event.time());
      } else if (within
          && event.outcome() == Outcome.FAILED
          && List.of("create", "import").contains(event.action())) {
        failed++;
        failure = event;
      } else if (within && ActivityCount.restores(event)) {
        restored = event;
      }
    }

    /** A snapshot was taken; what is before the period counts only as where a gap begins. */
    private void move(Instant time) {
      Instant late = last.plus(rpo);
      Instant begin = late.isAfter(from) ? late : from;
      if (time.isAfter(begin)) {
        open = open.plus(Duration.between(begin, time));
      }
      Duration gap = Duration.between(last, time);
      if (!time.isBefore(from) && gap.compareTo(longest) > 0) {
        longest = gap;
      }
      last = time.isAfter(last) || time.isBefore(from) ? time : last;
    }

    void end() {
      move(until);
    }

    double share() {
      double whole = Duration.between(from, until).toMillis();
      return whole <= 0 ? 1 : 1 - open.toMillis() / whole;
    }
  }

  Compliance(Context context, Reports reports) {
    this.context = context;
    this.reports = reports;
  }

  /** The report; the period has both ends. */
  ComplianceReport make(Reports.Want want) {
    Instant since = Objects.requireNonNull(want.since());
    Instant until = Objects.requireNonNull(want.until());
    List<Dataset> datasets = reports.datasets(want);
    List<Policy> policies = context.catalog().policies();
    SortedMap<String, EffectivePolicy> effective = new TreeMap<>();
    Map<String, Tally> tallies = new HashMap<>();
    for (Dataset dataset : datasets) {
      EffectivePolicy policy = new Policies(policies).of(dataset.name(), false);
      Instant from = dataset.created().isAfter(since) ? dataset.created() : since;
      effective.put(dataset.name().text(), policy);
      tallies.put(dataset.name().text(), new Tally(from, until, Rpo.of(policy).length()));
    }
    ComplianceHolds holds = new ComplianceHolds(context, since, until);
    AuditEvent check = null;
    try (Stream<AuditEntry> trail = context.catalog().audit()) {
      for (AuditEntry entry : (Iterable<AuditEntry>) trail::iterator) {
        AuditEvent event = entry.event();
        holds.add(event);
        Tally tally = tallies.get(ActivityCount.dataset(event));
        if (tally != null) {
          tally.add(event);
        }
        if (event.action().equals("check")
            && !event.time().isBefore(since)
            && event.time().isBefore(until)) {
          check = event;
        }
      }
    }
    List<Line> lines = new ArrayList<>(home(check));
    List<String> published = holds.read(want);
    for (Dataset dataset : datasets) {
      String name = dataset.name().text();
      Tally tally = Objects.requireNonNull(tallies.get(name));
      tally.end();
      lines.addAll(lines(dataset, Objects.requireNonNull(effective.get(name)), tally));
      lines.add(holds.line(name));
    }
    for (String name : published) {
      if (!tallies.containsKey(name)) {
        lines.add(holds.line(name));
      }
    }
    return ComplianceReport.of(reports.scope(want), lines, holds.listed(), holds.unlisted());
  }

  private List<Line> home(@Nullable AuditEvent check) {
    List<Line> lines = new ArrayList<>();
    Care care = new Care(context);
    Care.TrailCheck trail = care.verifyTrail();
    lines.add(
        new Line(
            HOME,
            "audit trail",
            trail.findings().isEmpty() ? Result.PASS : Result.FAIL,
            trail.findings().isEmpty()
                ? "the chain of %s entries holds; its end is %s"
                    .formatted(Amounts.count(trail.entries()), context.catalog().auditHead().hash())
                : "%d findings, the first: %s"
                    .formatted(trail.findings().size(), trail.findings().getFirst())));
    List<String> problems = care.catalogProblems();
    lines.add(
        new Line(
            HOME,
            "catalog",
            problems.isEmpty() ? Result.PASS : Result.FAIL,
            problems.isEmpty() ? "its structure is sound" : problems.getFirst()));
    lines.add(checked(check));
    return lines;
  }

  private static Line checked(@Nullable AuditEvent check) {
    String name = "repository check";
    if (check == null) {
      return new Line(HOME, name, Result.UNKNOWN, "none was made in the period: hevelius check");
    }
    boolean sound = check.outcome() == Outcome.OK && check.detail().equals("sound");
    String what = check.target().isEmpty() ? "all repositories" : check.target();
    return new Line(
        HOME,
        name,
        sound ? Result.PASS : Result.FAIL,
        "the last one, of %s at %s by %s: %s"
            .formatted(what, second(check), check.actor(), check.detail()));
  }

  private List<Line> lines(Dataset dataset, EffectivePolicy policy, Tally tally) {
    String name = dataset.name().text();
    List<Line> lines = new ArrayList<>();
    lines.add(
        new Line(
            name,
            "policy",
            policy.isPresent() ? Result.PASS : Result.FAIL,
            policy.isPresent()
                ? "%s; kept: %s"
                    .formatted(
                        String.join(" < ", policy.policies()), String.join("; ", policy.keeps()))
                : "none is in force; cleanup keeps what is usual"));
    lines.add(rpo(name, Rpo.of(policy), tally));
    AuditEvent failure = tally.failure;
    lines.add(
        new Line(
            name,
            "snapshots taken",
            failure == null ? (tally.taken == 0 ? Result.UNKNOWN : Result.PASS) : Result.FAIL,
            "%s taken, %s failed; %s stand%s"
                .formatted(
                    Amounts.count(tally.taken),
                    Amounts.count(tally.failed),
                    Amounts.count(context.catalog().count(SnapshotQuery.of(dataset.name()))),
                    failure == null
                        ? ""
                        : "; the last failure at %s: %s"
                            .formatted(second(failure), failure.detail()))));
    lines.add(new ComplianceRuns(context.catalog().runs(), name, tally.from, tally.until).line());
    lines.add(sources(dataset));
    lines.add(restored(name, tally.restored));
    lines.add(
        drilled(
            DrillStanding.of(
                context, dataset.name(), Optional.of(policy), context.clock().instant())));
    return lines;
  }

  private static Line rpo(String dataset, Rpo rpo, Tally tally) {
    boolean empty = !tally.until.isAfter(tally.from);
    if (!empty && !tally.any) {
      return new Line(
          dataset,
          "RPO kept",
          Result.FAIL,
          "there was no snapshot; one is due every %s (%s)"
              .formatted(Amounts.duration(rpo.length()), rpo.from()));
    }
    double share = tally.share();
    return new Line(
        dataset,
        "RPO kept",
        empty ? Result.UNKNOWN : share >= 1 ? Result.PASS : Result.FAIL,
        empty
            ? "the dataset was not there in the period"
            : "%s of %s with a snapshot no older than %s (%s); the longest gap %s"
                .formatted(
                    String.format(Locale.ROOT, "%.2f %%", Math.floor(share * 10_000) / 100),
                    Amounts.duration(Duration.between(tally.from, tally.until)),
                    Amounts.duration(rpo.length()),
                    rpo.from(),
                    Amounts.duration(tally.longest)));
  }

  /** The last restore tells whether what is kept can be had back. */
  private static Line restored(String dataset, @Nullable AuditEvent last) {
    if (last == null) {
      return new Line(
          dataset,
          "restores",
          Result.UNKNOWN,
          "none was made in the period; to try one: hevelius restore %s@latest --to DIR"
              .formatted(dataset));
    }
    boolean good = last.outcome() == Outcome.OK && !last.detail().contains(" failed");
    return new Line(
        dataset,
        "restores",
        good ? Result.PASS : Result.FAIL,
        "the last one, %s %s at %s by %s: %s"
            .formatted(last.action(), last.target(), second(last), last.actor(), last.detail()));
  }

  /** How the drills stand now, whatever the period. */
  private static Line drilled(DrillStanding drills) {
    DrillView last = drills.last();
    DrillView passed = drills.passed();
    Result result = !drills.sound() ? Result.FAIL : passed == null ? Result.UNKNOWN : Result.PASS;
    String asked =
        drills.said().equals(Field.OFF) ? "no policy asks for drills" : "due " + drills.said();
    return new Line(
        drills.dataset(),
        "drills",
        result,
        last == null
            ? "%s; none has ended yet: hevelius drill run %s".formatted(asked, drills.dataset())
            : "%s; the last one, %d of %s at %s: %s, %s%s"
                .formatted(
                    asked,
                    last.number(),
                    last.snapshot(),
                    last.started().truncatedTo(ChronoUnit.SECONDS),
                    last.state(),
                    last.detail(),
                    drills.overdue() ? "; one is overdue" : ""));
  }

  /** When it was, without the parts of a second. */
  static Instant second(AuditEvent event) {
    return event.time().truncatedTo(ChronoUnit.SECONDS);
  }

  private Line sources(Dataset dataset) {
    List<String> missing = new ArrayList<>();
    for (SourceSpec source : dataset.sources()) {
      try {
        context.provider(source).probe(source);
      } catch (HeveliusException e) {
        missing.add(source + ": " + e.getMessage());
      }
    }
    return new Line(
        dataset.name().text(),
        "sources",
        missing.isEmpty() ? Result.PASS : Result.FAIL,
        missing.isEmpty()
            ? dataset.sources().size() == 1 ? "it is there" : "all are there"
            : String.join("; ", missing));
  }
}
