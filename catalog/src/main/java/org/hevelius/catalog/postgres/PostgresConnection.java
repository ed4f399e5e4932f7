package org.hevelius.catalog.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import org.hevelius.catalog.sql.Dialect;
import org.hevelius.catalog.sql.Session;

/** One connection with its session; its statements run in a transaction that it ends itself. */
record PostgresConnection(Connection connection, Session session) implements AutoCloseable {
  private static final String LIMITS =
      """
      SET lock_timeout = '10s';
      SET idle_in_transaction_session_timeout = '5min';
      SET tcp_keepalives_idle = 10;
      SET tcp_keepalives_interval = 5;
      SET tcp_keepalives_count = 3;
      """;

  /** Every statement sees the same state. */
  static PostgresConnection toRead(Connection connection) throws SQLException {
    return of(
        connection,
        "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
  }

  /**
   * Every statement sees what was committed before it, which after its turn has come is what the
   * writer before it left. A commit is durable when it returns: {@code on} also where the server's
   * default is less. Writers take turns, so one that stands still in the middle of a transaction is
   * cut off after a minute; a reader stands in nobody's way.
   */
  static PostgresConnection toWrite(Connection connection) throws SQLException {
    return of(
        connection,
        """
        SET idle_in_transaction_session_timeout = '1min';
        SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED READ WRITE;
        SELECT set_config('synchronous_commit', 'on', false)
        WHERE current_setting('synchronous_commit') IN ('off', 'local')
        """);
  }

  private static PostgresConnection of(Connection connection, String characteristics)
      throws SQLException {
    Session session = new Session(connection, Dialect.POSTGRES);
    PostgresConnection made = new PostgresConnection(connection, session);
    try {
      session.execute(LIMITS + characteristics);
      connection.setAutoCommit(false);
      return made;
    } catch (SQLException e) {
      made.close();
      throw e;
    }
  }

  /** Undoes what its transaction did; what fails doing so goes with the cause. */
  void rollback(Exception cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  /** Drops it; a broken one is dropped already. */
  @Override
  public void close() {
    try {
      session.close();
    } catch (SQLException e) {
      // Nothing of it is used again.
    }
  }
}
