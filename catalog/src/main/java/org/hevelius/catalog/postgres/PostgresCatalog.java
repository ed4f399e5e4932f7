package org.hevelius.catalog.postgres;

import java.time.Clock;
import java.util.function.Supplier;
import org.hevelius.catalog.sql.SqlCatalog;
import org.hevelius.core.HeveliusException;

/** The catalog in a schema of PostgreSQL 15 or newer, for several nodes. */
public final class PostgresCatalog {
  private PostgresCatalog() {}

  /**
   * Opens the catalog, makes its schema when there is none, and brings its layout up to date. The
   * database itself must be there.
   *
   * @param password gives the password; asked again when the server has refused it. Empty for none
   * @param clock this node's time, which is held against the server's where nodes compare times
   * @throws HeveliusException NOT_FOUND when there is no such database; DAMAGED when the schema is
   *     no catalog; REFUSED when the server is too old or a newer program wrote the catalog; DENIED
   *     when the login is refused; UNAVAILABLE when the server can't be reached
   */
  public static SqlCatalog open(PostgresAddress address, Supplier<String> password, Clock clock) {
    return new SqlCatalog(PostgresDatabase.open(address, password, clock, SqlCatalog.LAYOUT));
  }
}
