package org.hevelius.repository.restore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.hevelius.repository.format.Node;
import org.hevelius.repository.work.WorkStack;
import org.jspecify.annotations.Nullable;

/**
 * The files that have several names in the snapshot: one name is written, and the others are linked
 * to it once it stands there whole. So a restore that is killed never leaves half a file under any
 * name. Safe for use by several threads.
 */
final class HardLinks {
  /** What is to be done with a name. */
  sealed interface Turn {
    /** It is written; {@link #whole} or {@link #failed} tells how that ended. */
    record Write() implements Turn {}

    /**
     * It is linked to this path.
     *
     * @param sure whether the path is known to hold the content, and not only to look like it
     */
    record Link(byte[] path, boolean sure) implements Turn {}

    /** Nothing now: the task that was given runs when the name that is being written is done. */
    record Wait() implements Turn {}
  }

  private record Key(long device, long inode) {}

  /** A file; {@code path} is null while its first name is being written. */
  private record Known(
      byte @Nullable [] path, boolean sure, List<WorkStack.Task<RestoreWorker>> waiting) {}

  private final Map<Key, Known> files = new HashMap<>();

  private static Key key(Node node) {
    return new Key(node.deviceId(), node.inode());
  }

  /** Whether a file has several names. */
  static boolean has(Node node) {
    return node.links() > 1 && node.inode() != 0;
  }

  /**
   * Whose turn it is with a file that has several names.
   *
   * @param later makes the task for a name that has to wait
   */
  synchronized Turn turn(Node node, Supplier<WorkStack.Task<RestoreWorker>> later) {
    Known known = files.get(key(node));
    if (known == null) {
      files.put(key(node), new Known(null, true, new ArrayList<>()));
      return new Turn.Write();
    }
    if (known.path() == null) {
      known.waiting().add(later.get());
      return new Turn.Wait();
    }
    return new Turn.Link(known.path(), known.sure());
  }

  /** A name that was there before looks as the snapshot says. */
  synchronized void found(Node node, byte[] path) {
    if (has(node)) {
      files.putIfAbsent(key(node), new Known(path, false, List.of()));
    }
  }

  /**
   * The content stands whole at a path.
   *
   * @return what waited for it
   */
  synchronized List<WorkStack.Task<RestoreWorker>> whole(Node node, byte[] path) {
    Known before = files.put(key(node), new Known(path, true, List.of()));
    return before == null ? List.of() : before.waiting();
  }

  /**
   * The name could not be written; another one has its turn.
   *
   * @return what waited for it
   */
  synchronized List<WorkStack.Task<RestoreWorker>> failed(Node node) {
    Known before = files.remove(key(node));
    return before == null ? List.of() : before.waiting();
  }
}
