package org.hevelius.core.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.OffsetDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalendarSpanTest {
  @ParameterizedTest
  @CsvSource({
    "3d, 3d",
    "1y5m7d3h, 1y5mo7d3h",
    "3mo, 3mo",
    "1y6mo, 1y6mo",
    "90d, 90d",
    "2w, 14d",
    "2w3d, 17d",
    "3h1y, 1y3h"
  })
  void parses(String text, String span) {
    assertThat(CalendarSpan.parse(text)).hasToString(span);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | it is empty",
        "d | a number is missing at position 1",
        "3 | the unit is missing after position 1",
        "3d5 | the unit is missing after position 3",
        "3d5x | \"x\" at position 4 is no unit",
        "3D | \"D\" at position 2",
        "-3d | a number is missing at position 1",
        "3d4d | \"d\" at position 4 stands twice",
        "999999d | at position 1 is too large",
        "0d | it is nothing",
        "3mo4m | \"m\" at position 5 stands twice",
        "3o | \"o\" at position 2",
        "3d 4h | a number is missing at position 3",
      })
  void saysWhereItGoesWrong(String text, String message) {
    assertThatThrownBy(() -> CalendarSpan.parse(text)).hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-31T12:00:00+02:00, 1m, 2026-03-03T12:00:00+02:00",
    "2024-03-31T12:00:00Z, 1m, 2024-03-02T12:00:00Z",
    "2024-02-29T00:00:00Z, 1y, 2023-03-01T00:00:00Z",
    "2026-03-31T00:00:00Z, 1m3d, 2026-02-28T00:00:00Z",
    "2026-01-15T01:00:00Z, 1d2h, 2026-01-13T23:00:00Z",
    "2026-01-01T00:00:00Z, 2w, 2025-12-18T00:00:00Z",
  })
  void countsBackWithOverflow(OffsetDateTime time, String span, OffsetDateTime before) {
    assertThat(CalendarSpan.parse(span).before(time)).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-31T00:00:00Z, 1m, 2026-03-03T00:00:00Z",
    "2026-11-21T10:30:00Z, 30d, 2026-12-21T10:30:00Z",
    "2026-11-21T10:30:00Z, 1y1h, 2027-11-21T11:30:00Z",
  })
  void countsForward(Instant time, String span, Instant after) {
    assertThat(CalendarSpan.parse(span).after(time)).isEqualTo(after);
  }
}
