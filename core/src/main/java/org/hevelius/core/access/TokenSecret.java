package org.hevelius.core.access;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * A token as its owner holds it: {@code hev_}, 256 random bits as 43 digits to the base 62, and the
 * CRC-32 of all that as 6 digits, by which a mistyped token is told from an unknown one and a
 * scanner for secrets knows ours.
 */
public final class TokenSecret {
  /** How every token begins. */
  public static final String LEAD = "hev_";

  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int RANDOM = 43;
  private static final int CHECKSUM = 6;
  private static final int NAMED = 8;
  private static final Pattern FORM =
      Pattern.compile(LEAD + "[0-9A-Za-z]{" + (RANDOM + CHECKSUM) + "}");

  private final String text;

  private TokenSecret(String text) {
    this.text = text;
  }

  /** A new token. */
  public static TokenSecret make(RandomGenerator random) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    String body = LEAD + base62(new BigInteger(1, bytes), RANDOM);
    return new TokenSecret(body + checksum(body));
  }

  /** The token for what was sent; empty when it can't be one of ours. */
  public static Optional<TokenSecret> parse(String text) {
    if (!FORM.matcher(text).matches()) {
      return Optional.empty();
    }
    String body = text.substring(0, text.length() - CHECKSUM);
    return text.equals(body + checksum(body))
        ? Optional.of(new TokenSecret(text))
        : Optional.empty();
  }

  /** What may be shown of text that may be a token: no more than a prefix has. */
  public static String shown(String text) {
    int length = LEAD.length() + NAMED;
    return text.length() <= length ? text : text.substring(0, length) + "...";
  }

  /** The beginning that may be shown and logged: 48 of the 256 bits. */
  public String prefix() {
    return text.substring(0, LEAD.length() + NAMED);
  }

  /** Under which it is stored. */
  public String hash() {
    return Hashes.sha256(text);
  }

  /** Whether this is the token with that hash; takes the same time wherever they differ. */
  public boolean matches(String hash) {
    return Hashes.same(hash(), hash);
  }

  /** The token itself, to be shown once. */
  public String reveal() {
    return text;
  }

  @Override
  public String toString() {
    return prefix();
  }

  private static String checksum(String body) {
    CRC32 crc = new CRC32();
    crc.update(body.getBytes(StandardCharsets.US_ASCII));
    return base62(BigInteger.valueOf(crc.getValue()), CHECKSUM);
  }

  private static String base62(BigInteger number, int width) {
    char[] digits = new char[width];
    BigInteger base = BigInteger.valueOf(DIGITS.length());
    BigInteger rest = number;
    for (int i = width - 1; i >= 0; i--) {
      BigInteger[] parts = rest.divideAndRemainder(base);
      digits[i] = DIGITS.charAt(parts[1].intValue());
      rest = parts[0];
    }
    return new String(digits);
  }
}
