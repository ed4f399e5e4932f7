package org.hevelius.core.find;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "*.fits, a.fits, true",
    "*.fits, a/b.fits, false",
    "*.fits, A.FITS, false",
    "a?c, abc, true",
    "a?c, a😀c, true",
    "a?c, a/c, false",
    "[a-c]x, bx, true",
    "[!a-c]x, bx, false",
    "[!a-c]x, zx, true",
    "[*]x, *x, true",
    "[[]x, [x, true",
    "[]]x, ]x, true",
    "[^a]x, ^x, true",
    "[a&&b]x, &x, true",
    "a.c, abc, false",
    "a\\nb, a\\nb, true",
    "raw/*/x, raw/a/x, true",
    "raw/*/x, raw/a/b/x, false",
    "raw/**, raw/a/b/x, true",
    "raw/**, raw, false",
    "**/x, x, true",
    "**/x, a/b/x, true",
    "a/**/x, a/x, true",
    "a/**/x, a/b/c/x, true",
    "a/**/x, b/x, false",
    "/a/x, a/x, true",
    "a(b)+{c}, a(b)+{c}, true",
    "[a-]x, -x, true",
    "[-a]x, -x, true",
    "[!a]x, /x, false",
    "**/a/**/b, a/x/a/b, true",
    "**/a/**/b, xa/b, false",
    "a/**, a/, true",
  })
  void matches(String pattern, String text, boolean fits) {
    assertThat(Glob.parse(pattern).matches(text)).isEqualTo(fits);
  }

  @Test
  @Timeout(20)
  void aPatternThatFitsInManyWaysTakesNoLongerThanOthers() {
    String name = "a".repeat(4000);
    assertThat(Glob.parse("*a".repeat(400) + "b").matches(name)).isFalse();
    assertThat(Glob.parse("**/*a".repeat(150) + "b").matches("a/".repeat(2000))).isFalse();
    assertThat(Glob.parse("*a".repeat(400)).matches(name)).isTrue();
    assertThatThrownBy(() -> Glob.parse("*a".repeat(501))).hasMessageContaining("at most 1000");
  }

  @ParameterizedTest
  @CsvSource({"*.fits, false", "a/b, true", "/a, true", "a**, true", "a, false"})
  void knowsWhetherItIsAboutPaths(String pattern, boolean path) {
    assertThat(Glob.parse(pattern).isPath()).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | is empty",
        "ab[c | bracket at position 3 that isn't closed",
        "[] | bracket at position 1 that isn't closed",
        "[!] | bracket at position 1 that isn't closed",
        "x[z-a] | backwards in the brackets at position 2",
        "[a/b] | slash in the brackets at position 1",
      })
  void saysWhereItGoesWrong(String pattern, String message) {
    assertThatThrownBy(() -> Glob.parse(pattern)).hasMessageContaining(message);
  }
}
