package org.hevelius.repository.tree;

import java.util.List;
import java.util.Optional;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.format.BlobType;
import org.hevelius.repository.format.FileName;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.Node;
import org.hevelius.repository.format.NodeType;
import org.hevelius.repository.format.TreeReader;
import org.hevelius.repository.pack.BlobCodec;
import org.hevelius.repository.pack.BlobReader;
import org.jspecify.annotations.Nullable;

/** Loads trees from the repository. */
public final class Trees {
  private Trees() {}

  /** The nodes of a tree, sorted by name; none for null. */
  public static List<Node> load(BlobReader reader, BlobCodec codec, @Nullable Id tree) {
    return tree == null ? List.of() : TreeReader.readAll(reader.read(codec, BlobType.TREE, tree));
  }

  /**
   * Follows names from a root tree.
   *
   * @param path must not be empty
   * @return the node at the end, or nothing when a name isn't there or isn't a directory on the way
   */
  public static Optional<Node> find(
      BlobReader reader, BlobCodec codec, Id root, List<FileName> path) {
    Id tree = root;
    Node node = null;
    for (FileName name : path) {
      if (tree == null) {
        return Optional.empty();
      }
      node =
          load(reader, codec, tree).stream()
              .filter(n -> n.name().equals(name))
              .findFirst()
              .orElse(null);
      if (node == null) {
        return Optional.empty();
      }
      tree = node.type() == NodeType.DIRECTORY ? node.subtree() : null;
    }
    return Optional.ofNullable(node);
  }

  /**
   * Like {@link #find}, for a directory's tree; nothing also when a tree on the way can't be read.
   */
  public static Optional<Id> findReadable(
      BlobReader reader, BlobCodec codec, Id root, List<FileName> path) {
    if (path.isEmpty()) {
      return Optional.of(root);
    }
    try {
      return find(reader, codec, root, path).map(Node::subtree);
    } catch (RepositoryException e) {
      return Optional.empty();
    }
  }
}
