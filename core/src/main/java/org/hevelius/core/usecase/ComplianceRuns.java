package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hevelius.core.report.Amounts;
import org.hevelius.core.report.ComplianceReport.Line;
import org.hevelius.core.report.ComplianceReport.Result;
import org.hevelius.core.runner.Run;
import org.hevelius.core.runner.RunStore;

/** What became of the runs that were due for a dataset in a period, counted page by page. */
final class ComplianceRuns {
  private static final int PAGE = 500;

  /** How a run ends that somebody should know of; what was skipped was done by another run. */
  private static final Set<Run.State> BAD =
      Set.of(Run.State.PARTIAL, Run.State.FAILED, Run.State.MISSED, Run.State.INTERRUPTED);

  private final String dataset;
  private final Map<Run.State, Long> counts = new EnumMap<>(Run.State.class);

  ComplianceRuns(RunStore store, String dataset, Instant from, Instant until) {
    this.dataset = dataset;
    long before = Long.MAX_VALUE;
    List<Run> page;
    do {
      page = store.page(new RunStore.Query(dataset, null, null, before, PAGE));
      for (Run run : page) {
        before = run.id();
        if (!run.planned().isBefore(from) && run.planned().isBefore(until)) {
          counts.merge(run.state(), 1L, Long::sum);
        }
      }
      // A run is entered when it is due or later: what was entered before was due before.
    } while (!page.isEmpty() && !page.getLast().claimed().isBefore(from));
  }

  Line line() {
    String evidence =
        counts.entrySet().stream()
            .map(
                e -> e.getKey().name().toLowerCase(Locale.ROOT) + " " + Amounts.count(e.getValue()))
            .collect(Collectors.joining(", "));
    return new Line(
        dataset,
        "scheduled runs",
        counts.isEmpty()
            ? Result.UNKNOWN
            : counts.keySet().stream().anyMatch(BAD::contains) ? Result.FAIL : Result.PASS,
        counts.isEmpty() ? "none was due, or nothing runs schedules here" : evidence);
  }
}
