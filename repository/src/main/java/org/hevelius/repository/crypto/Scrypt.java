package org.hevelius.repository.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The password-based key derivation scrypt.
 *
 * <p>Source: RFC 7914. Parameters are not bounded here, see {@link KeyDerivation}.
 */
final class Scrypt {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** Integers in one block of Salsa20. */
  private static final int SALSA = 16;

  private Scrypt() {}

  /**
   * Derives {@code length} bytes.
   *
   * @param n cost, a power of two
   * @param r block size
   * @param p lanes
   * @param threads how many lanes may run at the same time; each needs {@code 128 * n * r} bytes
   */
  static byte[] derive(byte[] password, byte[] salt, int n, int r, int p, int length, int threads) {
    byte[] blocks = pbkdf2(password, salt, 128 * r * p);
    byte[] derived;
    try {
      if (threads == 1 || p == 1) {
        mixLanes(blocks, 0, 1, n, r, p);
      } else {
        IntStream.range(0, threads)
            .parallel()
            .forEach(first -> mixLanes(blocks, first, threads, n, r, p));
      }
      derived = pbkdf2(password, blocks, length);
    } finally {
      Arrays.fill(blocks, (byte) 0);
    }
    return derived;
  }

  /** PBKDF2 with HMAC-SHA-256 and one iteration. */
  private static byte[] pbkdf2(byte[] password, byte[] salt, int length) {
    // The platform refuses an empty key; HMAC pads keys with zeros, so that one zero is the same.
    byte[] secret = password.length == 0 ? new byte[1] : password;
    byte[] result = new byte[length];
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      int size = mac.getMacLength();
      byte[] last = new byte[size];
      for (int block = 1, at = 0; at < length; block++, at += size) {
        mac.update(salt);
        mac.update((byte) (block >>> 24));
        mac.update((byte) (block >>> 16));
        mac.update((byte) (block >>> 8));
        mac.update((byte) block);
        mac.doFinal(last, 0);
        System.arraycopy(last, 0, result, at, Math.min(size, length - at));
      }
      Arrays.fill(last, (byte) 0);
      return result;
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has HMAC-SHA-256", e);
    }
  }

  private static void mixLanes(byte[] blocks, int first, int step, int n, int r, int p) {
    int words = 32 * r;
    int[] x = new int[words];
    int[] y = new int[words];
    int[][] v = new int[n][];
    for (int lane = first; lane < p; lane += step) {
      int base = lane * 128 * r;
      for (int i = 0; i < words; i++) {
        x[i] = (int) INT.get(blocks, base + 4 * i);
      }
      mix(x, y, v);
      for (int i = 0; i < words; i++) {
        INT.set(blocks, base + 4 * i, x[i]);
      }
    }
    Arrays.fill(x, 0);
    Arrays.fill(y, 0);
    for (int[] row : v) {
      Arrays.fill(row, 0);
    }
  }

  /** scryptROMix, RFC 7914 section 5. */
  private static void mix(int[] x, int[] y, int[][] v) {
    int last = x.length - SALSA;
    int[] from = x;
    int[] to = y;
    for (int i = 0; i < v.length; i++) {
      int[] row = v[i];
      if (row == null) {
        v[i] = from.clone();
      } else {
        System.arraycopy(from, 0, row, 0, row.length);
      }
      mixBlocks(from, to);
      int[] swap = from;
      from = to;
      to = swap;
    }
    for (int i = 0; i < v.length; i++) {
      xor(from, v[from[last] & (v.length - 1)]);
      mixBlocks(from, to);
      int[] swap = from;
      from = to;
      to = swap;
    }
  }

  private static void xor(int[] target, int[] other) {
    for (int i = 0; i < target.length; i++) {
      target[i] ^= other[i];
    }
  }

  /** scryptBlockMix, RFC 7914 section 4. */
  private static void mixBlocks(int[] from, int[] to) {
    int half = from.length / 2;
    int before = from.length - SALSA;
    int[] source = from;
    for (int i = 0; i < from.length; i += 2 * SALSA) {
      salsa(from, i, source, before, to, i / 2);
      source = to;
      before = i / 2;
      salsa(from, i + SALSA, source, before, to, half + i / 2);
      before = half + i / 2;
    }
  }

  /** Salsa20/8 of the exclusive or of two blocks, RFC 7914 section 3. */
  private static void salsa(int[] a, int ai, int[] b, int bi, int[] to, int ti) {
    final int i0 = a[ai] ^ b[bi];
    final int i1 = a[ai + 1] ^ b[bi + 1];
    final int i2 = a[ai + 2] ^ b[bi + 2];
    final int i3 = a[ai + 3] ^ b[bi + 3];
    final int i4 = a[ai + 4] ^ b[bi + 4];
    final int i5 = a[ai + 5] ^ b[bi + 5];
    final int i6 = a[ai + 6] ^ b[bi + 6];
    final int i7 = a[ai + 7] ^ b[bi + 7];
    final int i8 = a[ai + 8] ^ b[bi + 8];
    final int i9 = a[ai + 9] ^ b[bi + 9];
    final int i10 = a[ai + 10] ^ b[bi + 10];
    final int i11 = a[ai + 11] ^ b[bi + 11];
    final int i12 = a[ai + 12] ^ b[bi + 12];
    final int i13 = a[ai + 13] ^ b[bi + 13];
    final int i14 = a[ai + 14] ^ b[bi + 14];
    final int i15 = a[ai + 15] ^ b[bi + 15];
    int x0 = i0;
    int x1 = i1;
    int x2 = i2;
    int x3 = i3;
    int x4 = i4;
    int x5 = i5;
    int x6 = i6;
    int x7 = i7;
    int x8 = i8;
    int x9 = i9;
    int x10 = i10;
    int x11 = i11;
    int x12 = i12;
    int x13 = i13;
    int x14 = i14;
    int x15 = i15;
    for (int round = 0; round < 4; round++) {
      x4 ^= Integer.rotateLeft(x0 + x12, 7);
      x8 ^= Integer.rotateLeft(x4 + x0, 9);
      x12 ^= Integer.rotateLeft(x8 + x4, 13);
      x0 ^= Integer.rotateLeft(x12 + x8, 18);
      x9 ^= Integer.rotateLeft(x5 + x1, 7);
      x13 ^= Integer.rotateLeft(x9 + x5, 9);
      x1 ^= Integer.rotateLeft(x13 + x9, 13);
      x5 ^= Integer.rotateLeft(x1 + x13, 18);
      x14 ^= Integer.rotateLeft(x10 + x6, 7);
      x2 ^= Integer.rotateLeft(x14 + x10, 9);
      x6 ^= Integer.rotateLeft(x2 + x14, 13);
      x10 ^= Integer.rotateLeft(x6 + x2, 18);
      x3 ^= Integer.rotateLeft(x15 + x11, 7);
      x7 ^= Integer.rotateLeft(x3 + x15, 9);
      x11 ^= Integer.rotateLeft(x7 + x3, 13);
      x15 ^= Integer.rotateLeft(x11 + x7, 18);
      x1 ^= Integer.rotateLeft(x0 + x3, 7);
      x2 ^= Integer.rotateLeft(x1 + x0, 9);
      x3 ^= Integer.rotateLeft(x2 + x1, 13);
      x0 ^= Integer.rotateLeft(x3 + x2, 18);
      x6 ^= Integer.rotateLeft(x5 + x4, 7);
      x7 ^= Integer.rotateLeft(x6 + x5, 9);
      x4 ^= Integer.rotateLeft(x7 + x6, 13);
      x5 ^= Integer.rotateLeft(x4 + x7, 18);
      x11 ^= Integer.rotateLeft(x10 + x9, 7);
      x8 ^= Integer.rotateLeft(x11 + x10, 9);
      x9 ^= Integer.rotateLeft(x8 + x11, 13);
      x10 ^= Integer.rotateLeft(x9 + x8, 18);
      x12 ^= Integer.rotateLeft(x15 + x14, 7);
      x13 ^= Integer.rotateLeft(x12 + x15, 9);
      x14 ^= Integer.rotateLeft(x13 + x12, 13);
      x15 ^= Integer.rotateLeft(x14 + x13, 18);
    }
    to[ti] = i0 + x0;
    to[ti + 1] = i1 + x1;
    to[ti + 2] = i2 + x2;
    to[ti + 3] = i3 + x3;
    to[ti + 4] = i4 + x4;
    to[ti + 5] = i5 + x5;
    to[ti + 6] = i6 + x6;
    to[ti + 7] = i7 + x7;
    to[ti + 8] = i8 + x8;
    to[ti + 9] = i9 + x9;
    to[ti + 10] = i10 + x10;
    to[ti + 11] = i11 + x11;
    to[ti + 12] = i12 + x12;
    to[ti + 13] = i13 + x13;
    to[ti + 14] = i14 + x14;
    to[ti + 15] = i15 + x15;
  }
}
