package org.hevelius.repository.pack;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.crypto.Sealer;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.PackHeader;
import org.hevelius.repository.format.PackedBlob;
import org.hevelius.repository.storage.Handle;
import org.hevelius.repository.storage.Storage;
import org.jspecify.annotations.Nullable;

/** Finds the header at the end of a pack. */
public final class PackHeaders {
  private static final int LENGTH = 4;
  private static final int SMALLEST = 37 + Sealer.OVERHEAD;

  private PackHeaders() {}

  /** The size of a pack that holds exactly these blobs. */
  public static long packSize(List<PackedBlob> blobs) {
    long size = PackHeader.length(blobs) + (long) Sealer.OVERHEAD + LENGTH;
    for (PackedBlob blob : blobs) {
      size += blob.length();
    }
    return size;
  }

  /** Whether the blobs, ordered by offset, follow each other from 0 on without gap or overlap. */
  public static boolean areContiguous(List<PackedBlob> blobs) {
    long end = 0;
    for (PackedBlob blob : blobs) {
      if (blob.offset() != end) {
        return false;
      }
      end += blob.length();
    }
    return true;
  }

  /**
   * Reads the blobs that a pack's header lists, without reading the rest of the pack.
   *
   * @param size of the pack, as the storage lists it
   * @throws RepositoryException {@code DAMAGED} when there is no sound header
   */
  public static List<PackedBlob> read(Storage storage, BlobCodec codec, Id pack, long size) {
    if (size < LENGTH + SMALLEST) {
      throw damaged(pack, "it is too short to hold one", null);
    }
    Handle handle = Handle.of(FileKind.PACK, pack);
    byte[] end = new byte[LENGTH];
    storage.read(handle, size - LENGTH, ByteBuffer.wrap(end));
    int length = headerLength(pack, size, end, 0);
    byte[] sealed = new byte[length];
    storage.read(handle, size - LENGTH - length, ByteBuffer.wrap(sealed));
    return open(codec, pack, size, sealed, 0, length);
  }

  /** Like the other, for a pack that is being read. */
  public static List<PackedBlob> read(PackContent content, BlobCodec codec, Id pack) {
    long size = content.size();
    if (size < LENGTH + SMALLEST) {
      throw damaged(pack, "it is too short to hold one", null);
    }
    int at = content.at(size - LENGTH, LENGTH);
    int length = headerLength(pack, size, content.bytes(), at);
    at = content.at(size - LENGTH - length, length);
    return open(codec, pack, size, content.bytes(), at, length);
  }

  private static int headerLength(Id pack, long size, byte[] bytes, int at) {
    long length =
        Integer.toUnsignedLong(
            ByteBuffer.wrap(bytes, at, LENGTH).order(ByteOrder.LITTLE_ENDIAN).getInt());
    if (length < SMALLEST || length > PackHeader.MAX + Sealer.OVERHEAD || length > size - LENGTH) {
      throw damaged(pack, "its length can't be " + length, null);
    }
    return (int) length;
  }

  private static List<PackedBlob> open(
      BlobCodec codec, Id pack, long size, byte[] sealed, int offset, int length) {
    byte[] header = codec.open(sealed, offset, length);
    if (header.length == 0) {
      throw damaged(pack, "its seal is wrong", null);
    }
    List<PackedBlob> blobs;
    try {
      blobs = PackHeader.read(header);
    } catch (IllegalArgumentException e) {
      throw damaged(pack, String.valueOf(e.getMessage()), e);
    }
    PackedBlob last = blobs.getLast();
    if (last.offset() + (long) last.length() != size - LENGTH - length) {
      throw damaged(pack, "its blobs don't end where it starts", null);
    }
    return blobs;
  }

  private static RepositoryException damaged(Id pack, String why, @Nullable Exception cause) {
    RepositoryException e =
        new RepositoryException(
            RepositoryException.Kind.DAMAGED,
            "pack " + pack + " has no readable header: " + why,
            "the blobs in it may be sound; run `hevelius repository repair-packs`");
    if (cause != null) {
      e.initCause(cause);
    }
    return e;
  }
}
