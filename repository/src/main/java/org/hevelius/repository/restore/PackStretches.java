package org.hevelius.repository.restore;

import java.nio.ByteBuffer;
import java.util.List;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.format.BlobType;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.PackedBlob;
import org.hevelius.repository.index.BlobIndex;
import org.hevelius.repository.restore.StoredDirectory.Piece;
import org.hevelius.repository.storage.Handle;

/** Reads blobs that lie near each other in a pack with one call. */
final class PackStretches {
  private static final int MAX_STRETCH = 4 << 20;
  private static final int MAX_GAP = 32 << 10;

  private final StoredBlobs blobs;

  PackStretches(StoredBlobs blobs) {
    this.blobs = blobs;
  }

  /**
   * A blob's plain bytes, valid until the next one; asking for a blob that can't be read throws.
   */
  interface Content {
    byte[] bytes();

    int length();
  }

  /** Takes one blob. */
  @FunctionalInterface
  interface Sink {
    void deliver(RestoreWorker worker, Piece piece, Content content);
  }

  /**
   * Reads the stretch that starts with piece {@code from} and gives the number of the first piece
   * behind it.
   */
  int read(RestoreWorker worker, List<Piece> pieces, int from, Sink sink) {
    BlobIndex index = blobs.reader().index();
    Piece first = pieces.get(from);
    if (first.entry() == BlobIndex.NONE) {
      sink.deliver(worker, first, slow(worker, first));
      return from + 1;
    }
    int pack = index.packNumber(first.entry());
    int start = index.blob(first.entry()).offset();
    int end = start + index.blob(first.entry()).length();
    int to = from + 1;
    for (; to < pieces.size(); to++) {
      Piece next = pieces.get(to);
      if (next.entry() == BlobIndex.NONE || index.packNumber(next.entry()) != pack) {
        break;
      }
      PackedBlob blob = index.blob(next.entry());
      int newEnd = Math.max(end, blob.offset() + blob.length());
      if (blob.offset() > end + MAX_GAP || newEnd - start > MAX_STRETCH) {
        break;
      }
      end = newEnd;
    }
    byte[] range = worker.range(end - start);
    boolean readable = true;
    try {
      Id packId = index.packId(first.entry());
      blobs
          .storage()
          .read(Handle.of(FileKind.PACK, packId), start, ByteBuffer.wrap(range, 0, end - start));
    } catch (RepositoryException e) {
      readable = false;
    }
    for (int i = from; i < to; i++) {
      Piece piece = pieces.get(i);
      sink.deliver(
          worker, piece, readable ? fast(worker, piece, range, start) : slow(worker, piece));
    }
    return to;
  }

  private Content fast(RestoreWorker worker, Piece piece, byte[] range, int start) {
    PackedBlob blob = blobs.reader().index().blob(piece.entry());
    try {
      return new Bytes(
          worker.codec(blobs).decode(blob, range, blob.offset() - start), blob.plainLength());
    } catch (RepositoryException e) {
      return slow(worker, piece);
    }
  }

  /** Another copy may be good; if none is, the exception comes when the bytes are asked for. */
  private Content slow(RestoreWorker worker, Piece piece) {
    return new Content() {
      private byte[] loaded = new byte[0];

      @Override
      public byte[] bytes() {
        loaded = blobs.reader().read(worker.codec(blobs), BlobType.DATA, piece.id());
        return loaded;
      }

      @Override
      public int length() {
        return loaded.length;
      }
    };
  }

  private static final class Bytes implements Content {
    private final byte[] bytes;
    private final int length;

    Bytes(byte[] bytes, int length) {
      this.bytes = bytes;
      this.length = length;
    }

    @Override
    public byte[] bytes() {
      return bytes;
    }

    @Override
    public int length() {
      return length;
    }
  }
}
