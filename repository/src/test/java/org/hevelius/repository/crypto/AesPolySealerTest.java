package org.hevelius.repository.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AesPolySealerTest {
  private static final int[] LENGTHS = {
    0, 1, 15, 16, 17, 31, 32, 33, 100, 4095, 4096, 4097, 8200, 100_003
  };

  private final Random seeded = new Random(5);
  private final byte[] encrypt = bytes(32);
  private final byte[] macK = bytes(16);
  private final byte[] macR = bytes(16);
  private final MasterKey key = new MasterKey(encrypt, macK, macR);
  private final Sealer sealer = key.sealer(new SecureRandom());

  @Test
  void sealsAsTheFormatSays() {
    for (int length : LENGTHS) {
      byte[] plain = bytes(length + 3);
      byte[] target = new byte[length + 32 + 5];
      assertThat(sealer.seal(plain, 3, length, target, 5)).isEqualTo(length + 32);
      byte[] iv = Arrays.copyOfRange(target, 5, 21);
      assertThat(Arrays.copyOfRange(target, 5, target.length))
          .isEqualTo(oracle(iv, Arrays.copyOfRange(plain, 3, plain.length)));
    }
  }

  @Test
  void countsTheWholeCounterBlockUpwards() {
    byte[] iv = HexFormat.of().parseHex("fffffffffffffffffffffffffffffffe");
    Sealer fixed = key.sealer(new FixedRandom(iv));
    byte[] plain = bytes(100);
    byte[] target = new byte[132];
    fixed.seal(plain, 0, 100, target, 0);
    assertThat(target).isEqualTo(oracle(iv, plain));
  }

  @Test
  void opensWhatItSealed() {
    for (int length : LENGTHS) {
      byte[] plain = bytes(length);
      byte[] sealed = sealed(plain);
      byte[] opened = new byte[length + 2];
      assertThat(sealer.open(sealed, 0, sealed.length, opened, 2)).isEqualTo(length);
      assertThat(Arrays.copyOfRange(opened, 2, length + 2)).isEqualTo(plain);
    }
  }

  @Test
  void refusesEveryFlippedBitAndWritesNothing() {
    byte[] sealed = sealed(bytes(40));
    byte[] target = new byte[40];
    for (int bit = 0; bit < 8 * sealed.length; bit++) {
      byte[] bad = sealed.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(sealer.open(bad, 0, bad.length, target, 0)).as("bit %d", bit).isEqualTo(-1);
      assertThat(target).containsOnly(0);
    }
    assertThat(sealer.open(sealed, 0, sealed.length, target, 0)).isEqualTo(40);
  }

  @Test
  void refusesUnitsThatAreTooShort() {
    byte[] sealed = sealed(bytes(40));
    for (int length = 0; length < sealed.length; length++) {
      assertThat(sealer.open(sealed, 0, length, new byte[40], 0)).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 16})
  void opensInPlace(int behind) {
    byte[] plain = bytes(50_021);
    byte[] unit = sealed(plain);
    byte[] buffer = new byte[unit.length + 20];
    System.arraycopy(unit, 0, buffer, 20, unit.length);
    int to = 36 - behind;
    assertThat(sealer.open(buffer, 20, unit.length, buffer, to)).isEqualTo(plain.length);
    assertThat(Arrays.copyOfRange(buffer, to, to + plain.length)).isEqualTo(plain);
  }

  @Test
  void sealsInPlace() {
    byte[] plain = bytes(50_021);
    byte[] buffer = new byte[plain.length + 32];
    System.arraycopy(plain, 0, buffer, 16, plain.length);
    sealer.seal(buffer, 16, plain.length, buffer, 0);
    assertThat(sealer.open(buffer, 0, buffer.length, buffer, 0)).isEqualTo(plain.length);
    assertThat(Arrays.copyOf(buffer, plain.length)).isEqualTo(plain);
  }

  @Test
  void refusesToOverwriteWhatItHasStillToRead() {
    byte[] buffer = new byte[200];
    assertThatThrownBy(() -> sealer.open(buffer, 0, 132, buffer, 17))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> sealer.seal(buffer, 0, 100, buffer, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> sealer.seal(buffer, 0, 50, buffer, 49))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(sealer.seal(buffer, 0, 50, buffer, 50)).isEqualTo(82);
  }

  @Test
  void refusesRangesOutsideTheArrays() {
    assertThatThrownBy(() -> sealer.seal(new byte[10], 0, 10, new byte[41], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> sealer.open(new byte[50], 0, 50, new byte[17], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void neverUsesAnInitialVectorTwice() {
    Set<String> seen = new HashSet<>();
    byte[] target = new byte[33];
    for (int i = 0; i < 2000; i++) {
      sealer.seal(new byte[1], 0, 1, target, 0);
      assertThat(seen.add(HexFormat.of().formatHex(target, 0, 16))).isTrue();
    }
  }

  @Test
  void poolServesManyThreadsAtOnce() {
    SealerPool pool = key.sealers(new SecureRandom());
    byte[] plain = bytes(3000);
    IntStream.range(0, 500)
        .parallel()
        .forEach(
            i -> {
              byte[] unit = new byte[plain.length + 32];
              pool.seal(plain, 0, plain.length, unit, 0);
              byte[] opened = new byte[plain.length];
              assertThat(pool.open(unit, 0, unit.length, opened, 0)).isEqualTo(plain.length);
              assertThat(opened).isEqualTo(plain);
            });
  }

  @Test
  void makesNoSealerOfAClosedKey() {
    MasterKey other = MasterKey.random(new SecureRandom());
    other.close();
    assertThatThrownBy(() -> other.sealer(new SecureRandom()))
        .isInstanceOf(IllegalStateException.class);
  }

  private byte[] sealed(byte[] plain) {
    byte[] sealed = new byte[plain.length + 32];
    sealer.seal(plain, 0, plain.length, sealed, 0);
    return sealed;
  }

  /** The unit block by block, with the counter as a number and Bouncy Castle's ciphers. */
  private byte[] oracle(byte[] iv, byte[] plain) {
    var aes = AESEngine.newInstance();
    aes.init(true, new KeyParameter(encrypt));
    byte[] unit = Arrays.copyOf(iv, plain.length + 32);
    BigInteger counter = new BigInteger(1, iv);
    for (int at = 0; at < plain.length; at += 16) {
      byte[] number = counter.toByteArray();
      byte[] block = new byte[16];
      for (int i = 0; i < Math.min(16, number.length); i++) {
        block[15 - i] = number[number.length - 1 - i];
      }
      aes.processBlock(block, 0, block, 0);
      for (int i = at; i < Math.min(plain.length, at + 16); i++) {
        unit[16 + i] = (byte) (plain[i] ^ block[i - at]);
      }
      counter = counter.add(BigInteger.ONE);
    }
    byte[] rk = Arrays.copyOf(macR, 32);
    System.arraycopy(macK, 0, rk, 16, 16);
    Poly1305 poly = new Poly1305(AESEngine.newInstance());
    poly.init(new ParametersWithIV(new KeyParameter(rk), iv));
    poly.update(unit, 16, plain.length);
    poly.doFinal(unit, 16 + plain.length);
    return unit;
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    seeded.nextBytes(bytes);
    return bytes;
  }

  private static final class FixedRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final byte[] value;

    FixedRandom(byte[] value) {
      this.value = value.clone();
    }

    @Override
    public void nextBytes(byte[] target) {
      for (int i = 0; i < target.length; i++) {
        target[i] = value[i % value.length];
      }
    }
  }
}
