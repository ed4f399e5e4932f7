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

  private static final String SAFE = "snapshots and data aren't affected";
  private static final String UNCHANGED = "nothing was changed; " + SAFE;

  private SqliteErrors() {}

  /**
   * The exception for an error.
   *
   * @param what what the file is, such as "catalog"
   * @param remedy what to do when it is damaged
   */
  static HeveliusException of(SQLException error, String what, Path file, String remedy) {
    String where = "the " + what + " at " + file;
    return switch (error.getErrorCode() & 0xff) {
      case FULL -> full(error, where, file);
      case BUSY, LOCKED ->
          failure(
              error,
              Category.UNAVAILABLE,
              "another process has been writing to " + where + " for more than 10 seconds",
              UNCHANGED,
              "try again when it is done");
      case READONLY, PERM ->
          failure(
              error,
              Category.DENIED,
              where + " can't be written: it or its directory is read-only for this user",
              UNCHANGED,
              "check the rights of " + file + " and of its directory");
      case CANTOPEN ->
          failure(
              error,
              Category.DENIED,
              where + " can't be opened",
              UNCHANGED,
              "check that its directory exists and that you may write there");
      case CORRUPT, NOTADB -> failure(error, Category.DAMAGED, where + " is damaged", SAFE, remedy);
      case IOERR -> inputOutput(error, where, file);
      default ->
          failure(
              error,
              Category.UNAVAILABLE,
              where + " can't be used: " + error.getMessage(),
              UNCHANGED);
    };
  }

  private static HeveliusException inputOutput(SQLException error, String where, Path file) {
    // The shared memory of the write-ahead log reports a full disk as an input/output error.
    if (String.valueOf(error.getMessage()).toUpperCase(Locale.ROOT).contains("SHMSIZE")) {
      return full(error, where, file);
    }
    return failure(
        error,
        Category.UNAVAILABLE,
        where + " can't be read or written: " + error.getMessage(),
        UNCHANGED,
        "check the disk and its space");
  }

  private static HeveliusException full(SQLException error, String where, Path file) {
    return failure(
        error,
        Category.FULL,
        "the disk is full: " + where + " can't be written",
        UNCHANGED,
        "free some space where " + file + " lies and try again");
  }

  private static HeveliusException failure(
      SQLException error, Category category, String message, String... advice) {
    return new HeveliusException(category, message, List.of(advice), error);
  }
}
