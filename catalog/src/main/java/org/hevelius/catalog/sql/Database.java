package org.hevelius.catalog.sql;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.hevelius.core.HeveliusException;

/**
 * The database below the tables. For several threads. Its errors are {@link HeveliusException}: an
 * {@link SQLException} of the work becomes one, and any exception of the work undoes it.
 */
public interface Database extends AutoCloseable {
  /** What is done in one transaction. */
  interface Work<T> {
    /** Does the work. It may be done again when its transaction could not begin. */
    T run(Session session) throws SQLException;
  }

  /** Whether it can only be read for now. */
  boolean isReadOnly();

  /** Reads in one transaction: all statements see the same state. Waits for no writer. */
  <T> T read(Work<T> work);

  /**
   * Changes in one transaction: all of it or nothing, durable when this returns. Writers of all
   * processes take turns, so the work sees what the one before it left, and nothing changes below
   * it.
   */
  <T> T write(Work<T> work);

  /**
   * How far the database's clock is ahead of this node's, in whole seconds: nodes whose clocks
   * differ agree on its time. Nothing where only one machine uses the database.
   */
  default Duration ahead(Session session) throws SQLException {
    return Duration.ZERO;
  }

  /** What is structurally wrong, one line each; empty when all is well. */
  List<String> problems();

  @Override
  void close();
}
