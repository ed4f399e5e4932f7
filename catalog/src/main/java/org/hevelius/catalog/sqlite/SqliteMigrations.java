package org.hevelius.catalog.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import org.hevelius.catalog.sql.Script;
import org.hevelius.catalog.sql.Session;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/**
 * The numbered steps that lead from an empty file to the present layout: resources {@code
 * <what>-001.sql} and on. The number of the last step that was taken stands in the file's {@code
 * user_version}, and that it is ours in its {@code application_id}.
 *
 * @param what what the file is, such as "catalog"
 * @param applicationId marks files of this kind
 * @param latest the number of the last step
 */
record SqliteMigrations(String what, int applicationId, int latest) {

  /** Whether the file has the present layout; refuses what this program can't read. */
  boolean isCurrent(Session session, Path file) throws SQLException {
    long version = session.number("PRAGMA user_version");
    long id = session.number("PRAGMA application_id");
    boolean empty =
        version == 0 && id == 0 && session.number("SELECT count(*) FROM sqlite_schema") == 0;
    if (!empty && id != applicationId) {
      throw new HeveliusException(
          Category.DAMAGED,
          "%s is a database, but not a %s of hevelius".formatted(file, what),
          "nothing was changed; check the home that you named");
    }
    if (version > latest) {
      throw new HeveliusException(
          Category.REFUSED,
          "the %s at %s was written by a newer hevelius (layout %d; this program knows %d)"
              .formatted(what, file, version, latest),
          "nothing was changed; use the newer hevelius");
    }
    return version == latest;
  }

  /** Takes the steps that are missing, all or none, inside the caller's transaction. */
  void apply(Session session, Path file) throws SQLException {
    if (isCurrent(session, file)) {
      return;
    }
    long version = session.number("PRAGMA user_version");
    for (long step = version + 1; step <= latest; step++) {
      Script.read(SqliteMigrations.class, what, step).run(session);
      session.execute("PRAGMA user_version = " + step);
    }
    session.execute("PRAGMA application_id = " + applicationId);
  }
}
