package org.hevelius.repository.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

abstract class Poly1305Contract {
  /** Makes the implementation under test. */
  abstract Poly1305 of(byte[] r);

  @Test
  void agreesWithTheExampleOfTheStandard() {
    byte[] key =
        hex("85d6be7857556d337f4452fe42d506a80103808afb0db2fd4abff6af4149f51b"); // RFC 8439, 2.5.2
    byte[] message = "Cryptographic Forum Research Group".getBytes(StandardCharsets.US_ASCII);
    assertThat(tag(key, message)).isEqualTo(hex("a8061dc1305136c6c22b8baf0c0127a9"));
  }

  /** RFC 8439, A.3, vectors 7 to 12: sums and carries around 2^130 - 5 and 2^128. */
  @ParameterizedTest
  @CsvSource({
    "02, 00, ffffffffffffffffffffffffffffffff, 03",
    "02, ffffffffffffffffffffffffffffffff, 02000000000000000000000000000000, 03",
    "01, 00, ffffffffffffffffffffffffffffffff"
        + "f0ffffffffffffffffffffffffffffff11000000000000000000000000000000, 05",
    "01, 00, ffffffffffffffffffffffffffffffff"
        + "fbfefefefefefefefefefefefefefefe01010101010101010101010101010101, 00",
    "02, 00, fdffffffffffffffffffffffffffffff, faffffffffffffffffffffffffffffff",
    "01000000000000000400000000000000, 00, e33594d7505e43b900000000000000003394d7505e4379cd"
        + "01000000000000000000000000000000000000000000000001000000000000000000000000000000,"
        + "14000000000000005500000000000000",
  })
  void agreesWithTheEdgesOfTheStandard(String r, String nonce, String message, String expected) {
    // The standard's nonce may be zero, which no encrypted one ever is and the platform refuses.
    for (BigInteger more : List.of(BigInteger.TWO, BigInteger.TEN)) {
      byte[] key = Arrays.copyOf(hex(r), 32);
      System.arraycopy(plus(hex(nonce), more), 0, key, 16, 16);
      assertThat(tag(key, hex(message))).isEqualTo(plus(hex(expected), more));
    }
  }

  /** The sum as 16 bytes, the lowest first, modulo 2^128. */
  private static byte[] plus(byte[] number, BigInteger more) {
    byte[] sum = new BigInteger(1, reversed(Arrays.copyOf(number, 16))).add(more).toByteArray();
    return Arrays.copyOf(reversed(sum), 16);
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] back = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      back[i] = bytes[bytes.length - 1 - i];
    }
    return back;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void agreesWithAnotherImplementationAtAllSmallLengths(long seed) {
    Random random = new Random(seed);
    for (int length = 0; length < 600; length++) {
      check(random, length, seed);
    }
    for (int length : new int[] {8191, 8192, 8193, 8208, 16400, 65537, 1_000_003}) {
      check(random, length, seed);
    }
  }

  @Test
  void agreesWithAnotherImplementationWhenEverythingIsAsLargeAsCanBe() {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) 0xff);
    for (int length = 0; length < 200; length++) {
      byte[] message = new byte[length * 7];
      Arrays.fill(message, (byte) 0xff);
      assertThat(tag(key, message)).isEqualTo(oracle(key, message, 0, message.length));
    }
  }

  @Test
  void givesTheSameTagForAnyWayOfSlicing() {
    Random random = new Random(11);
    byte[] key = bytes(random, 32);
    byte[] message = bytes(random, 50_001);
    byte[] nonce = Arrays.copyOfRange(key, 16, 32);
    Poly1305 poly = of(key);
    for (int round = 0; round < 100; round++) {
      int at = 0;
      poly.start(nonce);
      while (at < 40_000) {
        int size = 16 * random.nextInt(600);
        poly.blocks(message, at, size);
        at += size;
      }
      byte[] tag = new byte[20];
      poly.finish(message, at, message.length - at, tag, 3);
      assertThat(Arrays.copyOfRange(tag, 3, 19)).isEqualTo(oracle(key, message, 0, message.length));
    }
  }

  @Test
  void refusesHalfBlocksInTheMiddle() {
    Poly1305 poly = of(new byte[16]);
    assertThatThrownBy(() -> poly.blocks(new byte[100], 0, 17))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void check(Random random, int length, long seed) {
    byte[] key = bytes(random, 32);
    int offset = random.nextInt(9);
    byte[] message = bytes(random, offset + length);
    byte[] tag = new byte[16];
    Poly1305 poly = of(key);
    poly.start(Arrays.copyOfRange(key, 16, 32));
    poly.finish(message, offset, length, tag, 0);
    assertThat(tag)
        .as("length %d, seed %d", length, seed)
        .isEqualTo(oracle(key, message, offset, length));
  }

  private byte[] tag(byte[] key, byte[] message) {
    byte[] tag = new byte[16];
    Poly1305 poly = of(key);
    poly.start(Arrays.copyOfRange(key, 16, 32));
    poly.finish(message, 0, message.length, tag, 0);
    return tag;
  }

  private static byte[] oracle(byte[] key, byte[] message, int offset, int length) {
    var poly = new org.bouncycastle.crypto.macs.Poly1305();
    poly.init(new KeyParameter(key));
    poly.update(message, offset, length);
    byte[] tag = new byte[16];
    poly.doFinal(tag, 0);
    return tag;
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
