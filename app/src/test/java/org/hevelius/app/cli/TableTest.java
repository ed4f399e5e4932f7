package org.hevelius.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {
  private final CapturedConsole captured = CapturedConsole.piped();

  @Test
  void alignsTextLeftAndNumbersRight() {
    new Table()
        .column("REF")
        .column("WHEN (UTC)")
        .number("NEW")
        .column("DESCRIPTION")
        .row("cosmos7/raw@12", "2026-11-21 10:30", "212 MB", "Before Mars calibration change")
        .row("cosmos7/raw@9", "2026-11-15 09:12", "1.1 GB", "")
        .row("b@1", "2026-11-15 09:12", "0 B", "星表")
        .print(captured.console(), "  ");
    assertThat(captured.out())
        .isEqualTo(
            """
              REF             WHEN (UTC)           NEW  DESCRIPTION
              cosmos7/raw@12  2026-11-21 10:30  212 MB  Before Mars calibration change
              cosmos7/raw@9   2026-11-15 09:12  1.1 GB
              b@1             2026-11-15 09:12     0 B  星表
            """);
  }

  @Test
  void keepsColumnsBehindWideSignsAligned() {
    new Table().column("").column("").row("星", "1").row("abc", "2").print(captured.console(), "");
    assertThat(captured.out()).isEqualTo("星   1\nabc  2\n");
  }

  @Test
  void showsNamesWithControlCharactersInOneLine() {
    new Table().column("").row("two\nlines").print(captured.console(), "");
    assertThat(captured.out()).isEqualTo("two\\nlines\n");
  }

  @Test
  void refusesARowOfTheWrongLength() {
    Table table = new Table().column("A").column("B");
    assertThatThrownBy(() -> table.row("only one")).isInstanceOf(IllegalArgumentException.class);
  }
}
