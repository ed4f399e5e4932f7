package org.hevelius.repository.fs;

/**
 * Reads the items of the tree of a Btrfs subvolume in their order, by {@code
 * BTRFS_IOC_TREE_SEARCH_V2}: a window of them at a time. Numbers are unsigned as Btrfs has them;
 * the types are those of {@code linux/btrfs_tree.h}. For root alone. Not safe for several threads.
 */
public final class BtrfsItems implements AutoCloseable {
  /** Type of the item with what {@code stat} says of an inode. */
  public static final int INODE = 1;

  /** Type of the items with the names of an inode in one directory. */
  public static final int REFERENCE = 12;

  /** Type of the items with the names of an inode that found no room in those. */
  public static final int MORE_REFERENCES = 13;

  /** Type of the items with the entries of a directory, in the order in which they were made. */
  public static final int ENTRY = 96;

  private static final int HIGHEST_TYPE = 255;
  private static final long FIRST_INODE = 256;
  private static final long LAST_INODE = -256;
  private static final int ARGUMENTS = 112;
  private static final int HEADER = 32;

  private final NativeDirectory directory;
  private final Scratch scratch;
  private final long since;
  private final long lastObject;
  private final int lastType;
  private long object;
  private int type;
  private long offset;
  private boolean started;
  private boolean ended;
  private boolean closed;
  private int left;
  private int header;
  private int next = ARGUMENTS;

  /** A number of each kind: the lowest, and the highest. */
  private record Range(long first, long last) {}

  private BtrfsItems(NativeDirectory directory, long since, Range inodes, Range types) {
    this.directory = directory;
    this.since = since;
    this.object = inodes.first();
    this.lastObject = inodes.last();
    this.type = (int) types.first();
    this.lastType = (int) types.last();
    this.scratch = Scratch.take();
  }

  /**
   * All items of all inodes, without those of which it is known from the tree's blocks that they
   * are older: those that are newer are among them always.
   *
   * @param root the root directory of the subvolume, which stays open longer
   * @param since a number of a transaction of the file system
   * @throws FileSystemException NOT_SUPPORTED when this is no directory of Linux
   */
  public static BtrfsItems since(Directory root, long since) {
    return new BtrfsItems(
        ours(root), since, new Range(FIRST_INODE, LAST_INODE), new Range(0, HIGHEST_TYPE));
  }

  /** The items of one inode that are of these types or of those between. */
  public static BtrfsItems of(Directory root, long inode, int firstType, int lastType) {
    return new BtrfsItems(ours(root), 0, new Range(inode, inode), new Range(firstType, lastType));
  }

  private static NativeDirectory ours(Directory root) {
    if (root instanceof NativeDirectory directory && Syscall.knowsThisMachine()) {
      return directory;
    }
    throw new FileSystemException(
        FileSystemException.Reason.NOT_SUPPORTED, "search(" + root + "): not on this platform");
  }

  /**
   * Goes to the next item.
   *
   * @return false when there is none
   * @throws FileSystemException DENIED or NOT_SUPPORTED when it may not or can't be read
   */
  public boolean next() {
    if (left == 0 && !ended) {
      search();
    }
    if (left == 0) {
      return false;
    }
    left--;
    header = next;
    next = header + HEADER + size();
    object = scratch.contentLong(header + 8);
    offset = scratch.contentLong(header + 16);
    type = scratch.contentInt(header + 24);
    return true;
  }

  private void search() {
    long from = started ? offset + 1 : 0;
    if (started && from == 0) {
      // The highest offset of all: the next item has another type or inode.
      type++;
      if (type > HIGHEST_TYPE) {
        type = 0;
        object++;
      }
    }
    started = true;
    // struct btrfs_ioctl_search_key and the size of what follows it; tree 0 is the directory's own.
    long[] key = {0, object, lastObject, from, -1, since, -1, (long) lastType << 32 | type};
    for (int i = 0; i < key.length; i++) {
      scratch.contentLong(i * 8, key[i]);
    }
    scratch.contentLong(64, 0xffffffffL);
    for (int at = 72; at < 104; at += 8) {
      scratch.contentLong(at, 0);
    }
    scratch.contentLong(104, Scratch.CONTENT_BYTES - (long) ARGUMENTS);
    int fd = directory.use();
    try {
      long result = scratch.call(Syscall.IOCTL, fd, Syscall.BTRFS_SEARCH, scratch.content());
      if (result < 0) {
        throw Errno.failure("search", directory.toString(), result);
      }
    } finally {
      directory.done();
    }
    left = scratch.contentInt(64);
    ended = left == 0;
    next = ARGUMENTS;
  }

  /** The number of the inode that the item is about. */
  public long inode() {
    return object;
  }

  /** The type. */
  public int type() {
    return type;
  }

  /** The last part of the key, of which the type says what it is. */
  public long offset() {
    return offset;
  }

  /** Bytes of its content. */
  public int size() {
    return scratch.contentInt(header + 28);
  }

  /** Eight bytes of the content as a number. */
  public long longAt(int at) {
    return scratch.contentLong(at(at, 8));
  }

  /** Four bytes of the content as a number. */
  public int intAt(int at) {
    return scratch.contentInt(at(at, 4));
  }

  /** Two bytes of the content as a number without sign. */
  public int shortAt(int at) {
    return scratch.contentShort(at(at, 2)) & 0xffff;
  }

  /** A copy of a part of the content. */
  public byte[] bytesAt(int at, int length) {
    return scratch.contentBytes(at(at, length), length);
  }

  private int at(int at, int length) {
    if (at < 0 || length < 0 || at > size() - length) {
      throw new FileSystemException(
          FileSystemException.Reason.OTHER, "search(" + directory + "): an item is too short");
    }
    return header + HEADER + at;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      ended = true;
      left = 0;
      scratch.giveBack();
    }
  }
}
