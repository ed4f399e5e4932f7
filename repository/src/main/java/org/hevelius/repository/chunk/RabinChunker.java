package org.hevelius.repository.chunk;

import java.util.Objects;

/**
 * Cuts where the low 20 bits of the Rabin fingerprint of the last 64 bytes are zero; equal to
 * rolling byte by byte from the chunk's 524,225th byte on, as restic does.
 *
 * <p>A position is a cut or not by the 64 bytes before it alone. So four windows roll through four
 * adjacent stretches at the same time, which hides the latency of the table look-ups. What is
 * searched past the first cut is lost, which keeps the stretches short.
 *
 * <p>Source: restic design document and the chunker's published format; M. O. Rabin,
 * "Fingerprinting by random polynomials" (1981).
 */
public final class RabinChunker implements Chunker {
  private static final int WINDOW = 64;
  private static final long MASK = (1L << 20) - 1;
  private static final int SHIFT = Polynomial.DEGREE - 8;

  private static final int LANES = 4;
  private static final int STRETCH = 8 << 10;

  // The hot loop returns this often, so that callers soon enter its compiled form.
  private static final int STEP = 2 << 10;

  private final long[] mod = new long[256];
  private final long[] out = new long[256];

  /**
   * Builds the tables.
   *
   * @throws IllegalArgumentException if the polynomial is not irreducible or not of degree 53
   */
  public RabinChunker(Polynomial polynomial) {
    long p = polynomial.bits();
    if (polynomial.degree() != Polynomial.DEGREE || !polynomial.isIrreducible()) {
      throw new IllegalArgumentException(
          "the chunker needs an irreducible polynomial of degree 53, not " + polynomial);
    }
    for (int b = 0; b < 256; b++) {
      // b * x^53 has degree 60 at most; the high bits cancel those that the shift leaves behind.
      long high = (long) b << Polynomial.DEGREE;
      mod[b] = Polynomial.mod(high, p) ^ high;
      // What a byte adds to the fingerprint is taken out when the window has moved on by all of it.
      long fingerprint = b;
      for (int i = 0; i < WINDOW; i++) {
        fingerprint = Polynomial.mod(fingerprint << 8, p);
      }
      out[b] = fingerprint;
    }
  }

  @Override
  public int cut(byte[] bytes, int start, int searched, int end) {
    Objects.checkFromToIndex(start, end, bytes.length);
    int longest = (int) Math.min((long) start + MAX, end);
    // As numbers of 64 bits, since start + MIN may lie beyond all arrays.
    long first = Math.max((long) start + MIN, (long) searched + 1);
    if (first <= longest) {
      int found = search(bytes, (int) first, longest);
      if (found >= 0) {
        return found;
      }
    }
    return longest - start == MAX ? longest : -1;
  }

  /** The first position from {@code from} to {@code to}, inclusive, where the window says cut. */
  private int search(byte[] bytes, int from, int to) {
    int at = from;
    long[] state = new long[LANES];
    while (to - at >= LANES * WINDOW) {
      int stretch = Math.min(STRETCH, (to - at + 1) / LANES);
      int found = searchLanes(bytes, at, stretch, state);
      if (found >= 0) {
        return found;
      }
      at += LANES * stretch;
    }
    return at > to ? -1 : searchOne(bytes, at, to);
  }

  private int searchOne(byte[] bytes, int from, int to) {
    long h = fingerprint(bytes, from - 1);
    for (int at = from; at <= to; at++) {
      h = next(h, bytes[at - 1 - WINDOW], bytes[at - 1], mod, out);
      if ((h & MASK) == 0) {
        return at;
      }
    }
    return -1;
  }

  private int searchLanes(byte[] bytes, int from, int stretch, long[] state) {
    for (int lane = 0; lane < LANES; lane++) {
      state[lane] = fingerprint(bytes, from + lane * stretch - 1);
    }
    int found = Integer.MAX_VALUE;
    for (int done = 0; done < stretch; done += STEP) {
      int length = Math.min(STEP, stretch - done);
      found = Math.min(found, step(bytes, from + done, stretch, length, state));
      if (found < from + stretch) {
        return found;
      }
    }
    return found == Integer.MAX_VALUE ? -1 : found;
  }

  /**
   * Rolls all lanes on by some bytes.
   *
   * <p>The copies of the tables have a length that the compiler knows, and positions differ from
   * the counter of the loop by amounts that do not change in it: so no access needs a check of its
   * bounds, which doubles the speed.
   *
   * @param from the position of the first lane; the others follow at a distance of {@code stretch}
   * @return the lowest cut that any lane has met, or a very large number
   */
  private int step(byte[] bytes, int from, int stretch, int length, long[] state) {
    long[] mod = new long[256];
    System.arraycopy(this.mod, 0, mod, 0, 256);
    long[] out = new long[256];
    System.arraycopy(this.out, 0, out, 0, 256);
    int found = Integer.MAX_VALUE;
    int s1 = stretch;
    int s2 = 2 * stretch;
    int s3 = 3 * stretch;
    long h0 = state[0];
    long h1 = state[1];
    long h2 = state[2];
    long h3 = state[3];
    for (int i = from; i < from + length; i++) {
      h0 = next(h0, bytes[i - 65], bytes[i - 1], mod, out);
      h1 = next(h1, bytes[i + s1 - 65], bytes[i + s1 - 1], mod, out);
      h2 = next(h2, bytes[i + s2 - 65], bytes[i + s2 - 1], mod, out);
      h3 = next(h3, bytes[i + s3 - 65], bytes[i + s3 - 1], mod, out);
      if ((h0 & MASK) == 0) {
        return i;
      }
      if ((h1 & MASK) == 0) {
        found = Math.min(found, i + s1);
      }
      if ((h2 & MASK) == 0) {
        found = Math.min(found, i + s2);
      }
      if ((h3 & MASK) == 0) {
        found = Math.min(found, i + s3);
      }
    }
    state[0] = h0;
    state[1] = h1;
    state[2] = h2;
    state[3] = h3;
    return found;
  }

  private static long next(long h, byte gone, byte next, long[] mod, long[] out) {
    return h << 8 ^ mod[(int) (h >>> SHIFT) & 0xff] ^ (out[gone & 0xff] ^ (next & 0xff));
  }

  /** The fingerprint of the window that ends before {@code end}. */
  private long fingerprint(byte[] bytes, int end) {
    long h = 0;
    for (int i = end - WINDOW; i < end; i++) {
      h = (h << 8 | (bytes[i] & 0xff)) ^ mod[(int) (h >>> SHIFT)];
    }
    return h;
  }
}
