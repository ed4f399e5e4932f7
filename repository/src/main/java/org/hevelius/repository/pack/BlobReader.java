package org.hevelius.repository.pack;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.format.BlobType;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.PackedBlob;
import org.hevelius.repository.index.BlobIndex;
import org.hevelius.repository.storage.Handle;
import org.hevelius.repository.storage.Storage;

/**
 * Reads single blobs, verified. When one copy is damaged or gone, the next one is tried. Safe for
 * several threads.
 */
public final class BlobReader {
  private final Storage storage;
  private final BlobIndex index;

  /** Makes a reader. */
  public BlobReader(Storage storage, BlobIndex index) {
    this.storage = storage;
    this.index = index;
  }

  /** The index that is asked. */
  public BlobIndex index() {
    return index;
  }

  /**
   * A blob's plain bytes, in an array of their own.
   *
   * @throws RepositoryException {@code NOT_FOUND} when no pack holds it, {@code DAMAGED} when no
   *     copy can be read
   */
  public byte[] read(BlobCodec codec, BlobType type, Id id) {
    int entry = index.find(type, id);
    if (entry == BlobIndex.NONE) {
      throw new RepositoryException(
          Kind.NOT_FOUND,
          type.word() + " blob " + id.brief() + " is in no pack that the index knows",
          "run `hevelius check`; if packs are there that the index doesn't list, `hevelius"
              + " repository rebuild-index`");
    }
    RepositoryException first = null;
    for (; entry != BlobIndex.NONE; entry = index.findNext(entry)) {
      try {
        return readAt(codec, index.packId(entry), index.blob(entry));
      } catch (RepositoryException e) {
        first = first == null ? e : first;
      }
    }
    throw Objects.requireNonNull(first);
  }

  private byte[] readAt(BlobCodec codec, Id pack, PackedBlob blob) {
    byte[] sealed = new byte[blob.length()];
    storage.read(Handle.of(FileKind.PACK, pack), blob.offset(), ByteBuffer.wrap(sealed));
    try {
      return Arrays.copyOf(codec.decode(blob, sealed, 0), blob.plainLength());
    } catch (RepositoryException e) {
      throw new RepositoryException(
          e.kind(), "pack " + pack + ": " + e.getMessage(), e.advice(), e);
    }
  }
}
