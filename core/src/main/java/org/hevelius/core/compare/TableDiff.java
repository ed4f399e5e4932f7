package org.hevelius.core.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.compare.TableChange.CellChange;
import org.hevelius.core.compare.TableChange.ColumnChange;

/**
 * Compares two tables row by row in three passes: remember a hash of each old row, look up each new
 * row, then read the old rows again for those that are gone or differ. Only the hashes and the
 * listed details are held.
 */
final class TableDiff {
  private static final int LONGEST_CELL = 200;

  /** The cells of a new row, shortened, each with the hash of the whole cell. */
  private record Row(List<String> cells, List<Long> hashes) {}

  private final Content before;
  private final Content after;
  private final TableShape left;
  private final TableShape right;
  private final ContentOptions options;
  private final List<String> common = new ArrayList<>();
  private final List<Integer> leftPlaces = new ArrayList<>();
  private final List<Integer> rightPlaces = new ArrayList<>();
  private final TableRows rows = new TableRows();
  private final Map<Long, Row> changed = new HashMap<>();
  private final Map<String, Long> columnsChanged = new LinkedHashMap<>();
  private final List<CellChange> cells = new ArrayList<>();
  private final List<String> added = new ArrayList<>();
  private final List<String> removed = new ArrayList<>();
  private int key;
  private long rowsBefore;
  private long rowsAfter;
  private long rowsAdded;
  private long rowsChanged;
  private long rowsRemoved;
  private boolean truncated;

  private TableDiff(
      Content before, Content after, TableShape left, TableShape right, ContentOptions options) {
    this.before = before;
    this.after = after;
    this.left = left;
    this.right = right;
    this.options = options;
  }

  static ContentChange compare(Content before, Content after, ContentOptions options)
      throws IOException {
    try {
      TableShape left = TableShape.of(before);
      TableShape right = TableShape.of(after);
      if (left == null || right == null || left.header() != right.header()) {
        return TextDiff.compare(before, after, options);
      }
      return new TableDiff(before, after, left, right, options).compare();
    } catch (MalformedTableException e) {
      return TextDiff.compare(before, after, options);
    }
  }

  private TableChange compare() throws IOException {
    for (int i = 0; i < left.columns().size(); i++) {
      int place = right.columns().indexOf(left.columns().get(i));
      if (place >= 0) {
        common.add(left.columns().get(i));
        leftPlaces.add(i);
        rightPlaces.add(place);
      }
    }
    if (options.keyColumn() != null) {
      key = common.indexOf(options.keyColumn());
      if (key < 0) {
        throw new HeveliusException(
            Category.INVALID,
            "no column \"" + options.keyColumn() + "\" in both versions of " + after.path(),
            "columns in both: " + Phrases.list(common, 20, ", "));
      }
    }
    if (common.isEmpty()) {
      rowsBefore = count(before, left);
      rowsAfter = count(after, right);
      return change("no column is in both versions, so rows were not compared");
    }
    readOld();
    readNew();
    if (tooMany()) {
      return change(
          String.format(
              "more than %,d rows: they were counted, not compared", options.tableRows()));
    }
    rowsRemoved = rows.unseen();
    if (rowsRemoved > 0 || !changed.isEmpty()) {
      readOldAgain();
    }
    return change("");
  }

  private boolean tooMany() {
    return rowsBefore > options.tableRows() || rowsAfter > options.tableRows();
  }

  private TableChange change(String note) {
    List<String> columnsAdded = new ArrayList<>(right.columns());
    columnsAdded.removeAll(common);
    List<String> columnsRemoved = new ArrayList<>(left.columns());
    columnsRemoved.removeAll(common);
    boolean compared = note.isEmpty();
    return new TableChange(
        common.isEmpty() ? "" : common.get(key),
        columnsAdded,
        columnsRemoved,
        !rightPlaces.equals(rightPlaces.stream().sorted().toList()),
        rowsBefore,
        rowsAfter,
        compared ? rowsAdded : 0,
        compared ? rowsRemoved : 0,
        compared ? rowsChanged : 0,
        columnsChanged.entrySet().stream()
            .map(column -> new ColumnChange(column.getKey(), column.getValue()))
            .toList(),
        cells,
        compared ? added : List.of(),
        removed,
        truncated || !compared,
        note);
  }

  private static long count(Content content, TableShape shape) throws IOException {
    try (CsvReader reader = shape.open(content)) {
      long count = 0;
      while (reader.next() != null) {
        count++;
      }
      return count;
    }
  }

  private void readOld() throws IOException {
    try (CsvReader reader = left.open(before)) {
      for (List<String> row = reader.next(); row != null; row = reader.next()) {
        rowsBefore++;
        if (!tooMany()) {
          rows.remember(key(row, leftPlaces), hash(row, leftPlaces, left));
        }
      }
    }
  }

  private void readNew() throws IOException {
    try (CsvReader reader = right.open(after)) {
      for (List<String> row = reader.next(); row != null; row = reader.next()) {
        rowsAfter++;
        if (!tooMany()) {
          lookUp(row);
        }
      }
    }
  }

  private void lookUp(List<String> row) {
    String name = key(row, rightPlaces);
    long id = rows.idOfNew(name);
    if (!rows.contains(id)) {
      rowsAdded++;
      list(added, name);
    } else if (!rows.see(id, hash(row, rightPlaces, right))) {
      rowsChanged++;
      if (changed.size() < options.details()) {
        changed.put(id, shortened(row));
      } else {
        truncated = true;
      }
    }
  }

  private void readOldAgain() throws IOException {
    try (CsvReader reader = left.open(before)) {
      for (List<String> row = reader.next(); row != null; row = reader.next()) {
        String name = key(row, leftPlaces);
        long id = rows.idOfOldAgain(name);
        Row now = changed.get(id);
        if (!rows.seen(id)) {
          list(removed, name);
        } else if (now != null) {
          compareCells(name, row, now);
        }
      }
    }
  }

  private void compareCells(String name, List<String> row, Row now) {
    for (int i = 0; i < common.size(); i++) {
      String old = at(row, leftPlaces.get(i));
      if (Hashes.of(old) != now.hashes.get(i)) {
        columnsChanged.merge(common.get(i), 1L, Long::sum);
        if (cells.size() < options.details()) {
          cells.add(new CellChange(cut(name), common.get(i), cut(old), now.cells.get(i)));
        } else {
          truncated = true;
        }
      }
    }
  }

  private Row shortened(List<String> row) {
    List<String> kept = new ArrayList<>();
    List<Long> hashes = new ArrayList<>();
    for (int place : rightPlaces) {
      kept.add(cut(at(row, place)));
      hashes.add(Hashes.of(at(row, place)));
    }
    return new Row(kept, hashes);
  }

  private void list(List<String> keys, String name) {
    if (keys.size() < options.details()) {
      keys.add(cut(name));
    } else {
      truncated = true;
    }
  }

  private String key(List<String> row, List<Integer> places) {
    return at(row, places.get(key));
  }

  private static long hash(List<String> row, List<Integer> places, TableShape shape) {
    long hash = 0;
    for (int place : places) {
      hash = Hashes.mix(hash, Hashes.of(at(row, place)));
    }
    for (int extra = shape.columns().size(); extra < row.size(); extra++) {
      hash = Hashes.mix(hash, Hashes.of(row.get(extra)));
    }
    return hash;
  }

  private static String at(List<String> row, int place) {
    return place < row.size() ? row.get(place) : "";
  }

  private static String cut(String cell) {
    return cell.length() <= LONGEST_CELL ? cell : cell.substring(0, LONGEST_CELL) + "...";
  }
}
