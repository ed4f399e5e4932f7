package org.hevelius.repository.fs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.hevelius.repository.format.Attribute;
import org.jspecify.annotations.Nullable;

/** Metadata of one file by its path, never of what a link points to. */
final class PortableChanges {
  // java.nio has the names without it, and knows no others.
  private static final String NAMESPACE = "user.";

  private PortableChanges() {}

  static List<Attribute> attributes(Path path) throws IOException {
    UserDefinedFileAttributeView view = view(path);
    if (view == null || Files.isSymbolicLink(path)) {
      if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        throw new NoSuchFileException(path.toString());
      }
      return List.of();
    }
    List<Attribute> attributes = new ArrayList<>();
    for (String name : view.list()) {
      ByteBuffer value = ByteBuffer.allocate(view.size(name));
      view.read(name, value);
      attributes.add(new Attribute(NAMESPACE + name, value.array()));
    }
    attributes.sort(Comparator.comparing(Attribute::name));
    return attributes;
  }

  static void setAttribute(Path path, Attribute attribute) throws IOException {
    writable(path, attribute.name())
        .write(attribute.name().substring(NAMESPACE.length()), ByteBuffer.wrap(attribute.value()));
  }

  static void removeAttribute(Path path, String name) throws IOException {
    writable(path, name).delete(name.substring(NAMESPACE.length()));
  }

  private static UserDefinedFileAttributeView writable(Path path, String name) {
    UserDefinedFileAttributeView view = view(path);
    if (view == null || !name.startsWith(NAMESPACE)) {
      throw new UnsupportedOperationException(name);
    }
    return view;
  }

  private static @Nullable UserDefinedFileAttributeView view(Path path) {
    return Files.getFileAttributeView(
        path, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  static void setOwner(Path path, int uid, int gid) throws IOException {
    if (uid != -1) {
      Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
    }
    if (gid != -1) {
      Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
    }
  }

  static void setMode(Path path, int mode) throws IOException {
    NativeHandle.permissions(mode);
    if (Files.isSymbolicLink(path)) {
      throw new UnsupportedOperationException("a link has no permissions");
    }
    // Told not to follow links, the JDK opens the file, which its owner may be unable to.
    Files.setAttribute(path, "unix:mode", mode);
  }

  static void setTimes(Path path, Instant atime, Instant mtime) throws IOException {
    Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setTimes(fileTime(mtime), fileTime(atime), null);
  }

  /** The JDK sets 1970 in place of an earlier time with a fraction, so that goes to the second. */
  private static FileTime fileTime(Instant time) {
    return FileTime.from(
        time.getEpochSecond() < 0 ? Instant.ofEpochSecond(time.getEpochSecond()) : time);
  }
}
