package org.hevelius.providers.btrfs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.tree.Names;
import org.hevelius.repository.fs.BtrfsItems;
import org.hevelius.repository.fs.Directory;
import org.hevelius.repository.fs.FileSystem;
import org.hevelius.repository.fs.FileSystemException;
import org.hevelius.repository.fs.RawPath;
import org.jspecify.annotations.Nullable;

/**
 * Finds what differs between a snapshot and a later state of the same subvolume in the items of the
 * later tree. Each inode says in which transaction it was last changed, and whatever changes an
 * inode, its content, its attributes, its names or, for a directory, its entries, puts that number
 * down. Blocks of the tree that are older than the snapshot aren't even read.
 *
 * <p>What is gone has no item any more, but the directory that it was in has changed: the entries
 * of such a directory are compared with those that the snapshot has.
 */
final class ItemDiff implements AutoCloseable {
  private static final int OFTEN = 1000;
  private static final int MOST_DIRECTORIES = 100_000;
  private static final long TOP = 256;
  private static final int DIRECTORY = 0040000;
  private static final int TYPE_OF_FILE = 0170000;

  private final Directory before;
  private final Directory after;
  private final long since;
  private final String prefix;
  private final TouchedPaths touched;
  private final BooleanSupplier canceled;
  private final Map<Long, String> directories = new HashMap<>();
  private long count;

  /**
   * Opens both.
   *
   * @param pair of which the later is known to go on from the earlier
   * @throws FileSystemException when they can't be opened
   */
  ItemDiff(
      FileSystem files, Differences.Pair pair, TouchedPaths touched, BooleanSupplier canceled) {
    this.since = pair.before().born();
    this.prefix = pair.place();
    this.touched = touched;
    this.canceled = canceled;
    this.before = files.open(RawPath.ofText(pair.from()));
    try {
      this.after = files.open(RawPath.ofText(pair.to()));
    } catch (RuntimeException e) {
      before.close();
      throw e;
    }
  }

  /** An inode that has changed, with those of its names that were seen. */
  private record Changed(
      long inode, long transaction, long links, boolean isDirectory, List<Name> names) {}

  /** A name of an inode, and the directory that it stands in. */
  private record Name(long directory, byte[] name) {}

  /**
   * Adds what differs.
   *
   * @return false when that is too much
   * @throws FileSystemException when it can't be found out in this way
   */
  boolean find() {
    requireAsMade();
    Changed changed = null;
    try (BtrfsItems items = BtrfsItems.since(after, since)) {
      while (items.next()) {
        if (++count % OFTEN == 0 && !mayGoOn()) {
          return false;
        }
        if (changed != null && items.inode() != changed.inode()) {
          touch(changed);
          changed = null;
        }
        switch (items.type()) {
          case BtrfsItems.INODE -> changed = inode(items);
          case BtrfsItems.REFERENCE, BtrfsItems.MORE_REFERENCES -> {
            if (changed != null) {
              names(items, changed.names());
            }
          }
          default -> {}
        }
      }
    }
    if (changed != null) {
      touch(changed);
    }
    return !touched.isTooMany();
  }

  /** What was changed in the snapshot itself is in no item of the later state. */
  private void requireAsMade() {
    try (BtrfsItems items = BtrfsItems.since(before, since + 1)) {
      while (items.next()) {
        if (items.type() == BtrfsItems.INODE && items.longAt(8) > since) {
          throw unknown("the snapshot was changed after it was made");
        }
      }
    }
  }

  private boolean mayGoOn() {
    if (canceled.getAsBoolean()) {
      throw new HeveliusException(Category.CANCELED, "canceled while trees were compared");
    }
    return !touched.isTooMany();
  }

  /**
   * {@code struct btrfs_inode_item}. What was made later stands in a directory as a new entry. In
   * the snapshot's own transaction other snapshots may have been put into a directory after it, and
   * nothing else can have happened.
   */
  private @Nullable Changed inode(BtrfsItems items) {
    long transaction = items.longAt(8);
    boolean directory = (items.intAt(52) & TYPE_OF_FILE) == DIRECTORY;
    long links = Integer.toUnsignedLong(items.intAt(40));
    boolean candidate = directory ? transaction >= since : transaction > since;
    return candidate && items.longAt(0) <= since && links > 0
        ? new Changed(items.inode(), transaction, links, directory, new ArrayList<>())
        : null;
  }

  /** {@code struct btrfs_inode_ref} or {@code btrfs_inode_extref}, several in one item. */
  private static void names(BtrfsItems items, List<Name> names) {
    boolean more = items.type() == BtrfsItems.MORE_REFERENCES;
    int head = more ? 18 : 10;
    for (int at = 0; at < items.size(); ) {
      int length = items.shortAt(at + head - 2);
      long directory = more ? items.longAt(at) : items.offset();
      names.add(new Name(directory, items.bytesAt(at + head, length)));
      at += head + length;
    }
  }

  /** All names of an inode of the later state, which may lie in older blocks. */
  private List<Name> names(long inode) {
    List<Name> names = new ArrayList<>();
    try (BtrfsItems items =
        BtrfsItems.of(after, inode, BtrfsItems.REFERENCE, BtrfsItems.MORE_REFERENCES)) {
      while (items.next()) {
        names(items, names);
      }
    }
    return names;
  }

  private void touch(Changed changed) {
    if (changed.isDirectory()) {
      String path = path(changed.inode());
      boolean differs = entries(changed.inode(), path);
      if (differs || changed.transaction() > since) {
        touched.touch(above(path));
      }
      return;
    }
    List<Name> names =
        changed.names().size() == changed.links() ? changed.names() : names(changed.inode());
    if (names.size() != changed.links()) {
      throw unknown("an inode has other names than it counts");
    }
    for (Name name : names) {
      touched.touch(above(below(path(name.directory()), name.name())));
    }
  }

  private static FileSystemException unknown(String what) {
    return new FileSystemException(FileSystemException.Reason.NOT_SUPPORTED, what);
  }

  /** The path of a directory of the later state. */
  private String path(long directory) {
    if (directory == TOP) {
      return "";
    }
    String known = directories.get(directory);
    if (known != null) {
      return known;
    }
    List<Name> names = names(directory);
    if (names.size() != 1 || names.getFirst().directory() == directory) {
      throw unknown("a directory has no place");
    }
    String path = below(path(names.getFirst().directory()), names.getFirst().name());
    if (directories.size() >= MOST_DIRECTORIES) {
      directories.clear();
    }
    directories.put(directory, path);
    return path;
  }

  private static String below(String directory, byte[] name) {
    String text = Names.text(name);
    return directory.isEmpty() ? text : directory + "/" + text;
  }

  private String above(String path) {
    return prefix.isEmpty() ? path : path.isEmpty() ? prefix : prefix + "/" + path;
  }

  /**
   * Compares the entries of a directory on both sides: whatever is new or gone is told with all
   * below it. An entry keeps the number that it has in its directory.
   *
   * @return whether there were any
   */
  private boolean entries(long directory, String path) {
    boolean differs = false;
    try (BtrfsItems left = entries(before, directory);
        BtrfsItems right = entries(after, directory)) {
      boolean onLeft = left.next();
      boolean onRight = right.next();
      while (onLeft || onRight) {
        if (++count % OFTEN == 0 && !mayGoOn()) {
          return true;
        }
        int order =
            !onLeft ? 1 : !onRight ? -1 : Long.compareUnsigned(left.offset(), right.offset());
        if (order != 0 || !isSame(left, right)) {
          differs = true;
          if (order <= 0) {
            touchAll(path, left);
          }
          if (order >= 0) {
            touchAll(path, right);
          }
        }
        onLeft = order <= 0 ? left.next() : onLeft;
        onRight = order >= 0 ? right.next() : onRight;
      }
    }
    return differs;
  }

  private static BtrfsItems entries(Directory root, long directory) {
    return BtrfsItems.of(root, directory, BtrfsItems.ENTRY, BtrfsItems.ENTRY);
  }

  /** {@code struct btrfs_dir_item}: what it leads to, and its name. */
  private static boolean isSame(BtrfsItems left, BtrfsItems right) {
    return left.longAt(0) == right.longAt(0)
        && left.longAt(8) == right.longAt(8)
        && Arrays.equals(name(left), name(right));
  }

  private static byte[] name(BtrfsItems entry) {
    return entry.bytesAt(30, entry.shortAt(27));
  }

  private void touchAll(String directory, BtrfsItems entry) {
    touched.touchAll(above(below(directory, name(entry))));
  }

  @Override
  public void close() {
    try (before) {
      after.close();
    }
  }
}
