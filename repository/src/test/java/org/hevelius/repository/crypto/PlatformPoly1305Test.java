package org.hevelius.repository.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlatformPoly1305Test extends Poly1305Contract {
  @Override
  Poly1305 of(byte[] r) {
    return new PlatformPoly1305(r);
  }

  @Test
  void isUsedHere() {
    assertThat(Poly1305.of(new byte[16])).isInstanceOf(PlatformPoly1305.class);
  }
}
