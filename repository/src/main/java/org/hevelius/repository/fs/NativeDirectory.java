package org.hevelius.repository.fs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hevelius.repository.format.Attribute;
import org.hevelius.repository.format.FileName;
import org.hevelius.repository.fs.FileSystemException.Reason;
import org.jspecify.annotations.Nullable;

/** An open directory of Linux. */
final class NativeDirectory extends NativeHandle implements Directory {
  private static final int OPEN_DIRECTORY = Syscall.O_DIRECTORY | Syscall.O_CLOEXEC;
  // Without waiting, so that a fifo put there meanwhile doesn't hold us up for ever.
  private static final int OPEN_FILE = Syscall.O_NOFOLLOW | Syscall.O_CLOEXEC | Syscall.O_NONBLOCK;

  private final Object listing = new Object();

  private NativeDirectory(int descriptor, @Nullable NativeDirectory parent, byte[] name) {
    super(descriptor, parent, name);
  }

  /** Opens an absolute path, following links. */
  static NativeDirectory open(byte[] path) {
    Scratch scratch = Scratch.take();
    try {
      long fd = openQuietly(scratch, Syscall.AT_FDCWD, RawPath.checked(path), OPEN_DIRECTORY);
      if (fd < 0) {
        throw Errno.failure("open", RawPath.show(path), fd);
      }
      return new NativeDirectory((int) fd, null, path);
    } finally {
      scratch.giveBack();
    }
  }

  /** Opens for reading and leaves the access time alone where the system lets us. */
  private static long openQuietly(Scratch scratch, int fd, byte[] path, int flags) {
    if (!Scratch.fits(path.length)) {
      return -Errno.ENAMETOOLONG.code;
    }
    long name = scratch.text(path);
    long opened = scratch.call(Syscall.OPENAT, fd, name, flags | Syscall.O_NOATIME);
    if (Errno.EPERM.is(opened)) {
      opened = scratch.call(Syscall.OPENAT, fd, name, flags);
    }
    return opened;
  }

  @Override
  public List<FileName> list() {
    int fd = use();
    Scratch scratch = Scratch.take();
    try {
      // The position in the listing belongs to the descriptor.
      synchronized (listing) {
        List<FileName> names = new ArrayList<>();
        check("list", NativeListing.read(scratch, fd, names));
        return names;
      }
    } finally {
      scratch.giveBack();
      done();
    }
  }

  @Override
  public Stat stat(FileName name) {
    int fd = use();
    Scratch scratch = Scratch.take();
    try {
      check("stat", name, stat(scratch, fd, entry(name), Syscall.AT_SYMLINK_NOFOLLOW));
      return readStat(scratch);
    } finally {
      scratch.giveBack();
      done();
    }
  }

  @Override
  public Optional<Stat> find(FileName name) {
    int fd = use();
    Scratch scratch = Scratch.take();
    try {
      long result = stat(scratch, fd, entry(name), Syscall.AT_SYMLINK_NOFOLLOW);
      if (Errno.ENOENT.is(result)) {
        return Optional.empty();
      }
      check("stat", name, result);
      return Optional.of(readStat(scratch));
    } finally {
      scratch.giveBack();
      done();
    }
  }

  @Override
  public Directory openDirectory(FileName name) {
    int fd = use();
    Scratch scratch = Scratch.take();
    try {
      long opened = openQuietly(scratch, fd, entry(name), OPEN_DIRECTORY | Syscall.O_NOFOLLOW);
      check("open", name, opened);
      return new NativeDirectory((int) opened, this, name.bytes());
    } finally {
      scratch.giveBack();
      done();
    }
  }

  @Override
  public OpenFile openFile(FileName name) {
    int fd = use();
    Scratch scratch = Scratch.take();
    try {
      long opened = openQuietly(scratch, fd, entry(name), OPEN_FILE);
      if (Errno.EAGAIN.is(opened)) {
        // Another process holds a lease on it, so it is a regular file and worth waiting for.
        opened = openQuietly(scratch, fd, entry(name), OPEN_FILE & ~Syscall.O_NONBLOCK);
      }
      return file(scratch, name, opened);
    } finally {
      scratch.giveBack();
      done();
    }
  }

  @Override
  public OpenFile openForWriting(FileName name, boolean create) {
    int flags = OPEN_FILE | Syscall.O_RDWR;
    if (create) {
      flags |= Syscall.O_CREAT | Syscall.O_EXCL;
    }
    int fd = use();
    Scratch scratch = Scratch.take();
    try {
      long path = scratch.text(entry(name));
      return file(scratch, name, scratch.call(Syscall.OPENAT, fd, path, flags, 0600, 0));
    } finally {
      scratch.giveBack();
      done();
    }
  }

  /** Makes sure that what was opened is a regular file. */
  private OpenFile file(Scratch scratch, FileName name, long opened) {
    check("open", name, opened);
    boolean good = false;
    try {
      check("stat", name, statDescriptor(scratch, (int) opened));
      Stat stat = readStat(scratch);
      if (stat.type() == Stat.Type.DIRECTORY) {
        check("open", name, -Errno.EISDIR.code);
      }
      if (stat.type() != Stat.Type.FILE) {
        throw new FileSystemException(
            Reason.NOT_A_FILE, "open(" + shown(name) + "): Not a regular file");
      }
      good = true;
      return new NativeFile((int) opened, this, name, stat);
    } finally {
      if (!good) {
        scratch.call(Syscall.CLOSE, opened, 0, 0);
      }
    }
  }

  @Override
  public void makeDirectory(FileName name) {
    act("mkdir", Syscall.MKDIRAT, name, 0700, 0, 0);
  }

  @Override
  public void makeSymlink(FileName name, byte[] target) {
    if (!Scratch.fits(RawPath.withoutNul(target).length)) {
      check("symlink", name, -Errno.ENAMETOOLONG.code);
    }
    act(
        "symlink",
        name,
        (scratch, fd, path) ->
            scratch.call(Syscall.SYMLINKAT, scratch.secondText(target), fd, path));
  }

  @Override
  public void makeHardLink(FileName name, Directory from, FileName existing) {
    if (!(from instanceof NativeDirectory other)) {
      throw new IllegalArgumentException("a directory of another file system: " + from);
    }
    int source = other.use();
    try {
      int fd = use();
      Scratch scratch = Scratch.take();
      try {
        long old = scratch.secondText(entry(existing));
        long path = scratch.text(entry(name));
        check("link", name, scratch.call(Syscall.LINKAT, source, old, fd, path, 0));
      } finally {
        scratch.giveBack();
        done();
      }
    } finally {
      other.done();
    }
  }

  @Override
  public void makeSpecial(FileName name, int mode, long device) {
    Stat.Type type = Stat.type(mode);
    switch (type) {
      case FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE ->
          act("mknod", Syscall.MKNODAT, name, mode, device, 0);
      case FILE, DIRECTORY, SYMLINK, UNKNOWN ->
          throw new IllegalArgumentException("not a special file: " + type);
    }
  }

  @Override
  public void rename(FileName from, FileName to) {
    check("rename", to, rename(from, to, 0));
  }

  @Override
  public void renameNew(FileName from, FileName to) {
    long result = rename(from, to, Syscall.RENAME_NOREPLACE);
    if (Errno.EINVAL.is(result) || Errno.ENOSYS.is(result)) {
      makeHardLink(to, this, from);
      removeFile(from);
    } else {
      check("rename", to, result);
    }
  }

  private long rename(FileName from, FileName to, int flags) {
    byte[] old = entry(from);
    return call(
        to,
        (scratch, fd, path) ->
            scratch.call(Syscall.RENAMEAT2, fd, scratch.secondText(old), fd, path, flags));
  }

  @Override
  public void removeFile(FileName name) {
    act("unlink", Syscall.UNLINKAT, name, 0, 0, 0);
  }

  @Override
  public void removeDirectory(FileName name) {
    act("rmdir", Syscall.UNLINKAT, name, Syscall.AT_REMOVEDIR, 0, 0);
  }

  @Override
  public byte[] readLink(FileName name) {
    int fd = use();
    Scratch scratch = Scratch.take();
    try {
      long path = scratch.text(entry(name));
      long length =
          scratch.call(Syscall.READLINKAT, fd, path, scratch.content(), Scratch.CONTENT_BYTES, 0);
      check("readlink", name, length);
      return scratch.contentBytes(0, (int) length);
    } finally {
      scratch.giveBack();
      done();
    }
  }

  @Override
  public List<Attribute> attributes(FileName name) {
    return withAttributes(name, NativeAttributes::all);
  }

  @Override
  public void setAttribute(FileName name, Attribute attribute) {
    withAttributes(
        name,
        attributes -> {
          attributes.set(attribute);
          return true;
        });
  }

  @Override
  public void removeAttribute(FileName name, String attribute) {
    withAttributes(
        name,
        attributes -> {
          attributes.remove(attribute);
          return true;
        });
  }

  private <T> T withAttributes(FileName name, Function<NativeAttributes, T> work) {
    int fd = use();
    Scratch scratch = Scratch.take();
    try {
      byte[] path = NativeAttributes.path(fd, entry(name));
      return work.apply(NativeAttributes.ofEntry(scratch, path, () -> shown(name)));
    } finally {
      scratch.giveBack();
      done();
    }
  }

  @Override
  public void setOwner(FileName name, int uid, int gid) {
    act("chown", Syscall.FCHOWNAT, name, uid, gid, Syscall.AT_SYMLINK_NOFOLLOW);
  }

  @Override
  public void setMode(FileName name, int mode) {
    permissions(mode);
    act(
        "chmod",
        name,
        (scratch, fd, path) -> {
          int flags = Syscall.AT_SYMLINK_NOFOLLOW;
          long result = scratch.call(Syscall.FCHMODAT2, fd, path, mode, flags, 0);
          // Kernels before 6.6, and sandboxes made before it, don't know the call.
          return Errno.ENOSYS.is(result) || Errno.EPERM.is(result)
              ? NativeMode.set(scratch, fd, path, mode)
              : result;
        });
  }

  @Override
  public void setTimes(
      FileName name, long atimeSeconds, int atimeNanos, long mtimeSeconds, int mtimeNanos) {
    act(
        "utimes",
        name,
        (scratch, fd, path) -> {
          putTimes(scratch, atimeSeconds, atimeNanos, mtimeSeconds, mtimeNanos);
          int flags = Syscall.AT_SYMLINK_NOFOLLOW;
          return scratch.call(Syscall.UTIMENSAT, fd, path, scratch.struct(), flags, 0);
        });
  }

  @Override
  public void syncFileSystem() {
    sync("syncfs", Syscall.SYNCFS);
  }

  /** A system call with the address of an entry's name; its result. */
  private interface Call {
    long with(Scratch scratch, int fd, long path);
  }

  private long call(FileName name, Call call) {
    int fd = use();
    Scratch scratch = Scratch.take();
    try {
      return call.with(scratch, fd, scratch.text(entry(name)));
    } finally {
      scratch.giveBack();
      done();
    }
  }

  private void act(String verb, FileName name, Call call) {
    check(verb, name, call(name, call));
  }

  /** A call that takes a directory, a name and up to three numbers. */
  private void act(String verb, int number, FileName name, long a, long b, long c) {
    act(verb, name, (scratch, fd, path) -> scratch.call(number, fd, path, a, b, c));
  }

  /** The bytes of a name that can be nothing but an entry's. */
  private byte[] entry(FileName name) {
    if (!name.isSafe()) {
      throw new IllegalArgumentException("not the name of an entry: " + shown(name));
    }
    if (name.bytes().length > 4095) {
      check("name", name, -Errno.ENAMETOOLONG.code);
    }
    return name.bytes();
  }

  private void check(String call, FileName name, long result) {
    if (result < 0) {
      throw Errno.failure(call, shown(name), result);
    }
  }

  private String shown(FileName name) {
    String path = toString();
    return (path.endsWith("/") ? path : path + "/") + RawPath.show(name.bytes());
  }
}
