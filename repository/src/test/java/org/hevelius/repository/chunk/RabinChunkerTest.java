package org.hevelius.repository.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RabinChunkerTest {
  private static final Polynomial POLYNOMIAL = Polynomial.parse("2f918af0dfaa2f");

  private final RabinChunker chunker = new RabinChunker(POLYNOMIAL);
  private final PlainChunker oracle = new PlainChunker(POLYNOMIAL.bits());

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void cutsRandomBytesAsThePlainDefinitionDoes(long seed) {
    byte[] bytes = random(12_000_000, seed);
    assertThat(cuts(bytes, 0, bytes.length)).isEqualTo(oracle.cuts(bytes, 0, bytes.length));
  }

  @Test
  void cutsWithAnyPolynomial() {
    Random random = new Random(8);
    byte[] bytes = random(5_000_000, 8);
    for (int round = 0; round < 5; round++) {
      Polynomial polynomial = Polynomial.random(random);
      assertThat(cuts(new RabinChunker(polynomial), bytes, 0, bytes.length))
          .as("%s, seed 8", polynomial)
          .isEqualTo(new PlainChunker(polynomial.bits()).cuts(bytes, 0, bytes.length));
    }
  }

  @Test
  void cutsZerosAtTheMinimum() {
    byte[] zeros = new byte[3 * Chunker.MIN + 5];
    assertThat(cuts(zeros, 0, zeros.length))
        .containsExactly(Chunker.MIN, 2 * Chunker.MIN, 3 * Chunker.MIN, zeros.length);
  }

  @Test
  void cutsAtTheMaximumWhereTheContentNeverSaysCut() {
    byte[] bytes = new byte[2 * Chunker.MAX + 100];
    Arrays.fill(bytes, (byte) 1);
    assertThat(cuts(bytes, 0, bytes.length))
        .isEqualTo(oracle.cuts(bytes, 0, bytes.length))
        .containsExactly(Chunker.MAX, 2 * Chunker.MAX, bytes.length);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 64, 65, 1000})
  void cutsRepeatedPatterns(int period) {
    byte[] pattern = random(period, period);
    byte[] bytes = new byte[9_000_000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = pattern[i % period];
    }
    assertThat(cuts(bytes, 0, bytes.length)).isEqualTo(oracle.cuts(bytes, 0, bytes.length));
  }

  @Test
  void findsTheFirstOfManyCuts() {
    Random random = new Random(6);
    byte[] zeros = new byte[WINDOW];
    for (int round = 0; round < 200; round++) {
      byte[] bytes = random(Chunker.MIN + 100_000, round);
      for (int i = random.nextInt(12); i >= 0; i--) {
        int at = Chunker.MIN - WINDOW + random.nextInt(100_000);
        System.arraycopy(zeros, 0, bytes, at, WINDOW);
      }
      assertThat(chunker.cut(bytes, 0, 0, bytes.length))
          .as("round %d, seed 6", round)
          .isEqualTo(oracle.cut(bytes, 0, bytes.length));
    }
  }

  @Test
  void seesACutAtEachSinglePosition() {
    byte[] noise = random(Chunker.MIN + 70_000, 12);
    for (int i = 0; i < noise.length; i++) {
      noise[i] |= 1;
    }
    assertThat(chunker.cut(noise, 0, 0, noise.length)).isEqualTo(-1);
    for (int at = 0; at < 70_000; at += at < 300 || at > 69_000 ? 1 : 61) {
      byte[] saved = Arrays.copyOfRange(noise, Chunker.MIN - WINDOW + at, Chunker.MIN + at);
      Arrays.fill(noise, Chunker.MIN - WINDOW + at, Chunker.MIN + at, (byte) 0);
      assertThat(chunker.cut(noise, 0, 0, noise.length)).isEqualTo(Chunker.MIN + at);
      System.arraycopy(saved, 0, noise, Chunker.MIN - WINDOW + at, WINDOW);
    }
  }

  @Test
  void findsTheSameCutsWhenTheBytesArriveInPieces() {
    Random random = new Random(7);
    byte[] bytes = random(12_000_000, 7);
    List<Integer> expected = oracle.cuts(bytes, 0, bytes.length);
    for (int largest : new int[] {1_000, 70_000, 1_000_000}) {
      assertThat(cutsInPieces(bytes, end -> end + 1 + random.nextInt(largest)))
          .as("pieces up to %d, seed 7", largest)
          .isEqualTo(expected);
    }
  }

  @Test
  void findsTheSameCutsWhenTheBytesArriveOneByOneAroundTheEdges() {
    byte[] noise = random(Chunker.MIN + 300, 12);
    Arrays.fill(noise, Chunker.MIN + 100, Chunker.MIN + 164, (byte) 0);
    assertThat(cutsInPieces(noise, end -> end < Chunker.MIN - 70 ? Chunker.MIN - 70 : end + 1))
        .containsExactly(Chunker.MIN + 164, noise.length);
  }

  @Test
  void looksOnlyAtTheBytesOfTheChunk() {
    byte[] bytes = random(4_000_000, 13);
    byte[] moved = random(5_000_000, 14);
    System.arraycopy(bytes, 0, moved, 777, 3_500_000);
    assertThat(cuts(moved, 777, 3_500_777).stream().map(cut -> cut - 777).toList())
        .isEqualTo(oracle.cuts(bytes, 0, 3_500_000));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65, Chunker.MIN - 1})
  void leavesShortFilesWhole(int length) {
    assertThat(chunker.cut(new byte[length], 0, 0, length)).isEqualTo(-1);
  }

  @Test
  void cutsZerosOfExactlyTheMinimum() {
    assertThat(chunker.cut(new byte[Chunker.MIN], 0, 0, Chunker.MIN)).isEqualTo(Chunker.MIN);
  }

  @Test
  void refusesOtherPolynomials() {
    for (long bits : new long[] {0x2f918af0dfaa2eL, 0b1011, 0}) {
      assertThatThrownBy(() -> new RabinChunker(new Polynomial(bits)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static final int WINDOW = 64;

  private List<Integer> cuts(byte[] bytes, int from, int to) {
    return cuts(chunker, bytes, from, to);
  }

  private static List<Integer> cuts(Chunker chunker, byte[] bytes, int from, int to) {
    List<Integer> cuts = new ArrayList<>();
    int start = from;
    while (start < to) {
      int cut = chunker.cut(bytes, start, start, to);
      start = cut < 0 ? to : cut;
      cuts.add(start);
    }
    return cuts;
  }

  private List<Integer> cutsInPieces(byte[] bytes, IntUnaryOperator nextEnd) {
    List<Integer> cuts = new ArrayList<>();
    int start = 0;
    int searched = 0;
    int end = 0;
    while (start < bytes.length) {
      int cut = chunker.cut(bytes, start, searched, end);
      if (cut >= 0 || end == bytes.length) {
        start = cut >= 0 ? cut : end;
        searched = start;
        cuts.add(start);
      } else {
        searched = end;
        end = Math.min(bytes.length, nextEnd.applyAsInt(end));
      }
    }
    return cuts;
  }

  private static byte[] random(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** Byte by byte, as the format describes it, with a window of its own and a seed of 1. */
  private static final class PlainChunker {
    private final long polynomial;
    private final long[] mod = new long[256];
    private final long[] out = new long[256];

    PlainChunker(long polynomial) {
      this.polynomial = polynomial;
      for (int b = 0; b < 256; b++) {
        mod[b] = append(b, 53) ^ (long) b << 53;
        out[b] = append(b, 8 * 63);
      }
    }

    private long append(long value, int zeros) {
      long h = value;
      for (int i = 0; i < zeros; i++) {
        h <<= 1;
        if ((h >>> 53 & 1) != 0) {
          h ^= polynomial;
        }
      }
      return h;
    }

    List<Integer> cuts(byte[] bytes, int from, int to) {
      List<Integer> cuts = new ArrayList<>();
      int start = from;
      while (start < to) {
        int cut = cut(bytes, start, to);
        start = cut < 0 ? to : cut;
        cuts.add(start);
      }
      return cuts;
    }

    int cut(byte[] bytes, int start, int end) {
      byte[] window = new byte[WINDOW];
      int place = 0;
      long h = 0;
      for (int i = start + Chunker.MIN - WINDOW - 1; i < end; i++) {
        byte next = i < start + Chunker.MIN - WINDOW ? 1 : bytes[i];
        h ^= out[window[place] & 0xff];
        window[place] = next;
        place = (place + 1) % WINDOW;
        h = (h << 8 | (next & 0xff)) ^ mod[(int) (h >>> 45)];
        int count = i + 1 - start;
        if (count >= Chunker.MIN && ((h & 0xfffff) == 0 || count >= Chunker.MAX)) {
          return i + 1;
        }
      }
      return -1;
    }
  }
}
