package org.hevelius.repository.fs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.hevelius.repository.format.Attribute;

/** The extended attributes of one file, by one {@link Scratch} that its user holds. */
final class NativeAttributes {
  // The kernel's XATTR_LIST_MAX and XATTR_SIZE_MAX: one call gets all, and both fit.
  private static final int MOST = 64 * 1024;

  private final Scratch scratch;
  private final long target;
  private final boolean byDescriptor;
  private final Supplier<String> shown;

  private NativeAttributes(
      Scratch scratch, long target, boolean byDescriptor, Supplier<String> shown) {
    this.scratch = scratch;
    this.target = target;
    this.byDescriptor = byDescriptor;
    this.shown = shown;
  }

  /** Those of an open file. */
  static NativeAttributes ofDescriptor(Scratch scratch, int fd, Supplier<String> shown) {
    return new NativeAttributes(scratch, fd, true, shown);
  }

  /**
   * Those of an entry, a link itself if it is one. The path leads through {@code /proc}, since only
   * kernels from 6.13 on have calls relative to a directory.
   *
   * @param path what {@link #path} gave
   */
  static NativeAttributes ofEntry(Scratch scratch, byte[] path, Supplier<String> shown) {
    return new NativeAttributes(scratch, scratch.text(path), false, shown);
  }

  /** The path of an entry of an open directory, not followed if a link. */
  static byte[] path(int fd, byte[] name) {
    byte[] start = ("/proc/self/fd/" + fd + "/").getBytes(StandardCharsets.US_ASCII);
    byte[] path = new byte[start.length + name.length];
    System.arraycopy(start, 0, path, 0, start.length);
    System.arraycopy(name, 0, path, start.length, name.length);
    return path;
  }

  /** All, sorted by name. */
  List<Attribute> all() {
    int number = byDescriptor ? Syscall.FLISTXATTR : Syscall.LLISTXATTR;
    long length = scratch.call(number, target, scratch.content(), MOST);
    if (length == 0 || Errno.EOPNOTSUPP.is(length)) {
      return List.of();
    }
    check("listxattr", length);
    List<Attribute> attributes = new ArrayList<>();
    byte[] names = scratch.contentBytes(0, (int) length);
    int start = 0;
    for (int i = 0; i < names.length; i++) {
      if (names[i] == 0) {
        read(new String(names, start, i - start, StandardCharsets.UTF_8), attributes);
        start = i + 1;
      }
    }
    attributes.sort(Comparator.comparing(Attribute::name));
    return attributes;
  }

  private void read(String name, List<Attribute> attributes) {
    int number = byDescriptor ? Syscall.FGETXATTR : Syscall.LGETXATTR;
    long length =
        scratch.call(
            number, target, scratch.secondText(encode(name)), scratch.content() + MOST, MOST, 0);
    // Removed since it was listed.
    if (!Errno.ENODATA.is(length)) {
      check("getxattr " + name, length);
      attributes.add(new Attribute(name, scratch.contentBytes(MOST, (int) length)));
    }
  }

  /** Sets one. */
  void set(Attribute attribute) {
    int number = byDescriptor ? Syscall.FSETXATTR : Syscall.LSETXATTR;
    byte[] value = attribute.value();
    String call = "setxattr " + attribute.name();
    if (value.length > MOST) {
      throw Errno.failure(call, shown.get(), -Errno.E2BIG.code);
    }
    scratch.writeContent(0, value, 0, value.length);
    long name = scratch.secondText(encode(attribute.name()));
    check(call, scratch.call(number, target, name, scratch.content(), value.length, 0));
  }

  /** Removes one; only of an entry. */
  void remove(String name) {
    long encoded = scratch.secondText(encode(name));
    check("removexattr " + name, scratch.call(Syscall.LREMOVEXATTR, target, encoded, 0));
  }

  private static byte[] encode(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (name.indexOf('\0') >= 0 || !Scratch.fits(bytes.length)) {
      throw new IllegalArgumentException("not a name of an attribute: " + RawPath.show(bytes));
    }
    return bytes;
  }

  private void check(String call, long result) {
    if (result < 0) {
      byte[] oneLine = call.getBytes(StandardCharsets.UTF_8);
      throw Errno.failure(RawPath.show(oneLine), shown.get(), result);
    }
  }
}
