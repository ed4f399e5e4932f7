package org.hevelius.providers.btrfs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/**
 * The directory of a file system in which its snapshots lie, a container each: the subvolumes of
 * one snapshot with what is known of them. It belongs to root and is closed to all others, for who
 * owns a snapshot's root directory could make it writable again, and for a snapshot shows files as
 * open as they once were.
 */
final class Place {
  /** Its name, always at the top of a mount. */
  static final String NAME = ".hevelius-snapshots";

  private static final String PENDING = ".pending-";

  private static final String LOCK = "lock";
  private static final ReentrantLock HERE = new ReentrantLock();
  // Closing any descriptor of a file gives up this process' locks on it, so none of ours is tried.
  private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

  private final Path root;
  private final Commands commands;

  Place(Path root, Commands commands) {
    this.root = root;
    this.commands = commands;
  }

  Path root() {
    return root;
  }

  /** Whether a path inside a file system lies in such a directory. */
  static boolean contains(String inside) {
    return (inside + "/").contains("/" + NAME + "/");
  }

  /** Whether a path inside a file system is that of a subvolume in a container. */
  static boolean isImage(String inside) {
    String[] names = inside.split("/", -1);
    return names.length >= 4 && names[names.length - 3].equals(NAME);
  }

  /** Whether a path inside a file system is that of a subvolume that doesn't count any more. */
  static boolean isDiscarded(String inside) {
    String[] names = inside.split("/", -1);
    return isImage(inside) && !isPublished(names[names.length - 2]);
  }

  /** Whether a container of this name holds a snapshot that counts. */
  static boolean isPublished(String name) {
    return !name.startsWith(".");
  }

  /** A container that no snapshot stands in yet; closing it removes it with all that is in it. */
  final class Pending implements AutoCloseable {
    private final Path claimed;
    private Path path;
    private final FileChannel lock;
    private boolean published;

    private Pending(Path path, FileChannel lock) {
      this.claimed = path;
      this.path = path;
      this.lock = lock;
    }

    Path path() {
      return path;
    }

    /** Gives it its name, which makes it count, durably. */
    void publish(String name) throws IOException {
      Path pending = path;
      for (int n = 1; !published; n++) {
        Path wanted = root.resolve(n == 1 ? name : name + "." + n);
        if (Files.notExists(wanted, LinkOption.NOFOLLOW_LINKS)) {
          Files.move(pending, wanted, StandardCopyOption.ATOMIC_MOVE);
          path = wanted;
          published = true;
        }
      }
      DurableFiles.sync(root);
      OURS.add(path);
    }

    /** That nothing of the snapshot is missing any more. */
    void complete() throws IOException {
      Parts.complete(path);
      Files.deleteIfExists(path.resolve(LOCK));
    }

    /** Takes {@link #publish} back, where the rest of a snapshot couldn't be published. */
    void withdraw() throws IOException {
      if (published) {
        Path pending = root.resolve(PENDING + path.getFileName());
        OURS.add(pending);
        OURS.remove(path);
        Files.move(path, pending, StandardCopyOption.ATOMIC_MOVE);
        path = pending;
        published = false;
        DurableFiles.sync(root);
      }
    }

    @Override
    public void close() {
      try {
        if (!published) {
          DurableFiles.in(root, () -> remove(path));
        }
      } finally {
        OURS.remove(claimed);
        OURS.remove(path);
        release(lock);
      }
    }
  }

  private static void release(FileChannel lock) {
    DurableFiles.in(
        Path.of(LOCK),
        () -> {
          lock.close();
          return true;
        });
  }

  /**
   * Makes a container, and removes those that died before they were published.
   *
   * @throws HeveliusException REFUSED when the directory isn't closed to others
   */
  Pending begin(String label) {
    String safe = label.replaceAll("[^A-Za-z0-9._-]", "_");
    String name = PENDING + safe.substring(0, Math.min(safe.length(), 200));
    return alone(
        () -> {
          sweep();
          sweepParts();
          return begin(name, 1);
        });
  }

  /**
   * Does what no other thread or process may do at the same time in this directory, which is made
   * if it isn't there.
   *
   * @throws HeveliusException REFUSED when the directory isn't closed to others
   */
  <T> T alone(DurableFiles.Work<T> work) {
    HERE.lock();
    try {
      return DurableFiles.in(
          root,
          () -> {
            make();
            try (FileChannel guard = DurableFiles.openLock(root.resolve(LOCK));
                FileLock _ = guard.lock()) {
              return work.run();
            }
          });
    } finally {
      HERE.unlock();
    }
  }

  private Pending begin(String name, int n) throws IOException {
    Path path = root.resolve(n == 1 ? name : name + "." + n);
    try {
      Files.createDirectory(path, DurableFiles.CLOSED_DIRECTORY);
    } catch (FileAlreadyExistsException e) {
      return begin(name, n + 1);
    }
    FileChannel lock = DurableFiles.openLock(path.resolve(LOCK));
    lock.lock();
    OURS.add(path);
    return new Pending(path, lock);
  }

  private void make() throws IOException {
    try {
      Files.createDirectory(root, DurableFiles.CLOSED_DIRECTORY);
    } catch (FileAlreadyExistsException e) {
      requireClosed();
    }
  }

  /** Whether nobody but root, or the account of this process, can change what lies in it. */
  boolean isClosed() {
    return DurableFiles.in(
        root,
        () -> {
          PosixFileAttributes is =
              Files.readAttributes(root, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
          Set<PosixFilePermission> open = new HashSet<>(is.permissions());
          open.retainAll(Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE));
          String owner = is.owner().getName();
          boolean trusted =
              owner.equals("root") || owner.equals(System.getProperty("user.name", ""));
          return is.isDirectory() && trusted && open.isEmpty();
        });
  }

  private void requireClosed() {
    if (!isClosed()) {
      throw new HeveliusException(
          Category.REFUSED,
          root + " is not a directory of root's that others can't write to",
          "nothing was changed; snapshots in it wouldn't be safe: set it right, or move it away");
    }
  }

  private void sweep() throws IOException {
    for (Path path : entries(root, PENDING + "*")) {
      if (!OURS.contains(path)) {
        try (FileChannel channel = DurableFiles.openLock(path.resolve(LOCK));
            FileLock dead = channel.tryLock()) {
          if (dead != null && isWithoutOthers(path)) {
            remove(path);
          }
        } catch (NoSuchFileException | HeveliusException e) {
          // It has been published or removed meanwhile, or can't go now: that keeps nobody waiting.
        }
      }
    }
  }

  private boolean isWithoutOthers(Path container) throws IOException {
    Optional<Parts> parts = Parts.in(container);
    return parts.isEmpty() || parts.get().settle(container, commands);
  }

  /** Parts that are published, of which the process that published them may have died since. */
  private void sweepParts() throws IOException {
    for (Path path : entries(root, "[!.]*")) {
      if (!OURS.contains(path) && Files.exists(path.resolve(Parts.FILE))) {
        try {
          if (isDead(path)) {
            isWithoutOthers(path);
          }
        } catch (NoSuchFileException | HeveliusException e) {
          // It counts as little as before, and keeps nobody waiting.
        }
      }
    }
  }

  private static boolean isDead(Path container) throws IOException {
    try (FileChannel channel = DurableFiles.openLock(container.resolve(LOCK));
        FileLock dead = channel.tryLock()) {
      return dead != null;
    }
  }

  static List<Path> entries(Path directory, String pattern) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, pattern)) {
      stream.forEach(entries::add);
    }
    entries.sort(null);
    return entries;
  }

  /** Takes the name from a container, so that it doesn't count any more, and removes it. */
  void retire(Path container) {
    Path pending = root.resolve(PENDING + "retired-" + container.getFileName());
    DurableFiles.in(
        container,
        () -> {
          OURS.add(pending);
          try (FileChannel lock = DurableFiles.openLock(container.resolve(LOCK))) {
            lock.lock();
            Files.move(container, pending, StandardCopyOption.ATOMIC_MOVE);
            DurableFiles.sync(root);
            return remove(pending);
          } finally {
            OURS.remove(pending);
          }
        });
  }

  /** Removes a container: its snapshots, its files, itself. What is neither keeps it there. */
  boolean remove(Path container) throws IOException {
    for (Path entry : entries(container, "*")) {
      if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
        Subvolume found = commands.find(entry.toString()).orElse(null);
        if (found == null || found.origin() == null) {
          throw new HeveliusException(
              Category.CONFLICT,
              entry + " is no snapshot of ours; it was left as it is",
              "look at it, and move it away");
        }
        commands.delete(entry.toString());
      }
    }
    boolean removed = removeFiles(container);
    DurableFiles.sync(root);
    return removed;
  }

  /** Removes a directory in which there are files alone. */
  static boolean removeFiles(Path directory) throws IOException {
    for (Path entry : entries(directory, "*")) {
      if (!Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
        Files.deleteIfExists(entry);
      }
    }
    return Files.deleteIfExists(directory);
  }
}
