package org.hevelius.catalog.sql;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Removal;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.snapshot.Snapshot;

/** Removals of snapshots that were begun and neither ended nor taken back. */
final class RemovalTable {
  private static final String ID = "(SELECT id FROM snapshot WHERE dataset = ? AND version = ?)";

  private record Row(DatasetName dataset, long version, boolean forced, Instant since) {}

  private RemovalTable() {}

  static void begin(Session session, Snapshot expected, boolean forced, Instant time)
      throws SQLException {
    Snapshot present =
        SnapshotRows.find(session, expected.dataset(), expected.version())
            .orElseThrow(
                () ->
                    new HeveliusException(
                        Category.NOT_FOUND, expected.reference() + " isn't there any more"));
    SnapshotTable.needExpected(present, expected);
    if (!forced) {
      SnapshotTable.needFree(expected);
    }
    session.update(
        "INSERT INTO removal (snapshot, forced, since) VALUES ("
            + ID
            + ", ?, ?) ON CONFLICT (snapshot) DO UPDATE SET"
            + " forced = excluded.forced, since = excluded.since",
        expected.dataset().text(),
        expected.version(),
        forced ? 1 : 0,
        Times.text(time));
  }

  static List<Removal> all(Session session) throws SQLException {
    List<Row> rows =
        session.list(
            "SELECT dataset, version, forced, since FROM removal"
                + " JOIN snapshot ON snapshot.id = removal.snapshot ORDER BY since, snapshot.id",
            row ->
                new Row(
                    DatasetName.of(row.getString(1)),
                    row.getLong(2),
                    row.getBoolean(3),
                    Times.parse(row.getString(4))));
    List<Removal> removals = new ArrayList<>();
    for (Row row : rows) {
      SnapshotRows.find(session, row.dataset(), row.version())
          .ifPresent(snapshot -> removals.add(new Removal(snapshot, row.forced(), row.since())));
    }
    return removals;
  }

  static boolean keep(Session session, Removal removal) throws SQLException {
    Snapshot snapshot = removal.snapshot();
    return session.update(
            "DELETE FROM removal WHERE since = ? AND snapshot = " + ID,
            Times.text(removal.since()),
            snapshot.dataset().text(),
            snapshot.version())
        > 0;
  }

  /** Whether a removal was begun that overrules the holds of a snapshot. */
  static boolean overrulesHolds(Session session, Snapshot snapshot) throws SQLException {
    return session.number(
            "SELECT count(*) FROM removal WHERE forced = 1 AND snapshot = " + ID,
            snapshot.dataset().text(),
            snapshot.version())
        > 0;
  }
}
