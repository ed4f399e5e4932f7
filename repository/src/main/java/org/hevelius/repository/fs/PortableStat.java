package org.hevelius.repository.fs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;

/** What {@code java.nio} knows of a file, as {@link Stat}. */
final class PortableStat {
  private static final int BLOCK = 512;

  private PortableStat() {}

  static Stat of(Path path, LinkOption... options) throws IOException {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return basic(path, options);
    }
    Map<String, Object> all = Files.readAttributes(path, "unix:*", options);
    Instant mtime = time(all, "lastModifiedTime");
    Instant atime = time(all, "lastAccessTime");
    Instant ctime = time(all, "ctime");
    long size = number(all, "size");
    return new Stat(
        (int) number(all, "mode"),
        (int) number(all, "uid"),
        (int) number(all, "gid"),
        number(all, "ino"),
        number(all, "dev"),
        number(all, "rdev"),
        number(all, "nlink"),
        size,
        blocks(size),
        mtime.getEpochSecond(),
        mtime.getNano(),
        atime.getEpochSecond(),
        atime.getNano(),
        ctime.getEpochSecond(),
        ctime.getNano());
  }

  /** On platforms without owners, inodes and modes: owned by 0, and its own time of creation. */
  private static Stat basic(Path path, LinkOption... options) throws IOException {
    BasicFileAttributes all = Files.readAttributes(path, BasicFileAttributes.class, options);
    int mode =
        all.isSymbolicLink() ? 0120777 : all.isDirectory() ? 0040755 : all.isOther() ? 0 : 0100644;
    Instant mtime = all.lastModifiedTime().toInstant();
    Instant atime = all.lastAccessTime().toInstant();
    return new Stat(
        mode,
        0,
        0,
        0,
        0,
        0,
        1,
        all.size(),
        blocks(all.size()),
        mtime.getEpochSecond(),
        mtime.getNano(),
        atime.getEpochSecond(),
        atime.getNano(),
        mtime.getEpochSecond(),
        mtime.getNano());
  }

  private static long blocks(long size) {
    return size / BLOCK + (size % BLOCK == 0 ? 0 : 1);
  }

  private static long number(Map<String, Object> all, String name) {
    return all.get(name) instanceof Number number ? number.longValue() : 0;
  }

  private static Instant time(Map<String, Object> all, String name) {
    return all.get(name) instanceof FileTime time ? time.toInstant() : Instant.EPOCH;
  }
}
