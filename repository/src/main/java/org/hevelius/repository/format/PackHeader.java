package org.hevelius.repository.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The header at the end of a pack, unsealed: an entry for each blob, in the order in which they
 * lie.
 */
public final class PackHeader {
  /** No header is longer. */
  public static final int MAX = 16 << 20;

  private static final int PLAIN_ENTRY = 37;
  private static final int COMPRESSED_ENTRY = 41;

  private PackHeader() {}

  /** Length of the header for these blobs. */
  public static int length(List<PackedBlob> blobs) {
    int length = 0;
    for (PackedBlob blob : blobs) {
      length += blob.compressed() ? COMPRESSED_ENTRY : PLAIN_ENTRY;
    }
    return length;
  }

  /** Writes the entries. */
  public static byte[] write(List<PackedBlob> blobs) {
    ByteBuffer out = ByteBuffer.allocate(length(blobs)).order(ByteOrder.LITTLE_ENDIAN);
    for (PackedBlob blob : blobs) {
      int kind = (blob.type() == BlobType.TREE ? 1 : 0) + (blob.compressed() ? 2 : 0);
      out.put((byte) kind).putInt(blob.length());
      if (blob.compressed()) {
        out.putInt(blob.uncompressedLength());
      }
      blob.id().write(out.array(), out.position());
      out.position(out.position() + Id.BYTES);
    }
    return out.array();
  }

  /**
   * Reads the entries and computes the offsets.
   *
   * @throws IllegalArgumentException if this is no header
   */
  public static List<PackedBlob> read(byte[] header) {
    List<PackedBlob> blobs = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    long offset = 0;
    while (in.hasRemaining()) {
      int kind = in.get();
      if (kind < 0 || kind > 3) {
        throw new IllegalArgumentException("unknown blob type " + kind + " in a pack header");
      }
      int needed = kind >= 2 ? COMPRESSED_ENTRY - 1 : PLAIN_ENTRY - 1;
      if (in.remaining() < needed) {
        throw new IllegalArgumentException("a pack header ends in the middle of an entry");
      }
      long length = Integer.toUnsignedLong(in.getInt());
      long plain = kind >= 2 ? Integer.toUnsignedLong(in.getInt()) : 0;
      Id id = Id.read(header, in.position());
      in.position(in.position() + Id.BYTES);
      blobs.add(
          PackedBlob.checked(
              (kind & 1) == 1 ? BlobType.TREE : BlobType.DATA, id, offset, length, plain));
      offset += length;
    }
    return blobs;
  }
}
