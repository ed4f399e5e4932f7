package org.hevelius.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.testkit.TestClock;
import org.junit.jupiter.api.Test;

class FailuresTest {
  private final CapturedConsole captured = CapturedConsole.piped();
  private final GlobalOptions options = new GlobalOptions();

  private int report(Throwable failure) {
    Parts parts = CapturedConsole.parts(Map.of(), TestClock.at("2026-11-21T10:30:00Z"));
    Program program = new Program(parts, captured.console());
    return new Failures(new Session(program, parts, captured.console(), options)).report(failure);
  }

  @Test
  void saysWhatHappenedAndWhatToDo() {
    int code =
        report(
            new HeveliusException(
                Category.NOT_FOUND,
                "no snapshot of cosmos7/raw is called \"mars\"; references match exactly",
                "did you mean  cosmos7/raw@12  pre-mars-calibration"));
    assertThat(code).isEqualTo(3);
    assertThat(captured.out()).isEmpty();
    assertThat(captured.err())
        .isEqualTo(
            """
            error: no snapshot of cosmos7/raw is called "mars"; references match exactly
              did you mean  cosmos7/raw@12  pre-mars-calibration
            """);
  }

  @Test
  void callsARefusalARefusal() {
    int code =
        report(
            new HeveliusException(
                Category.REFUSED,
                "cosmos7/raw@9 is permanent",
                "to delete it all the same: hevelius delete cosmos7/raw@9 --force"));
    assertThat(code).isEqualTo(4);
    assertThat(captured.err())
        .isEqualTo(
            """
            refused: cosmos7/raw@9 is permanent
              to delete it all the same: hevelius delete cosmos7/raw@9 --force
            """);
  }

  @Test
  void saysHowToGiveItMoreMemory() {
    int code = report(new IllegalStateException("saving failed", new OutOfMemoryError("heap")));
    assertThat(code).isEqualTo(70);
    assertThat(captured.err())
        .startsWith("error: the memory that Hevelius may use, ")
        .contains("HEVELIUS_JAVA_OPTS=-Xmx")
        .doesNotContain("\tat ");
  }

  @Test
  void givesScriptsOneObjectOnTheErrorStream() {
    options.json = true;
    report(new HeveliusException(Category.FULL, "disk full", "nothing was published"));
    assertThat(captured.out()).isEmpty();
    assertThat(captured.err())
        .isEqualTo(
            """
            {
              "error" : {
                "category" : "full",
                "exitCode" : 10,
                "message" : "disk full",
                "advice" : [ "nothing was published" ]
              }
            }
            """);
  }

  @Test
  void showsTheCauseOnRequest() {
    options.verbose = true;
    report(
        new HeveliusException(
            Category.UNAVAILABLE, "no storage", List.of(), new IllegalStateException("the cause")));
    assertThat(captured.err()).contains("Caused by: java.lang.IllegalStateException: the cause");
  }

  @Test
  void ownsUpToItsOwnFaults() {
    assertThat(report(new IllegalStateException("impossible"))).isEqualTo(70);
    assertThat(captured.err())
        .startsWith(
            "error: a fault in Hevelius itself: java.lang.IllegalStateException: impossible")
        .contains("at org.hevelius.app.cli.FailuresTest");
  }

  @Test
  void doesNotLetAMessageSteerTheTerminal() {
    report(new HeveliusException(Category.INVALID, "bad name \u001b[2J"));
    assertThat(captured.err()).isEqualTo("error: bad name \\x1b[2J\n");
  }

  @Test
  void mapsEveryCategoryToADocumentedCode() {
    Map<Category, Integer> codes = new EnumMap<>(Category.class);
    for (Category category : Category.values()) {
      codes.put(category, ExitCode.of(category).number());
    }
    assertThat(codes)
        .isEqualTo(
            Map.of(
                Category.INVALID, 2,
                Category.NOT_FOUND, 3,
                Category.CONFLICT, 4,
                Category.REFUSED, 4,
                Category.DENIED, 5,
                Category.DAMAGED, 6,
                Category.FULL, 10,
                Category.UNAVAILABLE, 10,
                Category.PARTIAL, 1,
                Category.CANCELED, 130));
  }
}
