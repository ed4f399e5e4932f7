package org.hevelius.core.catalog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.audit.AuditChain;
import org.hevelius.core.audit.AuditEntry;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.audit.AuditHead;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.metrics.Work;
import org.hevelius.core.policy.Policy;
import org.hevelius.core.runner.Run;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotNames;

/** A catalog for tests that lives in memory. */
public final class InMemoryCatalog extends InMemoryStores {
  private record Given(DatasetName dataset, long version) {}

  private final Map<DatasetName, Dataset> datasets = new TreeMap<>();
  private final Map<DatasetName, Long> highest = new HashMap<>();
  private final Map<String, Given> names = new HashMap<>();
  private final List<Snapshot> snapshots = new ArrayList<>();
  private final List<Removal> removals = new ArrayList<>();
  private final List<AuditEntry> audit = new ArrayList<>();
  private final InMemoryPolicies policies = new InMemoryPolicies();
  private final InMemoryOperations operations = new InMemoryOperations();

  @Override
  public synchronized void addDataset(Dataset dataset, AuditEvent event) {
    if (datasets.putIfAbsent(dataset.name(), dataset) != null) {
      throw failure(Category.CONFLICT, "there is a dataset " + dataset.name() + " already");
    }
    append(event);
  }

  @Override
  public synchronized void updateDataset(Dataset expected, Dataset updated, AuditEvent event) {
    Dataset present =
        dataset(expected.name())
            .orElseThrow(() -> failure(Category.NOT_FOUND, "no dataset " + expected.name()));
    if (!present.equals(expected) || !updated.name().equals(expected.name())) {
      throw failure(Category.CONFLICT, "dataset " + expected.name() + " was changed meanwhile");
    }
    datasets.put(updated.name(), updated);
    append(event);
  }

  @Override
  public synchronized void removeDataset(DatasetName name, AuditEvent event) {
    if (snapshots.stream().anyMatch(snapshot -> snapshot.dataset().equals(name))) {
      throw failure(Category.REFUSED, "dataset " + name + " has snapshots");
    }
    if (datasets.remove(name) == null) {
      throw failure(Category.NOT_FOUND, "no dataset " + name);
    }
    append(event);
  }

  @Override
  public synchronized Optional<Dataset> dataset(DatasetName name) {
    return Optional.ofNullable(datasets.get(name));
  }

  @Override
  public synchronized List<Dataset> datasets() {
    return List.copyOf(datasets.values());
  }

  @Override
  public synchronized List<Policy> policies() {
    return policies.all();
  }

  @Override
  public synchronized void changePolicies(List<PolicyChange> changes, AuditEvent event) {
    policies.change(changes);
    append(event);
  }

  @Override
  public synchronized Reservation reserve(DatasetName dataset, String name) {
    needDataset(dataset);
    long version = highest.merge(dataset, 1L, Long::sum);
    String free = name;
    for (int n = 2; names.containsKey(free); n++) {
      free = SnapshotNames.numbered(name, n);
    }
    names.put(free, new Given(dataset, version));
    return new Reservation(version, free);
  }

  @Override
  public synchronized long highestVersion(DatasetName dataset) {
    return highest.getOrDefault(dataset, 0L);
  }

  @Override
  public synchronized void record(Snapshot snapshot, AuditEvent event, List<Fence> fences) {
    if (snapshots.contains(snapshot)) {
      return;
    }
    needDataset(snapshot.dataset());
    if (snapshot.captures().isEmpty() || snapshot.version() > highestVersion(snapshot.dataset())) {
      throw failure(Category.INVALID, snapshot.reference() + " has no captures or reservation");
    }
    if (snapshot(snapshot.dataset(), snapshot.version()).isPresent()
        || byName(snapshot.name()).isPresent()) {
      throw failure(Category.CONFLICT, snapshot.reference() + " is another snapshot");
    }
    InMemoryQuery.needFreeShortName(snapshots, snapshot);
    for (Fence fence : fences) {
      if (!fence.stands(this)) {
        throw fence.broken();
      }
      if (fence instanceof Fence.Working(Run run)) {
        runs().run(run.id()).ifPresent(now -> give(now, snapshot.version()));
      }
    }
    snapshots.add(snapshot);
    tally().count(snapshot);
    append(event);
  }

  private void give(Run run, long version) {
    boolean _ = runs().change(run, run.having(version));
  }

  @Override
  public synchronized void replace(Snapshot expected, Snapshot updated, AuditEvent event) {
    Snapshot present = present(expected);
    boolean same =
        updated.dataset().equals(expected.dataset())
            && updated.version() == expected.version()
            && updated.name().equals(expected.name())
            && updated.createdAt().equals(expected.createdAt());
    if (!same || updated.captures().isEmpty()) {
      throw failure(Category.INVALID, expected.reference() + " can't change its identity");
    }
    InMemoryQuery.needExpected(present, expected);
    InMemoryQuery.needFreeShortName(snapshots, updated);
    snapshots.set(snapshots.indexOf(present), updated);
    removals.removeIf(removal -> removal.snapshot().equals(present));
    append(event);
  }

  @Override
  public synchronized void beginForget(Snapshot expected, boolean forced, AuditEvent event) {
    InMemoryQuery.needExpected(present(expected), expected);
    if (expected.isHeld() && !forced) {
      throw failure(Category.REFUSED, expected.reference() + " is held");
    }
    removals.removeIf(removal -> removal.snapshot().equals(expected));
    removals.add(new Removal(expected, forced, event.time()));
    append(event);
  }

  @Override
  public synchronized List<Removal> removals() {
    return List.copyOf(removals);
  }

  @Override
  public synchronized boolean keep(Removal removal, AuditEvent event) {
    if (!removals.remove(removal)) {
      return false;
    }
    append(event);
    return true;
  }

  @Override
  public synchronized boolean forget(Snapshot expected, AuditEvent event) {
    Optional<Snapshot> present = snapshot(expected.dataset(), expected.version());
    if (present.isEmpty()) {
      return false;
    }
    InMemoryQuery.needExpected(present.orElseThrow(), expected);
    boolean overruled =
        removals.stream().anyMatch(r -> r.forced() && r.snapshot().equals(expected));
    if (expected.isHeld() && !overruled) {
      throw failure(Category.REFUSED, expected.reference() + " is held");
    }
    snapshots.remove(expected);
    removals.removeIf(removal -> removal.snapshot().equals(expected));
    append(event);
    return true;
  }

  @Override
  public synchronized Optional<Snapshot> snapshot(DatasetName dataset, long version) {
    return snapshots.stream()
        .filter(snapshot -> snapshot.dataset().equals(dataset) && snapshot.version() == version)
        .findFirst();
  }

  @Override
  public synchronized Optional<Snapshot> latest(DatasetName dataset) {
    return snapshots.stream()
        .filter(snapshot -> snapshot.dataset().equals(dataset))
        .max(Comparator.comparingLong(Snapshot::version));
  }

  @Override
  public synchronized Optional<Snapshot> byShortName(DatasetName dataset, String shortName) {
    return snapshots.stream()
        .filter(snapshot -> snapshot.dataset().equals(dataset))
        .filter(snapshot -> shortName.equals(snapshot.shortName()))
        .findFirst();
  }

  @Override
  public synchronized Optional<Snapshot> byName(String name) {
    return snapshots.stream().filter(snapshot -> snapshot.name().equals(name)).findFirst();
  }

  @Override
  public synchronized List<Snapshot> byIdPrefix(String hex, int limit) {
    return snapshots.stream()
        .filter(
            snapshot ->
                snapshot.captures().stream().anyMatch(capture -> capture.id().startsWith(hex)))
        .sorted(Snapshot.NEWEST_FIRST)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<Snapshot> page(SnapshotQuery query) {
    SnapshotQuery.Position after = query.after();
    return InMemoryQuery.matching(snapshots, query)
        .filter(snapshot -> after == null || InMemoryQuery.comesAfter(snapshot, after))
        .sorted(Snapshot.NEWEST_FIRST)
        .limit(query.pageSize())
        .toList();
  }

  @Override
  public synchronized long count(SnapshotQuery query) {
    return InMemoryQuery.matching(snapshots, query).count();
  }

  @Override
  public synchronized AuditEntry append(AuditEvent event) {
    AuditEntry entry = AuditChain.next(auditHead(), event);
    audit.add(entry);
    return entry;
  }

  @Override
  public synchronized List<AuditEntry> auditPage(long fromSequence, int limit) {
    return audit.stream().filter(entry -> entry.sequence() >= fromSequence).limit(limit).toList();
  }

  @Override
  public synchronized AuditHead auditHead() {
    return audit.isEmpty() ? AuditHead.EMPTY : AuditChain.head(audit.getLast());
  }

  @Override
  public synchronized Operation begin(Operation operation, AuditEvent event) {
    append(event);
    return operations.begin(operation);
  }

  @Override
  public synchronized void finish(
      long id, Operation.State state, Instant time, String detail, AuditEvent event) {
    Operation ended = operations.finish(id, state, time, detail);
    if (state.isEnd()) {
      tally().count(Work.of(ended.kind(), ended.dataset().text(), state, ended.started(), time));
    }
    append(event);
  }

  @Override
  public synchronized List<Operation> operations(int limit) {
    return operations.newest(limit);
  }

  @Override
  public synchronized Optional<Operation> lastUndoable(Optional<DatasetName> dataset) {
    return operations.lastUndoable(dataset, (of, guard) -> snapshot(of, guard).isPresent());
  }

  @Override
  public synchronized RebuildReport rebuild(Stream<Recovered> found, AuditEvent event) {
    Map<DatasetName, Dataset> newDatasets = new TreeMap<>();
    List<Snapshot> newSnapshots = new ArrayList<>();
    Map<DatasetName, Long> given = new HashMap<>();
    CatalogRebuild.Target target =
        new InMemoryTarget(newDatasets, newSnapshots, given, this::highestVersion, this::versionOf);
    RebuildReport report = CatalogRebuild.run(found, target);
    datasets.clear();
    datasets.putAll(newDatasets);
    snapshots.clear();
    removals.clear();
    snapshots.addAll(newSnapshots);
    highest.putAll(given);
    newSnapshots.forEach(
        snapshot -> names.put(snapshot.name(), new Given(snapshot.dataset(), snapshot.version())));
    append(event);
    return report;
  }

  private OptionalLong versionOf(DatasetName dataset, String name) {
    Given known = names.get(name);
    return known == null || !known.dataset().equals(dataset)
        ? OptionalLong.empty()
        : OptionalLong.of(known.version());
  }

  @Override
  public List<String> problems() {
    return List.of();
  }

  @Override
  public void close() {}

  private Snapshot present(Snapshot expected) {
    return snapshot(expected.dataset(), expected.version())
        .orElseThrow(() -> failure(Category.NOT_FOUND, expected.reference() + " is gone"));
  }

  private void needDataset(DatasetName name) {
    if (!datasets.containsKey(name)) {
      throw failure(Category.NOT_FOUND, "no dataset " + name);
    }
  }

  private static HeveliusException failure(Category category, String message) {
    return new HeveliusException(category, message);
  }
}
