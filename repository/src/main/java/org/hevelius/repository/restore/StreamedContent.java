package org.hevelius.repository.restore;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.hevelius.repository.format.FileName;
import org.hevelius.repository.format.Node;
import org.hevelius.repository.fs.OpenFile;

/**
 * The content of a file of a streamed tree.
 *
 * @param path from the root of the tree
 */
record StreamedContent(StreamedTree tree, List<FileName> path, Node node) implements FileContent {
  @Override
  public int pieces() {
    return Math.toIntExact((node.size() + MountedContent.PIECE - 1) / MountedContent.PIECE);
  }

  @Override
  public long length(int piece) {
    return Math.min(MountedContent.PIECE, node.size() - (long) piece * MountedContent.PIECE);
  }

  @Override
  public boolean isIn(RestoreWorker worker, OpenFile file) {
    if (file.stat().size() != node.size()) {
      return false;
    }
    byte[] mine = worker.range(MountedContent.PIECE);
    byte[] live = worker.live(MountedContent.PIECE);
    try (InputStream source = tree.open(path, 0)) {
      for (long at = 0; at < node.size(); at += MountedContent.PIECE) {
        int length = (int) Math.min(MountedContent.PIECE, node.size() - at);
        if (source.readNBytes(mine, 0, length) != length
            || file.read(at, live, 0, length) != length
            || Arrays.mismatch(mine, 0, length, live, 0, length) >= 0) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Contents of another kind can't be compared with it: they count as different. */
  @Override
  public boolean isSameAs(RestoreWorker worker, FileContent other) {
    if (!(other instanceof StreamedContent(StreamedTree others, List<FileName> at, Node file))
        || file.size() != node.size()) {
      return false;
    }
    byte[] one = worker.range(MountedContent.PIECE);
    byte[] two = worker.live(MountedContent.PIECE);
    try (InputStream mine = tree.open(path, 0);
        InputStream theirs = others.open(at, 0)) {
      int length;
      do {
        length = mine.readNBytes(one, 0, MountedContent.PIECE);
        if (theirs.readNBytes(two, 0, MountedContent.PIECE) != length
            || Arrays.mismatch(one, 0, length, two, 0, length) >= 0) {
          return false;
        }
      } while (length == MountedContent.PIECE);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public boolean mayHaveMoved(long links) {
    return true;
  }

  @Override
  public boolean share(OpenFile target) {
    return false;
  }
}
