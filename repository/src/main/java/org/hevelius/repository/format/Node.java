package org.hevelius.repository.format;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a tree. Source: restic design document, "Trees and Data".
 *
 * @param permissions POSIX permission bits (07777)
 * @param user name of the owner; empty when unknown
 * @param group name of the group; empty when unknown
 * @param inode 0 when not recorded
 * @param deviceId {@code st_dev}; 0 when not recorded
 * @param size content length in bytes, of files
 * @param links number of hard links; 0 when not recorded
 * @param linkTarget raw target of a symbolic link; null for everything else
 * @param device {@code st_rdev} of device files
 * @param content ids of the data blobs of a file, in order; empty for everything else
 * @param subtree id of the tree blob of a directory; null for everything else
 * @param error why the source could not be read completely; empty when it could
 */
public record Node(
    FileName name,
    NodeType type,
    int permissions,
    Instant mtime,
    Instant atime,
    Instant ctime,
    int uid,
    int gid,
    String user,
    String group,
    long inode,
    long deviceId,
    long size,
    long links,
    @Nullable FileName linkTarget,
    List<Attribute> attributes,
    long device,
    List<Id> content,
    @Nullable Id subtree,
    String error) {

  /** Makes the lists immutable. */
  public Node {
    attributes = List.copyOf(attributes);
    content = List.copyOf(content);
  }

  /** The same file with other content. */
  public Node withContent(List<Id> ids, long length) {
    return copy(name, length, attributes, ids, subtree);
  }

  /** The same under another name. */
  public Node named(FileName other) {
    return copy(other, size, attributes, content, subtree);
  }

  /** The same with other extended attributes. */
  public Node withAttributes(List<Attribute> others) {
    return copy(name, size, others, content, subtree);
  }

  /** The same directory with another subtree. */
  public Node withSubtree(Id tree) {
    return copy(name, size, attributes, content, tree);
  }

  /** The same but for these fields. */
  private Node copy(
      FileName otherName,
      long otherSize,
      List<Attribute> otherAttributes,
      List<Id> otherContent,
      @Nullable Id otherTree) {
    return new Node(
        otherName,
        type,
        permissions,
        mtime,
        atime,
        ctime,
        uid,
        gid,
        user,
        group,
        inode,
        deviceId,
        otherSize,
        links,
        linkTarget,
        otherAttributes,
        device,
        otherContent,
        otherTree,
        error);
  }

  /** A directory that no file system holds: a component of a path, or a place for metadata. */
  public static Node directory(FileName name, Instant time, Id subtree) {
    return new Node(
        name,
        NodeType.DIRECTORY,
        0755,
        time,
        time,
        time,
        0,
        0,
        "",
        "",
        0,
        0,
        0,
        0,
        null,
        List.of(),
        0,
        List.of(),
        subtree,
        "");
  }

  /** A file that no file system holds. */
  public static Node file(FileName name, Instant time, long size, List<Id> content) {
    return new Node(
        name,
        NodeType.FILE,
        0644,
        time,
        time,
        time,
        0,
        0,
        "",
        "",
        0,
        0,
        size,
        1,
        null,
        List.of(),
        0,
        content,
        null,
        "");
  }
}
