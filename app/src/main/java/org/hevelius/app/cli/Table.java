package org.hevelius.app.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows in aligned columns. Cells are shown through {@link Text#printable}; the last column is never
 * padded.
 */
final class Table {
  private static final String GAP = "  ";

  /** On which side a column's cells stand. */
  enum Align {
    LEFT,
    RIGHT
  }

  private final List<String> headings = new ArrayList<>();
  private final List<Align> aligns = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  /** Adds a column of text. */
  Table column(String heading) {
    return column(heading, Align.LEFT);
  }

  /** Adds a column of numbers. */
  Table number(String heading) {
    return column(heading, Align.RIGHT);
  }

  private Table column(String heading, Align align) {
    headings.add(heading);
    aligns.add(align);
    return this;
  }

  /** Adds a row; it has as many cells as there are columns. */
  Table row(String... cells) {
    if (cells.length != headings.size()) {
      throw new IllegalArgumentException(
          "a row of " + cells.length + " cells in a table of " + headings.size() + " columns");
    }
    rows.add(Arrays.stream(cells).map(Text::printable).toList());
    return this;
  }

  /** Prints headings and rows, indented. Without headings (all empty) only the rows. */
  void print(Console console, String indent) {
    int[] widths = widths();
    if (headings.stream().anyMatch(heading -> !heading.isEmpty())) {
      console.line(indent + console.bold(line(headings, widths)));
    }
    for (List<String> row : rows) {
      console.line(indent + line(row, widths));
    }
  }

  /** Headings and rows as lines, indented, without any style. */
  List<String> lines(String indent) {
    int[] widths = widths();
    List<String> lines = new ArrayList<>();
    lines.add(indent + line(headings, widths));
    rows.forEach(row -> lines.add(indent + line(row, widths)));
    return lines;
  }

  private int[] widths() {
    int[] widths = new int[headings.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Text.width(headings.get(i));
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], Text.width(row.get(i)));
      }
    }
    return widths;
  }

  private String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i);
      String padding = " ".repeat(widths[i] - Text.width(cell));
      line.append(i == 0 ? "" : GAP);
      line.append(aligns.get(i) == Align.RIGHT ? padding + cell : cell + padding);
    }
    return line.toString().stripTrailing();
  }
}
