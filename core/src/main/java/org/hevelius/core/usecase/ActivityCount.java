package org.hevelius.core.usecase;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hevelius.core.audit.AuditEntry;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.report.ActivityReport;
import org.hevelius.core.report.ActivityReport.Counts;
import org.hevelius.core.report.Report;

/** Counts the entries of the audit trail as they come by; keeps a line for each actor and day. */
final class ActivityCount {
  /** Names of actors come from outside, too; those beyond are counted together. */
  private static final int ACTORS = 1_000;

  private static final String OTHERS = "(others)";
  private static final Set<String> TAKEN = Set.of("create", "import");
  private static final Set<String> RESTORED = Set.of("restore", "revert", "undo", "redo");
  private static final Set<String> DELETED = Set.of("delete", "cleanup", "forget");
  private static final int KINDS = 6;

  private final Reports.Want want;
  private final boolean all;
  private final Set<String> names;
  private final SortedMap<String, long[]> actors = new TreeMap<>();
  private final SortedMap<String, long[]> days = new TreeMap<>();
  private final long[] total = new long[KINDS];
  private long entries;

  /** Counts what concerns these datasets; all that there is when all are wanted. */
  ActivityCount(Reports.Want want, List<Dataset> datasets) {
    this.want = want;
    this.all = want.datasets() == null || want.datasets().equals("**");
    this.names = datasets.stream().map(d -> d.name().text()).collect(Collectors.toSet());
  }

  /** The dataset that a target of the trail begins with, as {@code cosmos7/raw} or {@code @12}. */
  static String dataset(AuditEvent event) {
    int at = event.target().indexOf('@');
    return at < 0 ? event.target() : event.target().substring(0, at);
  }

  /** Whether an event took a snapshot. */
  static boolean takes(AuditEvent event) {
    return event.outcome() == AuditEvent.Outcome.OK
        && TAKEN.contains(event.action())
        && event.target().indexOf('@') > 0;
  }

  /** Whether an event tells how a restore ended. */
  static boolean restores(AuditEvent event) {
    return event.outcome() != AuditEvent.Outcome.REFUSED
        && RESTORED.contains(event.action())
        && event.target().indexOf('@') > 0;
  }

  void add(AuditEntry entry) {
    AuditEvent event = entry.event();
    boolean in =
        (want.since() == null || !event.time().isBefore(want.since()))
            && (want.until() == null || event.time().isBefore(want.until()))
            && (all || names.contains(dataset(event)));
    int kind = in ? kind(event) : -1;
    if (kind < 0) {
      return;
    }
    entries++;
    String actor =
        actors.containsKey(event.actor()) || actors.size() < ACTORS ? event.actor() : OTHERS;
    String day = event.time().atOffset(ZoneOffset.UTC).toLocalDate().toString();
    actors.computeIfAbsent(actor, _ -> new long[KINDS])[kind]++;
    days.computeIfAbsent(day, _ -> new long[KINDS])[kind]++;
    total[kind]++;
  }

  /** The column; -1 for what only announces something. */
  private static int kind(AuditEvent event) {
    return switch (event.outcome()) {
      case FAILED -> 4;
      case REFUSED -> 5;
      case OK -> {
        String action = event.action();
        boolean snapshot = event.target().indexOf('@') > 0;
        yield action.endsWith(" begins") || action.endsWith(" plan")
            ? -1
            : TAKEN.contains(action) && snapshot
                ? 0
                : RESTORED.contains(action) ? 1 : DELETED.contains(action) && snapshot ? 2 : 3;
      }
    };
  }

  private static Counts counts(String who, long[] of) {
    return new Counts(who, of[0], of[1], of[2], of[3], of[4], of[5]);
  }

  private static List<Counts> lines(Map<String, long[]> counts) {
    List<Counts> lines = new ArrayList<>();
    counts.forEach((who, of) -> lines.add(counts(who, of)));
    return lines;
  }

  ActivityReport report(Report.Scope scope) {
    return new ActivityReport(scope, entries, lines(actors), lines(days), counts("total", total));
  }
}
