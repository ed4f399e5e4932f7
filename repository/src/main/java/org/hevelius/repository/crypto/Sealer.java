package org.hevelius.repository.crypto;

/**
 * Seals and opens units: {@code IV (16) || AES-256-CTR ciphertext || Poly1305-AES tag (16)}. Not
 * safe for use by several threads: each thread has its own.
 */
public interface Sealer {
  /** How much longer a sealed unit is than its plain bytes. */
  int OVERHEAD = 32;

  /**
   * Seals {@code length} bytes into {@code target}, with a new random IV.
   *
   * @return the length of the sealed unit, {@code length + OVERHEAD}
   */
  int seal(byte[] plain, int offset, int length, byte[] target, int targetOffset);

  /**
   * Checks the tag in constant time, then decrypts.
   *
   * @param length of the sealed unit
   * @return the length of the plain bytes, or -1 when the tag is wrong or the unit too short; then
   *     nothing was written
   */
  int open(byte[] sealed, int offset, int length, byte[] target, int targetOffset);
}
