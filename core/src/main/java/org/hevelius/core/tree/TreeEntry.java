package org.hevelius.core.tree;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a tree.
 *
 * @param path relative to the tree's root, with slashes; empty for the root. Bytes that are not
 *     valid UTF-8 stand as lone surrogates U+DC80 to U+DCFF (PEP 383), so that the raw name can be
 *     had back; see {@link Names}
 * @param size content length in bytes; 0 for everything that is not a file
 * @param mode permission bits (07777)
 * @param linkTarget the target of a symbolic link, in the same notation as the path; null for
 *     everything else
 * @param contentKey equal keys mean equal content (for a directory: an equal subtree with all its
 *     metadata); null when the content would have to be read to know
 */
public record TreeEntry(
    String path,
    Type type,
    long size,
    Instant modified,
    int mode,
    int uid,
    int gid,
    @Nullable String linkTarget,
    @Nullable String contentKey) {

  /** What an entry is. */
  public enum Type {
    FILE,
    DIRECTORY,
    SYMLINK,
    /** A fifo, socket or device. */
    SPECIAL
  }

  /** The last part of the path; empty for the root. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The same entry under another path, as in a tree of which this one is a part. */
  public TreeEntry at(String other) {
    return new TreeEntry(other, type, size, modified, mode, uid, gid, linkTarget, contentKey);
  }

  /** Whether it is a directory. */
  public boolean isDirectory() {
    return type == Type.DIRECTORY;
  }

  /** Whether it is a regular file. */
  public boolean isFile() {
    return type == Type.FILE;
  }
}
