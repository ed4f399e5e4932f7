package org.hevelius.repository.prune;

import java.util.ArrayList;
import java.util.List;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.format.BlobType;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.Node;
import org.hevelius.repository.format.NodeType;
import org.hevelius.repository.format.TreeWriter;
import org.hevelius.repository.fs.RawPath;
import org.hevelius.repository.index.BlobIndex;
import org.hevelius.repository.index.EntrySet;
import org.hevelius.repository.pack.BlobCodec;
import org.hevelius.repository.pack.BlobReader;
import org.hevelius.repository.prune.SnapshotRepairPlan.Loss;
import org.hevelius.repository.prune.SnapshotRepairPlan.LostContent;
import org.hevelius.repository.tree.Trees;
import org.jspecify.annotations.Nullable;

/** Makes trees without lost content. Trees that miss nothing stay as they are, read once. */
final class TreeRepair {
  private static final int MAX_LOSSES = 10_000;

  private final BlobReader reader;
  private final BlobIndex index;
  private final int known;
  private final BlobCodec codec;
  private final LostContent lostContent;
  private final TreeSink sink;
  private final EntrySet sound;
  private List<Loss> losses = new ArrayList<>();
  private long lossCount;

  /** Takes new trees and gives their ids. */
  interface TreeSink {
    Id save(byte[] tree);
  }

  TreeRepair(BlobReader reader, BlobCodec codec, LostContent lostContent, TreeSink sink) {
    this.reader = reader;
    this.index = reader.index();
    this.known = index.size();
    this.codec = codec;
    this.lostContent = lostContent;
    this.sink = sink;
    this.sound = new EntrySet(known);
  }

  /** The root without lost content: the same when nothing is lost, null when the root is. */
  @Nullable Id repair(Id root) {
    losses = new ArrayList<>();
    lossCount = 0;
    return repaired(root, new byte[] {'/'});
  }

  /** What the last {@link #repair} left out. */
  List<Loss> losses() {
    return losses;
  }

  long lossCount() {
    return lossCount;
  }

  private @Nullable Id repaired(Id tree, byte[] path) {
    int entry = index.find(BlobType.TREE, tree);
    if (entry == BlobIndex.NONE) {
      return null;
    }
    if (entry < known && sound.contains(entry)) {
      return tree;
    }
    List<Node> nodes = load(tree);
    if (nodes == null) {
      return null;
    }
    TreeWriter out = new TreeWriter();
    boolean changed = false;
    for (Node node : nodes) {
      Node kept = kept(node, RawPath.join(path, node.name()));
      changed |= !node.equals(kept);
      if (kept != null) {
        out.add(kept);
      }
    }
    if (changed) {
      return sink.save(out.finish());
    }
    if (entry < known) {
      sound.add(entry);
    }
    return tree;
  }

  private @Nullable List<Node> load(Id tree) {
    try {
      return Trees.load(reader, codec, tree);
    } catch (RepositoryException e) {
      if (e.kind() != Kind.DAMAGED && e.kind() != Kind.NOT_FOUND) {
        throw e;
      }
      return null;
    }
  }

  private @Nullable Node kept(Node node, byte[] path) {
    if (node.type() == NodeType.DIRECTORY && node.subtree() != null) {
      Id subtree = repaired(node.subtree(), path);
      if (subtree == null) {
        lose(path, 0, 0);
        return node.withSubtree(sink.save(new TreeWriter().finish()));
      }
      return subtree.equals(node.subtree()) ? node : node.withSubtree(subtree);
    }
    if (node.type() != NodeType.FILE || index.containsAll(node.content())) {
      return node;
    }
    return withoutLoss(node, path);
  }

  private @Nullable Node withoutLoss(Node node, byte[] path) {
    List<Id> content = new ArrayList<>();
    long size = 0;
    for (Id id : node.content()) {
      long length = index.plainLength(BlobType.DATA, id);
      if (length < 0) {
        break;
      }
      content.add(id);
      size += length;
    }
    boolean dropped = lostContent == LostContent.DROP;
    lose(path, dropped ? 0 : size, node.size());
    return dropped ? null : node.withContent(content, size);
  }

  private void lose(byte[] path, long bytesKept, long bytesRecorded) {
    lossCount++;
    if (losses.size() < MAX_LOSSES) {
      losses.add(new Loss(RawPath.show(path), bytesKept, bytesRecorded));
    }
  }
}
