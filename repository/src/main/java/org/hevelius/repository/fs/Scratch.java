package org.hevelius.repository.fs;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Native memory for the arguments and results of one call at a time. Taken from a pool before and
 * given back after, so that there are as many as calls that run at once, and none per thread: there
 * may be thousands of virtual threads.
 *
 * <p>Holds, in this order: the errno, a structure, two texts that end in NUL, and a buffer for
 * content. A direct buffer and not a segment, since a segment's accessors cost the JVM more at
 * their first use and the same afterwards.
 */
final class Scratch {
  /** Bytes of the buffer for content. */
  static final int CONTENT_BYTES = 128 * 1024;

  private static final int STRUCT = 16;
  private static final int STRUCT_BYTES = 512;
  private static final int TEXT = STRUCT + STRUCT_BYTES;
  private static final int TEXT_BYTES = 4096 + 64;
  private static final int CONTENT = TEXT + 2 * TEXT_BYTES;

  private static final int SLOTS = 64;
  private static final AtomicReferenceArray<Scratch> POOL = new AtomicReferenceArray<>(SLOTS);

  private final ByteBuffer memory =
      ByteBuffer.allocateDirect(CONTENT + CONTENT_BYTES).order(ByteOrder.nativeOrder());
  private final MemorySegment errno = MemorySegment.ofBuffer(memory);
  private final long address = errno.address();

  private Scratch() {}

  /** Takes one; whoever does gives it back in {@code finally}. */
  static Scratch take() {
    int first = (int) Thread.currentThread().threadId();
    for (int i = 0; i < SLOTS; i++) {
      Scratch scratch = POOL.getAndSet((first + i) % SLOTS, null);
      if (scratch != null) {
        return scratch;
      }
    }
    return new Scratch();
  }

  /** Gives it back; not to be used after. */
  void giveBack() {
    int first = (int) Thread.currentThread().threadId();
    for (int i = 0; i < SLOTS; i++) {
      if (POOL.compareAndSet((first + i) % SLOTS, null, this)) {
        return;
      }
    }
  }

  /** A system call; the negative error number for a failure. Repeated when a signal breaks it. */
  long call(int number, long a, long b, long c, long d, long e) {
    while (true) {
      long result = Syscall.call(errno, number, a, b, c, d, e);
      if (result != -1) {
        return result;
      }
      int code = memory.getInt(0);
      // Linux has freed the descriptor even then; a second close might hit someone else's.
      if (code != Errno.EINTR.code || number == Syscall.CLOSE) {
        return -code;
      }
    }
  }

  /** A system call of up to three arguments. */
  long call(int number, long a, long b, long c) {
    return call(number, a, b, c, 0, 0);
  }

  /** Looks up a user's or group's name; see {@link Syscall#account}. */
  int account(boolean group, int id, long text, long size) {
    return Syscall.account(group, errno, id, struct() + 8, text, size, struct());
  }

  /** Address of 512 bytes for a structure. */
  long struct() {
    return address + STRUCT;
  }

  int structInt(int offset) {
    return memory.getInt(STRUCT + offset);
  }

  long structLong(int offset) {
    return memory.getLong(STRUCT + offset);
  }

  void structInt(int offset, int value) {
    memory.putInt(STRUCT + offset, value);
  }

  void structLong(int offset, long value) {
    memory.putLong(STRUCT + offset, value);
  }

  /** Whether a text of so many bytes fits. The kernel takes no path that doesn't. */
  static boolean fits(int length) {
    return length < TEXT_BYTES;
  }

  /** Puts down the first text and ends it with NUL; its address. */
  long text(byte[] text) {
    return text(TEXT, text);
  }

  /** Puts down the second text. */
  long secondText(byte[] text) {
    return text(TEXT + TEXT_BYTES, text);
  }

  private long text(int at, byte[] text) {
    memory.put(at, text, 0, text.length);
    memory.put(at + text.length, (byte) 0);
    return address + at;
  }

  /** Address of the buffer for content. */
  long content() {
    return address + CONTENT;
  }

  byte contentByte(int offset) {
    return memory.get(CONTENT + offset);
  }

  short contentShort(int offset) {
    return memory.getShort(CONTENT + offset);
  }

  int contentInt(int offset) {
    return memory.getInt(CONTENT + offset);
  }

  long contentLong(int offset) {
    return memory.getLong(CONTENT + offset);
  }

  void contentLong(int offset, long value) {
    memory.putLong(CONTENT + offset, value);
  }

  void readContent(int offset, byte[] target, int targetOffset, int length) {
    memory.get(CONTENT + offset, target, targetOffset, length);
  }

  byte[] contentBytes(int offset, int length) {
    byte[] bytes = new byte[length];
    memory.get(CONTENT + offset, bytes, 0, length);
    return bytes;
  }

  void writeContent(int offset, byte[] source, int sourceOffset, int length) {
    memory.put(CONTENT + offset, source, sourceOffset, length);
  }
}
