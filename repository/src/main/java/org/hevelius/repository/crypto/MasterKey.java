package org.hevelius.repository.crypto;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The keys that seal everything in a repository (or, when derived from a password, the master key
 * itself). Never printed; cleared by {@link #close} when no longer needed.
 *
 * <p>Source: restic design document, "Keys, Encryption and MAC".
 */
public final class MasterKey implements AutoCloseable {
  private final byte[] encrypt;
  private final byte[] macK;
  private final byte[] macR;

  /**
   * Takes over the arrays.
   *
   * @param encrypt AES-256 key, 32 bytes
   * @param macK AES-128 key of the Poly1305-AES nonce, 16 bytes
   * @param macR Poly1305 r, 16 bytes, not clamped
   * @throws IllegalArgumentException if a length is wrong or a key is all zero
   */
  public MasterKey(byte[] encrypt, byte[] macK, byte[] macR) {
    if (encrypt.length != 32 || macK.length != 16 || macR.length != 16) {
      throw new IllegalArgumentException("a master key has 32 + 16 + 16 bytes");
    }
    if (isZero(encrypt) || isZero(macK) || isZero(macR)) {
      throw new IllegalArgumentException("a master key must not be zero");
    }
    this.encrypt = encrypt;
    this.macK = macK;
    this.macR = macR;
  }

  /** A new key for a new repository. */
  public static MasterKey random(SecureRandom random) {
    byte[] encrypt = new byte[32];
    byte[] macK = new byte[16];
    byte[] macR = new byte[16];
    random.nextBytes(encrypt);
    random.nextBytes(macK);
    random.nextBytes(macR);
    return new MasterKey(encrypt, macK, macR);
  }

  /**
   * A sealer for one thread.
   *
   * @param random where the IVs come from
   * @throws IllegalStateException if this key was closed
   */
  public Sealer sealer(SecureRandom random) {
    if (isZero(encrypt)) {
      throw new IllegalStateException("the master key was closed");
    }
    return new AesPolySealer(this, random);
  }

  /**
   * A sealer for several threads.
   *
   * @param random where the IVs come from; safe for use by several threads
   */
  public SealerPool sealers(SecureRandom random) {
    return new SealerPool(this, random);
  }

  byte[] encrypt() {
    return encrypt;
  }

  byte[] macK() {
    return macK;
  }

  byte[] macR() {
    return macR;
  }

  @Override
  public void close() {
    Arrays.fill(encrypt, (byte) 0);
    Arrays.fill(macK, (byte) 0);
    Arrays.fill(macR, (byte) 0);
  }

  @Override
  public String toString() {
    return "MasterKey[hidden]";
  }

  static boolean isZero(byte[] bytes) {
    int sum = 0;
    for (byte b : bytes) {
      sum |= b;
    }
    return sum == 0;
  }
}
