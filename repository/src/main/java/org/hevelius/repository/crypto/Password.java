package org.hevelius.repository.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;

/** A password as bytes, never printed; cleared by {@link #close} when no longer needed. */
public final class Password implements AutoCloseable {
  private static final int MAX = 64 << 10;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final byte[] bytes;

  private Password(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * A password that was typed or handed over.
   *
   * @param text stays with the caller, who clears it
   * @throws RepositoryException INVALID if it is empty or no valid text
   */
  public static Password of(char[] text) {
    ByteBuffer encoded = ByteBuffer.allocate(3 * text.length);
    CoderResult result =
        StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text), encoded, true);
    byte[] bytes = Arrays.copyOf(encoded.array(), encoded.position());
    Arrays.fill(encoded.array(), (byte) 0);
    if (result.isError()) {
      throw new RepositoryException(
          Kind.INVALID, "the password holds half a character", "Type it again.");
    }
    return checked(bytes, "the password");
  }

  /**
   * The content of a file without one line break at its end. The file may be a pipe.
   *
   * @throws RepositoryException NOT_FOUND if there is no file, WRONG_PASSWORD if it can't be read,
   *     INVALID if it is empty or no password
   */
  public static Password ofFile(Path file) {
    String name = "the password file " + file;
    byte[] content;
    try (InputStream in = Files.newInputStream(file)) {
      content = in.readNBytes(MAX + 1);
    } catch (NoSuchFileException e) {
      throw new RepositoryException(
          Kind.NOT_FOUND, name + " is not there", "nothing was changed; check its path", e);
    } catch (IOException e) {
      throw new RepositoryException(
          Kind.WRONG_PASSWORD,
          name + " can't be read: " + e.getMessage(),
          "nothing was changed; check its permissions",
          e);
    }
    return ofContent(content, withoutBreak(content), name);
  }

  /**
   * The first line that a program prints. No shell is involved; the program's standard input is
   * empty and its error output is ours.
   *
   * @param command the program and its arguments
   * @throws RepositoryException INVALID if the program can't be started, fails or prints no
   *     password; UNAVAILABLE if it takes longer than 60 s; CANCELED if the thread is interrupted
   */
  public static Password ofCommand(List<String> command) {
    return ofCommand(command, PATIENCE);
  }

  static Password ofCommand(List<String> command, Duration patience) {
    if (command.isEmpty()) {
      throw new RepositoryException(Kind.INVALID, "the password command is empty", "");
    }
    byte[] line = CommandOutput.firstLine(command, MAX + 3, patience);
    String name = "what the password command " + command.getFirst() + " printed";
    return ofContent(line, withoutBreak(line), name);
  }

  /** UTF-8; not a copy. */
  byte[] bytes() {
    return bytes;
  }

  /** As text, for a library that takes no other form; it can't be cleared. */
  public String reveal() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public String toString() {
    return "Password[hidden]";
  }

  private static int withoutBreak(byte[] content) {
    int length = content.length;
    if (length > 0 && content[length - 1] == '\n') {
      length--;
      if (length > 0 && content[length - 1] == '\r') {
        length--;
      }
    }
    return length;
  }

  private static Password ofContent(byte[] content, int length, String name) {
    byte[] bytes = Arrays.copyOf(content, length);
    Arrays.fill(content, (byte) 0);
    return checked(bytes, name);
  }

  private static Password checked(byte[] bytes, String name) {
    if (bytes.length == 0) {
      throw new RepositoryException(
          Kind.INVALID, name + " is empty", "An empty password would protect nothing.");
    }
    if (bytes.length > MAX) {
      Arrays.fill(bytes, (byte) 0);
      throw new RepositoryException(
          Kind.INVALID, name + " is longer than 64 KiB", "Check that it is the right one.");
    }
    return new Password(bytes);
  }
}
