package org.hevelius.catalog.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.hevelius.catalog.sql.SqlCatalog;
import org.hevelius.testkit.PostgresServer;

/** One node's view of a catalog in PostgreSQL. */
final class PostgresNode {
  private PostgresNode() {}

  /** The address of a catalog that isn't there yet. */
  static PostgresAddress fresh() {
    return PostgresAddress.parse(PostgresServer.shared().freshSchema());
  }

  static SqlCatalog open(PostgresAddress address) {
    return PostgresCatalog.open(address, () -> "", Clock.systemUTC());
  }

  static PostgresDatabase database(PostgresAddress address) {
    return PostgresDatabase.open(address, () -> "", Clock.systemUTC(), SqlCatalog.LAYOUT);
  }

  /** The schema for a connection of the test's own. */
  static String jdbc(PostgresAddress address) {
    return address.url() + "?user=postgres&currentSchema=" + address.schema();
  }

  /** Does something behind the catalog's back. */
  static void execute(PostgresAddress address, String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbc(address));
        var statement = connection.createStatement()) {
      for (String sql : List.of(statements)) {
        statement.execute(sql);
      }
    }
  }
}
