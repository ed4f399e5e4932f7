package org.hevelius.catalog.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.hevelius.catalog.sql.Database;
import org.hevelius.catalog.sql.Dialect;
import org.hevelius.catalog.sql.Session;
import org.hevelius.catalog.sql.Table;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/** A catalog's file that nobody else uses meanwhile. */
public final class LoneFile {
  private static final int PATIENCE_MILLIS = 2_000;

  private LoneFile() {}

  /**
   * Does something while no other process has the file open, and none can open it.
   *
   * @throws HeveliusException UNAVAILABLE when somebody uses it
   */
  public static <T> T whileAlone(Path file, Database.Work<T> work) {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(PATIENCE_MILLIS);
    config.setLockingMode(SQLiteConfig.LockingMode.EXCLUSIVE);
    String uri = "jdbc:sqlite:file:" + file.toAbsolutePath().toUri().getRawPath();
    try (Session session = new Session(config.createConnection(uri), Dialect.SQLITE)) {
      session.execute("BEGIN IMMEDIATE");
      try {
        return work.run(session);
      } finally {
        session.forgetStatements();
        session.execute("ROLLBACK");
      }
    } catch (SQLException e) {
      if ((e.getErrorCode() & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code) {
        throw new HeveliusException(
            Category.UNAVAILABLE,
            "another process uses the catalog at " + file,
            List.of("nothing was changed; stop the service of this home first"),
            e);
      }
      throw SqliteErrors.of(e, "catalog", file, "recover it: hevelius catalog rebuild");
    }
  }

  /** The tables of a file, each behind those that it refers to. */
  public static List<Table> tables(Session session) throws SQLException {
    List<String> waiting =
        new ArrayList<>(
            session.list(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(name, 1, 7) <>"
                    + " 'sqlite_' ORDER BY name",
                row -> row.getString(1)));
    List<Table> tables = new ArrayList<>();
    while (!waiting.isEmpty()) {
      List<String> ready = new ArrayList<>();
      for (String name : waiting) {
        List<String> needs =
            session.list(
                "SELECT \"table\" FROM pragma_foreign_key_list(?)", row -> row.getString(1), name);
        if (needs.stream().noneMatch(need -> waiting.contains(need) && !need.equals(name))) {
          ready.add(name);
        }
      }
      for (String name : ready) {
        tables.add(table(session, name));
      }
      waiting.removeAll(ready);
      if (ready.isEmpty()) {
        throw new IllegalStateException("tables refer to each other in a circle: " + waiting);
      }
    }
    return tables;
  }

  private static Table table(Session session, String name) throws SQLException {
    List<String> columns =
        session.list(
            "SELECT name FROM pragma_table_info(?) ORDER BY cid", row -> row.getString(1), name);
    List<String> key =
        session.list(
            "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk",
            row -> row.getString(1),
            name);
    long given = session.number("SELECT seq FROM sqlite_sequence WHERE name = ?", name);
    long present = columns.contains("id") ? session.number("SELECT max(id) FROM " + name) : 0;
    return new Table(name, columns, key, Math.max(given, present));
  }
}
