package org.hevelius.core.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hevelius.core.report.Cell.Level;
import org.hevelius.core.report.Sheet.Column;
import org.hevelius.core.report.Sheet.Grid;
import org.jspecify.annotations.Nullable;

/**
 * What an auditor signs off.
 *
 * @param result the worst of all lines
 * @param lines about the home first, then about each dataset
 * @param held the versions that must still be there, those first that aren't as they should be
 * @param moreHeld how many more of them there are, which are in the lines and not listed
 */
public record ComplianceReport(
    Scope scope, Result result, List<Line> lines, List<Held> held, long moreHeld)
    implements Report {
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

  /** How a version that is held, or was, is found. */
  public enum HeldState {
    /** It is held, in the catalog and in storage. */
    PRESENT,
    /** It is held, but storage doesn't have it. */
    MISSING,
    /** It is published, but the catalog doesn't have it. */
    GONE,
    /** It is published, but not held. */
    LOOSE,
    /** It was deleted over its hold. */
    FORCED,
    /** It is held, but its content isn't what is cited. */
    DIFFERS,
    /** Storage couldn't be asked. */
    UNKNOWN
  }

  /**
   * A version that must still be there.
   *
   * @param name its generated name; empty when that isn't known any more
   * @param why the kinds of its holds with their reasons
   * @param since when it was held first; when it was deleted for one that was
   * @param by who did that
   * @param verified when all of it was read last to hold a citation against it; null if never
   */
  public record Held(
      String dataset,
      String reference,
      String name,
      List<String> why,
      Instant since,
      String by,
      HeldState state,
      String evidence,
      @Nullable Instant verified) {
    /** Copies the list. */
    public Held {
      why = List.copyOf(why);
    }
  }

  /** Copies the lists. */
  public ComplianceReport {
    lines = List.copyOf(lines);
    held = List.copyOf(held);
  }

  /** A report over these lines. */
  public static ComplianceReport of(Scope scope, List<Line> lines, List<Held> held, long moreHeld) {
    Result worst =
        lines.stream()
            .map(Line::result)
            .max(java.util.Comparator.naturalOrder())
            .orElse(Result.UNKNOWN);
    return new ComplianceReport(scope, worst, lines, held, moreHeld);
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
    List<String> notes = new ArrayList<>();
    notes.add(
        "%d pass, %d fail, %d unknown. Unknown is no pass: the evidence says what is missing."
            .formatted(count(Result.PASS), count(Result.FAIL), count(Result.UNKNOWN)));
    if (moreHeld > 0) {
      notes.add(
          "%s more versions that are held were looked at and are not listed."
              .formatted(Amounts.count(moreHeld)));
    }
    return new Sheet(
        "Compliance of " + scope.text() + ": " + word(result),
        List.of(new Grid("lines", "Checks", columns, rows, false, null), heldVersions()),
        notes);
  }

  private Grid heldVersions() {
    List<Column> columns =
        List.of(
            Column.of("reference", "Version"),
            Column.of("state", "State"),
            Column.of("why", "Held as"),
            Column.of("since", "Since"),
            Column.of("by", "By"),
            Column.of("verified", "Read last"),
            Column.of("evidence", "Evidence"));
    return Grid.of(
        "held",
        "Versions that are held or published",
        columns,
        held,
        one ->
            List.of(
                Cell.of(one.reference()),
                new Cell.Verdict(one.state().name().toLowerCase(Locale.ROOT), level(one)),
                Cell.of(String.join(", ", one.why())),
                Cell.at(one.since()),
                Cell.of(one.by()),
                Cell.at(one.verified()),
                Cell.of(one.evidence())),
        null);
  }

  private static Level level(Held held) {
    return switch (held.state()) {
      case PRESENT -> Level.GOOD;
      case UNKNOWN -> Level.OPEN;
      case MISSING, GONE, LOOSE, FORCED, DIFFERS -> Level.BAD;
    };
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
