package org.hevelius.catalog.sqlite;

import java.time.Instant;
import java.util.Optional;
import org.hevelius.core.runner.Lease;
import org.hevelius.core.runner.LeaseStore;

/** Leases in the catalog's file. */
final class SqliteLeases implements LeaseStore {
  private final Database database;

  SqliteLeases(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Lease> lease(String name) {
    return database.read(
        session ->
            session.first(
                "SELECT name, holder, until FROM lease WHERE name = ?",
                row -> new Lease(row.getString(1), row.getString(2), Times.parse(row.getString(3))),
                name));
  }

  @Override
  public boolean acquire(Lease wanted, Instant now) {
    return database.write(
        session ->
            session.update(
                    """
                    INSERT INTO lease (name, holder, until) VALUES (?, ?, ?)
                    ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
                    WHERE lease.holder = excluded.holder OR lease.until <= ?
                    """,
                    wanted.name(),
                    wanted.holder(),
                    Times.text(wanted.until()),
                    Times.text(now))
                > 0);
  }

  @Override
  public boolean release(String name, String holder) {
    return database.write(
        session ->
            session.update("DELETE FROM lease WHERE name = ? AND holder = ?", name, holder) > 0);
  }
}
