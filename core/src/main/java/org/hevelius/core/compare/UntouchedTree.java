package org.hevelius.core.compare;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hevelius.core.provider.NativeStorage.ChangedPaths;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.core.tree.TreeEntry;

/**
 * One of two trees of which it is known where they differ: directories in which nothing does have
 * the same key in both, so that a comparison leaves them out. These keys say nothing of content,
 * and of no other tree; files keep what keys they have.
 */
public final class UntouchedTree implements SnapshotTree {
  private final SnapshotTree tree;
  private final ChangedPaths touched;
  private final boolean all;

  /**
   * Takes a tree over, so that closing this closes it.
   *
   * @param touched what may differ from the other tree
   * @param all whether entries that don't differ are listed, too; else they may be missing
   */
  public UntouchedTree(SnapshotTree tree, ChangedPaths touched, boolean all) {
    this.tree = tree;
    this.touched = touched;
    this.all = all;
  }

  @Override
  public TreeEntry root() {
    return keyed(tree.root());
  }

  @Override
  public List<TreeEntry> children(TreeEntry directory) {
    Optional<Set<String>> names = all ? Optional.empty() : touched.touchedIn(directory.path());
    return names
        .map(some -> tree.children(directory, some))
        .orElseGet(() -> tree.children(directory))
        .stream()
        .map(this::keyed)
        .toList();
  }

  @Override
  public Optional<TreeEntry> find(String path) {
    return tree.find(path).map(this::keyed);
  }

  @Override
  public InputStream open(TreeEntry file) {
    return tree.open(file);
  }

  @Override
  public Optional<String> sha256(TreeEntry file) {
    return tree.sha256(file);
  }

  private TreeEntry keyed(TreeEntry entry) {
    if (!entry.isDirectory() || touched.touches(entry.path())) {
      return entry;
    }
    return new TreeEntry(
        entry.path(),
        entry.type(),
        entry.size(),
        entry.modified(),
        entry.mode(),
        entry.uid(),
        entry.gid(),
        entry.linkTarget(),
        "untouched " + entry.path());
  }

  @Override
  public void close() {
    tree.close();
  }
}
