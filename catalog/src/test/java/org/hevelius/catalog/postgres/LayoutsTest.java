package org.hevelius.catalog.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hevelius.catalog.sqlite.CatalogFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both databases have the same tables, made by migrations of their own. */
class LayoutsTest {
  private static final String TABLES =
      "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()";

  @TempDir Path directory;

  private String sqlite = "";
  private String postgres = "";

  @BeforeEach
  void makeBoth() {
    Path file = directory.resolve("catalog.db");
    CatalogFile.create(file).close();
    sqlite = "jdbc:sqlite:" + file;
    PostgresAddress address = PostgresNode.fresh();
    PostgresNode.open(address).close();
    postgres = PostgresNode.jdbc(address);
  }

  @Test
  void haveTheSameTablesAndColumnsUnderTheSameKeys() throws SQLException {
    Map<String, List<String>> inFile =
        layout(sqlite, "SELECT name FROM sqlite_schema WHERE type = 'table'", this::sqliteColumns);
    inFile.remove("sqlite_sequence");
    Map<String, List<String>> inServer = layout(postgres, TABLES, this::postgresColumns);
    inServer.remove("layout");
    assertThat(inServer).isEqualTo(inFile);
    assertThat(inFile).containsKeys("snapshot", "audit", "operation");
  }

  @Test
  void haveTheSameIndexes() throws SQLException {
    assertThat(
            column(
                postgres,
                "SELECT indexname FROM pg_catalog.pg_indexes WHERE schemaname = current_schema()"
                    + " AND indexdef NOT LIKE 'CREATE UNIQUE%'"))
        .containsExactlyInAnyOrderElementsOf(
            column(
                sqlite,
                "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql NOT LIKE '%UNIQUE%'"));
  }

  @Test
  void compareTextAlike() throws SQLException {
    assertThat(
            column(
                postgres,
                "SELECT table_name || '.' || column_name FROM information_schema.columns"
                    + " WHERE table_schema = current_schema() AND data_type = 'text'"
                    + " AND collation_name IS DISTINCT FROM 'C'"))
        .isEmpty();
  }

  private interface Columns {
    List<String> of(String url, String table) throws SQLException;
  }

  private static Map<String, List<String>> layout(String url, String tables, Columns columns)
      throws SQLException {
    Map<String, List<String>> layout = new TreeMap<>();
    for (String table : column(url, tables)) {
      layout.put(table, columns.of(url, table));
    }
    return layout;
  }

  /** Name, kind, whether it may be missing, and its place in the primary key. */
  private List<String> sqliteColumns(String url, String table) throws SQLException {
    return column(
        url,
        "SELECT name || ' ' || CASE type WHEN 'TEXT' THEN 'text' WHEN 'INTEGER' THEN 'bigint'"
            + " ELSE type END || ' ' || CASE WHEN \"notnull\" = 1 OR pk > 0 THEN 'needed' ELSE"
            + " 'may miss' END || ' ' || pk FROM pragma_table_info('"
            + table
            + "') ORDER BY name");
  }

  private List<String> postgresColumns(String url, String table) throws SQLException {
    return column(
        url,
        """
        SELECT a.attname || ' ' || format_type(a.atttypid, NULL) || ' '
          || CASE WHEN a.attnotnull THEN 'needed' ELSE 'may miss' END || ' '
          || coalesce(array_position(i.indkey::int2[], a.attnum) + 1, 0)
        FROM pg_catalog.pg_attribute AS a
          LEFT JOIN pg_catalog.pg_index AS i ON i.indrelid = a.attrelid AND i.indisprimary
        WHERE a.attrelid = '%s'::regclass AND a.attnum > 0 AND NOT a.attisdropped
        ORDER BY a.attname
        """
            .formatted(table));
  }

  private static List<String> column(String url, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        ResultSet rows = connection.createStatement().executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    }
  }
}
