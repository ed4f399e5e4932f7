package org.hevelius.repository.format;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256: the name of a file (hash of its stored bytes) or of a blob (hash of its plain bytes).
 *
 * @param a the first 8 bytes, big endian; b, c and d follow
 */
public record Id(long a, long b, long c, long d) implements Comparable<Id> {
  /** Length in bytes. */
  public static final int BYTES = 32;

  /** Reads 32 bytes from {@code offset} on. */
  public static Id read(byte[] bytes, int offset) {
    return new Id(
        longAt(bytes, offset),
        longAt(bytes, offset + 8),
        longAt(bytes, offset + 16),
        longAt(bytes, offset + 24));
  }

  /** The id of these bytes. */
  public static Id of(byte[] bytes) {
    return of(sha256(), bytes, 0, bytes.length);
  }

  /** The id of a range of bytes, computed with a digest that the caller keeps for its thread. */
  public static Id of(MessageDigest sha256, byte[] bytes, int offset, int length) {
    sha256.update(bytes, offset, length);
    return read(sha256.digest(), 0);
  }

  /** A new SHA-256 digest. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** Whether the text is 64 lower-case hex digits. */
  public static boolean isId(String text) {
    return text.length() == 64
        && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }

  /**
   * Reads 64 lower-case hex digits.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static Id parse(String hex) {
    if (!isId(hex)) {
      throw new IllegalArgumentException("not an id of 64 lower-case hex digits: " + hex);
    }
    return read(HexFormat.of().parseHex(hex), 0);
  }

  /** Writes the 32 bytes at {@code offset}. */
  public void write(byte[] target, int offset) {
    put(target, offset, a);
    put(target, offset + 8, b);
    put(target, offset + 16, c);
    put(target, offset + 24, d);
  }

  /** The 32 bytes. */
  public byte[] bytes() {
    byte[] bytes = new byte[BYTES];
    write(bytes, 0);
    return bytes;
  }

  /** The first 8 hex digits, for messages. */
  public String brief() {
    return toString().substring(0, 8);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(a);
  }

  @Override
  public int compareTo(Id other) {
    int order = Long.compareUnsigned(a, other.a);
    if (order == 0) {
      order = Long.compareUnsigned(b, other.b);
    }
    if (order == 0) {
      order = Long.compareUnsigned(c, other.c);
    }
    return order != 0 ? order : Long.compareUnsigned(d, other.d);
  }

  /** 64 lower-case hex digits. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes());
  }

  private static long longAt(byte[] bytes, int offset) {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | (bytes[offset + i] & 0xff);
    }
    return value;
  }

  private static void put(byte[] target, int offset, long value) {
    for (int i = 0; i < 8; i++) {
      target[offset + i] = (byte) (value >>> (56 - 8 * i));
    }
  }
}
