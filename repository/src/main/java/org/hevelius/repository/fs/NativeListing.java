package org.hevelius.repository.fs;

import java.util.List;
import org.hevelius.repository.format.FileName;

/** Lists an open directory by {@code getdents64}. */
final class NativeListing {
  private static final int BYTES = 64 * 1024;

  private NativeListing() {}

  /** Adds all names but {@code .} and {@code ..}; 0 or a negative error number. */
  static long read(Scratch scratch, int fd, List<FileName> names) {
    long result = scratch.call(Syscall.LSEEK, fd, 0, Syscall.SEEK_SET);
    while (result >= 0) {
      result = scratch.call(Syscall.GETDENTS64, fd, scratch.content(), BYTES);
      if (result == 0) {
        break;
      }
      readNames(scratch, (int) result, names);
    }
    return result;
  }

  /** Reads records of {@code struct linux_dirent64}: inode, offset, length at 16, name at 19. */
  private static void readNames(Scratch scratch, int bytes, List<FileName> names) {
    int at = 0;
    while (at < bytes) {
      int next = at + (scratch.contentShort(at + 16) & 0xffff);
      int start = at + 19;
      // The NUL is among the last 8 bytes, to which a record is padded.
      int end = Math.max(start, next - 8);
      while (scratch.contentByte(end) != 0) {
        end++;
      }
      boolean dots =
          end - start <= 2
              && scratch.contentByte(start) == '.'
              && (end - start == 1 || scratch.contentByte(start + 1) == '.');
      if (!dots) {
        names.add(FileName.ofBytes(scratch.contentBytes(start, end - start)));
      }
      at = next;
    }
  }
}
