package org.hevelius.repository.tree;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hevelius.repository.format.BlobType;
import org.hevelius.repository.format.FileName;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.Node;
import org.hevelius.repository.format.TreeWriter;
import org.hevelius.repository.pack.BlobCodec;
import org.hevelius.repository.pack.BlobReader;
import org.jspecify.annotations.Nullable;

/**
 * Puts a file into a tree, which makes another tree.
 *
 * @param sink takes the new blobs
 */
public record TreeEdit(BlobReader reader, BlobCodec codec, Sink sink) {

  /** Takes blobs and gives their ids. */
  @FunctionalInterface
  public interface Sink {
    /** Stores a blob. */
    Id save(BlobType type, byte[] plain);
  }

  /**
   * The tree with this file in the place of what stands there; missing directories are made.
   *
   * @param path where the file stands, one name a part
   */
  public Id put(Id root, List<String> path, byte[] content, Instant time) {
    Id blob = sink.save(BlobType.DATA, content);
    return put(
        root, path, Node.file(FileName.of(path.getLast()), time, content.length, List.of(blob)));
  }

  private Id put(@Nullable Id tree, List<String> path, Node file) {
    SortedMap<FileName, Node> nodes = new TreeMap<>();
    Trees.load(reader, codec, tree).forEach(node -> nodes.put(node.name(), node));
    FileName first = FileName.of(path.getFirst());
    if (path.size() == 1) {
      nodes.put(first, file);
    } else {
      Node old = nodes.get(first);
      Id below = put(old == null ? null : old.subtree(), path.subList(1, path.size()), file);
      nodes.put(
          first, old == null ? Node.directory(first, file.mtime(), below) : old.withSubtree(below));
    }
    TreeWriter writer = new TreeWriter();
    nodes.values().forEach(writer::add);
    return sink.save(BlobType.TREE, writer.finish());
  }
}
