package org.hevelius.repository.chunk;

import java.util.random.RandomGenerator;

/**
 * A polynomial over GF(2) of degree 62 at most: bit i is the coefficient of x<sup>i</sup>.
 *
 * <p>Source: M. O. Rabin, "Fingerprinting by random polynomials" (1981); for the test of
 * irreducibility M. Ben-Or, "Probabilistic algorithms in finite fields" (1981).
 *
 * @param bits the coefficients, not negative
 */
public record Polynomial(long bits) {
  /** The degree of the polynomials that cut chunks. */
  public static final int DEGREE = 53;

  /** Checks the range. */
  public Polynomial {
    if (bits < 0) {
      throw new IllegalArgumentException("degree above 62: " + Long.toHexString(bits));
    }
  }

  /**
   * Reads hex digits as they stand in a repository's config.
   *
   * @throws IllegalArgumentException if the text is anything else or the degree above 62
   */
  public static Polynomial parse(String hex) {
    if (hex.isEmpty()
        || hex.length() > 16
        || !hex.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
      throw new IllegalArgumentException("not a polynomial in hex digits: " + hex);
    }
    return new Polynomial(Long.parseUnsignedLong(hex, 16));
  }

  /** A random irreducible polynomial of degree {@link #DEGREE}. */
  public static Polynomial random(RandomGenerator random) {
    long high = 1L << DEGREE;
    while (true) {
      // Without the constant term x would be a factor.
      Polynomial candidate = new Polynomial((random.nextLong() & (high - 1)) | high | 1);
      if (candidate.isIrreducible()) {
        return candidate;
      }
    }
  }

  /** The degree; -1 for the zero polynomial. */
  public int degree() {
    return degree(bits);
  }

  /**
   * Whether this is no product of polynomials of lower degree. One of degree n has, if it is a
   * product, a factor of some degree i up to n/2, which it shares with x^(2^i) - x.
   */
  public boolean isIrreducible() {
    int degree = degree();
    if (degree < 1) {
      return false;
    }
    long x = mod(2, bits);
    long power = x;
    for (int i = 1; i <= degree / 2; i++) {
      power = multiply(power, power, bits);
      if (gcd(bits, power ^ x) != 1) {
        return false;
      }
    }
    return true;
  }

  /** Lower-case hex digits without leading zeros. */
  @Override
  public String toString() {
    return Long.toHexString(bits);
  }

  /** The remainder of a division. */
  static long mod(long value, long divisor) {
    int degree = degree(divisor);
    long rest = value;
    for (int high = degree(rest); high >= degree; high = degree(rest)) {
      rest ^= divisor << (high - degree);
    }
    return rest;
  }

  private static long multiply(long a, long b, long modulus) {
    long top = Long.highestOneBit(modulus);
    long product = 0;
    long shifted = a;
    for (long rest = b; rest != 0; rest >>>= 1) {
      if ((rest & 1) != 0) {
        product ^= shifted;
      }
      shifted <<= 1;
      if ((shifted & top) != 0) {
        shifted ^= modulus;
      }
    }
    return product;
  }

  private static long gcd(long a, long b) {
    long larger = a;
    long smaller = b;
    while (smaller != 0) {
      long rest = mod(larger, smaller);
      larger = smaller;
      smaller = rest;
    }
    return larger;
  }

  private static int degree(long bits) {
    return 63 - Long.numberOfLeadingZeros(bits);
  }
}
