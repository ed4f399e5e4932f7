package org.hevelius.repository.crypto;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-CTR with Poly1305-AES over the ciphertext. The IV is the first counter block; the nonce
 * of the tag is the IV encrypted with AES-128. The platform keeps a copy of the keys inside its
 * ciphers until they are collected.
 *
 * <p>Source: restic design document, "Keys, Encryption and MAC"; D. J. Bernstein, "The Poly1305-AES
 * message-authentication code" (2005).
 */
final class AesPolySealer implements Sealer {
  private static final int IV = 16;
  private static final int TAG = 16;

  // Many short calls soon reach the compiled form of the platform's cipher, without which it runs
  // thirty times slower; and a slice stays in the first-level cache for the tag.
  private static final int SLICE = 4 << 10;

  private static final int RANDOM_BUFFER = 4 << 10;

  private final SecureRandom random;
  private final byte[] randomBytes = new byte[RANDOM_BUFFER];
  private int randomUsed = RANDOM_BUFFER;
  private final SecretKeySpec key;
  private final Cipher stream;
  private final Cipher nonceCipher;
  private final Poly1305 poly;
  private final byte[] iv = new byte[IV];
  private final byte[] nonce = new byte[IV];
  private final byte[] tag = new byte[TAG];
  private final byte[] found = new byte[TAG];

  AesPolySealer(MasterKey master, SecureRandom random) {
    this.random = random;
    this.key = new SecretKeySpec(master.encrypt(), "AES");
    this.poly = Poly1305.of(master.macR());
    try {
      stream = Cipher.getInstance("AES/CTR/NoPadding");
      nonceCipher = Cipher.getInstance("AES/ECB/NoPadding");
      nonceCipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(master.macK(), "AES"));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has AES", e);
    }
  }

  @Override
  public int seal(byte[] plain, int offset, int length, byte[] target, int targetOffset) {
    int body = targetOffset + IV;
    if (length > Integer.MAX_VALUE - OVERHEAD) {
      throw new IllegalArgumentException("too long for one unit: " + length);
    }
    checkRanges(plain, offset, length, target, targetOffset, length + OVERHEAD);
    checkOverlap(plain, offset, length, target, targetOffset, body);
    nextIv();
    try {
      startUnit();
      System.arraycopy(iv, 0, target, targetOffset, IV);
      int whole = length & -Poly1305.BLOCK;
      for (int done = 0; done < whole; done += SLICE) {
        int size = Math.min(SLICE, whole - done);
        stream.update(plain, offset + done, size, target, body + done);
        poly.blocks(target, body + done, size);
      }
      if (whole < length) {
        stream.update(plain, offset + whole, length - whole, target, body + whole);
      }
      poly.finish(target, body + whole, length - whole, target, body + length);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the platform's AES refused to encrypt", e);
    }
    return length + OVERHEAD;
  }

  /**
   * {@inheritDoc}
   *
   * <p>May open in place: {@code target} may be {@code sealed} as long as {@code targetOffset} is
   * at most {@code offset + 16}, where the ciphertext starts.
   *
   * @throws IllegalArgumentException if source and target overlap in another way
   */
  @Override
  public int open(byte[] sealed, int offset, int length, byte[] target, int targetOffset) {
    int plain = length - OVERHEAD;
    if (plain < 0) {
      return -1;
    }
    checkRanges(sealed, offset, length, target, targetOffset, plain);
    int body = offset + IV;
    checkOverlap(sealed, body, plain, target, targetOffset, targetOffset);
    System.arraycopy(sealed, offset, iv, 0, IV);
    System.arraycopy(sealed, body + plain, found, 0, TAG);
    try {
      startUnit();
      poly.finish(sealed, body, plain, tag, 0);
      if (!MessageDigest.isEqual(found, tag)) {
        return -1;
      }
      for (int done = 0; done < plain; done += SLICE) {
        int size = Math.min(SLICE, plain - done);
        stream.update(sealed, body + done, size, target, targetOffset + done);
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the platform's AES refused to decrypt", e);
    }
    return plain;
  }

  private void startUnit() throws GeneralSecurityException {
    stream.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
    nonceCipher.update(iv, 0, IV, nonce, 0);
    poly.start(nonce);
  }

  private void nextIv() {
    do {
      if (randomUsed == RANDOM_BUFFER) {
        random.nextBytes(randomBytes);
        randomUsed = 0;
      }
      System.arraycopy(randomBytes, randomUsed, iv, 0, IV);
      randomUsed += IV;
    } while (MasterKey.isZero(iv));
  }

  private static void checkRanges(
      byte[] source, int offset, int length, byte[] target, int targetOffset, int written) {
    Objects.checkFromIndexSize(offset, length, source.length);
    Objects.checkFromIndexSize(targetOffset, written, target.length);
  }

  /** Going forward, the output may trail the input but not run ahead of it. */
  @SuppressWarnings("ReferenceEquality") // the question is whether both are the same memory
  private static void checkOverlap(
      byte[] source, int from, int length, byte[] target, int first, int to) {
    if (source == target && to > from && first < from + length) {
      throw new IllegalArgumentException(
          "the target at " + first + " overlaps the source at " + from + " still to be read");
    }
  }
}
