package org.hevelius.providers.zfs;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hevelius.core.tree.Names;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.core.tree.TreeEntry;

/** One tree of several: each stands in place of the directory of the others that has its path. */
final class ComposedTree implements SnapshotTree {
  private final SortedMap<String, SnapshotTree> trees;
  private final Runnable end;

  /**
   * Composes trees.
   *
   * @param trees by path; one has the empty path
   * @param end run when it is closed
   */
  ComposedTree(SortedMap<String, SnapshotTree> trees, Runnable end) {
    this.trees = new TreeMap<>(trees);
    this.end = end;
  }

  /** The path of the tree in which a path lies. */
  private String owner(String path) {
    String at = path;
    while (!trees.containsKey(at)) {
      at = above(at);
    }
    return at;
  }

  private static String above(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  private SnapshotTree tree(String at) {
    SnapshotTree tree = trees.get(at);
    if (tree == null) {
      throw new IllegalStateException("there is no tree at " + at);
    }
    return tree;
  }

  private static String below(String path, String at) {
    return at.isEmpty()
        ? path
        : path.length() == at.length() ? "" : path.substring(at.length() + 1);
  }

  private static String joined(String at, String path) {
    return at.isEmpty() ? path : path.isEmpty() ? at : at + "/" + path;
  }

  @Override
  public TreeEntry root() {
    return tree("").root();
  }

  @Override
  public List<TreeEntry> children(TreeEntry directory) {
    String at = owner(directory.path());
    SortedMap<String, TreeEntry> children = new TreeMap<>(Names::compare);
    for (TreeEntry child : tree(at).children(directory.at(below(directory.path(), at)))) {
      TreeEntry here = child.at(joined(at, child.path()));
      children.put(here.path(), here);
    }
    for (Map.Entry<String, SnapshotTree> tree : trees.entrySet()) {
      if (!tree.getKey().isEmpty() && above(tree.getKey()).equals(directory.path())) {
        children.put(tree.getKey(), tree.getValue().root().at(tree.getKey()));
      }
    }
    return new ArrayList<>(children.values());
  }

  @Override
  public Optional<TreeEntry> find(String path) {
    String at = owner(path);
    return tree(at).find(below(path, at)).map(entry -> entry.at(joined(at, entry.path())));
  }

  @Override
  public InputStream open(TreeEntry file) {
    String at = owner(file.path());
    return tree(at).open(file.at(below(file.path(), at)));
  }

  @Override
  public void close() {
    try {
      trees.values().forEach(SnapshotTree::close);
    } finally {
      end.run();
    }
  }
}
