package org.hevelius.repository.check;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.check.Impact.AffectedPath;
import org.hevelius.repository.format.BlobType;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.Node;
import org.hevelius.repository.format.NodeType;
import org.hevelius.repository.fs.RawPath;
import org.hevelius.repository.index.BlobIndex;
import org.hevelius.repository.index.EntrySet;
import org.hevelius.repository.pack.BlobCodec;
import org.hevelius.repository.pack.BlobReader;
import org.hevelius.repository.tree.Snapshots;
import org.hevelius.repository.tree.Trees;

/**
 * Finds the snapshots and paths that need lost blobs. Reads each tree once to learn which causes
 * lie below it, then only affected trees to name examples; remembers affected trees alone.
 */
public final class ImpactFinder {
  private final BlobReader reader;
  private final BlobCodec codec;
  private final Snapshots snapshots;
  private final LostBlobs lost;
  private final BooleanSupplier canceled;
  private final EntrySet clean;
  private final Map<Id, BitSet> affected = new HashMap<>();
  private boolean walked;

  /** Makes a finder for one thread. */
  public ImpactFinder(
      BlobReader reader,
      BlobCodec codec,
      Snapshots snapshots,
      LostBlobs lost,
      BooleanSupplier canceled) {
    this.reader = reader;
    this.codec = codec;
    this.snapshots = snapshots;
    this.lost = lost;
    this.canceled = canceled;
    this.clean = new EntrySet(reader.index().size());
  }

  /**
   * What a cause means for the snapshots.
   *
   * @param maxExamples no more paths are named
   */
  public Impact impact(int cause, int maxExamples) {
    if (lost.isEmpty()) {
      return Impact.NONE;
    }
    if (!walked) {
      snapshots.readable().forEach(stored -> causesBelow(stored.file().tree()));
      walked = true;
    }
    int blobs = lost.needed(cause);
    if (blobs == 0) {
      return Impact.NONE;
    }
    List<Id> hit = new ArrayList<>();
    List<AffectedPath> examples = new ArrayList<>();
    Set<String> named = new HashSet<>();
    for (Snapshots.Stored stored : snapshots.readable()) {
      if (causesBelow(stored.file().tree()).get(cause)) {
        hit.add(stored.id());
        if (examples.size() < maxExamples) {
          Search search = new Search(cause, stored.id(), maxExamples, named, examples);
          examples(search, stored.file().tree(), new byte[] {'/'});
        }
      }
    }
    return new Impact(blobs, hit, examples);
  }

  private BitSet causesBelow(Id tree) {
    BitSet known = affected.get(tree);
    if (known != null) {
      return known;
    }
    int entry = reader.index().find(BlobType.TREE, tree);
    if (entry != BlobIndex.NONE && entry < reader.index().size() && clean.contains(entry)) {
      return new BitSet();
    }
    cancelIfAsked();
    BitSet causes = new BitSet();
    BitSet own = lost.need(BlobType.TREE, tree);
    if (own != null) {
      causes.or(own);
    } else {
      for (Node node : nodes(tree)) {
        causes.or(causesOf(node));
      }
    }
    if (!causes.isEmpty()) {
      affected.put(tree, causes);
    } else if (entry != BlobIndex.NONE) {
      clean.add(entry);
    }
    return causes;
  }

  private BitSet causesOf(Node node) {
    if (node.type() == NodeType.DIRECTORY) {
      return node.subtree() == null ? new BitSet() : causesBelow(node.subtree());
    }
    BitSet causes = new BitSet();
    for (Id id : node.content()) {
      BitSet found = lost.need(BlobType.DATA, id);
      if (found != null) {
        causes.or(found);
      }
    }
    return causes;
  }

  private List<Node> nodes(Id tree) {
    try {
      return Trees.load(reader, codec, tree);
    } catch (RepositoryException e) {
      // Such a tree has a finding of its own.
      return List.of();
    }
  }

  private record Search(
      int cause, Id snapshot, int max, Set<String> named, List<AffectedPath> found) {
    boolean isFull() {
      return found.size() >= max;
    }

    void name(byte[] path) {
      String shown = RawPath.show(path);
      if (named.add(shown)) {
        found.add(new AffectedPath(snapshot, shown));
      }
    }
  }

  private void examples(Search search, Id tree, byte[] path) {
    if (search.isFull()) {
      return;
    }
    if (lost.contains(BlobType.TREE, tree)) {
      search.name(path);
      return;
    }
    for (Node node : nodes(tree)) {
      if (!search.isFull() && causesOf(node).get(search.cause())) {
        byte[] below = RawPath.join(path, node.name());
        if (node.type() == NodeType.DIRECTORY && node.subtree() != null) {
          examples(search, node.subtree(), below);
        } else {
          search.name(below);
        }
      }
    }
  }

  private void cancelIfAsked() {
    if (canceled.getAsBoolean()) {
      throw new RepositoryException(
          RepositoryException.Kind.CANCELED, "canceled", "nothing was changed");
    }
  }
}
