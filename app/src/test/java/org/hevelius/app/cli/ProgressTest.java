package org.hevelius.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.hevelius.testkit.TestClock;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final TestClock clock = TestClock.at("2026-11-21T10:30:00Z");
  private final CapturedConsole captured = new CapturedConsole("", 100, "err");

  @Test
  void drawsABarWithRateAndTimeLeft() {
    try (Progress progress =
        new Progress(captured.console(), clock, Progress.Unit.BYTES, Progress.Mode.BAR)) {
      clock.advance(Duration.ofSeconds(26));
      progress.update(11_800_000_000L, 18_400_000_000L, "events_0412.fits");
      assertThat(captured.err())
          .isEqualTo(
              "\r[########......]  64 %  11.8 of 18.4 GB  454 MB/s  15 s left  events_0412.fits");
    }
    assertThat(captured.err()).endsWith("\r" + " ".repeat(78) + "\r");
  }

  @Test
  void neverDrawsBeyondTheWidth() {
    CapturedConsole narrow = new CapturedConsole("", 40, "err");
    Progress progress =
        new Progress(narrow.console(), clock, Progress.Unit.BYTES, Progress.Mode.BAR);
    clock.advance(Duration.ofSeconds(26));
    progress.update(11_800_000_000L, 18_400_000_000L, "a/very/long/name/of/a/file.fits");
    assertThat(Text.width(narrow.err().strip())).isLessThan(40);
  }

  @Test
  void drawsNoMoreOftenThanFiveTimesASecond() {
    Progress progress =
        new Progress(captured.console(), clock, Progress.Unit.ITEMS, Progress.Mode.BAR);
    for (int i = 1; i <= 1000; i++) {
      clock.advance(Duration.ofMillis(1));
      progress.update(i, 1000, "");
    }
    assertThat(captured.err().chars().filter(c -> c == '\r').count()).isEqualTo(5);
  }

  @Test
  void forgetsHowFastItWasLongAgo() {
    Progress progress =
        new Progress(captured.console(), clock, Progress.Unit.ITEMS, Progress.Mode.BAR);
    for (int second = 1; second <= 60; second++) {
      clock.advance(Duration.ofSeconds(1));
      progress.update(second < 30 ? second * 100L : 3000 + second, 10_000, "");
    }
    assertThat(captured.err()).endsWith("3,060 of 10,000  1/s  1 h 55 min left");
  }

  @Test
  void writesALineEveryHalfMinuteWhereNothingCanBeDrawn() {
    CapturedConsole file = CapturedConsole.piped();
    Progress progress =
        new Progress(file.console(), clock, Progress.Unit.ITEMS, Progress.Mode.LINES);
    for (int second = 1; second <= 65; second++) {
      clock.advance(Duration.ofSeconds(1));
      progress.update(second, 100, "note\n.txt");
    }
    assertThat(file.err())
        .isEqualTo(
            """
              30 %  30 of 100  1/s  1 min 10 s left  note\\n.txt
              60 %  60 of 100  1/s  40 s left  note\\n.txt
            """);
  }

  @Test
  void showsWhatIsDoneWhileTheTotalIsNotKnown() {
    Progress progress =
        new Progress(captured.console(), clock, Progress.Unit.BYTES, Progress.Mode.BAR);
    clock.advance(Duration.ofSeconds(2));
    progress.update(4_000_000, 0, "");
    assertThat(captured.err()).isEqualTo("\r4 MB  2 MB/s");
  }
}
