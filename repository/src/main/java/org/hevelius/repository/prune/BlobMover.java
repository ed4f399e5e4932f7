package org.hevelius.repository.prune;

import java.util.Arrays;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.PackedBlob;
import org.hevelius.repository.pack.BlobCodec;
import org.hevelius.repository.pack.BlobWriter;
import org.hevelius.repository.pack.PackContent;
import org.hevelius.repository.storage.Storage;
import org.hevelius.repository.work.WorkStack;

/** Reads packs, verifies blobs and appends them, sealed as they are, to new packs. */
final class BlobMover implements WorkStack.Worker {
  private final BlobCodec codec;
  private final PackContent content;

  BlobMover(Storage storage, BlobCodec codec) {
    this.codec = codec;
    this.content = new PackContent(storage);
  }

  PackContent content() {
    return content;
  }

  BlobCodec codec() {
    return codec;
  }

  /** Turns to a pack. */
  void open(Id pack, long size) {
    content.open(pack, size);
  }

  /**
   * Verifies a blob of the pack.
   *
   * @return its plain bytes, valid until the next call
   * @throws RepositoryException {@code DAMAGED}
   */
  byte[] verify(PackedBlob blob) {
    int at = content.at(blob.offset(), blob.length());
    return codec.decode(blob, content.bytes(), at);
  }

  /** Whether a blob of the pack is sound. */
  boolean isSound(PackedBlob blob) {
    try {
      verify(blob);
      return true;
    } catch (RepositoryException e) {
      if (e.kind() != Kind.DAMAGED) {
        throw e;
      }
      return false;
    }
  }

  /** Verifies a blob and appends it, compressed if that is wanted and not yet so. */
  void move(PackedBlob blob, BlobWriter writer, boolean compress, PruneCounters counters) {
    byte[] plain = verify(blob);
    if (compress && !blob.compressed()) {
      int length = blob.plainLength();
      codec.encode(blob.type(), blob.id(), Arrays.copyOf(plain, length), 0, length);
      writer.append(
          blob.type(), blob.id(), codec.sealed(), codec.sealedLength(), codec.uncompressedLength());
    } else {
      int at = content.at(blob.offset(), blob.length());
      writer.append(
          blob.type(), blob.id(), content.bytes(), at, blob.length(), blob.uncompressedLength());
    }
    counters.blobsMoved.increment();
    counters.bytesMoved.add(blob.length());
  }

  @Override
  public void close() {
    codec.close();
  }
}
