package org.hevelius.catalog.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {
  @ParameterizedTest
  @CsvSource({
    "2026-11-21T10:30:00.123456789Z",
    "0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999999Z",
    "1969-12-31T23:59:59.000000001Z"
  })
  void storedTimesComeBackAndSort(Instant time) {
    assertThat(Times.parse(Times.text(time))).isEqualTo(time);
    assertThat(Times.text(time)).hasSize(30);
    assertThat(Times.clamped(Instant.MAX)).isGreaterThanOrEqualTo(Times.text(time));
    assertThat(Times.clamped(Instant.MIN)).isLessThanOrEqualTo(Times.text(time));
  }
}
