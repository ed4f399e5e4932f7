package org.hevelius.core.compare;

import java.util.Objects;
import org.hevelius.core.tree.TreeEntry;
import org.jspecify.annotations.Nullable;

/**
 * One difference between two trees.
 *
 * @param path as in {@link TreeEntry#path()}
 * @param before the entry on the left; null exactly when it was added
 * @param after the entry on the right; null exactly when it was removed
 */
public record Change(
    Kind kind, String path, @Nullable TreeEntry before, @Nullable TreeEntry after) {

  /** What is different. */
  public enum Kind {
    /** Only on the right. */
    ADDED,
    /** Only on the left. */
    REMOVED,
    /** Other content, or another link target. */
    MODIFIED,
    /** The same content; another mode, owner, group or time. */
    METADATA,
    /** A file became a directory, a link became a file, and so on. */
    TYPE_CHANGED
  }

  /** Refuses a change whose sides don't fit its kind. */
  public Change {
    if ((before == null) != (kind == Kind.ADDED) || (after == null) != (kind == Kind.REMOVED)) {
      throw new IllegalArgumentException(kind + " with wrong sides: " + path);
    }
  }

  /** The entry on the right, or the one on the left when it was removed. */
  public TreeEntry entry() {
    return after == null ? Objects.requireNonNull(before) : after;
  }

  /** How many bytes of content the change adds; negative when it takes some away. */
  public long deltaBytes() {
    return (after == null ? 0 : after.size()) - (before == null ? 0 : before.size());
  }
}
