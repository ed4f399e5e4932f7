package org.hevelius.core.provider;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Recovered;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Guarantee;
import org.hevelius.core.snapshot.Manifest;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotKind;
import org.hevelius.core.snapshot.SnapshotNames;
import org.hevelius.core.tree.MemoryTree;
import org.hevelius.core.tree.TreeEntry;
import org.jspecify.annotations.Nullable;

/** What {@link MemoryStorage} stores: it outlives the providers over it. */
public final class MemoryPool {
  static final String PROVIDER = "memory";

  private final Map<SourceSpec, Data> sources =
      new TreeMap<>(Comparator.comparing(SourceSpec::toString));
  private final Map<String, MemoryTree> places = new TreeMap<>();
  private long ticks;

  /**
   * A snapshot of a source.
   *
   * @param manifest null for one that another program made
   */
  record Shot(
      String id,
      String name,
      Instant created,
      MemoryTree tree,
      byte @Nullable [] manifest,
      boolean held) {
    long bytes() {
      return MemoryPool.bytes(tree);
    }

    String home() {
      return manifest == null ? "" : Manifest.parse(manifest, name).home();
    }

    boolean mayBeOf(String home) {
      return manifest != null && Manifest.parse(manifest, name).mayBeOf(home);
    }

    boolean isOf(String home) {
      return manifest != null && home().equals(home);
    }
  }

  /** A source: its present state and its snapshots, oldest first. */
  static final class Data {
    MemoryTree live = MemoryTree.builder().build();
    final List<Shot> shots = new ArrayList<>();
  }

  static long bytes(MemoryTree tree) {
    return tree.entries().values().stream().mapToLong(TreeEntry::size).sum();
  }

  /** Adds an empty source. */
  public synchronized void add(SourceSpec source) {
    sources.put(source, new Data());
  }

  /** The present state of a source. */
  public synchronized MemoryTree live(SourceSpec source) {
    return data(source).live;
  }

  /** Sets the present state of a source. */
  public synchronized void live(SourceSpec source, MemoryTree tree) {
    data(source).live = tree;
  }

  /** Writes a file of a source; its time is a new one. */
  public synchronized void write(SourceSpec source, String path, String content) {
    Data data = data(source);
    data.live = data.live.change().file(path, content).modified(path, now()).build();
  }

  /** Takes a source away, as a system that is down does. */
  public synchronized void away(SourceSpec source) {
    sources.remove(source);
  }

  /** A snapshot as another program makes it. */
  public synchronized Capture foreign(SourceSpec source, String name) {
    Data data = data(source);
    Shot shot = new Shot(id(), name, now(), data.live, null, false);
    data.shots.add(shot);
    return capture(source, shot);
  }

  synchronized Map<SourceSpec, Data> sources() {
    return sources;
  }

  synchronized Map<String, MemoryTree> places() {
    return places;
  }

  synchronized Data data(SourceSpec source) {
    Data data = sources.get(source);
    if (data == null) {
      throw new HeveliusException(Category.UNAVAILABLE, "there is no " + source);
    }
    return data;
  }

  synchronized String id() {
    return "guid-%016x".formatted(++ticks);
  }

  synchronized Instant now() {
    return MemoryTree.TIME.plusSeconds(++ticks);
  }

  /** A snapshot of another program, or another home, as a version of a dataset. */
  static Recovered adopted(Dataset dataset, long version, Shot shot) {
    SourceSpec source = dataset.sources().getFirst();
    Snapshot snapshot =
        Snapshot.builder(dataset.name(), version, shot.created())
            .name(SnapshotNames.generate(dataset.name(), shot.created(), shot.name()))
            .description("adopted from memory: " + shot.name())
            .author("unknown")
            .host("unknown")
            .kind(SnapshotKind.ADOPTED)
            .guarantee(Guarantee.ATOMIC)
            .build();
    return new Recovered(
        new Manifest(dataset, version, snapshot, source, shot.created()),
        List.of(capture(source, shot)));
  }

  static Capture capture(SourceSpec source, Shot shot) {
    return new Capture(
        source,
        PROVIDER,
        shot.id(),
        "",
        Capture.NOT_COUNTED,
        Capture.NOT_COUNTED,
        shot.bytes(),
        0,
        0);
  }
}
