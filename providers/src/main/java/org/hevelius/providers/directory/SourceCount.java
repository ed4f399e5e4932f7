package org.hevelius.providers.directory;

import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.core.tree.TreeEntry;

/**
 * Counts what is to be read, beside the reading, so that progress has a total. What can't be listed
 * isn't counted; the capture itself tells of it.
 */
final class SourceCount implements AutoCloseable {
  /** What was counted: everything but directories, and bytes of content. */
  record Total(long files, long bytes) {
    static final Total UNKNOWN = new Total(0, 0);
  }

  private volatile Total total = Total.UNKNOWN;
  private volatile boolean stopped;
  private long files;
  private long bytes;

  private SourceCount() {}

  /** Begins to count in a thread of its own. */
  static SourceCount begin(List<? extends SnapshotTree> trees) {
    SourceCount count = new SourceCount();
    Thread.ofPlatform().daemon().name("counting").start(() -> count.run(trees));
    return count;
  }

  /** A count that doesn't count. */
  static SourceCount none() {
    return new SourceCount();
  }

  private void run(List<? extends SnapshotTree> trees) {
    for (SnapshotTree tree : trees) {
      try {
        count(tree, tree.root());
      } catch (HeveliusException e) {
        return;
      }
    }
    if (!stopped) {
      total = new Total(files, bytes);
    }
  }

  private void count(SnapshotTree tree, TreeEntry directory) {
    if (stopped) {
      return;
    }
    List<TreeEntry> children;
    try {
      children = tree.children(directory);
    } catch (HeveliusException e) {
      return;
    }
    for (TreeEntry child : children) {
      if (child.isDirectory()) {
        count(tree, child);
      } else {
        files++;
        bytes += child.size();
      }
    }
  }

  /** Everything, once all is counted; until then {@link Total#UNKNOWN}. */
  Total total() {
    return total;
  }

  /** Ends the counting; it isn't waited for. */
  @Override
  public void close() {
    stopped = true;
  }
}
