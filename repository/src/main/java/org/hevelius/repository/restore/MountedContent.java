package org.hevelius.repository.restore;

import java.util.Arrays;
import org.hevelius.repository.format.Node;
import org.hevelius.repository.fs.Directory;
import org.hevelius.repository.fs.FileSystem;
import org.hevelius.repository.fs.OpenFile;

/**
 * The content of a file in a directory to which nobody writes.
 *
 * @param directory its absolute path
 */
record MountedContent(FileSystem files, byte[] directory, Node node) implements FileContent {
  /** Bytes in one piece. */
  static final int PIECE = 1 << 20;

  @Override
  public int pieces() {
    return Math.toIntExact((node.size() + PIECE - 1) / PIECE);
  }

  @Override
  public long length(int piece) {
    return Math.min(PIECE, node.size() - (long) piece * PIECE);
  }

  /** Opens the file; the caller closes it. */
  OpenFile open() {
    try (Directory parent = files.open(directory)) {
      return parent.openFile(node.name());
    }
  }

  @Override
  public boolean isIn(RestoreWorker worker, OpenFile file) {
    if (file.stat().size() != node.size()) {
      return false;
    }
    byte[] mine = worker.range(PIECE);
    byte[] live = worker.live(PIECE);
    try (OpenFile source = open()) {
      for (long at = 0; at < node.size(); at += PIECE) {
        int length = (int) Math.min(PIECE, node.size() - at);
        if (source.read(at, mine, 0, length) != length
            || file.read(at, live, 0, length) != length
            || Arrays.mismatch(mine, 0, length, live, 0, length) >= 0) {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  public boolean isSameAs(RestoreWorker worker, FileContent other) {
    if (other instanceof MountedContent(_, _, Node others) && isSameInode(others)) {
      return true;
    }
    try (OpenFile mine = open()) {
      return other.isIn(worker, mine);
    }
  }

  /**
   * The time of an inode moves with every change of its content. Where it has no part of a second
   * it is as coarse as that, and then two changes may have the same.
   */
  private boolean isSameInode(Node others) {
    return node.ctime().getNano() != 0
        && node.inode() == others.inode()
        && node.size() == others.size()
        && node.mtime().equals(others.mtime())
        && node.ctime().equals(others.ctime());
  }

  /** Storage may show other inodes in a snapshot than in what it is a snapshot of. */
  @Override
  public boolean mayHaveMoved(long links) {
    return true;
  }

  @Override
  public boolean share(OpenFile target) {
    if (node.size() == 0) {
      return false;
    }
    try (OpenFile source = open()) {
      return target.share(source);
    }
  }
}
