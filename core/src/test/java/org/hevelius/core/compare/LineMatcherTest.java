package org.hevelius.core.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.difflib.patch.Patch;
import com.github.difflib.patch.PatchFailedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LineMatcherTest {
  static LongStream seeds() {
    return LongStream.range(0, 30);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void thePatchTurnsTheOldLinesIntoTheNew(long seed) throws PatchFailedException {
    Random random = new Random(seed);
    // From short texts of few words to long ones that are cut at unique lines first.
    int size = seed % 3 == 0 ? 12_000 : 200;
    int words = seed % 2 == 0 ? 4 : 100_000;
    List<String> left = lines(random, size, words);
    List<String> right = new ArrayList<>(left);
    for (int i = 0; i < size / 20; i++) {
      int at = random.nextInt(right.size());
      if (random.nextBoolean()) {
        right.remove(at);
      } else {
        right.add(at, "w" + random.nextInt(words));
      }
    }
    Patch<String> patch = LineMatcher.diff(left, right);
    assertThat(patch.applyTo(left)).isEqualTo(right);
    if (words > 4) {
      int touched = patch.getDeltas().stream().mapToInt(d -> d.getTarget().size()).sum();
      assertThat(touched).isLessThanOrEqualTo(size / 20 + 1);
    }
  }

  @Test
  void givesUpInTimeOnLongTextsWithoutAnythingInCommon() {
    Random random = new Random(1);
    List<String> left = lines(random, 300_000, 1_000);
    List<String> right = lines(random, 300_000, 1_000);
    Patch<String> patch =
        Assertions.assertTimeout(Duration.ofSeconds(10), () -> LineMatcher.diff(left, right));
    assertThat(patch.getDeltas()).isNotEmpty();
  }

  private static List<String> lines(Random random, int size, int words) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      lines.add("w" + random.nextInt(words));
    }
    return lines;
  }
}
