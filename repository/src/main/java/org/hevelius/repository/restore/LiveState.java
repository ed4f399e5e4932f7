package org.hevelius.repository.restore;

import java.util.Arrays;
import org.hevelius.repository.backup.Excludes;
import org.hevelius.repository.format.Node;
import org.hevelius.repository.format.NodeType;
import org.hevelius.repository.fs.Directory;
import org.hevelius.repository.fs.OpenFile;
import org.hevelius.repository.fs.Stat;
import org.hevelius.repository.tree.Nodes;
import org.jspecify.annotations.Nullable;

/** Compares what is in the target now with nodes. */
final class LiveState {
  private final RestoreContext context;

  LiveState(RestoreContext context) {
    this.context = context;
  }

  /** Whether an entry that isn't wanted stays all the same, with all that lies in what is kept. */
  boolean isKept(byte[] path, Stat stat) {
    Excludes keep = context.request().keep();
    if (keep.isEmpty()) {
      return false;
    }
    for (int end = 1; end < path.length; end++) {
      if (path[end] == '/' && keep.matches(Arrays.copyOf(path, end), true)) {
        return true;
      }
    }
    return keep.matches(path, stat.type() == Stat.Type.DIRECTORY);
  }

  /**
   * Whether type and content of an entry that is no directory are as the node says. Metadata may
   * differ.
   */
  boolean sameContent(
      RestoreWorker worker, Directory directory, StateDirectory state, Node node, Stat live) {
    if (!sameType(node.type(), live.type())) {
      return false;
    }
    return switch (node.type()) {
      case FILE -> sameFile(worker, directory, state, node, live);
      case SYMLINK ->
          node.linkTarget() != null
              && Arrays.equals(node.linkTarget().bytes(), directory.readLink(node.name()));
      case BLOCK_DEVICE, CHARACTER_DEVICE -> node.device() == live.specialDevice();
      case DIRECTORY, FIFO, SOCKET, IRREGULAR -> true;
    };
  }

  /** Whether the guard holds what is there now, so that it may go. */
  boolean isGuarded(
      RestoreWorker worker,
      Directory directory,
      @Nullable StateDirectory state,
      @Nullable Node guard,
      Stat live) {
    if (state == null || guard == null || !sameType(guard.type(), live.type())) {
      return false;
    }
    return switch (guard.type()) {
      case FILE ->
          Nodes.unchanged(guard, live) || isGuardedContent(worker, directory, state, guard, live);
      case SYMLINK -> sameContent(worker, directory, state, guard, live);
      case DIRECTORY, FIFO, SOCKET, BLOCK_DEVICE, CHARACTER_DEVICE, IRREGULAR -> true;
    };
  }

  private boolean isGuardedContent(
      RestoreWorker worker, Directory directory, StateDirectory state, Node guard, Stat live) {
    FileContent content = state.content(guard);
    if (!content.mayHaveMoved(guard.links()) || !sameMetadata(directory, guard, live)) {
      return false;
    }
    try (OpenFile file = directory.openFile(guard.name())) {
      return content.isIn(worker, file);
    }
  }

  private boolean sameFile(
      RestoreWorker worker, Directory directory, StateDirectory state, Node node, Stat live) {
    if (node.size() != live.size()) {
      return false;
    }
    if (node.mtime().equals(live.mtime()) && !context.request().compareContent()) {
      return true;
    }
    try (OpenFile file = directory.openFile(node.name())) {
      return state.content(node).isIn(worker, file);
    }
  }

  static boolean sameType(NodeType type, Stat.Type live) {
    return switch (live) {
      case FILE -> type == NodeType.FILE;
      case DIRECTORY -> type == NodeType.DIRECTORY;
      case SYMLINK -> type == NodeType.SYMLINK;
      case FIFO -> type == NodeType.FIFO;
      case SOCKET -> type == NodeType.SOCKET;
      case CHARACTER_DEVICE -> type == NodeType.CHARACTER_DEVICE;
      case BLOCK_DEVICE -> type == NodeType.BLOCK_DEVICE;
      case UNKNOWN -> false;
    };
  }

  /** Whether owner (where it may be set), mode, time and attributes are as the node says. */
  boolean sameMetadata(Directory directory, Node node, Stat live) {
    return node.mtime().equals(live.mtime()) && sameButTimes(directory, node, live);
  }

  /** Whether owner (where it may be set), mode and attributes are as the node says. */
  boolean sameButTimes(Directory directory, Node node, Stat live) {
    boolean owner = !context.owners() || (node.uid() == live.uid() && node.gid() == live.gid());
    boolean mode = node.type() == NodeType.SYMLINK || node.permissions() == (live.mode() & 07777);
    return owner && mode && Metadata.attributes(directory, node.name()).equals(node.attributes());
  }
}
