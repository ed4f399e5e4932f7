package org.hevelius.core.usecase;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hevelius.core.audit.AuditEntry;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.audit.TrailFilter;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.report.IncidentReport;
import org.hevelius.core.report.IncidentReport.Affected;
import org.hevelius.core.report.IncidentReport.Command;
import org.hevelius.core.report.IncidentReport.Event;
import org.hevelius.core.runner.Run;
import org.hevelius.core.runner.RunStore;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.TakenBy;
import org.jspecify.annotations.Nullable;

/** Puts together what happened in a period, for whoever writes an incident up. */
final class Incidents {
  /** Where no period is given. */
  private static final Duration USUAL = Duration.ofDays(1);

  private static final int EVENTS = 1000;
  private static final int COMMANDS = 1000;
  private static final int PAGE = 1000;

  /** A run is entered that much after it was due at most; what is older can't be in the period. */
  private static final Duration LATEST = Duration.ofDays(31);

  private static final Set<String> RESTORED = Set.of("restore", "revert", "undo", "redo");
  private static final Set<String> DELETED = Set.of("delete", "cleanup", "forget");

  private final Context context;
  private final Reports reports;
  private final Instant since;
  private final Instant until;
  private final Reports.Want want;
  private final Set<String> names = new TreeSet<>();
  private final List<Event> events = new ArrayList<>();
  private final Map<String, long[]> affected = new TreeMap<>();
  private final Map<String, Command> commands = new TreeMap<>();
  private long more;

  private Incidents(Context context, Reports reports, Reports.Want want) {
    this.context = context;
    this.reports = reports;
    Instant now = context.clock().instant();
    Instant end = want.until();
    this.until = end == null || end.isAfter(now) ? now : end;
    Instant begin = want.since();
    this.since = begin == null ? until.minus(USUAL) : begin;
    this.want = want.between(since, until);
  }

  /** What happened; in the last day unless a period is given. */
  static IncidentReport make(Context context, Reports reports, Reports.Want want) {
    return new Incidents(context, reports, want).make();
  }

  private IncidentReport make() {
    reports.datasets(want).forEach(dataset -> names.add(dataset.name().text()));
    trail();
    runs();
    List<Event> newest =
        events.stream()
            .sorted(Comparator.comparing(Event::time).reversed())
            .limit(EVENTS)
            .toList()
            .reversed();
    more += events.size() - newest.size();
    return new IncidentReport(
        reports.scope(want),
        affected.entrySet().stream().map(e -> affected(e.getKey(), e.getValue())).toList(),
        newest,
        more,
        commands.values().stream()
            .sorted(Comparator.comparingLong(Command::times).reversed())
            .toList());
  }

  private boolean concerns(String dataset) {
    return names.contains(dataset) || want.datasets() == null || want.datasets().equals("**");
  }

  /** The trail comes newest first, so that what is beyond the limit is older. */
  private void trail() {
    TrailFilter period = new TrailFilter(null, null, null, since, until);
    try (Stream<AuditEntry> trail = new Care(context).trail(period)) {
      trail
          .map(AuditEntry::event)
          .filter(event -> concerns(ActivityCount.dataset(event)))
          .forEach(this::add);
    }
  }

  private void add(AuditEvent event) {
    boolean wrong = event.outcome() != AuditEvent.Outcome.OK;
    String dataset = ActivityCount.dataset(event);
    count(
        dataset,
        wrong,
        !wrong && RESTORED.contains(event.action()),
        !wrong && DELETED.contains(event.action()));
    command(event, wrong);
    keep(
        new Event(
            event.time(),
            event.action(),
            event.target(),
            event.actor(),
            event.outcome().name().toLowerCase(Locale.ROOT),
            event.detail()));
  }

  private void keep(Event event) {
    if (events.size() < 2 * EVENTS) {
      events.add(event);
    } else {
      more++;
    }
  }

  private void command(AuditEvent event, boolean wrong) {
    String key = event.actor() + "\n" + event.action();
    Command one = new Command(event.actor(), event.action(), 1, wrong ? 1 : 0, event.time());
    if (commands.containsKey(key) || commands.size() < COMMANDS) {
      commands.merge(
          key,
          one,
          (known, added) ->
              new Command(
                  known.actor(),
                  known.action(),
                  known.times() + 1,
                  known.wrong() + added.wrong(),
                  known.last().isAfter(added.last()) ? known.last() : added.last()));
    }
  }

  private void count(String dataset, boolean wrong, boolean restored, boolean deleted) {
    if (names.contains(dataset) && (wrong || restored || deleted)) {
      long[] counts = affected.computeIfAbsent(dataset, _ -> new long[3]);
      counts[0] += wrong ? 1 : 0;
      counts[1] += restored ? 1 : 0;
      counts[2] += deleted ? 1 : 0;
    }
  }

  /** Runs that went wrong; those that went well stand in the trail as what they did. */
  private void runs() {
    for (Run.State state :
        List.of(Run.State.FAILED, Run.State.PARTIAL, Run.State.MISSED, Run.State.INTERRUPTED)) {
      long before = Long.MAX_VALUE;
      List<Run> page;
      do {
        page = context.catalog().runs().page(new RunStore.Query(null, null, state, before, PAGE));
        page.forEach(this::add);
        before = page.isEmpty() ? 0 : page.getLast().id();
      } while (page.size() == PAGE && page.getLast().claimed().isAfter(since.minus(LATEST)));
    }
  }

  private void add(Run run) {
    Instant time = time(run);
    if (concerns(run.dataset()) && !time.isBefore(since) && time.isBefore(until)) {
      String causes = String.join(", ", run.causes().stream().map(TakenBy::toString).toList());
      count(run.dataset(), true, false, false);
      keep(
          new Event(
              time,
              "run: " + run.kind().name().toLowerCase(Locale.ROOT),
              run.dataset(),
              run.node(),
              run.state().name().toLowerCase(Locale.ROOT),
              causes.isEmpty() || run.detail().isEmpty()
                  ? causes + run.detail()
                  : causes + "; " + run.detail()));
    }
  }

  private static Instant time(Run run) {
    Instant finished = run.finished();
    return finished == null ? run.claimed() : finished;
  }

  private Affected affected(String dataset, long[] counts) {
    Optional<Snapshot> before = newest(dataset, since);
    Optional<Snapshot> newest = newest(dataset, null);
    return new Affected(
        dataset,
        before.map(Snapshot::reference).orElse(null),
        before.map(Snapshot::createdAt).orElse(null),
        newest.map(Snapshot::reference).orElse(null),
        newest.map(Snapshot::createdAt).orElse(null),
        counts[0],
        counts[1],
        counts[2]);
  }

  private Optional<Snapshot> newest(String dataset, @Nullable Instant before) {
    try (Stream<Snapshot> snapshots =
        context
            .catalog()
            .snapshots(SnapshotQuery.of(DatasetName.of(dataset)).between(null, before))) {
      return snapshots.findFirst();
    }
  }
}
