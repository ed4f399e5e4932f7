package org.hevelius.repository.backup;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.format.FileName;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.Node;
import org.hevelius.repository.format.TreeWriter;
import org.hevelius.repository.fs.FileSystemException;
import org.hevelius.repository.fs.RawPath;
import org.hevelius.repository.pack.BlobCodec;
import org.hevelius.repository.tree.Nodes;

/** The directories above the captured ones: one tree level for each component of their paths. */
final class PathTree {
  private final SortedMap<FileName, PathTree> children = new TreeMap<>();
  private final SortedMap<FileName, Node> nodes = new TreeMap<>();
  private boolean isSource;
  private Id sourceTree = new Id(0, 0, 0, 0);

  /**
   * Puts a node at a path.
   *
   * @param path its names from the root; empty if the node is the root of the file system
   * @throws RepositoryException {@code INVALID} if one source lies inside another
   */
  void put(List<FileName> path, Node node) {
    if (path.isEmpty()) {
      refuse(!children.isEmpty() || !nodes.isEmpty(), "/");
      isSource = true;
      sourceTree = Objects.requireNonNull(node.subtree());
      return;
    }
    refuse(isSource, path.getFirst().toString());
    FileName first = path.getFirst();
    if (path.size() == 1) {
      refuse(
          children.containsKey(first) || nodes.putIfAbsent(first, node) != null, first.toString());
    } else {
      refuse(nodes.containsKey(first), first.toString());
      children.computeIfAbsent(first, f -> new PathTree()).put(path.subList(1, path.size()), node);
    }
  }

  private static void refuse(boolean overlap, String where) {
    if (overlap) {
      throw new RepositoryException(
          Kind.INVALID,
          "two sources of one snapshot overlap at " + where,
          "give each part of the data to one source only");
    }
  }

  /** Stores this level and all below; {@code path} is where it lies in the file system. */
  Id store(BackupContext context, BlobCodec codec, byte[] path, Instant time) {
    if (isSource) {
      return sourceTree;
    }
    SortedMap<FileName, Node> all = new TreeMap<>(nodes);
    children.forEach(
        (name, child) -> {
          byte[] childPath = RawPath.join(path, name);
          all.put(
              name,
              directory(
                  context, name, childPath, time, child.store(context, codec, childPath, time)));
        });
    TreeWriter tree = new TreeWriter();
    all.values().forEach(tree::add);
    return TreeStore.save(context, codec, tree.finish());
  }

  private static Node directory(
      BackupContext context, FileName name, byte[] path, Instant time, Id subtree) {
    try {
      return Nodes.of(context.files(), name, context.files().stat(path), null, List.of())
          .withSubtree(subtree);
    } catch (FileSystemException e) {
      return Node.directory(name, time, subtree);
    }
  }
}
