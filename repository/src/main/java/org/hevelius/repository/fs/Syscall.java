package org.hevelius.repository.fs;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;

/**
 * Linux system calls by number, and functions of the C library of the same shape.
 *
 * <p>All go through one shape, six longs to a long: linking a shape costs the JVM tens of
 * milliseconds at its first use, while unused arguments cost nothing. Numbers and flags are those
 * of the kernel's {@code asm/unistd.h} and {@code asm/fcntl.h}; only x86-64 has a table of its own.
 */
final class Syscall {
  private static final String MACHINE = System.getProperty("os.arch", "");
  private static final boolean X86 = MACHINE.equals("amd64") || MACHINE.equals("x86_64");

  static final int CAPGET = X86 ? 125 : 90;
  static final int CLOSE = X86 ? 3 : 57;
  static final int FALLOCATE = X86 ? 285 : 47;
  static final int FCHMOD = X86 ? 91 : 52;
  static final int FCHMODAT = X86 ? 268 : 53;
  static final int FCHMODAT2 = 452;
  static final int FCHOWN = X86 ? 93 : 55;
  static final int FCHOWNAT = X86 ? 260 : 54;
  static final int FGETXATTR = X86 ? 193 : 10;
  static final int FLISTXATTR = X86 ? 196 : 13;
  static final int FSETXATTR = X86 ? 190 : 7;
  static final int FSYNC = X86 ? 74 : 82;
  static final int FTRUNCATE = X86 ? 77 : 46;
  static final int GETDENTS64 = X86 ? 217 : 61;
  static final int IOCTL = X86 ? 16 : 29;
  static final int LGETXATTR = X86 ? 192 : 9;
  static final int LINKAT = X86 ? 265 : 37;
  static final int LLISTXATTR = X86 ? 195 : 12;
  static final int LREMOVEXATTR = X86 ? 198 : 15;
  static final int LSEEK = X86 ? 8 : 62;
  static final int LSETXATTR = X86 ? 189 : 6;
  static final int MKDIRAT = X86 ? 258 : 34;
  static final int MKNODAT = X86 ? 259 : 33;
  static final int OPENAT = X86 ? 257 : 56;
  static final int PREAD64 = X86 ? 17 : 67;
  static final int PWRITE64 = X86 ? 18 : 68;
  static final int READLINKAT = X86 ? 267 : 78;
  static final int RENAMEAT2 = X86 ? 316 : 276;
  static final int STATFS = X86 ? 137 : 43;
  static final int STATX = X86 ? 332 : 291;
  static final int SYMLINKAT = X86 ? 266 : 36;
  static final int SYNCFS = X86 ? 306 : 267;
  static final int UNLINKAT = X86 ? 263 : 35;
  static final int UTIMENSAT = X86 ? 280 : 88;

  static final int O_RDWR = 2;
  static final int O_CREAT = 0100;
  static final int O_EXCL = 0200;
  static final int O_NONBLOCK = 04000;
  static final int O_DIRECTORY = X86 ? 0200000 : 040000;
  static final int O_NOFOLLOW = X86 ? 0400000 : 0100000;
  static final int O_NOATIME = 01000000;
  static final int O_CLOEXEC = 02000000;
  static final int O_PATH = 010000000;

  static final int FICLONE = 0x40049409;
  static final long BTRFS_SEARCH = 0xC0709411L;

  static final int AT_FDCWD = -100;
  static final int AT_SYMLINK_NOFOLLOW = 0x100;
  static final int AT_REMOVEDIR = 0x200;
  static final int AT_NO_AUTOMOUNT = 0x800;
  static final int AT_EMPTY_PATH = 0x1000;
  static final int STATX_BASIC_STATS = 0x7ff;
  static final int RENAME_NOREPLACE = 1;
  static final int RENAME_EXCHANGE = 2;
  static final int FALLOC_KEEP_SIZE = 1;
  static final int FALLOC_PUNCH_HOLE = 2;
  static final int SEEK_SET = 0;
  static final int SEEK_DATA = 3;
  static final int SEEK_HOLE = 4;

  private Syscall() {}

  /** Whether the numbers above are right for this machine. */
  static boolean knowsThisMachine() {
    return System.getProperty("os.name", "").equals("Linux")
        && (X86 || MACHINE.equals("aarch64"))
        && "64".equals(System.getProperty("sun.arch.data.model", "64"))
        && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
  }

  /** {@code syscall(2)}: -1 for a failure, whose errno then stands in the captured state. */
  static long call(MemorySegment errno, long number, long a, long b, long c, long d, long e) {
    try {
      return (long) Handles.SYSCALL.invokeExact(errno, number, a, b, c, d, e);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /**
   * {@code getpwuid_r} or {@code getgrgid_r}: 0 or an errno, with the answer's address, or 0 when
   * there is none, at {@code result}.
   */
  static int account(
      boolean group, MemorySegment errno, int id, long entry, long text, long size, long result) {
    MethodHandle handle = group ? AccountHandles.GROUP : AccountHandles.USER;
    try {
      long unsigned = Integer.toUnsignedLong(id);
      return (int) (long) handle.invokeExact(errno, unsigned, entry, text, size, result, 0L);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  private static AssertionError unexpected(Throwable t) {
    if (t instanceof Error error) {
      throw error;
    }
    if (t instanceof RuntimeException exception) {
      throw exception;
    }
    return new AssertionError("a native call throws nothing checked", t);
  }

  private static final class Handles {
    static final MethodHandle SYSCALL = link("syscall");
  }

  private static final class AccountHandles {
    static final MethodHandle USER = link("getpwuid_r");
    static final MethodHandle GROUP = link("getgrgid_r");
  }

  private static MethodHandle link(String function) {
    Linker linker = Linker.nativeLinker();
    ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(function),
        FunctionDescriptor.of(word, word, word, word, word, word, word),
        Linker.Option.captureCallState("errno"));
  }
}
