package org.hevelius.repository.crypto;

/**
 * The one-time authenticator Poly1305 (RFC 8439, section 2.5) for one {@code r} and many messages:
 * {@link #start}, {@link #blocks} any number of times, {@link #finish}. Not safe for use by several
 * threads.
 */
sealed interface Poly1305 permits PlatformPoly1305, PortablePoly1305 {
  /** Length of a block, of r, of the nonce and of the tag in bytes. */
  int BLOCK = 16;

  /**
   * The fastest that there is.
   *
   * @param r 16 bytes, not yet clamped
   */
  static Poly1305 of(byte[] r) {
    return PlatformPoly1305.AVAILABLE ? new PlatformPoly1305(r) : new PortablePoly1305(r);
  }

  /**
   * Starts a message.
   *
   * @param nonce the second half of the one-time key, 16 bytes
   */
  void start(byte[] nonce);

  /**
   * Absorbs whole blocks.
   *
   * @throws IllegalArgumentException if {@code length} isn't a multiple of {@link #BLOCK}
   */
  void blocks(byte[] message, int offset, int length);

  /**
   * Absorbs the rest of the message and writes the tag.
   *
   * @param length of the rest, any
   * @param tag where the 16 bytes of the tag go
   */
  void finish(byte[] message, int offset, int length, byte[] tag, int tagOffset);
}
