package org.hevelius.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumansTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1 kB",
    "2049, 2 kB",
    "999499, 999 kB",
    "999500, 1 MB",
    "1000000, 1 MB",
    "48200000, 48.2 MB",
    "88000000, 88 MB",
    "99949999, 99.9 MB",
    "99950000, 100 MB",
    "212400000, 212 MB",
    "999949999, 1000 MB",
    "999950000, 1 GB",
    "18400000000, 18.4 GB",
    "9223372036854775807, 9.2 EB",
    "-51000000, -51 MB",
    "-9223372036854775808, -9.2 EB"
  })
  void showsSizesWithAtMostOneDecimal(long bytes, String shown) {
    assertThat(Humans.bytes(bytes)).isEqualTo(shown);
  }

  @Test
  void showsChangesWithTheirSign() {
    assertThat(Humans.change(51_000_000)).isEqualTo("+51 MB");
    assertThat(Humans.change(-2000)).isEqualTo("-2 kB");
    assertThat(Humans.change(0)).isEqualTo("0 B");
  }

  @Test
  void namesTheUnitOnceWhereItIsTheSame() {
    assertThat(Humans.bytesOf(11_800_000_000L, 18_400_000_000L)).isEqualTo("11.8 of 18.4 GB");
    assertThat(Humans.bytesOf(800_000_000L, 18_400_000_000L)).isEqualTo("800 MB of 18.4 GB");
    assertThat(Humans.bytesOf(0, 500)).isEqualTo("0 of 500 B");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0        | 0
          999      | 999
          1204     | 1,204
          1000000  | 1,000,000
          -999     | -999
          -1204    | -1,204
          """)
  void separatesThousands(long count, String shown) {
    assertThat(Humans.count(count)).isEqualTo(shown);
  }

  @Test
  void countsWithTheRightWord() {
    assertThat(Humans.count(1, "file", "files")).isEqualTo("1 file");
    assertThat(Humans.count(1204, "file", "files")).isEqualTo("1,204 files");
    assertThat(Humans.count(0, "file", "files")).isEqualTo("0 files");
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 ms",
    "PT0.412S, 412 ms",
    "PT4.16S, 4.1 s",
    "PT5S, 5 s",
    "PT41.9S, 41 s",
    "PT3M5S, 3 min 5 s",
    "PT10M, 10 min",
    "PT2H3M59S, 2 h 3 min",
    "PT52H, 2 d 4 h",
    "PT-41S, -41 s"
  })
  void showsDurationsInTheirTwoLargestUnits(Duration duration, String shown) {
    assertThat(Humans.duration(duration)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "PT3S, just now",
    "PT41S, 41 seconds ago",
    "PT1M, 1 minute ago",
    "PT47H, 47 hours ago",
    "P3D, 3 days ago",
    "P90D, 3 months ago",
    "P800D, 2 years ago",
    "P-5D, in 5 days",
    "PT-3S, in a moment",
    "PT0S, just now"
  })
  void showsAges(Duration age, String shown) {
    assertThat(Humans.age(age)).isEqualTo(shown);
  }
}
