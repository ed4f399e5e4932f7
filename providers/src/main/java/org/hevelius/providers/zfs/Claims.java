package org.hevelius.providers.zfs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.jspecify.annotations.Nullable;

/**
 * The right to put a dataset back, which one process has at a time. Among the processes of a home
 * it is a locked file, which a process that dies lets go. Between homes it is the clone that an
 * exchange begins with: its name is fixed, so that ZFS makes one and refuses a second, and it tells
 * whose it is. Only the home that has begun an exchange ends it, since only there it is known that
 * nobody carries it out any more.
 */
final class Claims {
  private final Path directory;
  private final String owner;

  /**
   * The claims of a home.
   *
   * @param directory for the locked files
   * @param owner names the home among all that may reach the same pools
   */
  Claims(Path directory, String owner) {
    this.directory = directory;
    this.owner = owner.replaceAll("\\s+", " ");
  }

  /** A text for {@link Labels#BY} that no other attempt has. */
  String attempt() {
    return UUID.randomUUID().toString().substring(0, 8) + " " + owner;
  }

  /** Whether an attempt was one of this home; one that says nothing is anybody's. */
  boolean isOurs(String attempt) {
    return attempt.isEmpty() || owner(attempt).equals(owner);
  }

  /** The home of an attempt. */
  static String owner(String attempt) {
    return attempt.substring(attempt.indexOf(' ') + 1);
  }

  /**
   * Does what no other process of this home may do to a dataset meanwhile.
   *
   * @throws HeveliusException CONFLICT when another one is at it
   */
  <T> T alone(Zfs zfs, String dataset, Supplier<T> work) {
    String shown = zfs.shown(dataset);
    Path file = directory.resolve("claim-" + Labels.hash(List.of(shown)).substring(0, 16));
    try {
      Files.createDirectories(directory);
      try (FileChannel channel =
              FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = lock(channel)) {
        if (lock == null) {
          throw new HeveliusException(
              Category.CONFLICT,
              "%s is being put back by another process at this moment".formatted(shown),
              "nothing was changed; wait until that is over, look at it, and repeat");
        }
        return work.get();
      }
    } catch (IOException e) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "can't lock %s, so that nobody else puts %s back meanwhile: %s"
              .formatted(file, shown, e.getMessage()),
          List.of("nothing was changed"),
          e);
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }
}
