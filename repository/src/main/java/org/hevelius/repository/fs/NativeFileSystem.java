package org.hevelius.repository.fs;

/** The file system of Linux by system calls. */
final class NativeFileSystem implements FileSystem {
  private static final int CAPABILITY_VERSION_3 = 0x20080522;
  private static final int CAP_CHOWN = 1;

  private final Accounts users = Accounts.users(id -> NativeAccounts.find(false, id));
  private final Accounts groups = Accounts.groups(id -> NativeAccounts.find(true, id));

  @Override
  public Directory open(byte[] path) {
    return NativeDirectory.open(path);
  }

  @Override
  public Stat stat(byte[] path) {
    Scratch scratch = Scratch.take();
    try {
      RawPath.checked(path);
      check(
          "stat",
          path,
          Scratch.fits(path.length)
              ? NativeHandle.stat(scratch, Syscall.AT_FDCWD, path, 0)
              : -Errno.ENAMETOOLONG.code);
      return NativeHandle.readStat(scratch);
    } finally {
      scratch.giveBack();
    }
  }

  @Override
  public long freeBytes(byte[] path) {
    Scratch scratch = Scratch.take();
    try {
      RawPath.checked(path);
      check(
          "statfs",
          path,
          Scratch.fits(path.length)
              ? scratch.call(Syscall.STATFS, scratch.text(path), scratch.struct(), 0)
              : -Errno.ENAMETOOLONG.code);
      // struct statfs: f_bsize at 8, f_blocks at 16, f_bavail at 32, f_frsize at 72.
      long fragment = scratch.structLong(72);
      long unit = fragment == 0 ? scratch.structLong(8) : fragment;
      long all = scratch.structLong(16);
      return all == 0 ? Long.MAX_VALUE : bytes(unit, scratch.structLong(32));
    } finally {
      scratch.giveBack();
    }
  }

  @Override
  public String userName(int uid) {
    return users.name(uid);
  }

  @Override
  public String groupName(int gid) {
    return groups.name(gid);
  }

  @Override
  public boolean maySetOwner() {
    Scratch scratch = Scratch.take();
    try {
      // Version and process (0: this one), then the effective capabilities.
      scratch.structInt(0, CAPABILITY_VERSION_3);
      scratch.structInt(4, 0);
      long result = scratch.call(Syscall.CAPGET, scratch.struct(), scratch.struct() + 8, 0);
      return result == 0 && (scratch.structInt(8) & CAP_CHOWN) != 0;
    } finally {
      scratch.giveBack();
    }
  }

  /** Unit times blocks, as far as a long goes. */
  private static long bytes(long unit, long blocks) {
    return blocks > Long.MAX_VALUE / Math.max(1, unit) ? Long.MAX_VALUE : unit * blocks;
  }

  private static void check(String call, byte[] path, long result) {
    if (result < 0) {
      throw Errno.failure(call, RawPath.show(path), result);
    }
  }
}
