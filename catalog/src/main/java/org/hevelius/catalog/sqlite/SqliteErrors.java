package org.hevelius.catalog.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/**
 * Says what an error of SQLite means. Codes: <a href="https://sqlite.org/rescode.html">result
 * codes</a>, primary ones.
 */
final class SqliteErrors {
  private static final int PERM = 3;
  private static final int BUSY = 5;
  private static final int LOCKED = 6;
  private static final int READONLY = 8;
  private static final int IOERR = 10;
  private static final int CORRUPT = 11;
  private static final int FULL = 13;
  private static final int CANTOPEN = 14;
  private static final int NOTADB = 26;

  private SqliteErrors() {}

  /**
   * The exception for an error.
   *
   * @param what what the file is, such as "catalog"
   * @param remedy what to do when it is damaged
   */
  static HeveliusException of(SQLException error, String what, Path file, String remedy) {
    String where = "the " + what + " at " + file;
    String unchanged = "nothing was changed; snapshots and data aren't affected";
    return switch (error.getErrorCode() & 0xff) {
      case FULL ->
          failure(
              Category.FULL,
              "the disk is full: " + where + " can't be written",
              List.of(unchanged, "free some space on " + file.getParent() + " and try again"),
              error);
      case BUSY, LOCKED ->
          failure(
              Category.UNAVAILABLE,
              "another process has been writing to " + where + " for more than 10 seconds",
              List.of(unchanged, "try again when it is done"),
              error);
      case READONLY, PERM ->
          failure(
              Category.DENIED,
              where + " can't be written: it or its directory is read-only for this user",
              List.of(unchanged, "check the rights of " + file + " and of its directory"),
              error);
      case CANTOPEN ->
          failure(
              Category.DENIED,
              where + " can't be opened",
              List.of(unchanged, "check that its directory exists and that you may write there"),
              error);
      case CORRUPT, NOTADB ->
          failure(
              Category.DAMAGED,
              where + " is damaged",
              List.of("snapshots and data aren't affected", remedy),
              error);
      case IOERR -> inputOutput(error, where, file, unchanged);
      default ->
          failure(
              Category.UNAVAILABLE,
              where + " can't be used: " + error.getMessage(),
              List.of(unchanged),
              error);
    };
  }

  private static HeveliusException inputOutput(
      SQLException error, String where, Path file, String unchanged) {
    // The write-ahead log's shared memory reports a full disk as an input/output error.
    boolean full =
        file.toAbsolutePath().getParent() != null
            && String.valueOf(error.getMessage()).toUpperCase(Locale.ROOT).contains("SHMSIZE");
    return failure(
        full ? Category.FULL : Category.UNAVAILABLE,
        full
            ? "the disk is full: " + where + " can't be opened"
            : where + " can't be read or written: " + error.getMessage(),
        List.of(unchanged, "check the disk and its space"),
        error);
  }

  private static HeveliusException failure(
      Category category, String message, List<String> advice, SQLException error) {
    return new HeveliusException(category, message, advice, error);
  }
}
