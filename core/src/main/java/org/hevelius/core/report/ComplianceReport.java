package org.hevelius.core.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hevelius.core.report.Cell.Level;
import org.hevelius.core.report.Sheet.Column;
import org.hevelius.core.report.Sheet.Grid;

/**
 * What an auditor signs off.
 *
 * @param result the worst of all lines
 * @param lines about the home first, then about each dataset
 */
public record ComplianceReport(Scope scope, Result result, List<Line> lines) implements Report {
  /** How a line stands. */
  public enum Result {
    /** It holds, by the evidence. */
    PASS,
    /** It can't be told. */
    UNKNOWN,
    /** It doesn't hold. */
    FAIL
  }

  /**
   * One thing that should hold.
   *
   * @param subject a dataset, or {@code (home)}
   * @param evidence what was found
   */
  public record Line(String subject, String check, Result result, String evidence) {}

  /** Copies the list. */
  public ComplianceReport {
    lines = List.copyOf(lines);
  }

  /** A report over these lines. */
  public static ComplianceReport of(Scope scope, List<Line> lines) {
    Result worst =
        lines.stream()
            .map(Line::result)
            .max(java.util.Comparator.naturalOrder())
            .orElse(Result.UNKNOWN);
    return new ComplianceReport(scope, worst, lines);
  }

  @Override
  public List<String> words() {
    return List.of("fail", "unknown");
  }

  @Override
  public Sheet sheet() {
    List<List<Cell>> rows = new ArrayList<>();
    for (Line line : lines) {
      rows.add(
          List.of(
              Cell.of(line.subject()),
              Cell.of(line.check()),
              verdict(line.result()),
              Cell.of(line.evidence())));
    }
    List<Column> columns =
        List.of(
            Column.of("subject", "Subject"),
            Column.of("check", "Check"),
            Column.of("result", "Result"),
            Column.of("evidence", "Evidence"));
    return new Sheet(
        "Compliance of " + scope.text() + ": " + word(result),
        List.of(new Grid("lines", "Checks", columns, rows, false, null)),
        List.of(
            "%d pass, %d fail, %d unknown. Unknown is no pass: the evidence says what is missing."
                .formatted(count(Result.PASS), count(Result.FAIL), count(Result.UNKNOWN))));
  }

  private long count(Result wanted) {
    return lines.stream().filter(line -> line.result() == wanted).count();
  }

  private static String word(Result result) {
    return result.name().toLowerCase(Locale.ROOT);
  }

  private static Cell verdict(Result result) {
    return new Cell.Verdict(
        word(result),
        switch (result) {
          case PASS -> Level.GOOD;
          case FAIL -> Level.BAD;
          case UNKNOWN -> Level.OPEN;
        });
  }
}
