package org.hevelius.repository.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolynomialTest {
  @Test
  void readsAndWritesHex() {
    Polynomial polynomial = Polynomial.parse("2f918af0dfaa2f");
    assertThat(polynomial)
        .isEqualTo(new Polynomial(0x2f918af0dfaa2fL))
        .hasToString("2f918af0dfaa2f");
    assertThat(polynomial.degree()).isEqualTo(53);
    assertThat(polynomial.isIrreducible()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0x2f", "2F", " 1", "-1", "+1", "8000000000000000", "11111111111111111"})
  void refusesEverythingElse(String text) {
    assertThatThrownBy(() -> Polynomial.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  /** By trial division with every polynomial of lower degree. */
  @Test
  void knowsAllIrreduciblePolynomialsUpToDegreeTen() {
    for (long bits = 0; bits < 2048; bits++) {
      boolean expected = bits >= 2;
      for (long divisor = 2; divisor < Long.highestOneBit(bits); divisor++) {
        expected &= Polynomial.mod(bits, divisor) != 0;
      }
      assertThat(new Polynomial(bits).isIrreducible()).as("%x", bits).isEqualTo(expected);
    }
  }

  @Test
  void refusesProductsOfTwoFactorsOfAnySize() {
    Random random = new Random(4);
    for (int round = 0; round < 500; round++) {
      int degree = 1 + random.nextInt(52);
      long a = 1L << degree | (random.nextLong() & ((1L << degree) - 1));
      long b = 1L << (53 - degree) | (random.nextLong() & ((1L << (53 - degree)) - 1));
      long product = 0;
      for (int bit = 0; bit < 54; bit++) {
        product ^= (b >>> bit & 1) * (a << bit);
      }
      Polynomial polynomial = new Polynomial(product);
      assertThat(polynomial.degree()).isEqualTo(53);
      assertThat(polynomial.isIrreducible()).as("%x * %x, seed 4", a, b).isFalse();
    }
  }

  /** x^(2^53) = x and no factor of degree 1, Rabin's test: 53 is prime. */
  @Test
  void makesIrreduciblePolynomialsOfDegree53() {
    Random random = new Random(9);
    for (int round = 0; round < 50; round++) {
      Polynomial polynomial = Polynomial.random(random);
      assertThat(polynomial.degree()).isEqualTo(53);
      assertThat(Polynomial.mod(polynomial.bits(), 2)).isEqualTo(1);
      assertThat(Polynomial.mod(polynomial.bits(), 3)).isEqualTo(1);
      long power = 2;
      for (int i = 0; i < 53; i++) {
        power = square(power, polynomial.bits());
      }
      assertThat(power).as("%s, seed 9", polynomial).isEqualTo(2);
    }
  }

  private static long square(long value, long modulus) {
    long result = 0;
    for (int bit = 52; bit >= 0; bit--) {
      result = Polynomial.mod(result << 1, modulus) ^ (value >>> bit & 1) * value;
    }
    return result;
  }
}
