package org.hevelius.repository.fs;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.hevelius.repository.format.Attribute;
import org.jspecify.annotations.Nullable;

/**
 * A file descriptor that is closed once, and only when no call uses it any more: its number is
 * given to the next file opened, so a late call would hit a stranger.
 */
abstract class NativeHandle {
  private static final int CLOSED = Integer.MIN_VALUE;
  private static final int ST_MODE = 28;

  private final int descriptor;
  private final @Nullable NativeHandle parent;
  private final byte[] name;
  // The number of calls under way, plus CLOSED.
  private final AtomicInteger users = new AtomicInteger();

  NativeHandle(int descriptor, @Nullable NativeHandle parent, byte[] name) {
    this.descriptor = descriptor;
    this.parent = parent;
    this.name = name;
  }

  /** Takes the descriptor for one call; {@link #done} ends it. */
  final int use() {
    while (true) {
      int now = users.get();
      if (now < 0) {
        throw new IllegalStateException("closed already: " + this);
      }
      if (users.compareAndSet(now, now + 1)) {
        return descriptor;
      }
    }
  }

  final void done() {
    if (users.decrementAndGet() == CLOSED) {
      closeDescriptor();
    }
  }

  public void close() {
    while (true) {
      int now = users.get();
      if (now < 0) {
        return;
      }
      if (users.compareAndSet(now, now | CLOSED)) {
        check("close", now == 0 ? closeDescriptor() : 0);
        return;
      }
    }
  }

  private long closeDescriptor() {
    Scratch scratch = Scratch.take();
    try {
      long result = scratch.call(Syscall.CLOSE, descriptor, 0, 0);
      return Errno.EINTR.is(result) ? 0 : result;
    } finally {
      scratch.giveBack();
    }
  }

  public Stat stat() {
    int fd = use();
    Scratch scratch = Scratch.take();
    try {
      check("stat", statDescriptor(scratch, fd));
      return readStat(scratch);
    } finally {
      scratch.giveBack();
      done();
    }
  }

  public List<Attribute> attributes() {
    int fd = use();
    Scratch scratch = Scratch.take();
    try {
      return NativeAttributes.ofDescriptor(scratch, fd, this::toString).all();
    } finally {
      scratch.giveBack();
      done();
    }
  }

  public void sync() {
    sync("fsync", Syscall.FSYNC);
  }

  final void sync(String call, int number) {
    int fd = use();
    Scratch scratch = Scratch.take();
    try {
      long result = scratch.call(number, fd, 0, 0);
      // File systems that can't flush one file have nothing else to offer.
      if (!Errno.EINVAL.is(result) && !Errno.EOPNOTSUPP.is(result)) {
        check(call, result);
      }
    } finally {
      scratch.giveBack();
      done();
    }
  }

  /** Calls {@code fstat}; its answer is then for {@link #readStat}. */
  static long statDescriptor(Scratch scratch, int fd) {
    return stat(scratch, fd, NO_TEXT, Syscall.AT_EMPTY_PATH);
  }

  /** Calls {@code statx}; its answer is then for {@link #readStat}. */
  static long stat(Scratch scratch, int fd, byte[] path, int flags) {
    return scratch.call(
        Syscall.STATX,
        fd,
        scratch.text(path),
        flags | Syscall.AT_NO_AUTOMOUNT,
        Syscall.STATX_BASIC_STATS,
        scratch.struct());
  }

  private static final byte[] NO_TEXT = {};

  /** The type bits and permissions of the last {@code statx}. */
  static int readMode(Scratch scratch) {
    return scratch.structInt(ST_MODE) & 0xffff;
  }

  /** The answer of the last {@code statx}: {@code struct statx} of {@code linux/stat.h}. */
  static Stat readStat(Scratch scratch) {
    return new Stat(
        readMode(scratch),
        scratch.structInt(20),
        scratch.structInt(24),
        scratch.structLong(32),
        device(scratch.structInt(136), scratch.structInt(140)),
        device(scratch.structInt(128), scratch.structInt(132)),
        Integer.toUnsignedLong(scratch.structInt(16)),
        scratch.structLong(40),
        scratch.structLong(48),
        scratch.structLong(112),
        scratch.structInt(120),
        scratch.structLong(64),
        scratch.structInt(72),
        scratch.structLong(96),
        scratch.structInt(104));
  }

  /** A device number as the C library's {@code makedev} has it. */
  private static long device(int major, int minor) {
    return (major & 0xfffff000L) << 32
        | (major & 0xfffL) << 8
        | (minor & 0xffffff00L) << 12
        | (minor & 0xffL);
  }

  /** Puts two times down as {@code utimensat} takes them. */
  static void putTimes(Scratch scratch, long aSeconds, int aNanos, long mSeconds, int mNanos) {
    // The kernel gives some numbers beyond a meaning of their own.
    if (aNanos < 0 || aNanos > 999_999_999 || mNanos < 0 || mNanos > 999_999_999) {
      throw new IllegalArgumentException("not nanoseconds: " + aNanos + ", " + mNanos);
    }
    scratch.structLong(0, aSeconds);
    scratch.structLong(8, aNanos);
    scratch.structLong(16, mSeconds);
    scratch.structLong(24, mNanos);
  }

  /** Checks permission bits. */
  static int permissions(int mode) {
    if ((mode & ~07777) != 0) {
      throw new IllegalArgumentException("not permission bits: 0" + Integer.toOctalString(mode));
    }
    return mode;
  }

  /** Throws if a call on this itself failed. */
  final void check(String call, long result) {
    if (result < 0) {
      throw Errno.failure(call, toString(), result);
    }
  }

  @Override
  public final String toString() {
    ArrayDeque<NativeHandle> chain = new ArrayDeque<>();
    for (NativeHandle handle = this; handle != null; handle = handle.parent) {
      chain.addFirst(handle);
    }
    StringBuilder path = new StringBuilder();
    for (NativeHandle handle : chain) {
      if (!path.isEmpty() && path.charAt(path.length() - 1) != '/') {
        path.append('/');
      }
      path.append(RawPath.show(handle.name));
    }
    return path.toString();
  }
}
