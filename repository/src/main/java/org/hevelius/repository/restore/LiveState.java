package org.hevelius.repository.restore;

import java.util.Arrays;
import java.util.List;
import org.hevelius.repository.format.BlobType;
import org.hevelius.repository.format.Id;
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

  /** Whether an entry that isn't wanted stays all the same. */
  boolean isKept(byte[] path, Stat stat) {
    return context.request().keep().matches(path, stat.type() == Stat.Type.DIRECTORY);
  }

  /**
   * Whether type and content of an entry that is no directory are as the node says. Metadata may
   * differ.
   */
  boolean sameContent(RestoreWorker worker, Directory directory, Node node, Stat live) {
    if (!sameType(node.type(), live.type())) {
      return false;
    }
    return switch (node.type()) {
      case FILE -> sameFile(worker, directory, node, live);
      case SYMLINK ->
          node.linkTarget() != null
              && Arrays.equals(node.linkTarget().bytes(), directory.readLink(node.name()));
      case BLOCK_DEVICE, CHARACTER_DEVICE -> node.device() == live.specialDevice();
      case DIRECTORY, FIFO, SOCKET, IRREGULAR -> true;
    };
  }

  /** Whether the guard holds what is there now, so that it may go. */
  boolean isGuarded(RestoreWorker worker, Directory directory, @Nullable Node guard, Stat live) {
    if (guard == null || !sameType(guard.type(), live.type())) {
      return false;
    }
    return switch (guard.type()) {
      case FILE -> Nodes.unchanged(guard, live) || isGuardedName(worker, directory, guard, live);
      case SYMLINK -> sameContent(worker, directory, guard, live);
      case DIRECTORY, FIFO, SOCKET, BLOCK_DEVICE, CHARACTER_DEVICE, IRREGULAR -> true;
    };
  }

  /** Where this restore replaces one name of a file, the time of the inode moves for the others. */
  private boolean isGuardedName(RestoreWorker worker, Directory directory, Node guard, Stat live) {
    if (guard.links() < 2 || !sameMetadata(directory, guard, live)) {
      return false;
    }
    try (OpenFile file = directory.openFile(guard.name())) {
      return holds(worker, file, guard.content());
    }
  }

  private boolean sameFile(RestoreWorker worker, Directory directory, Node node, Stat live) {
    if (node.size() != live.size()) {
      return false;
    }
    if (node.mtime().equals(live.mtime()) && !context.request().compareContent()) {
      return true;
    }
    try (OpenFile file = directory.openFile(node.name())) {
      return holds(worker, file, node.content());
    }
  }

  /** Whether a file's bytes are exactly those of the blobs. */
  boolean holds(RestoreWorker worker, OpenFile file, List<Id> content) {
    long position = 0;
    for (Id id : content) {
      int length = (int) context.reader().index().plainLength(BlobType.DATA, id);
      if (length < 0 || !holdsBlob(worker, file, position, id, length)) {
        return false;
      }
      position += length;
    }
    return file.read(position, worker.live(1), 0, 1) == 0;
  }

  /** Whether a stretch of a file holds a blob. */
  boolean holdsBlob(RestoreWorker worker, OpenFile file, long position, Id id, int length) {
    byte[] buffer = worker.live(length);
    return file.read(position, buffer, 0, length) == length
        && worker.codec().hash(buffer, 0, length).equals(id);
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
    boolean owner = !context.owners() || (node.uid() == live.uid() && node.gid() == live.gid());
    boolean mode = node.type() == NodeType.SYMLINK || node.permissions() == (live.mode() & 07777);
    return owner
        && mode
        && node.mtime().equals(live.mtime())
        && Metadata.attributes(directory, node.name()).equals(node.attributes());
  }
}
