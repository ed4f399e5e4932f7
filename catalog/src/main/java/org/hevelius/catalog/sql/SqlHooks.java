package org.hevelius.catalog.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.policy.Hook;
import org.hevelius.core.runner.HookStore;
import org.hevelius.core.runner.OwedHook;

/** Hooks that are owed, in the catalog. */
final class SqlHooks implements HookStore {
  private static final String SELECT =
      "SELECT dataset, position, holder, schedule, planned, begun, command, millis, required"
          + " FROM owed_hook";

  private final Database database;

  SqlHooks(Database database) {
    this.database = database;
  }

  @Override
  public void owe(List<OwedHook> hooks) {
    boolean _ =
        database.write(
            session -> {
              for (OwedHook hook : hooks) {
                insert(session, hook);
              }
              return true;
            });
  }

  private static void insert(Session session, OwedHook owed) throws SQLException {
    int inserted =
        session.update(
            """
            INSERT INTO owed_hook
              (dataset, position, holder, schedule, planned, begun, command, millis, required)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (dataset, position) DO NOTHING
            """,
            owed.dataset(),
            owed.position(),
            owed.holder(),
            owed.schedule(),
            Times.text(owed.planned()),
            Times.text(owed.begun()),
            Lines.join(owed.hook().command()),
            owed.hook().timeout().toMillis(),
            owed.hook().required() ? 1 : 0);
    if (inserted == 0) {
      throw new HeveliusException(
          Category.CONFLICT,
          "hooks of an earlier snapshot of " + owed.dataset() + " are still to be run",
          "nothing was changed");
    }
  }

  @Override
  public List<OwedHook> owed() {
    return database.read(
        session -> session.list(SELECT + " ORDER BY dataset, position DESC", SqlHooks::row));
  }

  @Override
  public List<OwedHook> takeOver(String dataset, String holder) {
    return database.write(
        session -> {
          session.update("UPDATE owed_hook SET holder = ? WHERE dataset = ?", holder, dataset);
          return session.list(
              SELECT + " WHERE dataset = ? ORDER BY position DESC", SqlHooks::row, dataset);
        });
  }

  @Override
  public boolean settle(OwedHook hook) {
    return database.write(
        session ->
            session.update(
                    "DELETE FROM owed_hook WHERE dataset = ? AND position = ? AND holder = ?",
                    hook.dataset(),
                    hook.position(),
                    hook.holder())
                > 0);
  }

  private static OwedHook row(ResultSet row) throws SQLException {
    return new OwedHook(
        row.getString(1),
        row.getInt(2),
        row.getString(3),
        row.getString(4),
        Times.parse(row.getString(5)),
        Times.parse(row.getString(6)),
        new Hook(
            Lines.split(row.getString(7)), Duration.ofMillis(row.getLong(8)), row.getLong(9) > 0));
  }
}
