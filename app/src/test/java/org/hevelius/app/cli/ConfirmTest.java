package org.hevelius.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.junit.jupiter.api.Test;

class ConfirmTest {
  @Test
  void goesOnWhenTheAnswerIsYes() {
    CapturedConsole terminal = new CapturedConsole("yes\n", 80, "in", "out", "err");
    new Confirm(terminal.console()).carryOut("plan 7f3a", false);
    assertThat(terminal.err()).isEqualTo("Type yes to carry out plan 7f3a: ");
  }

  @Test
  void stopsAtAnyOtherAnswerAndAtNone() {
    for (String answer : new String[] {"y\n", "YES\n", "no\n", ""}) {
      CapturedConsole terminal = new CapturedConsole(answer, 80, "in", "out", "err");
      assertThatThrownBy(() -> new Confirm(terminal.console()).carryOut("plan 7f3a", false))
          .isInstanceOfSatisfying(
              HeveliusException.class,
              stopped -> assertThat(stopped.category()).isEqualTo(Category.CANCELED));
    }
  }

  @Test
  void refusesWhereNobodyCanBeAsked() {
    CapturedConsole script = new CapturedConsole("yes\n", 80, "out");
    assertThatThrownBy(() -> new Confirm(script.console()).carryOut("plan 7f3a", false))
        .hasMessageContaining("there is no terminal to ask on")
        .isInstanceOfSatisfying(
            HeveliusException.class,
            refused -> {
              assertThat(refused.category()).isEqualTo(Category.REFUSED);
              assertThat(refused.advice()).anyMatch(line -> line.contains("--yes"));
            });
  }

  @Test
  void doesNotAskWhatTheCommandLineHasAnswered() {
    CapturedConsole terminal = new CapturedConsole("", 80, "in", "out", "err");
    new Confirm(terminal.console()).carryOut("plan 7f3a", true);
    assertThat(terminal.err()).isEmpty();
  }
}
