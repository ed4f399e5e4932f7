package org.hevelius.core.catalog;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.retention.RetentionCandidate;
import org.hevelius.core.snapshot.Snapshot;

/** Facts of whole snapshots; every entry of the audit trail may have been a change. */
record InMemoryFacts(Catalog catalog) implements SnapshotFacts {
  @Override
  public Mark mark(DatasetName dataset) {
    long entries = catalog.auditHead().sequence();
    return new Mark(entries, entries);
  }

  @Override
  public Judged judged(DatasetName dataset) {
    return new Judged(mark(dataset), all(dataset).stream().map(InMemoryFacts::byVersion).toList());
  }

  private static RetentionCandidate<Long> byVersion(Snapshot snapshot) {
    RetentionCandidate<Snapshot> c = RetentionCandidate.of(snapshot);
    return new RetentionCandidate<>(
        snapshot.version(),
        c.time(),
        c.order(),
        c.tags(),
        c.holds(),
        c.knownGood(),
        c.kind(),
        c.takenBy(),
        c.expires());
  }

  @Override
  public Map<DatasetName, Long> newest() {
    Map<DatasetName, Long> newest = new TreeMap<>();
    for (Dataset dataset : catalog.datasets()) {
      newest.put(dataset.name(), catalog.latest(dataset.name()).map(Snapshot::version).orElse(0L));
    }
    return newest;
  }

  @Override
  public List<Long> versions(DatasetName dataset) {
    return all(dataset).stream().map(Snapshot::version).sorted().toList();
  }

  private List<Snapshot> all(DatasetName dataset) {
    return catalog
        .snapshots(SnapshotQuery.of(dataset))
        .sorted(
            Comparator.comparing(Snapshot::createdAt)
                .thenComparingLong(Snapshot::version)
                .reversed())
        .toList();
  }
}
