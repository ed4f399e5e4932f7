package org.hevelius.repository.restore;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.hevelius.repository.format.Attribute;
import org.hevelius.repository.format.FileName;
import org.hevelius.repository.format.Node;
import org.hevelius.repository.fs.Directory;
import org.hevelius.repository.fs.FileSystem;
import org.hevelius.repository.fs.FileSystemException;
import org.hevelius.repository.fs.OpenFile;
import org.hevelius.repository.fs.RawPath;
import org.hevelius.repository.fs.Stat;
import org.hevelius.repository.tree.Nodes;

/**
 * A directory to which nobody writes. Sockets are left out, as every capture leaves them out.
 *
 * @param path absolute
 * @param at its path from the root of the tree
 * @param others absolute paths of what stands in the place of directories, by their paths from the
 *     root
 */
record MountedDirectory(
    FileSystem files, byte[] path, List<FileName> at, Map<List<FileName>, byte[]> others)
    implements StateDirectory {
  /** In the place of a directory that isn't to be seen. */
  static final String NOWHERE = "";

  @Override
  public List<Node> nodes(RestoreWorker worker) {
    List<Node> nodes = new ArrayList<>();
    try (Directory directory = files.open(path)) {
      for (FileName name : directory.list()) {
        node(directory, name).ifPresent(nodes::add);
      }
    }
    return nodes;
  }

  private Optional<Node> node(Directory directory, FileName name) {
    Stat stat = directory.stat(name);
    byte[] other = others.get(below(name));
    if (other != null && stat.type() == Stat.Type.DIRECTORY) {
      return other.length == 0 ? Optional.empty() : Optional.of(root(files, other, name));
    }
    return switch (stat.type()) {
      case SOCKET, UNKNOWN -> Optional.empty();
      case FILE, DIRECTORY, SYMLINK, FIFO, CHARACTER_DEVICE, BLOCK_DEVICE -> {
        FileName target =
            stat.type() == Stat.Type.SYMLINK ? FileName.ofBytes(directory.readLink(name)) : null;
        yield Optional.of(
            Nodes.of(files, name, stat, target, attributes(() -> directory.attributes(name))));
      }
    };
  }

  private List<FileName> below(FileName name) {
    List<FileName> names = new ArrayList<>(at);
    names.add(name);
    return List.copyOf(names);
  }

  /** The node of a directory by its absolute path. */
  static Node root(FileSystem files, byte[] path, FileName name) {
    try (Directory root = files.open(path)) {
      return Nodes.of(files, name, root.stat(), null, attributes(root::attributes));
    }
  }

  /** The extended attributes; none where the file system has none. */
  static List<Attribute> attributes(Supplier<List<Attribute>> read) {
    try {
      return read.get();
    } catch (FileSystemException e) {
      if (e.reason() == FileSystemException.Reason.NOT_SUPPORTED) {
        return List.of();
      }
      throw e;
    }
  }

  @Override
  public StateDirectory below(Node directory) {
    List<FileName> below = below(directory.name());
    byte[] other = others.get(below);
    return new MountedDirectory(
        files, other == null ? RawPath.join(path, directory.name()) : other, below, others);
  }

  /** Only a look below can tell. */
  @Override
  public boolean isSame(Node mine, Node others) {
    return false;
  }

  @Override
  public FileContent content(Node file) {
    return new MountedContent(files, path, file);
  }

  @Override
  public void write(RestoreWorker worker, RestoreContext context, List<Part> parts) {
    for (Part part : parts) {
      write(worker, part);
    }
  }

  private void write(RestoreWorker worker, Part part) {
    int piece = part.firstPiece();
    try (OpenFile source = new MountedContent(files, path, part.file().node()).open()) {
      long position = part.position();
      while (piece < part.endPiece()) {
        position += write(worker, part.file(), source, position);
        piece++;
        part.file().arrived(worker, 1);
      }
    } catch (FileSystemException e) {
      Failures.raiseIfFull(e);
      part.file().fail(String.valueOf(e.getMessage()));
      for (; piece < part.endPiece(); piece++) {
        part.file().arrived(worker, 1);
      }
    }
  }

  private static int write(RestoreWorker worker, TargetFile file, OpenFile source, long position) {
    int length = (int) Math.min(MountedContent.PIECE, file.node().size() - position);
    byte[] bytes = worker.range(length);
    int read = source.read(position, bytes, 0, length);
    if (read == length) {
      file.write(worker, position, bytes, length);
    } else {
      file.fail(
          source + " ends at byte " + (position + read) + " in place of " + file.node().size());
    }
    return length;
  }
}
