package org.hevelius.catalog.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.hevelius.catalog.sql.Database;
import org.hevelius.catalog.sql.Dialect;
import org.hevelius.catalog.sql.Session;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * A database file in WAL mode. Reading connections are opened when they are needed and kept; the
 * writing one is opened at the first change. A short command that only reads opens one.
 */
final class SqliteDatabase implements Database {
  private static final int BUSY_MILLIS = 10_000;

  private final Path file;
  private final String what;
  private final String remedy;
  private final SynchronousMode synchronous;
  private final ConcurrentLinkedDeque<Session> readers = new ConcurrentLinkedDeque<>();
  private final ReentrantLock writing = new ReentrantLock();
  private @Nullable Session writer;

  /** Why it can only be read; null when it can be written. */
  private final @Nullable HeveliusException unwritable;

  private volatile boolean closed;

  private SqliteDatabase(
      Path file,
      String what,
      String remedy,
      SynchronousMode synchronous,
      @Nullable HeveliusException unwritable) {
    this.file = file;
    this.unwritable = unwritable;
    this.what = what;
    this.remedy = remedy;
    this.synchronous = synchronous;
  }

  /**
   * Opens a database file, makes it when there is none, and brings its layout up to date.
   *
   * @param remedy what to do when the file is damaged
   */
  static SqliteDatabase open(
      Path file, SqliteMigrations migrations, String remedy, SynchronousMode synchronous) {
    SqliteDatabase database =
        new SqliteDatabase(file, migrations.what(), remedy, synchronous, null);
    try {
      boolean current =
          Files.exists(file) && database.read(session -> migrations.isCurrent(session, file));
      if (!current) {
        database.migrate(migrations);
      }
      return database;
    } catch (HeveliusException e) {
      database.closeAfter(e);
      if (!isSettled(file) || !(e.category() == Category.FULL || isOnReadOnlyDisk(file))) {
        throw e;
      }
      return openToRead(file, migrations, remedy, synchronous, e);
    }
  }

  /**
   * SQLite shares memory with other processes through a file, which a full or read-only disk
   * doesn't take; nor does such a disk let anybody write the database meanwhile.
   */
  private static SqliteDatabase openToRead(
      Path file,
      SqliteMigrations migrations,
      String remedy,
      SynchronousMode synchronous,
      HeveliusException because) {
    SqliteDatabase database =
        new SqliteDatabase(file, migrations.what(), remedy, synchronous, because);
    try {
      if (database.read(session -> migrations.isCurrent(session, file))) {
        return database;
      }
    } catch (HeveliusException e) {
      because.addSuppressed(e);
    }
    database.closeAfter(because);
    throw because;
  }

  /** Whether the database is whole without its log. */
  private static boolean isSettled(Path file) {
    return Files.exists(file) && Path.of(file + "-wal").toFile().length() == 0;
  }

  private static boolean isOnReadOnlyDisk(Path file) {
    try {
      return Files.getFileStore(file).isReadOnly();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public boolean isReadOnly() {
    return unwritable != null;
  }

  @Override
  public <T> T read(Work<T> work) {
    Session session = null;
    try {
      session = readers.poll();
      if (session == null) {
        session = connect();
      }
      return transact(session, "BEGIN", work);
    } catch (SQLException e) {
      throw failure(e);
    } finally {
      giveBack(session);
    }
  }

  @Override
  public <T> T write(Work<T> work) {
    requireWritable();
    writing.lock();
    try {
      return transact(writer(), "BEGIN IMMEDIATE", work);
    } catch (SQLException e) {
      throw failure(e);
    } finally {
      writing.unlock();
    }
  }

  /** A writing connection of its own with an open transaction, for a change made bit by bit. */
  Session begin() {
    requireWritable();
    Session session = null;
    try {
      session = connect();
      session.update("BEGIN IMMEDIATE");
      return session;
    } catch (SQLException e) {
      discard(session);
      throw failure(e);
    }
  }

  private void requireWritable() {
    if (unwritable != null) {
      throw new HeveliusException(
          unwritable.category(),
          String.valueOf(unwritable.getMessage()),
          unwritable.advice(),
          unwritable);
    }
  }

  /** What an error of SQLite means for this file. */
  HeveliusException failure(SQLException error) {
    return SqliteErrors.of(error, what, file, remedy);
  }

  @Override
  public List<String> problems() {
    return read(SqliteDatabase::check);
  }

  private static List<String> check(Session session) throws SQLException {
    List<String> problems = session.list("PRAGMA integrity_check", row -> row.getString(1));
    List<String> dangling =
        session.list(
            "PRAGMA foreign_key_check",
            row -> "%s refers to a missing %s".formatted(row.getString(1), row.getString(3)));
    return Stream.concat(
            problems.stream().filter(problem -> !problem.equals("ok")), dangling.stream())
        .toList();
  }

  @Override
  public void close() {
    closed = true;
    for (Session reader = readers.poll(); reader != null; reader = readers.poll()) {
      discard(reader);
    }
    writing.lock();
    try {
      discard(writer);
      writer = null;
    } finally {
      writing.unlock();
    }
  }

  private void migrate(SqliteMigrations migrations) {
    writing.lock();
    try {
      if (writer().first("PRAGMA journal_mode = WAL", row -> row.getString(1)).isEmpty()) {
        throw new IllegalStateException("SQLite doesn't say its journal mode");
      }
    } catch (SQLException e) {
      throw failure(e);
    } finally {
      writing.unlock();
    }
    write(
        session -> {
          migrations.apply(session, file);
          return true;
        });
  }

  private Session writer() throws SQLException {
    Session session = writer;
    if (session == null) {
      session = connect();
      writer = session;
    }
    return session;
  }

  private Session connect() throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    config.setSynchronous(synchronous);
    config.enforceForeignKeys(true);
    if (synchronous == SynchronousMode.NORMAL) {
      config.setCacheSize(-32 * 1024);
    }
    // By URI, so that no character of the path is taken for something else; not by DriverManager,
    // which searches the class path for drivers.
    return new Session(config.createConnection("jdbc:sqlite:" + uri()), Dialect.SQLITE);
  }

  private String uri() {
    String path = "file:" + file.toAbsolutePath().toUri().getRawPath();
    return isReadOnly() ? path + "?immutable=1" : path;
  }

  private void giveBack(@Nullable Session session) {
    if (session != null) {
      readers.push(session);
      if (closed) {
        close();
      }
    }
  }

  private static <T> T transact(Session session, String begin, Work<T> work) throws SQLException {
    try {
      session.update(begin);
      T result = work.run(session);
      session.update("COMMIT");
      return result;
    } catch (SQLException | RuntimeException e) {
      rollback(session, e);
      throw e;
    }
  }

  private static void rollback(Session session, Exception cause) {
    try {
      session.forgetStatements();
      session.execute("ROLLBACK");
    } catch (SQLException e) {
      // After errors such as a full disk SQLite has rolled back by itself.
      cause.addSuppressed(e);
    }
  }

  private void closeAfter(HeveliusException cause) {
    try {
      close();
    } catch (HeveliusException e) {
      cause.addSuppressed(e);
    }
  }

  private void discard(@Nullable Session session) {
    if (session != null) {
      try {
        session.close();
      } catch (SQLException e) {
        throw failure(e);
      }
    }
  }
}
