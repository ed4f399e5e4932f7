package org.hevelius.simulator.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** What a directory has besides its entries. */
record Attributes(
    Set<PosixFilePermission> mode, FileTime modified, FileTime accessed, Object uid, Object gid) {

  static Attributes of(Path directory) throws IOException {
    PosixFileAttributes read = Files.readAttributes(directory, PosixFileAttributes.class);
    return new Attributes(
        read.permissions(),
        read.lastModifiedTime(),
        read.lastAccessTime(),
        Files.getAttribute(directory, "unix:uid"),
        Files.getAttribute(directory, "unix:gid"));
  }

  /** Owners only where that is allowed. */
  void giveTo(Path directory) throws IOException {
    try {
      Files.setAttribute(directory, "unix:uid", uid);
      Files.setAttribute(directory, "unix:gid", gid);
    } catch (IOException _) {
      // Only root gives files away.
    }
    Files.setPosixFilePermissions(directory, mode);
    Files.getFileAttributeView(directory, BasicFileAttributeView.class)
        .setTimes(modified, accessed, null);
  }
}
