package org.hevelius.core.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.hevelius.core.report.Sheet.Grid;

/**
 * The bars above a table of a page: what it says, at a glance. The table itself says it exactly.
 */
final class SheetBars {
  private static final int MOST = 24;
  private static final int LABEL = 200;
  private static final int ROOM = 380;
  private static final int STEP = 24;
  private static final int LONGEST = 26;

  private record Bar(int place, String label, double value, String text) {}

  private SheetBars() {}

  /** Draws the column that is worth it, if there are two rows at least; the largest when many. */
  static void draw(StringBuilder page, Grid grid) {
    Integer column = grid.chart();
    int rows = grid.rows().size() - (grid.total() ? 1 : 0);
    if (column == null || rows < 2) {
      return;
    }
    List<Bar> bars =
        java.util.stream.IntStream.range(0, rows)
            .mapToObj(i -> bar(i, grid.rows().get(i), column))
            .sorted(Comparator.comparingDouble(Bar::value).reversed())
            .limit(MOST)
            .sorted(Comparator.comparingInt(Bar::place))
            .toList();
    double most = bars.stream().mapToDouble(Bar::value).max().orElse(0);
    if (most <= 0) {
      return;
    }
    String what = grid.columns().get(column).heading();
    page.append(
        "<div class=\"wide\"><svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n"
            .formatted(
                LABEL + ROOM + 140,
                bars.size() * STEP + 4,
                SheetHtml.escaped("Bars of " + what + "; the table below has the numbers")));
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      double width = Math.max(0, bar.value()) / most * ROOM;
      int base = i * STEP + 17;
      page.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
                  + "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"15\" rx=\"2\"/>"
                  + "<text class=\"soft\" x=\"%.1f\" y=\"%d\">%s</text>%n",
              LABEL - 10,
              base,
              SheetHtml.escaped(shortened(bar.label())),
              LABEL,
              base - 12,
              Math.max(width, 1),
              LABEL + Math.max(width, 1) + 8,
              base,
              SheetHtml.escaped(bar.text())));
    }
    page.append("</svg></div>\n");
  }

  private static Bar bar(int place, List<Cell> row, int column) {
    Cell cell = row.get(column);
    double value =
        switch (cell) {
          case Cell.Size(long bytes) -> bytes;
          case Cell.Count(long count) -> count;
          case Cell.Share(double share) -> share;
          default -> 0;
        };
    return new Bar(place, SheetHtml.text(row.getFirst()), value, SheetHtml.text(cell));
  }

  private static String shortened(String label) {
    int length = label.codePointCount(0, label.length());
    return length <= LONGEST
        ? label
        : "…" + label.substring(label.offsetByCodePoints(0, length - LONGEST + 1));
  }
}
