package org.hevelius.repository.crypto;

import java.util.Arrays;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;

/**
 * How dear it is to turn a password into a key: the parameters of scrypt (RFC 7914).
 *
 * @param n cost, a power of two; memory is {@code 128 * r * (n + p)} bytes
 * @param r block size
 * @param p lanes, computed one after the other or in parallel
 */
public record KeyDerivation(int n, int r, int p) {
  /** Length of the salt in bytes; the format allows no other. */
  public static final int SALT = 64;

  /**
   * For new keys whose password people chose: 16 MiB, five lanes; one of the equal settings of the
   * OWASP password storage sheet, and of these the one that two processors get through soonest.
   */
  public static final KeyDerivation STANDARD = new KeyDerivation(1 << 14, 8, 5);

  /**
   * For new keys whose password was drawn at random from 2^128 or more: 1 MiB, one lane. Nobody can
   * try that many, however cheap a try is, so the one who knows the password need not wait.
   */
  public static final KeyDerivation OF_RANDOM = new KeyDerivation(1 << 10, 8, 1);

  private static final long MAX_MEMORY = 1L << 30;
  private static final long MAX_PARALLEL_MEMORY = 128L << 20;

  // Seventy times the work of the dearest keys that restic makes; most of a minute.
  private static final long MAX_WORK = 1L << 27;

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if they are no parameters of scrypt, or need more than 1 GiB
   *     of memory or about a minute of computing
   */
  public KeyDerivation {
    String problem = problem(n, r, p);
    if (!problem.isEmpty()) {
      throw new IllegalArgumentException(problem);
    }
  }

  /**
   * Parameters from outside.
   *
   * @param name of the file they come from, for the message
   * @throws RepositoryException DAMAGED if they make no sense, UNSUPPORTED if they are too dear
   */
  public static KeyDerivation read(long n, long r, long p, String name) {
    String problem = problem(n, r, p);
    if (problem.isEmpty()) {
      return new KeyDerivation((int) n, (int) r, (int) p);
    }
    throw new RepositoryException(
        isScrypt(n, r, p) ? Kind.UNSUPPORTED : Kind.DAMAGED,
        name + ": " + problem,
        "Nothing was changed. Another key of the repository may still open it.");
  }

  /**
   * The key that a password stands for.
   *
   * @param salt 64 bytes
   * @throws RepositoryException UNSUPPORTED if this process may not use as much memory
   */
  MasterKey derive(Password password, byte[] salt) {
    if (salt.length != SALT) {
      throw new IllegalArgumentException("a salt has 64 bytes, not " + salt.length);
    }
    long memory = 128L * r * (n + p);
    if (memory > Runtime.getRuntime().maxMemory() / 2) {
      throw new RepositoryException(
          Kind.UNSUPPORTED,
          "the key needs " + (memory >> 20) + " MiB of memory, more than this process can spare",
          "Nothing was changed. Start again with a larger heap, or use another key.");
    }
    byte[] derived = Scrypt.derive(password.bytes(), salt, n, r, p, 64, threads());
    try {
      return new MasterKey(
          Arrays.copyOfRange(derived, 0, 32),
          Arrays.copyOfRange(derived, 32, 48),
          Arrays.copyOfRange(derived, 48, 64));
    } finally {
      Arrays.fill(derived, (byte) 0);
    }
  }

  private int threads() {
    long fit = MAX_PARALLEL_MEMORY / (128L * n * r);
    int cores = Runtime.getRuntime().availableProcessors();
    return (int) Math.max(1, Math.min(Math.min(fit, cores), p));
  }

  private static String problem(long n, long r, long p) {
    String shown = "scrypt with N=" + n + ", r=" + r + ", p=" + p;
    if (!isScrypt(n, r, p)) {
      return shown + " is not a valid choice of parameters";
    }
    // Compared by division: the product of values from outside may overflow.
    if (Math.max(n, p) > MAX_MEMORY / 128 / r) {
      return shown + " needs more than 1 GiB of memory";
    }
    if (n * r > MAX_WORK / p) {
      return shown + " takes longer than this program is willing to compute";
    }
    return "";
  }

  private static boolean isScrypt(long n, long r, long p) {
    return n > 1 && Long.bitCount(n) == 1 && r > 0 && p > 0 && r <= ((1L << 30) - 1) / p;
  }
}
