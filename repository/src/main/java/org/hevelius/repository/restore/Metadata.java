package org.hevelius.repository.restore;

import java.time.Instant;
import java.util.List;
import org.hevelius.repository.format.Attribute;
import org.hevelius.repository.format.FileName;
import org.hevelius.repository.format.Node;
import org.hevelius.repository.format.NodeType;
import org.hevelius.repository.fs.Directory;
import org.hevelius.repository.fs.FileSystemException;
import org.hevelius.repository.fs.OpenFile;
import org.jspecify.annotations.Nullable;

/** Sets owner, attributes, mode and times, in the order in which none undoes another. */
final class Metadata {
  private Metadata() {}

  static List<Attribute> attributes(Directory directory, FileName name) {
    try {
      return directory.attributes(name);
    } catch (FileSystemException e) {
      if (e.reason() == FileSystemException.Reason.NOT_SUPPORTED) {
        return List.of();
      }
      throw e;
    }
  }

  /** Whether two nodes say the same of owner, attributes, mode and time of change. */
  static boolean isSame(@Nullable Node one, @Nullable Node other) {
    if (one == null || other == null) {
      return one == null && other == null;
    }
    return one.permissions() == other.permissions()
        && one.uid() == other.uid()
        && one.gid() == other.gid()
        && one.mtime().equals(other.mtime())
        && one.attributes().equals(other.attributes());
  }

  /** For a new file that is still open. */
  static void set(boolean owners, Directory directory, OpenFile file, Node node, boolean isNew) {
    if (owners) {
      file.setOwner(node.uid(), node.gid());
    }
    setAttributes(directory, node, isNew);
    file.setMode(node.permissions());
    Instant atime = node.atime();
    Instant mtime = node.mtime();
    file.setTimes(atime.getEpochSecond(), atime.getNano(), mtime.getEpochSecond(), mtime.getNano());
  }

  /** For anything else, by name. */
  static void set(boolean owners, Directory directory, Node node, boolean isNew) {
    setButTimes(owners, directory, node, isNew);
    Instant atime = node.atime();
    Instant mtime = node.mtime();
    directory.setTimes(
        node.name(),
        atime.getEpochSecond(),
        atime.getNano(),
        mtime.getEpochSecond(),
        mtime.getNano());
  }

  /** The same for all but the times. */
  static void setButTimes(boolean owners, Directory directory, Node node, boolean isNew) {
    if (owners) {
      directory.setOwner(node.name(), node.uid(), node.gid());
    }
    setAttributes(directory, node, isNew);
    if (node.type() != NodeType.SYMLINK) {
      directory.setMode(node.name(), node.permissions());
    }
  }

  private static void setAttributes(Directory directory, Node node, boolean isNew) {
    if (isNew && node.attributes().isEmpty()) {
      return;
    }
    List<Attribute> live = attributes(directory, node.name());
    for (Attribute attribute : live) {
      if (node.attributes().stream().noneMatch(wanted -> wanted.name().equals(attribute.name()))) {
        directory.removeAttribute(node.name(), attribute.name());
      }
    }
    for (Attribute attribute : node.attributes()) {
      if (!live.contains(attribute)) {
        directory.setAttribute(node.name(), attribute);
      }
    }
  }
}
