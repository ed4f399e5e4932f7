package org.hevelius.repository.tree;

import java.time.Instant;
import java.util.List;
import org.hevelius.repository.format.Attribute;
import org.hevelius.repository.format.FileName;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.Node;
import org.hevelius.repository.format.NodeType;
import org.hevelius.repository.fs.FileSystem;
import org.hevelius.repository.fs.Stat;
import org.jspecify.annotations.Nullable;

/** Makes nodes from what the file system says, and compares the two. */
public final class Nodes {
  private Nodes() {}

  /** The node of an entry; content and subtree come later. */
  public static Node of(
      FileSystem files,
      FileName name,
      Stat stat,
      @Nullable FileName linkTarget,
      List<Attribute> attributes) {
    NodeType type = type(stat);
    boolean device = type == NodeType.BLOCK_DEVICE || type == NodeType.CHARACTER_DEVICE;
    boolean counted = type == NodeType.FILE || type == NodeType.SYMLINK || device;
    boolean linked = counted && stat.links() > 1;
    Instant mtime = stat.mtime();
    return new Node(
        name,
        type,
        stat.mode() & 07777,
        mtime,
        mtime,
        stat.ctime(),
        stat.uid(),
        stat.gid(),
        files.userName(stat.uid()),
        files.groupName(stat.gid()),
        stat.inode(),
        linked ? stat.device() : 0,
        type == NodeType.FILE ? stat.size() : 0,
        counted ? stat.links() : 0,
        linkTarget,
        attributes,
        device ? stat.specialDevice() : 0,
        List.<Id>of(),
        null,
        "");
  }

  private static NodeType type(Stat stat) {
    return switch (stat.type()) {
      case FILE -> NodeType.FILE;
      case DIRECTORY -> NodeType.DIRECTORY;
      case SYMLINK -> NodeType.SYMLINK;
      case FIFO -> NodeType.FIFO;
      case SOCKET -> NodeType.SOCKET;
      case CHARACTER_DEVICE -> NodeType.CHARACTER_DEVICE;
      case BLOCK_DEVICE -> NodeType.BLOCK_DEVICE;
      case UNKNOWN -> NodeType.IRREGULAR;
    };
  }

  /**
   * Whether a file is as its node in the parent says: size, times of content and inode, and the
   * inode itself. The time of the inode also moves when owner, mode or attributes change, so an
   * equal one vouches for these as well.
   */
  public static boolean unchanged(Node node, Stat stat) {
    return node.type() == NodeType.FILE
        && stat.type() == Stat.Type.FILE
        && node.size() == stat.size()
        && node.inode() == stat.inode()
        && sameTime(node.mtime(), stat.mtimeSeconds(), stat.mtimeNanos())
        && sameTime(node.ctime(), stat.ctimeSeconds(), stat.ctimeNanos())
        && node.error().isEmpty();
  }

  private static boolean sameTime(Instant time, long seconds, int nanos) {
    return time.getEpochSecond() == seconds && time.getNano() == nanos;
  }
}
