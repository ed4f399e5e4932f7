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
      long fingerprint = b;
      for (int i = 1; i < WINDOW; i++) {
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
      h = roll(h, bytes[at - 1 - WINDOW], bytes[at - 1]);
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
   * @param from the position of the first lane; the others follow at a distance of {@code stretch}
   * @return the lowest cut that any lane has met, or a very large number
   */
  private int step(byte[] bytes, int from, int stretch, int length, long[] state) {
    long[] mod = this.mod;
    long[] out = this.out;
    int found = Integer.MAX_VALUE;
    int from1 = from + stretch;
    int from2 = from1 + stretch;
    int from3 = from2 + stretch;
    long h0 = state[0];
    long h1 = state[1];
    long h2 = state[2];
    long h3 = state[3];
    for (int i = 0; i < length; i++) {
      h0 ^= out[bytes[from + i - 65] & 0xff];
      h1 ^= out[bytes[from1 + i - 65] & 0xff];
      h2 ^= out[bytes[from2 + i - 65] & 0xff];
      h3 ^= out[bytes[from3 + i - 65] & 0xff];
      h0 = (h0 << 8 | (bytes[from + i - 1] & 0xff)) ^ mod[(int) (h0 >>> SHIFT)];
      h1 = (h1 << 8 | (bytes[from1 + i - 1] & 0xff)) ^ mod[(int) (h1 >>> SHIFT)];
      h2 = (h2 << 8 | (bytes[from2 + i - 1] & 0xff)) ^ mod[(int) (h2 >>> SHIFT)];
      h3 = (h3 << 8 | (bytes[from3 + i - 1] & 0xff)) ^ mod[(int) (h3 >>> SHIFT)];
      if ((h0 & MASK) == 0) {
        return from + i;
      }
      if ((h1 & MASK) == 0) {
        found = Math.min(found, from1 + i);
      }
      if ((h2 & MASK) == 0) {
        found = Math.min(found, from2 + i);
      }
      if ((h3 & MASK) == 0) {
        found = Math.min(found, from3 + i);
      }
    }
    state[0] = h0;
    state[1] = h1;
    state[2] = h2;
    state[3] = h3;
    return found;
  }

  /** The fingerprint of the window that ends before {@code end}. */
  private long fingerprint(byte[] bytes, int end) {
    long h = 0;
    for (int i = end - WINDOW; i < end; i++) {
      h = (h << 8 | (bytes[i] & 0xff)) ^ mod[(int) (h >>> SHIFT)];
    }
    return h;
  }

  private long roll(long fingerprint, byte gone, byte next) {
    long h = fingerprint ^ out[gone & 0xff];
    return (h << 8 | (next & 0xff)) ^ mod[(int) (h >>> SHIFT)];
  }
}
