package org.hevelius.catalog.sql;

import java.sql.SQLException;
import org.hevelius.core.catalog.SnapshotFacts;
import org.hevelius.core.dataset.DatasetName;

/**
 * Counts the changes of what retention depends on, each in the transaction of the change itself. A
 * count outlives its dataset: it never stands twice for two states.
 */
final class RevisionTable {
  /** No dataset has an empty name. */
  private static final String POLICIES = "";

  private RevisionTable() {}

  static SnapshotFacts.Mark mark(Session session, DatasetName dataset) throws SQLException {
    long[] counts = new long[2];
    session.each(
        "SELECT dataset, changes FROM revision WHERE dataset IN (?, ?)",
        row -> {
          counts[row.getString(1).equals(POLICIES) ? 1 : 0] = row.getLong(2);
          return true;
        },
        dataset.text(),
        POLICIES);
    return new SnapshotFacts.Mark(counts[0], counts[1]);
  }

  static void snapshotsChanged(Session session, DatasetName dataset) throws SQLException {
    count(session, dataset.text());
  }

  static void policiesChanged(Session session) throws SQLException {
    count(session, POLICIES);
  }

  /** For the datasets that were ever counted; one that comes new has to be counted by itself. */
  static void allChanged(Session session) throws SQLException {
    session.update("UPDATE revision SET changes = changes + 1");
  }

  private static void count(Session session, String dataset) throws SQLException {
    session.update(
        "INSERT INTO revision (dataset, changes) VALUES (?, 1)"
            + " ON CONFLICT (dataset) DO UPDATE SET changes = revision.changes + 1",
        dataset);
  }
}
