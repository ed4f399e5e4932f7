package org.hevelius.core.compare;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** Streams compared and hashed, 64 KiB at a time. */
public final class Contents {
  static final int BUFFER = 1 << 16;

  private Contents() {}

  /** Whether both streams have the same bytes to their ends; reads no further than needed. */
  public static boolean equal(InputStream left, InputStream right) throws IOException {
    byte[] a = new byte[BUFFER];
    byte[] b = new byte[BUFFER];
    while (true) {
      int n = left.readNBytes(a, 0, BUFFER);
      int m = right.readNBytes(b, 0, BUFFER);
      if (!Arrays.equals(a, 0, n, b, 0, m)) {
        return false;
      }
      if (n < BUFFER) {
        return true;
      }
    }
  }

  static String hash(InputStream in, long limit) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER];
    long left = limit;
    while (left > 0) {
      int n = in.readNBytes(buffer, 0, (int) Math.min(BUFFER, left));
      if (n == 0) {
        break;
      }
      digest.update(buffer, 0, n);
      left -= n;
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
