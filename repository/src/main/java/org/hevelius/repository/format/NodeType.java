package org.hevelius.repository.format;

import org.jspecify.annotations.Nullable;

/**
 * The type of a node, with the word that stands for it in a tree and the bits of Go's {@code
 * os.FileMode}.
 */
public enum NodeType {
  FILE("file", 0, 0100000),
  DIRECTORY("dir", 1L << 31, 0040000),
  SYMLINK("symlink", 1L << 27, 0120000),
  BLOCK_DEVICE("dev", 1L << 26, 0060000),
  CHARACTER_DEVICE("chardev", 1L << 26 | 1L << 21, 0020000),
  FIFO("fifo", 1L << 25, 0010000),
  SOCKET("socket", 1L << 24, 0140000),
  IRREGULAR("irregular", 1L << 19, 0);

  private static final long GO_SETUID = 1L << 23;
  private static final long GO_SETGID = 1L << 22;
  private static final long GO_STICKY = 1L << 20;

  private final String word;
  private final long goBits;
  private final int unixBits;

  NodeType(String word, long goBits, int unixBits) {
    this.word = word;
    this.goBits = goBits;
    this.unixBits = unixBits;
  }

  /** The word in the tree. */
  public String word() {
    return word;
  }

  /** The type for a word, or null when there is none. */
  public static @Nullable NodeType ofWord(String word) {
    for (NodeType type : values()) {
      if (type.word.equals(word)) {
        return type;
      }
    }
    return null;
  }

  /** Go's mode for this type with permission bits (07777) as POSIX has them. */
  public long goMode(int permissions) {
    return goBits
        | (permissions & 0777)
        | ((permissions & 04000) != 0 ? GO_SETUID : 0)
        | ((permissions & 02000) != 0 ? GO_SETGID : 0)
        | ((permissions & 01000) != 0 ? GO_STICKY : 0);
  }

  /** The permission bits (07777) in a mode of Go. */
  public static int permissions(long goMode) {
    return (int) (goMode & 0777)
        | ((goMode & GO_SETUID) != 0 ? 04000 : 0)
        | ((goMode & GO_SETGID) != 0 ? 02000 : 0)
        | ((goMode & GO_STICKY) != 0 ? 01000 : 0);
  }

  /** The type bits of {@code st_mode}. */
  public int unixBits() {
    return unixBits;
  }
}
