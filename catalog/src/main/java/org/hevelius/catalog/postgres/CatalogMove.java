package org.hevelius.catalog.postgres;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.hevelius.catalog.sql.Session;
import org.hevelius.catalog.sql.SqlCatalog;
import org.hevelius.catalog.sql.Table;
import org.hevelius.catalog.sqlite.LoneFile;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.audit.AuditEvent;

/** Copies a catalog from its file into a server, in one transaction. */
public final class CatalogMove {
  private CatalogMove() {}

  /**
   * Refuses a server whose catalog is in use; makes the schema when there is none.
   *
   * @throws HeveliusException CONFLICT when something stands there; otherwise as {@link
   *     PostgresCatalog#open}
   */
  public static void needEmpty(PostgresAddress to, Supplier<String> password, Clock clock) {
    try (PostgresDatabase database = database(to, password, clock)) {
      boolean _ = database.read(session -> needEmpty(session, to));
    }
  }

  private static PostgresDatabase database(
      PostgresAddress to, Supplier<String> password, Clock clock) {
    return PostgresDatabase.open(to, password, clock, SqlCatalog.LAYOUT);
  }

  private static boolean needEmpty(Session session, PostgresAddress to) throws SQLException {
    long present =
        session.number(
            "SELECT (SELECT count(*) FROM audit_head) + (SELECT count(*) FROM dataset)"
                + " + (SELECT count(*) FROM account)");
    if (present > 0) {
      throw new HeveliusException(
          Category.CONFLICT,
          "the catalog at %s, schema %s, is not empty".formatted(to.where(), to.schema()),
          "nothing was changed; name another schema with ?schema=NAME",
          "if it was left by a move that was interrupted, drop it: DROP SCHEMA "
              + to.schema()
              + " CASCADE");
    }
    return true;
  }

  /**
   * Copies everything, compares it, and has the home switched over while nobody can use the file.
   * The file isn't changed.
   *
   * @param event is appended to the copy
   * @param switchOver makes the home use the copy from now on
   * @return how many rows were copied
   * @throws HeveliusException UNAVAILABLE when another process uses the file or the server can't be
   *     reached; CONFLICT when the server's catalog isn't empty; DAMAGED when the copy isn't the
   *     same
   */
  public static long run(
      Path file,
      PostgresAddress to,
      Supplier<String> password,
      Clock clock,
      AuditEvent event,
      Runnable switchOver) {
    try (PostgresDatabase database = database(to, password, clock)) {
      return LoneFile.whileAlone(
          file,
          from -> {
            List<Table> tables = LoneFile.tables(from);
            long rows = database.write(session -> copy(tables, from, session, to));
            new SqlCatalog(database).append(event);
            switchOver.run();
            return rows;
          });
    }
  }

  private static long copy(List<Table> tables, Session from, Session session, PostgresAddress to)
      throws SQLException {
    needEmpty(session, to);
    long rows = 0;
    for (Table table : tables) {
      table.copy(from, session);
      Table.Content original = table.content(from);
      if (!table.content(session).equals(original)) {
        throw new HeveliusException(
            Category.DAMAGED,
            "the copy of the table " + table.name() + " differs from the catalog's file",
            "nothing was changed; the home goes on with its file");
      }
      rows += original.rows();
      if (table.highest() > 0) {
        session.each(
            "SELECT setval(pg_get_serial_sequence(?, 'id'), ?)",
            _ -> true,
            table.name(),
            table.highest());
      }
    }
    return rows;
  }
}
