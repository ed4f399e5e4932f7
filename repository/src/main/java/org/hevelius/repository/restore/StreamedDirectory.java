package org.hevelius.repository.restore;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hevelius.repository.format.FileName;
import org.hevelius.repository.format.Node;
import org.hevelius.repository.format.NodeType;
import org.hevelius.repository.fs.FileSystemException;

/**
 * A directory of a streamed tree. What such a tree doesn't tell is as for new files: ordinary
 * permissions, and the owner who restores where that can be chosen.
 *
 * @param at its path from the root of the tree
 */
record StreamedDirectory(StreamedTree tree, List<FileName> at) implements StateDirectory {
  private static final int FILE = 0644;
  private static final int DIRECTORY = 0755;

  /** The node of a directory of which only the time is known. */
  static Node root(FileName name, Instant modified) {
    return node(new StreamedTree.Entry(name, true, 0, modified));
  }

  private static Node node(StreamedTree.Entry entry) {
    Instant time = entry.modified();
    return new Node(
        entry.name(),
        entry.directory() ? NodeType.DIRECTORY : NodeType.FILE,
        entry.directory() ? DIRECTORY : FILE,
        time,
        time,
        time,
        0,
        0,
        "",
        "",
        0,
        0,
        entry.size(),
        1,
        null,
        List.of(),
        0,
        List.of(),
        null,
        "");
  }

  private List<FileName> below(FileName name) {
    List<FileName> names = new ArrayList<>(at);
    names.add(name);
    return List.copyOf(names);
  }

  @Override
  public List<Node> nodes(RestoreWorker worker) {
    return tree.children(at).stream().map(StreamedDirectory::node).toList();
  }

  @Override
  public StateDirectory below(Node directory) {
    return new StreamedDirectory(tree, below(directory.name()));
  }

  /** Only a look below can tell. */
  @Override
  public boolean isSame(Node mine, Node others) {
    return false;
  }

  @Override
  public FileContent content(Node file) {
    return new StreamedContent(tree, below(file.name()), file);
  }

  @Override
  public void write(RestoreWorker worker, RestoreContext context, List<Part> parts) {
    for (Part part : parts) {
      write(worker, part);
    }
  }

  private void write(RestoreWorker worker, Part part) {
    int piece = part.firstPiece();
    if (piece == part.endPiece()) {
      return;
    }
    try (InputStream source = tree.open(below(part.file().node().name()), part.position())) {
      long position = part.position();
      while (piece < part.endPiece()) {
        position += write(worker, part.file(), source, position);
        piece++;
        part.file().arrived(worker, 1);
      }
    } catch (FileSystemException e) {
      Failures.raiseIfFull(e);
      failed(worker, part, piece, e);
    } catch (IOException e) {
      failed(worker, part, piece, e);
    }
  }

  private static void failed(RestoreWorker worker, Part part, int from, Exception why) {
    part.file().fail(String.valueOf(why.getMessage()));
    for (int piece = from; piece < part.endPiece(); piece++) {
      part.file().arrived(worker, 1);
    }
  }

  private static int write(RestoreWorker worker, TargetFile file, InputStream source, long position)
      throws IOException {
    int length = (int) Math.min(MountedContent.PIECE, file.node().size() - position);
    byte[] bytes = worker.range(length);
    int read = source.readNBytes(bytes, 0, length);
    if (read == length) {
      file.write(worker, position, bytes, length);
    } else {
      file.fail("it ends at byte " + (position + read) + " in place of " + file.node().size());
    }
    return length;
  }
}
