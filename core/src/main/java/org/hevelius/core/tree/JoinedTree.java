package org.hevelius.core.tree;

import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/** Several trees as the directories of one. */
public final class JoinedTree implements SnapshotTree {
  private final SortedMap<String, SnapshotTree> trees;

  /**
   * Joins trees by the names under which they stand; takes them over, so that closing this closes
   * them.
   */
  public JoinedTree(Map<String, SnapshotTree> trees) {
    this.trees = new TreeMap<>(Names::compare);
    this.trees.putAll(trees);
  }

  @Override
  public TreeEntry root() {
    return new TreeEntry("", TreeEntry.Type.DIRECTORY, 0, Instant.EPOCH, 0755, 0, 0, null, null);
  }

  @Override
  public List<TreeEntry> children(TreeEntry directory) {
    List<TreeEntry> children = new ArrayList<>();
    if (directory.path().isEmpty()) {
      trees.forEach((name, tree) -> children.add(tree.root().at(name)));
      return children;
    }
    String name = first(directory.path());
    for (TreeEntry child : tree(name).children(directory.at(below(directory.path())))) {
      children.add(child.at(name + "/" + child.path()));
    }
    return children;
  }

  @Override
  public InputStream open(TreeEntry file) {
    return tree(first(file.path())).open(file.at(below(file.path())));
  }

  @Override
  public Optional<String> sha256(TreeEntry file) {
    return tree(first(file.path())).sha256(file.at(below(file.path())));
  }

  private SnapshotTree tree(String name) {
    SnapshotTree tree = trees.get(name);
    if (tree == null) {
      throw new HeveliusException(
          Category.NOT_FOUND, "there is nothing called " + Names.show(name));
    }
    return tree;
  }

  private static String first(String path) {
    int slash = path.indexOf('/');
    return slash < 0 ? path : path.substring(0, slash);
  }

  private static String below(String path) {
    int slash = path.indexOf('/');
    return slash < 0 ? "" : path.substring(slash + 1);
  }

  @Override
  public void close() {
    trees.values().forEach(SnapshotTree::close);
  }
}
