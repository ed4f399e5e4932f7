package org.hevelius.repository.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes files so that they are there whole and for good, or not at all: a temporary file beside
 * the target, synced, renamed, and the directory synced too. What a file system doesn't know
 * (modes, syncing) is passed over; a sync that fails is an error.
 */
final class DurableFiles {
  static final String TEMPORARY = "-tmp-";

  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  // Java copies heap buffers through a direct one, which each thread keeps for ever.
  private static final int SLICE = 256 * 1024;

  private DurableFiles() {}

  /** Writes all of the content to a new temporary file beside the target and syncs it. */
  static Path writeTemporary(Path target, ByteBuffer content, boolean groupMayRead)
      throws IOException {
    Path temporary = temporary(target);
    try {
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              mode("rw-------"))) {
        write(channel, content);
        setMode(temporary, groupMayRead ? "r--r-----" : "r--------");
        force(channel);
      }
    } catch (IOException | RuntimeException | Error e) {
      delete(temporary, e);
      throw e;
    }
    return temporary;
  }

  /** A new name beside the target. */
  static Path temporary(Path target) {
    String random = Long.toHexString(ThreadLocalRandom.current().nextLong());
    return target.resolveSibling(target.getFileName() + TEMPORARY + random);
  }

  /** The directory in which a file lies. */
  static Path parent(Path path) {
    return Objects.requireNonNull(path.getParent());
  }

  /** Gives a temporary file its name, in place of whatever has it. */
  static void replace(Path temporary, Path target) throws IOException {
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      delete(temporary, e);
      throw e;
    }
  }

  /**
   * Gives a temporary file its name if nothing has that name yet; of several processes exactly one
   * succeeds. Without hard links a claim file keeps the others out meanwhile.
   *
   * @throws FileAlreadyExistsException if the name, or the claim, is taken
   */
  static void publishNew(Path temporary, Path target, boolean links) throws IOException {
    try {
      if (links && link(temporary, target)) {
        return;
      }
      Path claim = target.resolveSibling(target.getFileName() + TEMPORARY + "claim");
      Files.createFile(claim);
      try {
        if (Files.exists(target)) {
          throw new FileAlreadyExistsException(target.toString());
        }
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(claim);
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static boolean link(Path temporary, Path target) throws IOException {
    try {
      Files.createLink(target, temporary);
      return true;
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** Makes a directory, for its owner alone, unless it is there. */
  static void makeDirectory(Path directory, boolean groupMayRead) throws IOException {
    try {
      Files.createDirectory(directory, mode(groupMayRead ? "rwxrwx---" : "rwx------"));
      if (groupMayRead) {
        setMode(directory, "rwxrwx---");
      }
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory)) {
        throw e;
      }
    }
  }

  /** Makes the names in a directory durable. */
  static void syncDirectory(Path directory) throws IOException {
    if (!POSIX) {
      return;
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      force(channel);
    }
  }

  /** Removes a file; one that isn't there is no error. Returns whether it was there. */
  static boolean delete(Path file) throws IOException {
    try {
      return Files.deleteIfExists(file);
    } catch (AccessDeniedException e) {
      // Some network file systems refuse to remove a file that is read-only.
      setMode(file, "rw-------");
      return Files.deleteIfExists(file);
    }
  }

  /** Reads from {@code offset} until the target is full or the file ends; false if it ended. */
  static boolean read(FileChannel channel, long offset, ByteBuffer target) throws IOException {
    int limit = target.limit();
    long position = offset;
    try {
      while (target.position() < limit) {
        target.limit(sliceEnd(target, limit));
        int count = channel.read(target, position);
        if (count < 0) {
          return false;
        }
        position += count;
      }
      return true;
    } finally {
      target.limit(limit);
    }
  }

  static void write(FileChannel channel, ByteBuffer content) throws IOException {
    int limit = content.limit();
    try {
      while (content.position() < limit) {
        content.limit(sliceEnd(content, limit));
        channel.write(content);
      }
    } finally {
      content.limit(limit);
    }
  }

  private static int sliceEnd(ByteBuffer buffer, int limit) {
    return buffer.isDirect() ? limit : Math.min(limit, buffer.position() + SLICE);
  }

  private static void force(FileChannel channel) throws IOException {
    try {
      channel.force(true);
    } catch (IOException e) {
      if (!SystemError.isUnsupported(e)) {
        throw e;
      }
    }
  }

  private static void setMode(Path path, String mode) {
    if (!POSIX) {
      return;
    }
    try {
      Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(mode);
      Files.setPosixFilePermissions(path, permissions);
    } catch (IOException e) {
      // A file system without modes; the content is sealed anyway.
      return;
    }
  }

  private static FileAttribute<?>[] mode(String mode) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }

  private static void delete(Path temporary, Throwable because) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      because.addSuppressed(e);
    }
  }
}
