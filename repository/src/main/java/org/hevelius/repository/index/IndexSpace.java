package org.hevelius.repository.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Room for the tables of an index: memory of the program up to a limit, then a mapped file without
 * a name, which the system may write out when memory is short. So the memory of the program doesn't
 * grow with the number of blobs. Where no such file can be made, all is memory.
 */
final class IndexSpace {
  /** Room is mapped in pieces of this many bytes, a multiple of any page size. */
  private static final int PIECE = 4 << 20;

  private final Path directory;
  private long heapLeft;
  private @Nullable FileChannel file;
  private boolean unusable;
  private long end;
  private ByteBuffer piece = ByteBuffer.allocate(0);

  /**
   * Room with a limit.
   *
   * @param heapBytes how much of the program's memory is used first
   * @param directory where the file goes
   */
  IndexSpace(long heapBytes, Path directory) {
    this.heapLeft = heapBytes;
    this.directory = directory;
  }

  /** A fifth of the memory that the program may use, then a file among the temporary ones. */
  static IndexSpace standard() {
    return new IndexSpace(
        Runtime.getRuntime().maxMemory() / 5, Path.of(System.getProperty("java.io.tmpdir")));
  }

  /** Room for numbers, all 0. */
  LongBuffer longs(int count) {
    long bytes = (long) count * Long.BYTES;
    ByteBuffer mapped = fitsOnHeap(bytes) ? null : mapped(bytes);
    return mapped == null ? LongBuffer.allocate(count) : mapped.asLongBuffer();
  }

  /** Room for numbers, all 0. */
  IntBuffer ints(int count) {
    long bytes = (long) count * Integer.BYTES;
    ByteBuffer mapped = fitsOnHeap(bytes) ? null : mapped(bytes);
    return mapped == null ? IntBuffer.allocate(count) : mapped.asIntBuffer();
  }

  /** Takes back the heap of a table that is no longer used. */
  void released(IntBuffer ints) {
    if (!ints.isDirect()) {
      heapLeft += (long) ints.capacity() * Integer.BYTES;
    }
  }

  private boolean fitsOnHeap(long bytes) {
    if (bytes > heapLeft) {
      return false;
    }
    heapLeft -= bytes;
    return true;
  }

  private @Nullable ByteBuffer mapped(long bytes) {
    if (unusable || bytes > Integer.MAX_VALUE) {
      return null;
    }
    try {
      if (piece.remaining() < bytes) {
        piece = map((bytes + PIECE - 1) / PIECE * PIECE);
      }
    } catch (IOException | SecurityException _) {
      unusable = true;
      return null;
    }
    ByteBuffer room = piece.slice(piece.position(), (int) bytes).order(ByteOrder.nativeOrder());
    piece.position(piece.position() + (int) bytes);
    return room;
  }

  /**
   * Extends the file. Zeros are written before it is mapped: touching a page for which the disk has
   * no room would end the program, while a write only fails.
   */
  private ByteBuffer map(long bytes) throws IOException {
    FileChannel channel = file;
    if (channel == null) {
      channel = open();
      file = channel;
    }
    ByteBuffer zeros = ByteBuffer.allocate(1 << 16);
    for (long at = end; at < end + bytes; at += channel.write(zeros.clear(), at)) {}
    ByteBuffer mapped = channel.map(MapMode.READ_WRITE, end, bytes);
    end += bytes;
    return mapped;
  }

  private FileChannel open() throws IOException {
    Path path = Files.createTempFile(directory, "hevelius-index-", ".tmp");
    try {
      return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } finally {
      Files.delete(path);
    }
  }
}
