package org.hevelius.repository.pack;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.hevelius.repository.format.BlobType;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.PackHeader;
import org.hevelius.repository.format.PackedBlob;

/** A pack while it is filled, in one reused buffer. Not safe for use by several threads. */
final class PackBuilder {
  /** A pack is closed when it has reached this size. */
  static final int TARGET = 16 << 20;

  /** Room for the header beside the blobs. */
  private static final int HEADER_ROOM = 1 << 20;

  private byte[] buffer;
  private final List<PackedBlob> blobs = new ArrayList<>();
  private int length;

  PackBuilder() {
    buffer = new byte[1 << 20];
  }

  boolean isEmpty() {
    return blobs.isEmpty();
  }

  boolean isFull() {
    return length >= TARGET || blobs.size() * 41 >= HEADER_ROOM - 64;
  }

  /** Whether another blob of this sealed length would make the pack much larger than wanted. */
  boolean wouldOverflow(int sealedLength) {
    return !blobs.isEmpty() && length + sealedLength > TARGET + HEADER_ROOM;
  }

  void add(
      BlobType type, Id id, byte[] sealed, int offset, int sealedLength, int uncompressedLength) {
    need(sealedLength);
    System.arraycopy(sealed, offset, buffer, length, sealedLength);
    blobs.add(new PackedBlob(type, id, length, sealedLength, uncompressedLength));
    length += sealedLength;
  }

  /** Appends the header; afterwards {@link #content} is the pack. */
  void finish(BlobCodec codec) {
    byte[] header = codec.seal(PackHeader.write(blobs));
    need(header.length + 4);
    System.arraycopy(header, 0, buffer, length, header.length);
    length += header.length;
    ByteBuffer.wrap(buffer, length, 4).order(ByteOrder.LITTLE_ENDIAN).putInt(header.length);
    length += 4;
  }

  ByteBuffer content() {
    return ByteBuffer.wrap(buffer, 0, length);
  }

  Id hash(BlobCodec codec) {
    return codec.hash(buffer, 0, length);
  }

  List<PackedBlob> blobs() {
    return blobs;
  }

  void clear() {
    blobs.clear();
    length = 0;
  }

  private void need(int more) {
    if (buffer.length - length < more) {
      int wanted = Math.max(length + more, Math.min(buffer.length * 4, TARGET + 2 * HEADER_ROOM));
      buffer = java.util.Arrays.copyOf(buffer, wanted);
    }
  }
}
