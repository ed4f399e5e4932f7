package org.hevelius.catalog.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.hevelius.catalog.sql.Database;
import org.hevelius.catalog.sql.Session;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.jspecify.annotations.Nullable;

/**
 * A schema in PostgreSQL. Readers use up to {@value #READERS} connections; one more writes. Writers
 * of all nodes take turns by locking one row, in which each leaves its mark, so that it can be told
 * later whose change was the last.
 *
 * <p>A connection that was lost is made anew at the next use. What is read is read again when its
 * connection turns out to be lost. What is changed is begun again only when nothing of it had
 * begun. When the connection breaks while a change is being committed, its outcome is asked for: it
 * was made, or nothing was changed, or it is said that nobody knows.
 */
final class PostgresDatabase implements Database {
  private static final int READERS = 8;
  private static final int PATIENCE_SECONDS = 10;

  /** How long to wait before each time that the outcome of a change is asked for. */
  private static final List<Integer> SETTLE_MILLIS = List.of(50, 200, 500, 1_000, 2_000, 4_000);

  /** The driver would print to the terminal what is thrown as well. */
  private static final Logger DRIVERS = Logger.getLogger("org.postgresql");

  private record Turn(String mark, String transaction) {}

  private final PostgresAddress address;
  private final PostgresLayout layout;
  private final Supplier<String> password;
  private final Clock clock;
  private final ConcurrentLinkedDeque<PostgresConnection> idle = new ConcurrentLinkedDeque<>();
  private final Semaphore reading = new Semaphore(READERS, true);
  private final ReentrantLock writing = new ReentrantLock(true);
  private @Nullable PostgresConnection writer;
  private volatile @Nullable String known;
  private volatile boolean closed;

  private PostgresDatabase(
      PostgresAddress address, PostgresLayout layout, Supplier<String> password, Clock clock) {
    this.address = address;
    this.layout = layout;
    this.password = password;
    this.clock = clock;
  }

  /** Opens the schema, makes it when there is none, and brings its layout up to date. */
  static PostgresDatabase open(
      PostgresAddress address, Supplier<String> password, Clock clock, int latest) {
    DRIVERS.setLevel(Level.OFF);
    PostgresLayout layout = new PostgresLayout(address, latest);
    PostgresDatabase database = new PostgresDatabase(address, layout, password, clock);
    try {
      boolean current =
          database.read(
              session -> {
                layout.needServer(session);
                return layout.isCurrent(session);
              });
      if (!current) {
        database.migrate();
      }
      return database;
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public <T> T read(Work<T> work) {
    await();
    try {
      PostgresConnection kept = idle.poll();
      if (kept != null) {
        try {
          return read(kept, work);
        } catch (SQLException e) {
          if (!PostgresErrors.isLost(e)) {
            throw e;
          }
          // Most likely the others are gone as well.
          dropIdle();
        }
      }
      return read(PostgresConnection.toRead(connect()), work);
    } catch (SQLException e) {
      throw PostgresErrors.of(e, address);
    } finally {
      reading.release();
    }
  }

  private <T> T read(PostgresConnection connection, Work<T> work) throws SQLException {
    boolean usable = true;
    try {
      T result = work.run(connection.session());
      connection.connection().commit();
      return result;
    } catch (SQLException e) {
      usable = !PostgresErrors.isLost(e);
      connection.rollback(e);
      throw e;
    } catch (RuntimeException e) {
      connection.rollback(e);
      throw e;
    } finally {
      giveBack(connection, usable);
    }
  }

  private void giveBack(PostgresConnection connection, boolean usable) {
    if (usable) {
      idle.push(connection);
    } else {
      connection.close();
    }
    if (closed) {
      dropIdle();
    }
  }

  private void await() {
    try {
      if (reading.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new HeveliusException(
        Category.UNAVAILABLE,
        "all connections to the catalog at " + address.where() + " are in use",
        "nothing was changed; try again");
  }

  @Override
  public <T> T write(Work<T> work) {
    writing.lock();
    try {
      PostgresConnection connection = writer();
      Turn turn = takeTurn(connection);
      if (turn == null) {
        // It was lost while nobody used it, and nothing has begun.
        dropWriter();
        connection = writer();
        turn = takeTurn(connection);
      }
      if (turn == null) {
        throw new SQLException("the connection was lost twice", "08006");
      }
      return write(connection, turn, work);
    } catch (SQLException e) {
      if (PostgresErrors.isLost(e)) {
        dropWriter();
      }
      throw PostgresErrors.of(e, address);
    } finally {
      if (closed) {
        dropWriter();
      }
      writing.unlock();
    }
  }

  /** Waits for the other writers; null when the connection is lost. */
  private @Nullable Turn takeTurn(PostgresConnection connection) throws SQLException {
    String mark = UUID.randomUUID().toString();
    try {
      Optional<Turn> turn =
          connection
              .session()
              .first(
                  "UPDATE layout SET turn = ? RETURNING number, pg_current_xact_id()::text",
                  row -> {
                    if (row.getLong(1) != layout.latest()) {
                      throw layout.newer(row.getLong(1));
                    }
                    return new Turn(mark, row.getString(2));
                  },
                  mark);
      return turn.orElseThrow(() -> new SQLException("the table layout is empty", "XX001"));
    } catch (SQLException e) {
      if (PostgresErrors.isLost(e)) {
        return null;
      }
      connection.rollback(e);
      throw e;
    } catch (RuntimeException e) {
      connection.rollback(e);
      throw e;
    }
  }

  private <T> T write(PostgresConnection connection, Turn turn, Work<T> work) throws SQLException {
    T result;
    try {
      result = work.run(connection.session());
    } catch (SQLException | RuntimeException e) {
      connection.rollback(e);
      throw e;
    }
    try {
      connection.connection().commit();
    } catch (SQLException e) {
      if (!PostgresErrors.isLost(e)) {
        connection.rollback(e);
        throw e;
      }
      dropWriter();
      settle(turn, e);
    }
    return result;
  }

  /** Returns when the change was made after all. */
  private void settle(Turn turn, SQLException lost) {
    for (int millis : SETTLE_MILLIS) {
      try {
        Thread.sleep(millis);
        String outcome = outcome(turn);
        if (outcome.equals("committed")) {
          return;
        }
        if (outcome.equals("aborted")) {
          throw PostgresErrors.of(lost, address);
        }
      } catch (SQLException e) {
        lost.addSuppressed(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    throw PostgresErrors.unknown(lost, address);
  }

  /**
   * How a change ended. Its own mark is proof that it was made. Without the mark, "committed"
   * proves nothing: after a crash the server gives the numbers of transactions it lost to new ones.
   */
  private String outcome(Turn turn) throws SQLException {
    try (PostgresConnection connection = PostgresConnection.toRead(connect())) {
      return connection
          .session()
          .first(
              "SELECT turn, pg_xact_status(CAST(? AS xid8)) FROM layout",
              row -> {
                boolean own = turn.mark().equals(row.getString(1));
                String status = String.valueOf(row.getString(2));
                return own ? "committed" : status.equals("aborted") ? status : "unknown";
              },
              turn.transaction())
          .orElse("unknown");
    }
  }

  @Override
  public Duration ahead(Session session) throws SQLException {
    long server =
        session.number("SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)");
    return Duration.ofSeconds(Math.round((server - clock.millis()) / 1_000.0));
  }

  @Override
  public List<String> problems() {
    return read(
        session -> {
          List<String> problems = new ArrayList<>(layout.problems(session));
          for (String table : layout.tables(session)) {
            // Reads every value, so that a damaged page shows itself.
            long _ =
                session.number("SELECT sum(length(CAST(t AS text))) FROM \"" + table + "\" AS t");
          }
          return problems;
        });
  }

  @Override
  public void close() {
    closed = true;
    dropIdle();
    // A change that is running ends first.
    writing.lock();
    try {
      dropWriter();
    } finally {
      writing.unlock();
    }
  }

  private void migrate() {
    try (PostgresConnection connection = PostgresConnection.toWrite(connect())) {
      try {
        layout.apply(connection.session());
        connection.connection().commit();
      } catch (SQLException | RuntimeException e) {
        connection.rollback(e);
        throw e;
      }
    } catch (SQLException e) {
      throw PostgresErrors.of(e, address);
    }
  }

  private PostgresConnection writer() throws SQLException {
    PostgresConnection connection = writer;
    if (connection == null) {
      connection = PostgresConnection.toWrite(connect());
      writer = connection;
    }
    return connection;
  }

  private void dropWriter() {
    PostgresConnection connection = writer;
    writer = null;
    if (connection != null) {
      connection.close();
    }
  }

  private void dropIdle() {
    for (PostgresConnection kept = idle.poll(); kept != null; kept = idle.poll()) {
      kept.close();
    }
  }

  private Connection connect() throws SQLException {
    if (closed) {
      throw new SQLException("it was closed", "08003");
    }
    String kept = known;
    try {
      return kept == null ? connectAnew() : connect(kept);
    } catch (SQLException e) {
      if (kept == null || !PostgresErrors.isRefusedLogin(e)) {
        throw e;
      }
      // It was changed meanwhile.
      return connectAnew();
    }
  }

  private Connection connectAnew() throws SQLException {
    known = null;
    String secret = password.get();
    Connection connection = connect(secret);
    known = secret;
    return connection;
  }

  private Connection connect(String secret) throws SQLException {
    Properties properties = address.properties();
    properties.setProperty("password", secret);
    return DriverManager.getConnection(address.url(), properties);
  }
}
