package org.hevelius.repository.restore;

import org.hevelius.repository.format.FileName;
import org.hevelius.repository.format.Node;
import org.hevelius.repository.fs.Directory;

/** Makes links, fifos and device files. */
final class SpecialRestore {
  private SpecialRestore() {}

  static void make(RestoreContext context, Directory directory, Node node, boolean replace) {
    FileName name = node.name();
    if (replace) {
      name = Temporary.name(node.name());
      Temporary.removeLeftover(directory, node.name());
    }
    switch (node.type()) {
      case SYMLINK ->
          directory.makeSymlink(
              name, node.linkTarget() == null ? new byte[0] : node.linkTarget().bytes());
      case FIFO, BLOCK_DEVICE, CHARACTER_DEVICE ->
          directory.makeSpecial(name, node.type().unixBits() | 0600, node.device());
      case SOCKET, IRREGULAR -> {
        return;
      }
      case FILE, DIRECTORY ->
          throw new IllegalArgumentException("not a special file: " + node.type());
    }
    if (replace) {
      directory.rename(name, node.name());
    }
    Metadata.set(context.owners(), directory, node, true);
  }
}
