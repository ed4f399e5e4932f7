package org.hevelius.repository.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
  private static final byte[] JSON =
      ("{\"packs\":[" + "{\"id\":\"12ab\"},".repeat(1000) + "{}]}")
          .getBytes(StandardCharsets.UTF_8);

  private final Sealer sealer = MasterKey.random(new SecureRandom()).sealer(new SecureRandom());

  @Test
  void compressesAndOpens() {
    byte[] stored = Envelope.seal(sealer, JSON);
    assertThat(stored.length).isLessThan(JSON.length / 10);
    assertThat(Envelope.open(sealer, stored, "index/1")).isEqualTo(JSON);
    assertThat(opened(stored)[0]).isEqualTo((byte) 2);
    assertThat(Zstd.getFrameContentSize(Arrays.copyOfRange(opened(stored), 1, 30)))
        .isEqualTo(JSON.length);
  }

  @Test
  void neverCompressesTheConfig() {
    byte[] stored = Envelope.sealConfig(sealer, JSON);
    assertThat(opened(stored)).isEqualTo(JSON);
    assertThat(Envelope.open(sealer, stored, "config")).isEqualTo(JSON);
  }

  @Test
  void opensAnArray() {
    byte[] json = "[1]".getBytes(StandardCharsets.UTF_8);
    assertThat(Envelope.open(sealer, Envelope.sealConfig(sealer, json), "x")).isEqualTo(json);
  }

  @Test
  void opensFramesWithChecksumAndWithoutSize() throws IOException {
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    plain.write(2);
    try (ZstdOutputStream zstd = new ZstdOutputStream(plain)) {
      zstd.setChecksum(true);
      zstd.write(JSON);
    }
    assertThat(Envelope.open(sealer, sealed(plain.toByteArray()), "x")).isEqualTo(JSON);
  }

  @Test
  void namesAFileWhoseSealIsBroken() {
    byte[] stored = Envelope.seal(sealer, JSON);
    stored[stored.length / 2] ^= 4;
    assertDamaged(stored);
    assertDamaged(new byte[0]);
    assertDamaged(new byte[31]);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, ' ', 0x28, 255})
  void refusesOtherFirstBytes(int first) {
    byte[] plain = JSON.clone();
    plain[0] = (byte) first;
    assertDamaged(sealed(plain));
  }

  @Test
  void refusesBrokenFramesAtEveryLength() {
    byte[] plain = opened(Envelope.seal(sealer, JSON));
    for (int length = 0; length < plain.length; length++) {
      assertDamaged(sealed(Arrays.copyOf(plain, length)));
    }
    assertDamaged(sealed(Arrays.copyOf(plain, plain.length + 1)));
  }

  @Test
  void refusesABombWithoutFillingTheMemory() throws IOException {
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    plain.write(2);
    byte[] zeros = new byte[1 << 20];
    try (ZstdOutputStream zstd = new ZstdOutputStream(plain)) {
      for (int i = 0; i <= Envelope.MAX >> 20; i++) {
        zstd.write(zeros);
      }
    }
    assertDamaged(sealed(plain.toByteArray()));
  }

  private void assertDamaged(byte[] stored) {
    assertThatThrownBy(() -> Envelope.open(sealer, stored, "index/12ab"))
        .isInstanceOfSatisfying(
            RepositoryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DAMAGED))
        .hasMessageContaining("index/12ab");
  }

  private byte[] opened(byte[] stored) {
    byte[] plain = new byte[stored.length - 32];
    assertThat(sealer.open(stored, 0, stored.length, plain, 0)).isEqualTo(plain.length);
    return plain;
  }

  private byte[] sealed(byte[] plain) {
    byte[] sealed = new byte[plain.length + 32];
    sealer.seal(plain, 0, plain.length, sealed, 0);
    return sealed;
  }
}
