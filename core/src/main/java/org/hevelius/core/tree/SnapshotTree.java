package org.hevelius.core.tree;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A tree of files that can only be read. Safe for use by several threads. Failures are {@link
 * org.hevelius.core.HeveliusException}s that name the path.
 */
public interface SnapshotTree extends AutoCloseable {
  /** The root directory, with an empty path. */
  TreeEntry root();

  /** The entries of a directory, sorted by the raw bytes of their names. */
  List<TreeEntry> children(TreeEntry directory);

  /** Those of the entries of a directory that have one of these names, in the same order. */
  default List<TreeEntry> children(TreeEntry directory, Set<String> names) {
    return children(directory).stream().filter(child -> names.contains(child.name())).toList();
  }

  /** The entry at a path (relative, with slashes), or nothing. Never follows a link. */
  default Optional<TreeEntry> find(String path) {
    TreeEntry entry = root();
    for (String part : path.isEmpty() ? new String[0] : path.split("/", -1)) {
      if (!entry.isDirectory()) {
        return Optional.empty();
      }
      String wanted = entry.path().isEmpty() ? part : entry.path() + "/" + part;
      Optional<TreeEntry> next =
          children(entry).stream().filter(child -> child.path().equals(wanted)).findFirst();
      if (next.isEmpty()) {
        return Optional.empty();
      }
      entry = next.get();
    }
    return Optional.of(entry);
  }

  /** Opens a file's content; the caller closes it. Stored content is verified while it is read. */
  InputStream open(TreeEntry file);

  /**
   * The SHA-256 of a file's content in lower-case hex, if it is known without reading it; nothing
   * for everything else.
   */
  default Optional<String> sha256(TreeEntry file) {
    return Optional.empty();
  }

  @Override
  void close();
}
