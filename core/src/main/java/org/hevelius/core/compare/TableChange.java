package org.hevelius.core.compare;

import java.util.List;

/**
 * Two versions of a table compared by rows. Rows belong together when their key cells are equal; of
 * several rows with the same key, the first with the first, and so on.
 *
 * @param keyColumn the column that names the rows; empty when no column is in both versions
 * @param columnsAdded only in the new version
 * @param columnsRemoved only in the old version
 * @param columnsMoved whether the common columns are in another order
 * @param rowsBefore number of rows without the header
 * @param rowsAfter number of rows without the header
 * @param rowsChanged rows in both versions of which a common column differs
 * @param columnsChanged the common columns with cells that differ, counted in the listed rows
 * @param cells the cells that differ
 * @param keysAdded keys of added rows
 * @param keysRemoved keys of removed rows
 * @param truncated whether a list was cut at the bound; the numbers of rows are complete
 * @param note what could not be compared; empty when everything was
 */
public record TableChange(
    String keyColumn,
    List<String> columnsAdded,
    List<String> columnsRemoved,
    boolean columnsMoved,
    long rowsBefore,
    long rowsAfter,
    long rowsAdded,
    long rowsRemoved,
    long rowsChanged,
    List<ColumnChange> columnsChanged,
    List<CellChange> cells,
    List<String> keysAdded,
    List<String> keysRemoved,
    boolean truncated,
    String note)
    implements ContentChange {
  private static final int MOST_NAMED = 3;

  /** How many cells of a column differ. */
  public record ColumnChange(String name, long cells) {}

  /**
   * A cell that differs.
   *
   * @param row the row's key
   */
  public record CellChange(String row, String column, String before, String after) {}

  /** Copies the lists. */
  public TableChange {
    columnsAdded = List.copyOf(columnsAdded);
    columnsRemoved = List.copyOf(columnsRemoved);
    columnsChanged = List.copyOf(columnsChanged);
    cells = List.copyOf(cells);
    keysAdded = List.copyOf(keysAdded);
    keysRemoved = List.copyOf(keysRemoved);
  }

  @Override
  public Kind kind() {
    return Kind.TABLE;
  }

  @Override
  public String summaryLine() {
    String columns =
        Phrases.join(
            "; ",
            named(columnsAdded, "new "),
            named(columnsRemoved, "without "),
            columnsMoved ? "columns moved" : "");
    String line = Phrases.join("; ", columns, rows());
    if (!line.isEmpty()) {
      return line;
    }
    return note.isEmpty() ? "same cells, written differently" : note;
  }

  private String rows() {
    if (!note.isEmpty()) {
      return rowsBefore == rowsAfter ? "" : String.format("%,d -> %,d rows", rowsBefore, rowsAfter);
    }
    if (!truncated && rowsAdded + rowsRemoved == 0 && rowsChanged == 1 && cells.size() == 1) {
      return cell(cells.getFirst());
    }
    String where =
        columnsChanged.isEmpty()
            ? ""
            : " ("
                + Phrases.list(
                    columnsChanged.stream().map(c -> Phrases.clip(c.name())).toList(),
                    MOST_NAMED,
                    ", ")
                + ")";
    return Phrases.join(
        ", ",
        Phrases.count(rowsChanged, "row", " changed" + where),
        Phrases.count(rowsAdded, "row", " added"),
        Phrases.count(rowsRemoved, "row", " removed"));
  }

  private static String cell(CellChange cell) {
    return Phrases.clip(cell.row())
        + (cell.column().equals("value") ? "" : ": " + Phrases.clip(cell.column()))
        + " "
        + Phrases.clip(cell.before())
        + " -> "
        + Phrases.clip(cell.after());
  }

  private static String named(List<String> columns, String what) {
    return columns.isEmpty()
        ? ""
        : what
            + (columns.size() == 1 ? "column " : "columns ")
            + Phrases.list(columns.stream().map(Phrases::clip).toList(), MOST_NAMED, ", ");
  }
}
