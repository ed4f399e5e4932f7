package org.hevelius.core.catalog;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hevelius.core.audit.AuditEntry;
import org.hevelius.core.metrics.FigureStore;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Snapshot;

/** Numbers that are counted anew each time. */
record InMemoryFigures(Catalog catalog) implements FigureStore {
  @Override
  public List<DatasetFigure> datasets() {
    return catalog.datasets().stream()
        .map(
            dataset ->
                new DatasetFigure(
                    dataset.name().text(),
                    dataset.created(),
                    catalog.count(SnapshotQuery.of(dataset.name())),
                    catalog
                        .snapshots(SnapshotQuery.of(dataset.name()))
                        .map(Snapshot::createdAt)
                        .max(java.time.Instant::compareTo)
                        .orElse(null)))
        .toList();
  }

  @Override
  public List<RepositoryFigure> repositories() {
    Map<String, Long> bytes =
        catalog
            .snapshots(SnapshotQuery.all())
            .collect(
                Collectors.groupingBy(
                    snapshot -> catalog.dataset(snapshot.dataset()).orElseThrow().repository(),
                    TreeMap::new,
                    Collectors.summingLong(
                        snapshot ->
                            snapshot.captures().stream().mapToLong(Capture::storedBytes).sum())));
    return bytes.entrySet().stream()
        .map(entry -> new RepositoryFigure(entry.getKey(), entry.getValue()))
        .toList();
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
