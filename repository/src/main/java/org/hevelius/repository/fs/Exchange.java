package org.hevelius.repository.fs;

import org.hevelius.repository.format.FileName;
import org.hevelius.repository.fs.FileSystemException.Reason;

/** Lets two names of one file system change places. */
public final class Exchange {
  private Exchange() {}

  /**
   * Gives each of two entries the name of the other, in one atomic act: at no moment is there
   * nothing under either name. Directories and subvolumes are exchanged with all that is in them.
   *
   * @throws FileSystemException NOT_SUPPORTED where the system can't, or where the directories
   *     don't lie on one mount; then nothing has changed
   */
  public static void of(Directory one, FileName name, Directory other, FileName otherName) {
    if (!(one instanceof NativeDirectory first) || !(other instanceof NativeDirectory second)) {
      throw new FileSystemException(
          Reason.NOT_SUPPORTED, "exchange(" + one + "/" + name + "): not on this platform");
    }
    requireEntry(name);
    requireEntry(otherName);
    int fd = first.use();
    try {
      int otherFd = second.use();
      Scratch scratch = Scratch.take();
      try {
        long old = scratch.secondText(name.bytes());
        long path = scratch.text(otherName.bytes());
        long result =
            scratch.call(Syscall.RENAMEAT2, fd, old, otherFd, path, Syscall.RENAME_EXCHANGE);
        if (result < 0) {
          throw Errno.failure("exchange", one + "/" + name, result);
        }
      } finally {
        scratch.giveBack();
        second.done();
      }
    } finally {
      first.done();
    }
  }

  private static void requireEntry(FileName name) {
    if (!name.isSafe() || !Scratch.fits(name.bytes().length)) {
      throw new IllegalArgumentException("not the name of an entry: " + name);
    }
  }
}
