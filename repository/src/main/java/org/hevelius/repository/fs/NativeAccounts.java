package org.hevelius.repository.fs;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Names of users and groups from the C library, which asks all that the machine is set up for. */
final class NativeAccounts {
  // A group's entry lists all its members.
  private static final int FIRST_BYTES = 16 * 1024;
  private static final int MOST_BYTES = 16 * 1024 * 1024;

  private NativeAccounts() {}

  /** The name; empty when there is none, null when the library can't say. */
  static @Nullable String find(boolean group, int id) {
    Scratch scratch = Scratch.take();
    try {
      for (int size = FIRST_BYTES; size <= MOST_BYTES; size *= 4) {
        ByteBuffer text = ByteBuffer.allocateDirect(size);
        long address = MemorySegment.ofBuffer(text).address();
        int error = scratch.account(group, id, address, size);
        if (error == 0) {
          boolean found = scratch.structLong(0) != 0;
          // The name is the first member of the entry and points into the text.
          return found ? name(text, (int) (scratch.structLong(8) - address)) : "";
        }
        if (error != Errno.ERANGE.code) {
          return null;
        }
      }
      return null;
    } catch (LinkageError e) {
      return null;
    } finally {
      scratch.giveBack();
    }
  }

  private static String name(ByteBuffer text, int start) {
    int end = start;
    while (text.get(end) != 0) {
      end++;
    }
    byte[] name = new byte[end - start];
    text.get(start, name);
    return new String(name, StandardCharsets.UTF_8);
  }
}
