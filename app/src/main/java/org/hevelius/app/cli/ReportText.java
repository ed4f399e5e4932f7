package org.hevelius.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hevelius.core.report.Amounts;
import org.hevelius.core.report.Cell;
import org.hevelius.core.report.Sheet;

/** A report on a terminal. */
final class ReportText {
  private ReportText() {}

  /** Prints a sheet; notes are hints that scripts don't want. */
  static void print(Session session, Sheet sheet) {
    Console console = session.console();
    console.line(console.bold(Text.printable(sheet.title())));
    for (int i = 0; i < sheet.grids().size(); i++) {
      Sheet.Grid grid = sheet.grids().get(i);
      if (i > 0) {
        console.line();
        console.line(Text.printable(grid.caption()));
      }
      if (grid.rows().isEmpty()) {
        console.line("  none");
      } else {
        table(grid, session.times()).print(console, "  ");
      }
    }
    if (!sheet.notes().isEmpty()) {
      session.hint("");
      sheet.notes().forEach(note -> session.hint(Text.printable(note)));
    }
  }

  /** The same as text for a file. */
  static String of(Session session, Sheet sheet) {
    List<String> lines = new ArrayList<>();
    lines.add(Text.printable(sheet.title()));
    for (int i = 0; i < sheet.grids().size(); i++) {
      Sheet.Grid grid = sheet.grids().get(i);
      if (i > 0) {
        lines.add("");
        lines.add(Text.printable(grid.caption()));
      }
      lines.addAll(
          grid.rows().isEmpty() ? List.of("  none") : table(grid, session.times()).lines("  "));
    }
    lines.add("");
    sheet.notes().forEach(note -> lines.add(Text.printable(note)));
    return String.join("\n", lines) + "\n";
  }

  private static Table table(Sheet.Grid grid, Times times) {
    Table table = new Table();
    for (Sheet.Column column : grid.columns()) {
      boolean dated =
          grid.rows().stream()
              .anyMatch(row -> row.get(grid.columns().indexOf(column)) instanceof Cell.At);
      String heading =
          column.heading().toUpperCase(Locale.ROOT) + (dated ? " (" + times.zoneName() + ")" : "");
      if (column.number()) {
        table.number(heading);
      } else {
        table.column(heading);
      }
    }
    grid.rows()
        .forEach(row -> table.row(row.stream().map(c -> text(c, times)).toArray(String[]::new)));
    return table;
  }

  private static String text(Cell cell, Times times) {
    return switch (cell) {
      case Cell.None() -> "-";
      case Cell.Text(String text) -> text;
      case Cell.Verdict(String word, Cell.Level level) ->
          level == Cell.Level.GOOD ? word : word.toUpperCase(Locale.ROOT);
      case Cell.Count(long count) -> Amounts.count(count);
      case Cell.Size(long bytes) -> Amounts.bytes(bytes);
      case Cell.Share(double share) -> Amounts.percent(share);
      case Cell.At(var time) -> times.minute(time);
      case Cell.Span(var span) -> Amounts.duration(span);
    };
  }
}
