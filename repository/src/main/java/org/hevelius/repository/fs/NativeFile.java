package org.hevelius.repository.fs;

import java.util.Objects;
import org.hevelius.repository.format.Attribute;
import org.hevelius.repository.format.FileName;

/** An open regular file of Linux. */
final class NativeFile extends NativeHandle implements OpenFile {
  private final Stat opened;

  NativeFile(int descriptor, NativeDirectory parent, FileName name, Stat opened) {
    super(descriptor, parent, name.bytes());
    this.opened = opened;
  }

  @Override
  public Stat opened() {
    return opened;
  }

  @Override
  public int read(long position, byte[] target, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, target.length);
    int fd = use();
    Scratch scratch = Scratch.take();
    try {
      int done = 0;
      while (done < length) {
        int wanted = Math.min(Scratch.CONTENT_BYTES, length - done);
        long read =
            scratch.call(Syscall.PREAD64, fd, scratch.content(), wanted, position + done, 0);
        check("read", read);
        if (read == 0) {
          break;
        }
        scratch.readContent(0, target, offset + done, (int) read);
        done += (int) read;
      }
      return done;
    } finally {
      scratch.giveBack();
      done();
    }
  }

  @Override
  public void write(long position, byte[] source, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, source.length);
    int fd = use();
    Scratch scratch = Scratch.take();
    try {
      int done = 0;
      while (done < length) {
        int wanted = Math.min(Scratch.CONTENT_BYTES, length - done);
        scratch.writeContent(0, source, offset + done, wanted);
        long written =
            scratch.call(Syscall.PWRITE64, fd, scratch.content(), wanted, position + done, 0);
        check("write", written);
        done += (int) written;
      }
    } finally {
      scratch.giveBack();
      done();
    }
  }

  @Override
  public boolean share(OpenFile other) {
    if (!(other instanceof NativeFile source)) {
      return false;
    }
    int from = source.use();
    try {
      int fd = use();
      Scratch scratch = Scratch.take();
      try {
        long result = scratch.call(Syscall.IOCTL, fd, Syscall.FICLONE, from);
        if (Errno.ENOSPC.is(result) || Errno.EDQUOT.is(result) || Errno.EIO.is(result)) {
          check("clone", result);
        }
        return result == 0;
      } finally {
        scratch.giveBack();
        done();
      }
    } finally {
      source.done();
    }
  }

  @Override
  public void setLength(long length) {
    change("truncate", Syscall.FTRUNCATE, length, 0);
  }

  @Override
  public void punchHole(long position, long length) {
    if (position < 0 || length < 0) {
      throw new IllegalArgumentException("not a range: " + position + ", " + length);
    }
    if (length == 0) {
      return;
    }
    int fd = use();
    Scratch scratch = Scratch.take();
    long result;
    try {
      int how = Syscall.FALLOC_PUNCH_HOLE | Syscall.FALLOC_KEEP_SIZE;
      result = scratch.call(Syscall.FALLOCATE, fd, how, position, length, 0);
    } finally {
      scratch.giveBack();
      done();
    }
    if (Errno.EOPNOTSUPP.is(result) || Errno.ENOSYS.is(result)) {
      Zeros.write(this, position, length);
    } else {
      check("punch", result);
    }
  }

  @Override
  public void setAttribute(Attribute attribute) {
    int fd = use();
    Scratch scratch = Scratch.take();
    try {
      NativeAttributes.ofDescriptor(scratch, fd, this::toString).set(attribute);
    } finally {
      scratch.giveBack();
      done();
    }
  }

  @Override
  public void setOwner(int uid, int gid) {
    change("chown", Syscall.FCHOWN, uid, gid);
  }

  @Override
  public void setMode(int mode) {
    change("chmod", Syscall.FCHMOD, permissions(mode), 0);
  }

  @Override
  public void setTimes(long atimeSeconds, int atimeNanos, long mtimeSeconds, int mtimeNanos) {
    int fd = use();
    Scratch scratch = Scratch.take();
    try {
      putTimes(scratch, atimeSeconds, atimeNanos, mtimeSeconds, mtimeNanos);
      check("utimes", scratch.call(Syscall.UTIMENSAT, fd, 0, scratch.struct(), 0, 0));
    } finally {
      scratch.giveBack();
      done();
    }
  }

  @Override
  public long nextHole(long position) {
    return seek(position, Syscall.SEEK_HOLE);
  }

  @Override
  public long nextData(long position) {
    return seek(position, Syscall.SEEK_DATA);
  }

  private long seek(long position, int what) {
    int fd = use();
    Scratch scratch = Scratch.take();
    try {
      long found = scratch.call(Syscall.LSEEK, fd, position, what);
      if (found >= 0) {
        return found;
      }
      boolean unknown = Errno.EINVAL.is(found) || Errno.EOPNOTSUPP.is(found);
      if (!unknown && !Errno.ENXIO.is(found)) {
        check("seek", found);
      }
      check("stat", statDescriptor(scratch, fd));
      long size = readStat(scratch).size();
      return unknown && what == Syscall.SEEK_DATA ? Math.min(position, size) : size;
    } finally {
      scratch.giveBack();
      done();
    }
  }

  private void change(String call, int number, long a, long b) {
    int fd = use();
    Scratch scratch = Scratch.take();
    try {
      check(call, scratch.call(number, fd, a, b));
    } finally {
      scratch.giveBack();
      done();
    }
  }
}
