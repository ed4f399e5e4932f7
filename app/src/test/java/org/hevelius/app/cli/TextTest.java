package org.hevelius.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTest {
  @Test
  void leavesOrdinaryNamesAlone() {
    assertThat(Text.printable("events/nuit_é_星.fits")).isEqualTo("events/nuit_é_星.fits");
  }

  @Test
  void showsWhatCouldSteerATerminalAsEscapes() {
    assertThat(Text.printable("a\nb\tc\u001b[2Jd\u0085e\u202ef"))
        .isEqualTo("a\\nb\\tc\\x1b[2Jd\\x85e\\u202ef");
  }

  @Test
  void showsBytesThatAreNotUtf8AsBytes() {
    assertThat(Text.printable("caf\udce9.txt")).isEqualTo("caf\\xe9.txt");
  }

  @Test
  void countsColumns() {
    assertThat(Text.width("abc")).isEqualTo(3);
    assertThat(Text.width("e\u0301")).isEqualTo(1);
    assertThat(Text.width("星表")).isEqualTo(4);
  }

  @Test
  void shortensAtTheFront() {
    assertThat(Text.shortened("events/night_0412.fits", 30)).isEqualTo("events/night_0412.fits");
    assertThat(Text.shortened("events/night_0412.fits", 12)).isEqualTo("...0412.fits");
    assertThat(Text.shortened("星表星表", 6)).isEqualTo("...表");
  }
}
