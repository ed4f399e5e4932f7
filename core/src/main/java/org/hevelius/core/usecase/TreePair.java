package org.hevelius.core.usecase;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.compare.UntouchedTree;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.NativeStorage;
import org.hevelius.core.provider.NativeStorage.ChangedPaths;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.tree.SnapshotTree;
import org.jspecify.annotations.Nullable;

/**
 * Two states of a dataset to be compared. Where both are of one storage that knows what differs
 * between them, what doesn't differ needn't be walked; the answer is the same.
 *
 * @param isNarrowed whether there is something that needn't be walked
 */
record TreePair(SnapshotTree left, SnapshotTree right, boolean isNarrowed)
    implements AutoCloseable {
  /** Two states of which nothing is known. */
  TreePair(SnapshotTree left, SnapshotTree right) {
    this(left, right, false);
  }

  /**
   * Opens both.
   *
   * @param right null for the present state
   */
  static TreePair open(
      Context context, Snapshot left, @Nullable Snapshot right, BooleanSupplier canceled) {
    Map<SourceSpec, ChangedPaths> changed = new HashMap<>();
    for (Capture capture : left.captures()) {
      changed(context, left, capture, right, canceled)
          .ifPresent(paths -> changed.put(capture.source(), paths));
    }
    // Where it isn't known how many files there are, nobody counts those that are the same.
    boolean all = Comparisons.isCounted(left);
    Trees trees = new Trees(context);
    SnapshotTree before = trees.open(left, tree -> narrowed(tree, changed, all));
    try {
      return new TreePair(
          before,
          right == null
              ? trees.live(left, tree -> narrowed(tree, changed, all))
              : trees.open(right, tree -> narrowed(tree, changed, all)),
          !changed.isEmpty());
    } catch (RuntimeException e) {
      before.close();
      throw e;
    }
  }

  private static SnapshotTree narrowed(
      Trees.SourceTree opened, Map<SourceSpec, ChangedPaths> changed, boolean all) {
    ChangedPaths paths = changed.get(opened.source());
    return paths == null ? opened.tree() : new UntouchedTree(opened.tree(), paths, all);
  }

  private static Optional<ChangedPaths> changed(
      Context context,
      Snapshot left,
      Capture capture,
      @Nullable Snapshot right,
      BooleanSupplier canceled) {
    if (!(context.provider(capture.source()) instanceof NativeStorage storage)) {
      return Optional.empty();
    }
    List<Capture> others =
        right == null
            ? List.of()
            : right.captures().stream()
                .filter(other -> other.source().equals(capture.source()))
                .toList();
    try {
      if (right == null) {
        return storage.changed(capture, null, canceled);
      }
      if (others.size() != 1) {
        return Optional.empty();
      }
      boolean reversed = right.createdAt().isBefore(left.createdAt());
      return reversed
          ? storage.changed(others.getFirst(), capture, canceled)
          : storage.changed(capture, others.getFirst(), canceled);
    } catch (HeveliusException e) {
      if (e.category() == Category.CANCELED) {
        throw e;
      }
      // Both can still be walked, which says what is wrong if that can't be done either.
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    try (left) {
      right.close();
    }
  }
}
