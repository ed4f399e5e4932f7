package org.hevelius.core.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.NativeStorage.Cloned;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.tree.MemoryTree;
import org.hevelius.core.tree.TreeEntry;

/** Storage in memory to test with. */
public final class MemoryFixture implements NativeFixture {
  private static final String HOME = "home-of-the-fixture";

  private final MemoryPool pool;
  private final Set<Capability> able;
  private MemoryStorage provider;
  private int names;

  MemoryFixture(Set<Capability> able) {
    this.pool = new MemoryPool();
    this.able = able;
    this.provider = ofHome(HOME);
  }

  /** Works on what others use too. */
  public MemoryFixture(MemoryPool pool, MemoryStorage provider) {
    this.pool = pool;
    this.able = Set.of();
    this.provider = provider;
  }

  @Override
  public MemoryStorage provider() {
    return provider;
  }

  @Override
  public void reopen() {
    provider = ofHome(HOME);
  }

  @Override
  public MemoryStorage ofHome(String id) {
    return new MemoryStorage(SourceSpec.Kind.ZFS, pool, able, id);
  }

  @Override
  public SourceSpec source(String name) {
    SourceSpec source = new SourceSpec(SourceSpec.Kind.ZFS, "tank/" + ++names + "/" + name);
    pool.add(source);
    return source;
  }

  @Override
  public SourceSpec missing() {
    return new SourceSpec(SourceSpec.Kind.ZFS, "tank/none");
  }

  @Override
  public void write(SourceSpec source, String path, String content) {
    pool.write(source, path, content);
  }

  @Override
  public void mode(SourceSpec source, String path, int mode) {
    pool.live(source, pool.live(source).change().mode(path, mode).build());
  }

  @Override
  public void link(SourceSpec source, String path, String target) {
    pool.live(source, pool.live(source).change().symlink(path, target).build());
  }

  @Override
  public void remove(SourceSpec source, String path) {
    pool.live(source, pool.live(source).change().remove(path).build());
  }

  @Override
  public void rename(SourceSpec source, String from, String to) {
    MemoryTree tree = pool.live(source);
    MemoryTree.Builder changed = tree.change().remove(from);
    List<TreeEntry> moved = new ArrayList<>(tree.entries().values());
    moved.removeIf(e -> !e.path().equals(from) && !e.path().startsWith(from + "/"));
    moved.sort((a, b) -> a.path().compareTo(b.path()));
    for (TreeEntry e : moved) {
      changed.entry(
          new TreeEntry(
              to + e.path().substring(from.length()),
              e.type(),
              e.size(),
              e.modified(),
              e.mode(),
              e.uid(),
              e.gid(),
              e.linkTarget(),
              null),
          e.isFile() ? tree.content(e.path()) : null);
    }
    pool.live(source, changed.build());
  }

  @Override
  public String newPlace() {
    return "/memory/" + ++names;
  }

  @Override
  public SortedMap<String, String> stateOf(String place) {
    return TreeStates.of(Objects.requireNonNull(pool.places().get(place), place));
  }

  @Override
  public Capture foreign(SourceSpec source, String name) {
    return pool.foreign(source, name);
  }

  @Override
  public String cloneName() {
    return "tank/clone" + ++names;
  }

  @Override
  public SortedMap<String, String> stateOf(Cloned clone) {
    return TreeStates.of(pool.live(new SourceSpec(SourceSpec.Kind.ZFS, clone.name())));
  }

  @Override
  public void write(Cloned clone, String path, String content) {
    pool.write(new SourceSpec(SourceSpec.Kind.ZFS, clone.name()), path, content);
  }

  @Override
  public void close() {}
}
