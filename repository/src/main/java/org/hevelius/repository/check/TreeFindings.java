package org.hevelius.repository.check;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.format.BlobType;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.Node;
import org.hevelius.repository.format.NodeType;
import org.hevelius.repository.fs.RawPath;
import org.hevelius.repository.index.BlobIndex;
import org.hevelius.repository.tree.UsedBlobs;

/** Collects what a walk over the trees meets. */
final class TreeFindings implements UsedBlobs.Visitor {
  private final BlobIndex index;
  private final Consumer<CheckFinding> findings;
  private final Set<Id> missingData = ConcurrentHashMap.newKeySet();
  private final Set<Id> missingTrees = ConcurrentHashMap.newKeySet();
  private final Map<Id, RepositoryException> unreadable = new ConcurrentHashMap<>();

  TreeFindings(BlobIndex index, Consumer<CheckFinding> findings) {
    this.index = index;
    this.findings = findings;
  }

  List<Id> missing(BlobType type) {
    return (type == BlobType.TREE ? missingTrees : missingData).stream().sorted().toList();
  }

  Map<Id, RepositoryException> unreadable() {
    return unreadable;
  }

  @Override
  public void missing(BlobType type, Id id) {
    (type == BlobType.TREE ? missingTrees : missingData).add(id);
  }

  @Override
  public void unreadable(Id tree, RepositoryException reason) {
    unreadable.put(tree, reason);
  }

  @Override
  public void malformed(Id tree, RepositoryException reason) {
    findings.accept(new CheckFinding.TreeMalformed(tree, String.valueOf(reason.getMessage())));
  }

  @Override
  public void node(Id tree, Node node) {
    if (!node.name().isSafe()) {
      malformed(tree, node, "has a name that no file can have");
    }
    if (node.type() == NodeType.DIRECTORY && node.subtree() == null) {
      malformed(tree, node, "is a directory without a tree");
    }
    if (node.type() != NodeType.DIRECTORY && node.subtree() != null) {
      malformed(tree, node, "is no directory and has a tree");
    }
    if (node.type() != NodeType.FILE && !node.content().isEmpty()) {
      malformed(tree, node, "is no file and has content");
    }
    if (node.type() == NodeType.FILE) {
      checkSize(tree, node);
    }
  }

  private void malformed(Id tree, Node node, String why) {
    findings.accept(
        new CheckFinding.TreeMalformed(
            tree, "the entry " + RawPath.show(node.name().bytes()) + " " + why));
  }

  private void checkSize(Id tree, Node node) {
    long size = 0;
    for (Id id : node.content()) {
      long length = index.plainLength(BlobType.DATA, id);
      if (length < 0) {
        return;
      }
      size += length;
    }
    if (size != node.size()) {
      findings.accept(
          new CheckFinding.FileSizeDiffers(
              tree, RawPath.show(node.name().bytes()), node.size(), size));
    }
  }
}
