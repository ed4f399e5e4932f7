package org.hevelius.repository.format;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The name of one directory entry as raw bytes, which need not be valid UTF-8. Ordered by unsigned
 * bytes, as nodes are in a tree.
 */
public final class FileName implements Comparable<FileName> {
  private final byte[] bytes;

  private FileName(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A name from raw bytes; the array is taken over and must not be changed any more. */
  public static FileName ofBytes(byte[] bytes) {
    return new FileName(bytes);
  }

  /** A name from text, as UTF-8. */
  public static FileName of(String text) {
    return new FileName(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The raw bytes; not a copy, not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /**
   * Whether this may stand as an entry of a directory: not empty, not {@code .} or {@code ..},
   * without slash and NUL. A tree from outside may hold anything; whoever writes to a file system
   * asks first.
   */
  public boolean isSafe() {
    if (bytes.length == 0
        || (bytes[0] == '.' && (bytes.length == 1 || (bytes.length == 2 && bytes[1] == '.')))) {
      return false;
    }
    for (byte b : bytes) {
      if (b == '/' || b == 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether the bytes are valid UTF-8. */
  public boolean isText() {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** The name as text; bytes that are not UTF-8 show as U+FFFD. */
  @Override
  public String toString() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public int compareTo(FileName other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FileName name && Arrays.equals(bytes, name.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
