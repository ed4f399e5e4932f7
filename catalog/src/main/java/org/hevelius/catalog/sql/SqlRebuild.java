package org.hevelius.catalog.sql;

import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.hevelius.core.catalog.CatalogRebuild;
import org.hevelius.core.catalog.RebuildReport;
import org.hevelius.core.catalog.Recovered;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.snapshot.Snapshot;

/** Replaces datasets and snapshots inside one transaction. */
final class SqlRebuild implements CatalogRebuild.Target {
  /** Carries an error of the database through the steps of the rebuild, which know no SQL. */
  private static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final SQLException error;

    Failure(SQLException error) {
      super(error);
      this.error = error;
    }
  }

  private interface Step<T> {
    T run() throws SQLException;
  }

  private final Session session;

  private SqlRebuild(Session session) {
    this.session = session;
  }

  static RebuildReport run(Session session, Stream<Recovered> found) throws SQLException {
    RevisionTable.allChanged(session);
    session.update("DELETE FROM snapshot");
    session.update("DELETE FROM dataset");
    try {
      return CatalogRebuild.run(found, new SqlRebuild(session));
    } catch (Failure e) {
      throw e.error;
    }
  }

  @Override
  public void put(Dataset dataset) {
    step(
        () -> {
          DatasetTable.put(session, dataset);
          RevisionTable.snapshotsChanged(session, dataset.name());
          return true;
        });
  }

  @Override
  public void put(Snapshot snapshot) {
    step(
        () -> {
          SnapshotTable.delete(session, snapshot.dataset(), snapshot.version());
          SnapshotTable.insert(session, snapshot);
          return DatasetTable.give(
              session, snapshot.name(), snapshot.dataset(), snapshot.version());
        });
  }

  @Override
  public long highestVersion(DatasetName dataset) {
    return step(() -> DatasetTable.highestVersion(session, dataset));
  }

  @Override
  public OptionalLong versionOf(DatasetName dataset, String name) {
    Optional<Long> version = step(() -> DatasetTable.versionOf(session, dataset, name));
    return version.isPresent() ? OptionalLong.of(version.orElseThrow()) : OptionalLong.empty();
  }

  @Override
  public void given(DatasetName dataset, long highestVersion) {
    step(
        () -> {
          DatasetTable.given(session, dataset, highestVersion);
          return true;
        });
  }

  private static <T> T step(Step<T> step) {
    try {
      return step.run();
    } catch (SQLException e) {
      throw new Failure(e);
    }
  }
}
