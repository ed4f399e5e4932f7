package org.hevelius.catalog.sql;

/** The few things that SQLite and PostgreSQL say differently. */
public enum Dialect {
  SQLITE("instr(%s, ?) > 0", "(SELECT value FROM json_each(?))", "+"),
  // It knows by its statistics which index serves.
  POSTGRES(
      "strpos(%s, ?) > 0",
      "(SELECT value::bigint FROM json_array_elements_text(?::json) AS value)", "");

  private final String contains;
  private final String numbers;
  private final String unindexed;

  Dialect(String contains, String numbers, String unindexed) {
    this.contains = contains;
    this.numbers = numbers;
    this.unindexed = unindexed;
  }

  /** The condition that a column contains the text of the next parameter, to the letter. */
  String contains(String column) {
    return contains.formatted(column);
  }

  /** A column in a condition for which no index is to be chosen: another serves better. */
  String unindexed(String column) {
    return unindexed + column;
  }

  /** The numbers of the next parameter, a JSON array of any length, to stand behind {@code IN}. */
  String numbers() {
    return numbers;
  }
}
