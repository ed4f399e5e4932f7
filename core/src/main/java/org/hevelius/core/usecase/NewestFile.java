package org.hevelius.core.usecase;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.core.tree.TreeEntry;
import org.jspecify.annotations.Nullable;

/** Finds when a tree was last worked on. Directories don't count: copying alone changes them. */
final class NewestFile {
  private final Context context;

  NewestFile(Context context) {
    this.context = context;
  }

  /**
   * The newest modification of anything but a directory, to the second.
   *
   * @param from the tree, of which is left out what the dataset leaves out
   * @throws HeveliusException INVALID when there is no file in it
   */
  Instant in(Dataset dataset, SourceSpec from) {
    try (SnapshotTree tree = context.provider(from).live(dataset, from)) {
      Instant newest = newest(tree);
      if (newest == null) {
        throw new HeveliusException(
            Category.INVALID, "there is no file in it whose time could say its moment");
      }
      return newest.truncatedTo(ChronoUnit.SECONDS);
    }
  }

  private static @Nullable Instant newest(SnapshotTree tree) {
    Instant newest = null;
    Deque<TreeEntry> open = new ArrayDeque<>();
    open.push(tree.root());
    while (!open.isEmpty()) {
      for (TreeEntry entry : tree.children(open.pop())) {
        if (entry.isDirectory()) {
          open.push(entry);
        } else if (newest == null || entry.modified().isAfter(newest)) {
          newest = entry.modified();
        }
      }
    }
    return newest;
  }
}
