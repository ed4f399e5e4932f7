package org.hevelius.core.catalog;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hevelius.core.audit.AuditEntry;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.metrics.FigureStore;
import org.hevelius.core.metrics.InMemoryTally;
import org.hevelius.core.metrics.Work;
import org.hevelius.core.runner.Run;
import org.hevelius.core.runner.RunStore;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Snapshot;

/** Numbers that are counted anew each time, but for what is counted for good. */
record InMemoryFigures(Catalog catalog, InMemoryTally tally) implements FigureStore {
  @Override
  public List<DatasetFigure> datasets() {
    return catalog.datasets().stream().map(this::figure).toList();
  }

  private DatasetFigure figure(Dataset dataset) {
    List<Snapshot> all = catalog.snapshots(SnapshotQuery.of(dataset.name())).toList();
    return new DatasetFigure(
        dataset.name().text(),
        dataset.repository(),
        dataset.created(),
        all.size(),
        all.isEmpty() ? null : all.getFirst().createdAt(),
        all.isEmpty() ? 0 : all.getFirst().captures().stream().mapToLong(Capture::bytes).sum(),
        all.stream().mapToLong(InMemoryFigures::stored).sum(),
        all.isEmpty() ? 0 : stored(all.getLast()));
  }

  private static long stored(Snapshot snapshot) {
    return snapshot.captures().stream().mapToLong(Capture::storedBytes).sum();
  }

  @Override
  public List<Taken> taken() {
    return tally.taken();
  }

  @Override
  public List<Work> work() {
    return tally.work();
  }

  @Override
  public Map<String, Long> failuresInARow() {
    Map<String, Long> failures = new HashMap<>();
    Set<String> good = new HashSet<>();
    for (Run run : catalog.runs().page(RunStore.Query.newest(Integer.MAX_VALUE))) {
      if (run.kind() == Run.Kind.SNAPSHOT && !good.contains(run.dataset())) {
        switch (run.state()) {
          case SUCCEEDED, PARTIAL -> good.add(run.dataset());
          case FAILED, INTERRUPTED -> failures.merge(run.dataset(), 1L, Long::sum);
          case CLAIMED, RUNNING, MISSED, SKIPPED -> {}
        }
      }
    }
    return failures;
  }

  @Override
  public List<AuditEntry> newest(String action, int limit) {
    return catalog
        .audit()
        .filter(entry -> entry.event().action().equals(action))
        .toList()
        .reversed()
        .stream()
        .limit(limit)
        .toList();
  }
}
