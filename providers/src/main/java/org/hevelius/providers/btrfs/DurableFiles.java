package org.hevelius.providers.btrfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/** Small files and directories that others can't enter, written whole and durably. */
final class DurableFiles {
  static final FileAttribute<Set<PosixFilePermission>> CLOSED_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> CLOSED_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private DurableFiles() {}

  /** Work on files whose failures are the domain's. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /** Does it. */
  static <T> T in(Path place, Work<T> work) {
    try {
      return work.run();
    } catch (IOException e) {
      boolean full = String.valueOf(e.getMessage()).contains("No space left");
      throw new HeveliusException(
          full ? Category.FULL : Category.UNAVAILABLE,
          place + " can't be used: " + e.getClass().getSimpleName() + " " + e.getMessage(),
          List.of("nothing was published; all earlier snapshots are intact"),
          e);
    }
  }

  /** Replaces a file's content, or makes it: whole or not at all. */
  static void write(Path file, byte[] content) throws IOException {
    Path directory = Objects.requireNonNull(file.getParent());
    Path temporary = Files.createTempFile(directory, "." + file.getFileName(), ".tmp", CLOSED_FILE);
    try {
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      sync(directory);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  static FileChannel openLock(Path file) throws IOException {
    return FileChannel.open(
        file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), CLOSED_FILE);
  }

  static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
