package org.hevelius.core.provider;

import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.provider.RestoreAction.Kind;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.tree.MemoryTree;
import org.hevelius.core.tree.Names;
import org.hevelius.core.tree.TreeEntry;
import org.jspecify.annotations.Nullable;

/** A restore in memory. */
final class MemoryRestore {
  private final MemoryPool pool;
  private final MemoryStorage storage;
  private final RestoreOrder order;
  private final MemoryTree want;
  private final @Nullable MemoryTree base;
  private final MemoryTree present;
  private final MemoryTree.Builder result;

  MemoryRestore(MemoryPool pool, MemoryStorage storage, RestoreOrder order) {
    this.pool = pool;
    this.storage = storage;
    this.order = order;
    Capture from = order.base();
    this.want = storage.shot(order.want()).tree();
    this.base = from == null ? null : storage.shot(from).tree();
    String target = order.target();
    this.present =
        target == null
            ? pool.live(order.want().source())
            : pool.places().getOrDefault(target, MemoryTree.builder().build());
    this.result = present.change();
  }

  void run() {
    Capture guard = order.guard();
    if (guard == null && order.overwrite() && !order.dryRun()) {
      throw new HeveliusException(Category.INVALID, "nothing may be overwritten without a guard");
    }
    if (guard != null && !guard.source().equals(order.want().source())) {
      throw new HeveliusException(Category.INVALID, "the guard is of another source");
    }
    if (guard != null) {
      var _ = storage.shot(guard);
    }
    Set<String> paths = new TreeSet<>(want.entries().keySet());
    paths.addAll(present.entries().keySet());
    paths.stream().filter(path -> !path.isEmpty()).filter(this::isAsked).forEach(this::one);
    if (order.dryRun()) {
      return;
    }
    if (order.target() == null) {
      pool.live(order.want().source(), result.build());
    } else {
      pool.places().put(order.target(), result.build());
    }
  }

  private boolean isAsked(String path) {
    return order.paths().isEmpty()
        || order.paths().stream()
            .map(Names::parse)
            .anyMatch(asked -> path.equals(asked) || path.startsWith(asked + "/"));
  }

  private void one(String path) {
    boolean wanted = want.entries().containsKey(path);
    boolean there = present.entries().containsKey(path);
    if (base != null) {
      if (same(base, want, path)) {
        return;
      }
      if (!same(present, base, path) && !same(present, want, path)) {
        told(Kind.CONFLICT, path);
        return;
      }
    }
    if (wanted && there && same(want, present, path)) {
      told(Kind.UNCHANGED, path);
    } else if (wanted) {
      if (there && !order.overwrite()) {
        told(Kind.CONFLICT, path);
        return;
      }
      told(there ? Kind.OVERWRITE : Kind.CREATE, path);
      TreeEntry entry = Objects.requireNonNull(want.entries().get(path));
      if (there
          && entry.isDirectory()
              != Objects.requireNonNull(present.entries().get(path)).isDirectory()) {
        result.remove(path);
      }
      result.entry(entry, entry.isFile() ? want.content(path) : null);
    } else if (order.delete() || base != null) {
      told(Kind.DELETE, path);
      result.remove(path);
    }
  }

  private void told(Kind kind, String path) {
    TreeEntry now = present.entries().get(path);
    String state = now == null || now.isDirectory() ? "" : now.toString();
    TreeEntry written = kind == Kind.DELETE ? now : want.entries().get(path);
    long bytes = written == null ? 0 : written.size();
    order.actions().act(new RestoreAction(kind, Names.show(path), bytes, ""), state);
  }

  /** The paths at which two trees differ. */
  static Set<String> differing(MemoryTree left, MemoryTree right) {
    Set<String> paths = new TreeSet<>(left.entries().keySet());
    paths.addAll(right.entries().keySet());
    paths.removeIf(path -> same(left, right, path));
    return paths;
  }

  private static boolean same(MemoryTree left, MemoryTree right, String path) {
    TreeEntry a = left.entries().get(path);
    TreeEntry b = right.entries().get(path);
    return Objects.equals(a, b)
        && (a == null || !a.isFile() || Arrays.equals(left.content(path), right.content(path)));
  }
}
