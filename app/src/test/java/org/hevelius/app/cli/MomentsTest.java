package org.hevelius.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.hevelius.core.HeveliusException;
import org.hevelius.testkit.TestClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MomentsTest {
  private final Moments moments =
      new Moments(new Times(ZoneId.of("Europe/Berlin"), TestClock.at("2026-11-21T10:30:00Z")));

  @ParameterizedTest
  @CsvSource({
    "2026-11-21, 2026-11-20T23:00:00Z",
    "2026-07-21, 2026-07-20T22:00:00Z",
    "2026-11-21T10:30, 2026-11-21T09:30:00Z",
    "2026-11-21 10:30:05, 2026-11-21T09:30:05Z",
    "2026-11-21T10:30Z, 2026-11-21T10:30:00Z",
    "2026-11-21T10:30:00+05:30, 2026-11-21T05:00:00Z",
    "14d, 2026-11-07T10:30:00Z",
    "1m, 2026-10-21T10:30:00Z"
  })
  void readsWhatPeopleType(String typed, Instant expected) {
    assertThat(moments.from(typed)).isEqualTo(expected);
  }

  @Test
  void aDayCountsWholeAtTheEndOfARange() {
    assertThat(moments.until("2026-11-21")).isEqualTo("2026-11-21T23:00:00Z");
    assertThat(moments.expiry("2026-11-21")).isEqualTo("2026-11-21T23:00:00Z");
    assertThat(moments.until("2026-11-21T10:30")).isEqualTo("2026-11-21T09:30:00Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-30",
        "2026-13-01",
        "2026-11-2",
        "2026-11-21T25:00",
        "2026-11-21x",
        "2026-",
        "soon",
        ""
      })
  void refusesWhatIsNoTime(String typed) {
    assertThatThrownBy(() -> moments.from(typed))
        .isInstanceOf(HeveliusException.class)
        .hasMessageContaining("\"" + typed + "\" is no");
  }

  @Test
  void namesThePositionOfTheMistake() {
    assertThatThrownBy(() -> moments.from("2026-11-21T10h30")).hasMessageContaining("position ");
  }
}
