package org.hevelius.core.report;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/**
 * One table of a sheet as RFC 4180 writes it: a heading, then a record a line, with CRLF. Sizes are
 * in bytes, spans in seconds, shares as fractions, times in UTC. Words that a spreadsheet would
 * take for a formula get an apostrophe in front.
 */
public final class SheetCsv {
  private static final String FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20";

  /** Characters that steer a terminal, and halves of one. */
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cs}&&[^\t\r\n]]");

  private SheetCsv() {}

  /**
   * The table.
   *
   * @param table its name; empty for the first
   * @throws HeveliusException INVALID when there is none of that name
   */
  public static String of(Sheet sheet, String table) {
    Sheet.Grid grid =
        table.isEmpty()
            ? sheet.grids().getFirst()
            : sheet.grids().stream()
                .filter(one -> one.name().equals(table))
                .findFirst()
                .orElseThrow(() -> none(sheet, table));
    StringBuilder csv = new StringBuilder();
    line(csv, grid.columns().stream().map(Sheet.Column::key).toList());
    int rows = grid.rows().size() - (grid.total() ? 1 : 0);
    grid.rows().stream()
        .limit(rows)
        .forEach(row -> line(csv, row.stream().map(SheetCsv::text).toList()));
    return csv.toString();
  }

  /** One record, with its line end. */
  public static String line(List<String> fields) {
    StringBuilder csv = new StringBuilder();
    line(csv, fields.stream().map(SheetCsv::guarded).toList());
    return csv.toString();
  }

  private static HeveliusException none(Sheet sheet, String table) {
    return new HeveliusException(
        Category.INVALID,
        "this report has no table \"" + table + "\"",
        "there are: "
            + sheet.grids().stream().map(Sheet.Grid::name).collect(Collectors.joining(", ")));
  }

  private static void line(StringBuilder csv, List<String> fields) {
    csv.append(fields.stream().map(SheetCsv::quoted).collect(Collectors.joining(",")));
    csv.append("\r\n");
  }

  private static String text(Cell cell) {
    return switch (cell) {
      case Cell.None() -> "";
      case Cell.Text(String text) -> guarded(text);
      case Cell.Verdict(String word, var _) -> guarded(word);
      case Cell.Count(long count) -> Long.toString(count);
      case Cell.Size(long bytes) -> Long.toString(bytes);
      case Cell.Share(double share) -> String.format(Locale.ROOT, "%.6f", share);
      case Cell.At(var time) -> time.toString();
      case Cell.Span(var span) -> Long.toString(span.toSeconds());
    };
  }

  /** What a spreadsheet skips before it looks for a formula doesn't hide one here. */
  private static String guarded(String text) {
    boolean formula =
        text.codePoints()
                .filter(point -> !isSkipped(point))
                .limit(1)
                .anyMatch(point -> FORMULA.indexOf(point) >= 0)
            || text.startsWith("\t")
            || text.startsWith("\r")
            || text.startsWith("\n");
    String plain = CONTROL.matcher(text).replaceAll("\ufffd");
    return formula ? "'" + plain : plain;
  }

  private static boolean isSkipped(int point) {
    return Character.isWhitespace(point)
        || Character.isSpaceChar(point)
        || Character.isISOControl(point)
        || Character.getType(point) == Character.FORMAT;
  }

  private static String quoted(String field) {
    return field.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
            || !field.equals(field.strip())
        ? '"' + field.replace("\"", "\"\"") + '"'
        : field;
  }
}
