package org.hevelius.providers.btrfs;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.core.tree.TreeEntry;

/**
 * The tree of a snapshot with those of the subvolumes that lay below it, each at its place, where
 * the snapshot itself has an empty directory.
 */
final class ComposedTree implements SnapshotTree {
  private final SnapshotTree top;
  private final Map<String, SnapshotTree> nested;

  /**
   * Joins trees; takes them over.
   *
   * @param nested by their paths
   */
  ComposedTree(SnapshotTree top, Map<String, SnapshotTree> nested) {
    this.top = top;
    this.nested = new LinkedHashMap<>(nested);
  }

  /** A tree that a path lies in. */
  private record At(SnapshotTree tree, String prefix) {
    String below(String path) {
      return path.length() == prefix.length()
          ? ""
          : prefix.isEmpty() ? path : path.substring(prefix.length() + 1);
    }

    TreeEntry above(TreeEntry entry) {
      if (prefix.isEmpty()) {
        return entry;
      }
      return entry.at(entry.path().isEmpty() ? prefix : prefix + "/" + entry.path());
    }
  }

  /** The innermost tree that has a path. */
  private At at(String path) {
    At best = new At(top, "");
    for (Map.Entry<String, SnapshotTree> one : nested.entrySet()) {
      String prefix = one.getKey();
      if (Mount.isWithin(path, prefix) && prefix.length() > best.prefix().length()) {
        best = new At(one.getValue(), prefix);
      }
    }
    return best;
  }

  @Override
  public TreeEntry root() {
    return top.root();
  }

  @Override
  public List<TreeEntry> children(TreeEntry directory) {
    At at = at(directory.path());
    return shown(at, at.tree().children(directory.at(at.below(directory.path()))));
  }

  @Override
  public List<TreeEntry> children(TreeEntry directory, Set<String> names) {
    At at = at(directory.path());
    return shown(at, at.tree().children(directory.at(at.below(directory.path())), names));
  }

  private List<TreeEntry> shown(At at, List<TreeEntry> found) {
    List<TreeEntry> children = new ArrayList<>();
    for (TreeEntry child : found) {
      TreeEntry here = at.above(child);
      SnapshotTree other = here.isDirectory() ? nested.get(here.path()) : null;
      children.add(other == null ? here : other.root().at(here.path()));
    }
    return children;
  }

  @Override
  public Optional<TreeEntry> find(String path) {
    At at = at(path);
    return at.tree().find(at.below(path)).map(at::above);
  }

  @Override
  public InputStream open(TreeEntry file) {
    At at = at(file.path());
    return at.tree().open(file.at(at.below(file.path())));
  }

  @Override
  public void close() {
    top.close();
    nested.values().forEach(SnapshotTree::close);
  }
}
