package org.hevelius.repository.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Poly1305 in Java, for platforms that don't give theirs.
 *
 * <p>A number below 2<sup>130</sup> is held in limbs of 44, 44 and 42 bits. Two blocks go through
 * one step as {@code (h + m1) * r^2 + m2 * r}, so that carries are resolved once per 32 bytes. Of a
 * product, {@code multiplyHigh} of both factors shifted left by 10 is exactly the part from bit 44
 * on. The sum of these parts lacks only the carries out of the lower 44 bits; the plain sum modulo
 * 2<sup>64</sup> tells the true bits 44 to 63, and so the carries.
 */
final class PortablePoly1305 implements Poly1305 {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long M44 = (1L << 44) - 1;
  private static final long M42 = (1L << 42) - 1;
  private static final long M20 = (1L << 20) - 1;
  private static final long TOP = 1L << 40;
  private static final int HALF = 10;

  // Loops this short return often, so that callers soon enter the compiled form and need not wait
  // for a replacement on the stack.
  private static final int SLICE = 8 << 10;

  private long r0;
  private long r1;
  private long r2;
  private long q0;
  private long q1;
  private long q2;
  private long h0;
  private long h1;
  private long h2;
  private final byte[] nonce = new byte[BLOCK];
  private final byte[] last = new byte[2 * BLOCK];

  /**
   * Takes r.
   *
   * @param r 16 bytes, clamped here
   */
  PortablePoly1305(byte[] r) {
    long low = (long) LONG.get(r, 0);
    long high = (long) LONG.get(r, 8);
    r0 = low & 0xffc0fffffffL;
    r1 = (low >>> 44 | high << 20) & 0xfffffc0ffffL;
    r2 = high >>> 24 & 0xffffffc0fL;
    h0 = r0;
    h1 = r1;
    h2 = r2;
    step(0, 0, 0);
    q0 = h0;
    q1 = h1;
    q2 = h2;
  }

  @Override
  public void start(byte[] key) {
    System.arraycopy(key, 0, nonce, 0, BLOCK);
    h0 = 0;
    h1 = 0;
    h2 = 0;
  }

  @Override
  public void blocks(byte[] message, int offset, int length) {
    if (length % BLOCK != 0) {
      throw new IllegalArgumentException("not whole blocks: " + length);
    }
    int at = offset;
    int end = offset + (length & -(2 * BLOCK));
    while (at < end) {
      int to = Math.min(end, at + SLICE);
      pairs(message, at, to);
      at = to;
    }
    if (at < offset + length) {
      block(message, at, TOP);
    }
  }

  @Override
  public void finish(byte[] message, int offset, int length, byte[] tag, int tagOffset) {
    int whole = length & -BLOCK;
    blocks(message, offset, whole);
    int rest = length - whole;
    if (rest > 0) {
      LONG.set(last, 0, 0L);
      LONG.set(last, 8, 0L);
      System.arraycopy(message, offset + whole, last, 0, rest);
      last[rest] = 1;
      block(last, 0, 0);
    }
    write(tag, tagOffset);
  }

  private void block(byte[] message, int at, long top) {
    step(
        word(message, at) & M44,
        word(message, at + 5) >>> 4 & M44,
        word(message, at + 8) >>> 24 | top);
  }

  private void step(long m0, long m1, long m2) {
    long a0 = h0 + m0;
    long a1 = h1 + m1;
    long a2 = h2 + m2;
    long s1 = r1 * 20;
    long s2 = r2 * 20;
    long low = a0 * r0 + a1 * s2 + a2 * s1;
    long carry = carry(low, high(a0, r0, a1, s2, a2, s1));
    h0 = low & M44;
    low = a0 * r1 + a1 * r0 + a2 * s2 + carry;
    carry = carry(low, high(a0, r1, a1, r0, a2, s2));
    h1 = low & M44;
    low = a0 * r2 + a1 * r1 + a2 * r0 + carry;
    carry = carry(low, high(a0, r2, a1, r1, a2, r0)) << 2 | (low >>> 42 & 3);
    h2 = low & M42;
    h0 += carry * 5;
    h1 += h0 >>> 44;
    h0 &= M44;
  }

  private void pairs(byte[] message, int from, int to) {
    long r0 = this.r0;
    long r1 = this.r1;
    long r2 = this.r2;
    long s1 = r1 * 20;
    long s2 = r2 * 20;
    long q0 = this.q0;
    long q1 = this.q1;
    long q2 = this.q2;
    long t1 = q1 * 20;
    long t2 = q2 * 20;
    long h0 = this.h0;
    long h1 = this.h1;
    long h2 = this.h2;
    for (int at = from; at < to; at += 2 * BLOCK) {
      final long a0 = h0 + (word(message, at) & M44);
      final long a1 = h1 + (word(message, at + 5) >>> 4 & M44);
      final long a2 = h2 + (word(message, at + 8) >>> 24 | TOP);
      final long b0 = word(message, at + 16) & M44;
      final long b1 = word(message, at + 21) >>> 4 & M44;
      final long b2 = word(message, at + 24) >>> 24 | TOP;
      long low = a0 * q0 + a1 * t2 + a2 * t1 + b0 * r0 + b1 * s2 + b2 * s1;
      long high = high(a0, q0, a1, t2, a2, t1) + high(b0, r0, b1, s2, b2, s1);
      h0 = low & M44;
      low = a0 * q1 + a1 * q0 + a2 * t2 + b0 * r1 + b1 * r0 + b2 * s2 + carry(low, high);
      high = high(a0, q1, a1, q0, a2, t2) + high(b0, r1, b1, r0, b2, s2);
      h1 = low & M44;
      low = a0 * q2 + a1 * q1 + a2 * q0 + b0 * r2 + b1 * r1 + b2 * r0 + carry(low, high);
      high = high(a0, q2, a1, q1, a2, q0) + high(b0, r2, b1, r1, b2, r0);
      h2 = low & M42;
      h0 += (carry(low, high) << 2 | (low >>> 42 & 3)) * 5;
      h1 += h0 >>> 44;
      h0 &= M44;
    }
    this.h0 = h0;
    this.h1 = h1;
    this.h2 = h2;
  }

  private static long word(byte[] message, int at) {
    return (long) LONG.get(message, at);
  }

  private static long high(long a, long b, long c, long d, long e, long f) {
    return Math.multiplyHigh(a << HALF, b << HALF)
        + Math.multiplyHigh(c << HALF, d << HALF)
        + Math.multiplyHigh(e << HALF, f << HALF);
  }

  private static long carry(long low, long high) {
    return high + ((low >>> 44) - high & M20);
  }

  private void write(byte[] tag, int offset) {
    long g1 = h1 + (h0 >>> 44);
    long g0 = h0 & M44;
    long g2 = h2 + (g1 >>> 44);
    g1 &= M44;
    g0 += (g2 >>> 42) * 5;
    g2 &= M42;
    g1 += g0 >>> 44;
    g0 &= M44;
    g2 += g1 >>> 44;
    g1 &= M44;

    // Of h and h - (2^130 - 5), the second is the residue unless it is negative; chosen without a
    // branch.
    long p0 = g0 + 5;
    long p1 = g1 + (p0 >>> 44);
    long p2 = g2 + (p1 >>> 44) - (1L << 42);
    long keep = p2 >> 63;
    g0 = (g0 & keep) | (p0 & M44 & ~keep);
    g1 = (g1 & keep) | (p1 & M44 & ~keep);
    g2 = (g2 & keep) | (p2 & ~keep);

    long low = g0 | g1 << 44;
    long high = g1 >>> 20 | g2 << 24;
    long sum = low + (long) LONG.get(nonce, 0);
    long over = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
    LONG.set(tag, offset, sum);
    LONG.set(tag, offset + 8, high + (long) LONG.get(nonce, 8) + over);
  }
}
