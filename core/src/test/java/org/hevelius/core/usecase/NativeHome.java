package org.hevelius.core.usecase;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hevelius.core.access.PlainHasher;
import org.hevelius.core.catalog.InMemoryCatalog;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.find.InMemoryFileIndex;
import org.hevelius.core.notify.Channels;
import org.hevelius.core.provider.Actor;
import org.hevelius.core.provider.Capability;
import org.hevelius.core.provider.GitReader;
import org.hevelius.core.provider.MemoryPool;
import org.hevelius.core.provider.MemoryStorage;
import org.hevelius.core.provider.OneRepository;
import org.hevelius.core.provider.Programs;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.provider.TreeStates;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.testkit.TestClock;

/** A home in memory over storage that snapshots by itself: ZFS and, apart from it, Btrfs. */
final class NativeHome {
  final TestClock clock = TestClock.at("2026-11-21T10:00:00Z");
  final MemoryPool pool;
  final InMemoryCatalog catalog = new InMemoryCatalog();
  final FaultyStorage plain = new FaultyStorage();
  MemoryStorage zfs;
  MemoryStorage btrfs;

  NativeHome(Set<Capability> able) {
    this(new MemoryPool(), able);
  }

  /** A home over storage that others use too. */
  NativeHome(MemoryPool pool) {
    this(pool, MemoryStorage.ALL);
  }

  private NativeHome(MemoryPool pool, Set<Capability> able) {
    this.pool = pool;
    btrfs = new MemoryStorage(SourceSpec.Kind.BTRFS, pool, MemoryStorage.ALL);
    zfs = new MemoryStorage(SourceSpec.Kind.ZFS, pool, able);
  }

  NativeHome() {
    this(MemoryStorage.ALL);
  }

  Context context() {
    return new Context(
        catalog,
        new InMemoryFileIndex(),
        Map.of(SourceSpec.Kind.ZFS, zfs, SourceSpec.Kind.BTRFS, btrfs, SourceSpec.Kind.DIR, plain),
        new OneRepository(),
        GitReader.NONE,
        new Actor("maya", "mars"),
        clock,
        new PlainHasher(),
        Programs.NONE,
        Channels.NONE);
  }

  Hevelius home() {
    return new Hevelius(context(), () -> {});
  }

  /** Adds a dataset, and the sources in memory that it has. */
  NativeHome dataset(String name, String... sources) {
    List<SourceSpec> specs = new ArrayList<>();
    for (String source : sources) {
      SourceSpec spec = SourceSpec.parse(source);
      specs.add(spec);
      if (spec.kind() != SourceSpec.Kind.DIR) {
        pool.add(spec);
      }
    }
    catalog.addDataset(
        new Dataset(DatasetName.of(name), "", specs, List.of(), clock.instant(), "default"),
        context().done("dataset add", name, ""));
    return this;
  }

  void write(String source, String path, String content) {
    pool.write(SourceSpec.parse(source), path, content);
  }

  /** What a source has now. */
  Map<String, String> live(String source) {
    return new TreeMap<>(TreeStates.of(pool.live(SourceSpec.parse(source))));
  }

  Snapshot create(String dataset, String description) {
    clock.advance(java.time.Duration.ofMinutes(1));
    return home()
        .creation()
        .create(Creation.Request.of(dataset, description), Progress.NONE, () -> false)
        .snapshot();
  }

  List<String> versions(String dataset) {
    return home()
        .snapshots()
        .list(SnapshotQuery.of(DatasetName.of(dataset)))
        .map(Snapshot::reference)
        .toList()
        .reversed();
  }
}
