package org.hevelius.repository.restore;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.format.BlobType;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.Node;
import org.hevelius.repository.fs.FileSystemException;
import org.hevelius.repository.index.BlobIndex;
import org.hevelius.repository.tree.Trees;
import org.jspecify.annotations.Nullable;

/**
 * A directory of a snapshot in a repository.
 *
 * @param tree null for a directory without one, which has nothing in it
 */
record StoredDirectory(StoredBlobs blobs, @Nullable Id tree) implements StateDirectory {
  /** A blob that goes to a place in a file. */
  record Piece(TargetFile file, Id id, long position, int entry, long order) {}

  @Override
  public List<Node> nodes(RestoreWorker worker) {
    return Trees.load(blobs.reader(), worker.codec(blobs), tree);
  }

  @Override
  public StateDirectory below(Node directory) {
    return new StoredDirectory(blobs, directory.subtree());
  }

  @Override
  public boolean isSame(Node mine, Node others) {
    return mine.subtree() != null && mine.subtree().equals(others.subtree());
  }

  @Override
  public FileContent content(Node file) {
    return new StoredContent(blobs, file.content());
  }

  /** Reads the blobs in the order in which they lie, neighbors in one stretch. */
  @Override
  public void write(RestoreWorker worker, RestoreContext context, List<Part> parts) {
    List<Piece> pieces = new ArrayList<>();
    parts.forEach(part -> pieces(part, pieces));
    pieces.sort(Comparator.comparingLong(Piece::order));
    PackStretches stretches = new PackStretches(blobs);
    for (int at = 0; at < pieces.size(); ) {
      at = stretches.read(worker, pieces, at, StoredDirectory::deliver);
    }
  }

  private void pieces(Part part, List<Piece> pieces) {
    BlobIndex index = blobs.reader().index();
    List<Id> content = part.file().node().content();
    long position = part.position();
    for (int i = part.firstPiece(); i < part.endPiece(); i++) {
      Id id = content.get(i);
      int entry = index.find(BlobType.DATA, id);
      long order =
          entry == BlobIndex.NONE
              ? Long.MAX_VALUE
              : (long) index.packNumber(entry) << 32 | index.blob(entry).offset();
      pieces.add(new Piece(part.file(), id, position, entry, order));
      position += entry == BlobIndex.NONE ? 0 : index.blob(entry).plainLength();
    }
  }

  private static void deliver(RestoreWorker worker, Piece piece, PackStretches.Content content) {
    try {
      piece.file().write(worker, piece.position(), content.bytes(), content.length());
    } catch (FileSystemException e) {
      Failures.raiseIfFull(e);
      piece.file().fail(String.valueOf(e.getMessage()));
    } catch (RepositoryException e) {
      piece.file().fail(e.getMessage() + "; " + e.advice());
    }
    piece.file().arrived(worker, 1);
  }
}
