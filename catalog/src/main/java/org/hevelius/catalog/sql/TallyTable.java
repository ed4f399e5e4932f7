package org.hevelius.catalog.sql;

import java.sql.SQLException;
import java.util.List;
import org.hevelius.core.metrics.FigureStore.Taken;
import org.hevelius.core.metrics.Work;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotKind;

/** What was done, counted in the transaction that records it, so that each is counted once. */
final class TallyTable {
  private TallyTable() {}

  static void count(Session session, Work done) throws SQLException {
    session.update(
        """
        INSERT INTO work_tally (kind, dataset, result, bucket, times, millis, last)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (kind, dataset, result, bucket) DO UPDATE SET
          times = work_tally.times + excluded.times, millis = work_tally.millis + excluded.millis,
          last = CASE WHEN excluded.last > work_tally.last THEN excluded.last ELSE work_tally.last END
        """,
        done.kind(),
        done.dataset(),
        done.result(),
        done.bucket(),
        done.times(),
        done.millis(),
        Times.text(done.last()));
  }

  static void count(Session session, Snapshot snapshot) throws SQLException {
    if (snapshot.kind() == SnapshotKind.ADOPTED) {
      return;
    }
    session.update(
        """
        INSERT INTO snapshot_tally (dataset, snapshots, bytes, added_bytes, stored_bytes)
        VALUES (?, 1, ?, ?, ?)
        ON CONFLICT (dataset) DO UPDATE SET snapshots = snapshot_tally.snapshots + 1,
          bytes = snapshot_tally.bytes + excluded.bytes,
          added_bytes = snapshot_tally.added_bytes + excluded.added_bytes,
          stored_bytes = snapshot_tally.stored_bytes + excluded.stored_bytes
        """,
        snapshot.dataset().text(),
        snapshot.captures().stream().mapToLong(Capture::bytes).sum(),
        snapshot.captures().stream().mapToLong(Capture::addedBytes).sum(),
        snapshot.captures().stream().mapToLong(Capture::storedBytes).sum());
  }

  static List<Work> work(Session session) throws SQLException {
    return session.list(
        """
        SELECT kind, dataset, result, bucket, times, millis, last FROM work_tally
        ORDER BY kind, dataset, result, bucket
        """,
        row ->
            new Work(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getInt(4),
                row.getLong(5),
                row.getLong(6),
                Times.parse(row.getString(7))));
  }

  static List<Taken> taken(Session session) throws SQLException {
    return session.list(
        """
        SELECT dataset, snapshots, bytes, added_bytes, stored_bytes FROM snapshot_tally
        ORDER BY dataset
        """,
        row ->
            new Taken(
                row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)));
  }
}
