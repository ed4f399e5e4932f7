package org.hevelius.app.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/**
 * A new file that only its owner can read from its first moment on; gone when nothing came of it.
 */
final class SecretFile implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;
  private boolean written;

  private SecretFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Makes the file, empty.
   *
   * @throws HeveliusException CONFLICT when there is one; DENIED when it can't be made
   */
  static SecretFile begin(Path path) {
    try {
      return new SecretFile(
          path,
          FileChannel.open(
              path,
              EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))));
    } catch (FileAlreadyExistsException e) {
      throw new HeveliusException(
          Category.CONFLICT,
          "there is a file " + path + " already",
          List.of("nothing was changed; choose another name"),
          e);
    } catch (IOException e) {
      throw new HeveliusException(
          Category.DENIED,
          "the file " + path + " can't be made: " + e.getMessage(),
          List.of("nothing was changed"),
          e);
    }
  }

  /** Writes its content; it survives the loss of power. */
  void write(String text) {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
      written = true;
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
      if (!written) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private HeveliusException failure(IOException e) {
    return new HeveliusException(
        Category.UNAVAILABLE,
        "the file " + path + " can't be written: " + e.getMessage(),
        List.of("nothing was kept; check the disk and its space"),
        e);
  }
}
