package org.hevelius.core.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A report laid out for people.
 *
 * @param title one line
 * @param grids the first one is what the report is about
 * @param notes how the numbers came about and what they can't say, a sentence each
 */
public record Sheet(String title, List<Grid> grids, List<String> notes) {
  /**
   * A table.
   *
   * @param name by which it can be asked for
   * @param rows as many cells each as there are columns
   * @param total whether the last row sums up the others
   * @param chart which column is worth a picture; null for none
   */
  public record Grid(
      String name,
      String caption,
      List<Column> columns,
      List<List<Cell>> rows,
      boolean total,
      @Nullable Integer chart) {
    /**
     * A table with a row for each of some things.
     *
     * @param row the cells of one
     */
    static <T> Grid of(
        String name,
        String caption,
        List<Column> columns,
        List<T> things,
        Function<T, List<Cell>> row,
        @Nullable Integer chart) {
      return new Grid(name, caption, columns, things.stream().map(row).toList(), false, chart);
    }

    /** The same without a column. */
    Grid without(String key) {
      int at = columns.stream().map(Column::key).toList().indexOf(key);
      return new Grid(
          name,
          caption,
          left(columns, at),
          rows.stream().map(row -> left(row, at)).toList(),
          total,
          chart);
    }

    private static <T> List<T> left(List<T> all, int at) {
      List<T> left = new ArrayList<>(all);
      left.remove(at);
      return left;
    }

    /** Copies the lists. */
    public Grid {
      columns = List.copyOf(columns);
      rows = rows.stream().map(List::copyOf).toList();
      for (List<Cell> row : rows) {
        if (row.size() != columns.size()) {
          throw new IllegalArgumentException(
              "a row of %d cells in %s of %d columns".formatted(row.size(), name, columns.size()));
        }
      }
    }
  }

  /**
   * A column.
   *
   * @param key its name for programs, with the unit where there is one
   * @param heading its name for people
   * @param number whether its cells are numbers
   */
  public record Column(String key, String heading, boolean number) {
    /** A column of words. */
    public static Column of(String key, String heading) {
      return new Column(key, heading, false);
    }

    /** A column of numbers. */
    public static Column number(String key, String heading) {
      return new Column(key, heading, true);
    }
  }

  /** Copies the lists. */
  public Sheet {
    grids = List.copyOf(grids);
    notes = List.copyOf(notes);
  }

  /** How many judgments say this word. */
  public long judged(String word) {
    return grids.stream()
        .flatMap(grid -> grid.rows().stream())
        .flatMap(List::stream)
        .filter(cell -> cell instanceof Cell.Verdict verdict && verdict.word().equals(word))
        .count();
  }
}
