package org.hevelius.core.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.hevelius.core.HeveliusException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CopyNamesTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @CsvSource({
    "raw_20250131,                  2025-01-31T00:00:00Z",
    "20250131,                      2025-01-31T00:00:00Z",
    "2025-03-31,                    2025-03-31T00:00:00Z",
    "backup-2025-02-28_1430,        2025-02-28T14:30:00Z",
    "backup-2025-02-28T143005.done, 2025-02-28T14:30:05Z",
    "raw_20250131-0001,             2025-01-31T00:01:00Z",
    "2025-02-28_14-30-05,           2025-02-28T14:30:05Z",
    "raw-2025-01-31_v2,             2025-01-31T00:00:00Z",
    "run12345678_20240229,          2024-02-29T00:00:00Z"
  })
  void sayTheMomentOfTheirCopy(String name, String moment) {
    assertThat(CopyNames.moment(name, ZoneOffset.UTC)).isEqualTo(Instant.parse(moment));
  }

  @ParameterizedTest
  @CsvSource({
    "raw_20250131,          2025-01-30T23:00:00Z",
    "raw_20250731_1200,     2025-07-31T10:00:00Z",
    "raw_20250731T120000Z,  2025-07-31T12:00:00Z"
  })
  void areReadInTheirZone(String name, String moment) {
    assertThat(CopyNames.moment(name, BERLIN)).isEqualTo(Instant.parse(moment));
  }

  @ParameterizedTest
  @CsvSource({
    "raw,                      its name has no date",
    "raw_2025013,              its name has no date",
    "raw_202501310,            its name has no date",
    "202501311430,             its name has no date",
    "raw_2025-0131,            its name has no date",
    "raw_20250230,             its name has no date",
    "10200101,                 its name has no date",
    "2025-01-31-2025-02-28,    its name has 2 dates",
    "raw_20250131_2,           the number that follows",
    "raw_20250131_20250201,    its name has 2 dates",
    "raw_20250131_2460,        what follows the date in its name is no time of a day"
  })
  void areRefusedWithoutOneClearMoment(String name, String why) {
    assertThatThrownBy(() -> CopyNames.moment(name, ZoneOffset.UTC))
        .isInstanceOf(HeveliusException.class)
        .hasMessageStartingWith(why);
  }
}
