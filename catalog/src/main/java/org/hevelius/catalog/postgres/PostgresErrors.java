package org.hevelius.catalog.postgres;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/**
 * Says what an error of PostgreSQL means. Codes: <a
 * href="https://www.postgresql.org/docs/15/errcodes-appendix.html">SQLSTATE</a>.
 */
final class PostgresErrors {
  private static final Set<String> LOST = Set.of("57P01", "57P02", "57P03", "57P05", "25P03");

  private static final String SAFE = "snapshots and data aren't affected";
  private static final String UNCHANGED = "nothing was changed; " + SAFE;

  private PostgresErrors() {}

  private static String state(SQLException error) {
    return error.getSQLState() == null ? "" : error.getSQLState();
  }

  /** Whether the connection is gone, or can't be made for now. */
  static boolean isLost(SQLException error) {
    return state(error).startsWith("08") || LOST.contains(state(error));
  }

  /** Whether the role or its password was refused. */
  static boolean isRefusedLogin(SQLException error) {
    return state(error).startsWith("28");
  }

  /** The exception for an error after which the catalog is as it was. */
  static HeveliusException of(SQLException error, PostgresAddress address) {
    String where = "the catalog at " + address.where();
    if (isLost(error)) {
      return failure(
          error,
          Category.UNAVAILABLE,
          where + " can't be reached: " + error.getMessage(),
          UNCHANGED,
          "check the server and the network; it is tried again with the next use");
    }
    if (isRefusedLogin(error)) {
      return failure(
          error,
          Category.DENIED,
          where + " refuses the login: " + error.getMessage(),
          UNCHANGED,
          "check the user in the catalog's address, the place of the password and pg_hba.conf");
    }
    return switch (state(error)) {
      case "55P03" ->
          failure(
              error,
              Category.UNAVAILABLE,
              "another process has been writing to " + where + " for more than 10 seconds",
              UNCHANGED,
              "try again when it is done");
      case "40001", "40P01", "57014" ->
          failure(
              error,
              Category.UNAVAILABLE,
              where + " has canceled the work: " + error.getMessage(),
              UNCHANGED,
              "try again");
      case "XX001", "XX002" ->
          failure(
              error,
              Category.DAMAGED,
              where + " is damaged: " + error.getMessage(),
              SAFE,
              "bring the database back from a backup, or recover it from the repository:"
                  + " hevelius catalog rebuild");
      case "22021", "22P05", "54000" ->
          failure(
              error,
              Category.INVALID,
              where + " can't hold this text: " + error.getMessage(),
              UNCHANGED);
      default -> ofServer(error, address, where);
    };
  }

  /** What lies in the server and in the rights there. */
  private static HeveliusException ofServer(
      SQLException error, PostgresAddress address, String where) {
    return switch (state(error)) {
      case "3D000" ->
          failure(
              error,
              Category.NOT_FOUND,
              "there is no database " + address.database() + " at " + address.where(),
              UNCHANGED,
              "make it on the server: createdb --encoding=UTF8 --template=template0 "
                  + address.database());
      case "53100", "53200" ->
          failure(
              error,
              Category.FULL,
              "the server is full: " + where + " can't be written: " + error.getMessage(),
              UNCHANGED,
              "free some space on the server and try again");
      case "53300" ->
          failure(
              error,
              Category.UNAVAILABLE,
              where + " takes no more connections",
              UNCHANGED,
              "raise max_connections on the server, or end programs that hold connections");
      case "25006" ->
          failure(
              error,
              Category.DENIED,
              where + " can only be read: it is a standby, or set to read-only",
              UNCHANGED,
              "name the primary server in the catalog's address");
      case "42501" ->
          failure(
              error,
              Category.DENIED,
              where + ": " + error.getMessage(),
              UNCHANGED,
              "the user needs CREATE on the database once, and owns the schema "
                  + address.schema()
                  + " afterwards");
      default ->
          failure(
              error,
              Category.UNAVAILABLE,
              where + " can't be used: " + error.getMessage(),
              UNCHANGED);
    };
  }

  /** The exception for a change whose end could not be learned. */
  static HeveliusException unknown(SQLException error, PostgresAddress address) {
    return failure(
        error,
        Category.UNAVAILABLE,
        "the connection to the catalog at %s broke at the end of a change: %s"
            .formatted(address.where(), error.getMessage()),
        "whether the change was made isn't known; all of it was made or nothing",
        "look before you repeat it: hevelius audit, hevelius list");
  }

  private static HeveliusException failure(
      SQLException error, Category category, String message, String... advice) {
    return new HeveliusException(category, message, List.of(advice), error);
  }
}
