package org.hevelius.repository.pack;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.storage.Handle;
import org.hevelius.repository.storage.Storage;

/**
 * The bytes of one pack after the other, in one reused buffer. A pack of usual size is read whole
 * and once; of a larger one only the part that is asked for. Not safe for use by several threads.
 */
public final class PackContent {
  /** Packs up to this size are read whole. */
  private static final int WHOLE = 32 << 20;

  private static final int SLICE = 1 << 20;

  private final Storage storage;
  private final MessageDigest sha256 = Id.sha256();
  private byte[] buffer = new byte[0];
  private Handle handle = Handle.CONFIG;
  private long size;
  private long start;
  private int loaded;

  /** A reader without a pack. */
  public PackContent(Storage storage) {
    this.storage = storage;
  }

  /**
   * Turns to a pack.
   *
   * @param fileSize as the storage lists it
   */
  public void open(Id pack, long fileSize) {
    handle = Handle.of(FileKind.PACK, pack);
    size = fileSize;
    loaded = 0;
    if (size <= WHOLE) {
      load(0, (int) size);
    }
  }

  /** Size of the pack. */
  public long size() {
    return size;
  }

  /**
   * Makes a range available.
   *
   * @return where in {@link #bytes} it starts
   * @throws RepositoryException {@code DAMAGED} when the pack ends before
   */
  public int at(long offset, int length) {
    if (offset < 0 || offset + length > size) {
      throw new RepositoryException(
          RepositoryException.Kind.DAMAGED,
          handle + " has " + size + " bytes and should have at least " + (offset + length),
          "run `hevelius repository repair-packs`");
    }
    if (offset < start || offset + length > start + loaded) {
      load(offset, length);
    }
    return (int) (offset - start);
  }

  /** The buffer; valid until the next call. */
  public byte[] bytes() {
    return buffer;
  }

  /** The SHA-256 of the whole pack. */
  public Id hash() {
    if (start == 0 && loaded == size) {
      return Id.of(sha256, buffer, 0, loaded);
    }
    for (long offset = 0; offset < size; offset += SLICE) {
      int length = (int) Math.min(SLICE, size - offset);
      load(offset, length);
      sha256.update(buffer, 0, length);
    }
    return Id.read(sha256.digest(), 0);
  }

  private void load(long offset, int length) {
    if (buffer.length < length) {
      buffer = new byte[Math.max(length, Math.min(WHOLE, length + (length >> 1)))];
    }
    loaded = 0;
    storage.read(handle, offset, ByteBuffer.wrap(buffer, 0, length));
    start = offset;
    loaded = length;
  }
}
