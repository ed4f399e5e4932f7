package org.hevelius.repository.fs;

import java.nio.charset.StandardCharsets;

/** {@code fchmodat} that doesn't follow links, on kernels that lack it: as the C library does. */
final class NativeMode {
  private NativeMode() {}

  /**
   * Sets permission bits.
   *
   * @param path address of the entry's name
   * @return negative error number or 0
   */
  static long set(Scratch scratch, int directory, long path, int mode) {
    int flags = Syscall.O_PATH | Syscall.O_NOFOLLOW | Syscall.O_CLOEXEC;
    long entry = scratch.call(Syscall.OPENAT, directory, path, flags);
    if (entry < 0) {
      return entry;
    }
    try {
      long result = NativeHandle.statDescriptor(scratch, (int) entry);
      if (result < 0) {
        return result;
      }
      if (Stat.type(NativeHandle.readMode(scratch)) == Stat.Type.SYMLINK) {
        return -Errno.EOPNOTSUPP.code;
      }
      byte[] self = ("/proc/self/fd/" + entry).getBytes(StandardCharsets.US_ASCII);
      return scratch.call(Syscall.FCHMODAT, Syscall.AT_FDCWD, scratch.text(self), mode);
    } finally {
      scratch.call(Syscall.CLOSE, entry, 0, 0);
    }
  }
}
