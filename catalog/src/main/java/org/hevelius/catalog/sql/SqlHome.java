package org.hevelius.catalog.sql;

import java.sql.SQLException;
import java.util.Optional;
import org.hevelius.core.catalog.HomeStore;

/** Which home the catalog is of: a table with one row. */
final class SqlHome implements HomeStore {
  private final Database database;

  SqlHome(Database database) {
    this.database = database;
  }

  @Override
  public Optional<String> id() {
    return database.read(SqlHome::id);
  }

  private static Optional<String> id(Session session) throws SQLException {
    return session.first("SELECT id FROM home WHERE one = 1", row -> row.getString(1));
  }

  @Override
  public String claim(String id) {
    return database.write(
        session -> {
          session.update(
              "INSERT INTO home (one, id) VALUES (1, ?) ON CONFLICT (one) DO NOTHING", id);
          return id(session).orElseThrow();
        });
  }

  @Override
  public void become(String id) {
    boolean _ =
        database.write(
            session ->
                session.update(
                        """
                        INSERT INTO home (one, id) VALUES (1, ?)
                        ON CONFLICT (one) DO UPDATE SET id = excluded.id
                        """,
                        id)
                    > 0);
  }
}
