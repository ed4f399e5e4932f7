package org.hevelius.repository.tree;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.format.BlobType;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.Node;
import org.hevelius.repository.format.NodeType;
import org.hevelius.repository.format.TreeReader;
import org.hevelius.repository.index.BlobIndex;
import org.hevelius.repository.index.EntrySet;
import org.hevelius.repository.pack.BlobCodec;
import org.hevelius.repository.pack.BlobReader;
import org.hevelius.repository.pack.CodecWorker;
import org.hevelius.repository.work.WorkStack;

/**
 * Marks every blob that can be reached from root trees, in parallel; each tree is read once however
 * many snapshots and directories share it. Of a blob with several copies the first entry is marked.
 */
public final class UsedBlobs {
  private final BlobReader reader;
  private final BlobIndex index;
  private final Visitor visitor;
  private final LongAdder trees;
  private final EntrySet used;
  private final WorkStack<CodecWorker> stack;

  /** Is told what the walk meets, by several threads at a time. */
  public interface Visitor {
    /** A blob that is needed and that no pack holds. May be told several times. */
    void missing(BlobType type, Id id);

    /** A tree of which no copy can be read. */
    void unreadable(Id tree, RepositoryException reason);

    /** A tree that was read but can't be understood; what stands before the fault was visited. */
    void malformed(Id tree, RepositoryException reason);

    /** An entry of a tree. */
    default void node(Id tree, Node node) {}
  }

  private UsedBlobs(BlobReader reader, Visitor visitor, LongAdder trees, BooleanSupplier canceled) {
    this.reader = reader;
    this.index = reader.index();
    this.visitor = visitor;
    this.trees = trees;
    this.used = new EntrySet(index.size());
    this.stack = new WorkStack<>(canceled);
  }

  /**
   * Walks the trees below the roots.
   *
   * @param trees counts the trees that were read
   * @return the first entries of all blobs that were reached
   */
  public static EntrySet mark(
      BlobReader reader,
      Collection<Id> roots,
      Supplier<BlobCodec> codecs,
      int workers,
      Visitor visitor,
      LongAdder trees,
      BooleanSupplier canceled) {
    UsedBlobs walk = new UsedBlobs(reader, visitor, trees, canceled);
    walk.stack.pushAll(walk.newTrees(roots));
    walk.stack.run(workers, () -> new CodecWorker(codecs.get()));
    return walk.used;
  }

  private List<WorkStack.Task<CodecWorker>> newTrees(Collection<Id> ids) {
    List<WorkStack.Task<CodecWorker>> tasks = new ArrayList<>();
    for (Id id : ids) {
      if (use(BlobType.TREE, id)) {
        tasks.add(worker -> visit(worker, id));
      }
    }
    return tasks;
  }

  private boolean use(BlobType type, Id id) {
    int entry = index.find(type, id);
    if (entry == BlobIndex.NONE) {
      visitor.missing(type, id);
      return false;
    }
    return used.add(entry);
  }

  private void visit(CodecWorker worker, Id tree) {
    byte[] blob;
    try {
      blob = reader.read(worker.codec(), BlobType.TREE, tree);
    } catch (RepositoryException e) {
      visitor.unreadable(tree, e);
      return;
    }
    trees.increment();
    List<Id> subtrees = new ArrayList<>();
    try {
      TreeReader.read(
          blob,
          node -> {
            visitor.node(tree, node);
            node.content().forEach(id -> use(BlobType.DATA, id));
            if (node.type() == NodeType.DIRECTORY && node.subtree() != null) {
              subtrees.add(node.subtree());
            }
          });
    } catch (RepositoryException e) {
      visitor.malformed(tree, e);
    }
    stack.pushAll(newTrees(subtrees));
  }
}
