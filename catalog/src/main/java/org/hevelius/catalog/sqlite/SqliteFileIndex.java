package org.hevelius.catalog.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.hevelius.catalog.sql.Session;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.find.FileHit;
import org.hevelius.core.find.FileIndex;
import org.hevelius.core.find.FileInterval;
import org.hevelius.core.find.FileQuery;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * The index of files in one SQLite file. It is derived data and synchronized less strictly than the
 * catalog: after a loss of power the last versions may be missing and are added again.
 */
public final class SqliteFileIndex implements FileIndex {
  /** "HeFi". */
  private static final SqliteMigrations LAYOUT = new SqliteMigrations("file index", 0x48654669, 2);

  private static final String REMEDY =
      "it holds nothing of its own: delete the file, and it is filled again from the snapshots";

  private final SqliteDatabase database;

  private SqliteFileIndex(SqliteDatabase database) {
    this.database = database;
  }

  /**
   * Opens the index in a file; makes an empty one when there is none.
   *
   * @throws HeveliusException DAMAGED when it is no index; REFUSED when a newer program wrote it;
   *     both are cured by deleting the file
   */
  public static SqliteFileIndex open(Path file) {
    return new SqliteFileIndex(SqliteDatabase.open(file, LAYOUT, REMEDY, SynchronousMode.NORMAL));
  }

  @Override
  public Update begin(DatasetName dataset, long version, long previousVersion) {
    Session session = database.begin();
    try {
      long id = datasetId(session, dataset);
      long present = newest(session, id);
      if (present != previousVersion || version <= previousVersion) {
        throw new HeveliusException(
            Category.CONFLICT,
            "the file index knows %s up to version %d; version %d after %d doesn't follow"
                .formatted(dataset, present, version, previousVersion),
            "nothing was changed; add what is missing in order, or clear it and begin anew");
      }
      return new SqliteUpdate(database, session, id, version, previousVersion);
    } catch (SQLException e) {
      close(session, e);
      throw database.failure(e);
    } catch (HeveliusException e) {
      close(session, e);
      throw e;
    }
  }

  @Override
  public long indexedUpTo(DatasetName dataset) {
    return database.read(
        session -> {
          Optional<Long> id = findDataset(session, dataset);
          return id.isEmpty() ? 0L : newest(session, id.orElseThrow());
        });
  }

  @Override
  public Map<DatasetName, Long> indexed() {
    return database.read(
        session -> {
          Map<DatasetName, Long> indexed = new HashMap<>();
          session.each(
              "SELECT d.name, (SELECT max(v.version) FROM version AS v WHERE v.dataset = d.id)"
                  + " FROM dataset AS d",
              row -> {
                long newest = row.getLong(2);
                if (newest > 0) {
                  indexed.put(DatasetName.of(row.getString(1)), newest);
                }
                return true;
              });
          return indexed;
        });
  }

  @Override
  public void find(FileQuery query, Consumer<FileHit> hits) {
    boolean _ =
        database.read(
            session -> {
              new FileSearch(session, query, hits).run();
              return true;
            });
  }

  @Override
  public List<FileInterval> history(DatasetName dataset, String path) {
    return database.read(
        session -> {
          Optional<Long> id = findDataset(session, dataset);
          return id.isEmpty() ? List.of() : FileSearch.history(session, id.orElseThrow(), path);
        });
  }

  @Override
  public void forget(DatasetName dataset, Collection<Long> versions) {
    boolean _ =
        database.write(
            session -> {
              Optional<Long> id = findDataset(session, dataset);
              if (id.isPresent()) {
                forget(session, id.orElseThrow(), versions);
              }
              return true;
            });
  }

  @Override
  public void clear(DatasetName dataset) {
    boolean _ =
        database.write(
            session -> {
              Optional<Long> id = findDataset(session, dataset);
              if (id.isPresent()) {
                clear(session, id.orElseThrow());
              }
              return true;
            });
  }

  @Override
  public void close() {
    database.close();
  }

  private static void forget(Session session, long dataset, Collection<Long> versions)
      throws SQLException {
    long before = newest(session, dataset);
    int forgotten = 0;
    for (Long version : versions) {
      forgotten +=
          session.update("DELETE FROM version WHERE dataset = ? AND version = ?", dataset, version);
    }
    if (forgotten == 0) {
      return;
    }
    long newest = newest(session, dataset);
    if (newest == 0) {
      clear(session, dataset);
      return;
    }
    String ofDataset = " AND dir IN (SELECT id FROM dir WHERE dataset = ?)";
    if (newest < before) {
      session.update("DELETE FROM entry WHERE first > ?" + ofDataset, newest, dataset);
      session.update("UPDATE entry SET last = 0 WHERE last >= ?" + ofDataset, newest, dataset);
    }
    session.update(
        "DELETE FROM entry WHERE last <> 0"
            + ofDataset
            + " AND NOT EXISTS (SELECT 1 FROM version AS v"
            + " WHERE v.dataset = ? AND v.version BETWEEN entry.first AND entry.last)",
        dataset,
        dataset);
  }

  private static void clear(Session session, long dataset) throws SQLException {
    session.update(
        "DELETE FROM entry WHERE dir IN (SELECT id FROM dir WHERE dataset = ?)", dataset);
    session.update("DELETE FROM dir WHERE dataset = ?", dataset);
    session.update("DELETE FROM version WHERE dataset = ?", dataset);
  }

  private static long newest(Session session, long dataset) throws SQLException {
    return session.number("SELECT max(version) FROM version WHERE dataset = ?", dataset);
  }

  static Optional<Long> findDataset(Session session, DatasetName dataset) throws SQLException {
    return session.first(
        "SELECT id FROM dataset WHERE name = ?", row -> row.getLong(1), dataset.text());
  }

  private static long datasetId(Session session, DatasetName dataset) throws SQLException {
    session.update(
        "INSERT INTO dataset (name) VALUES (?) ON CONFLICT (name) DO NOTHING", dataset.text());
    return findDataset(session, dataset).orElseThrow();
  }

  private static void close(Session session, Exception cause) {
    try {
      session.close();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }
}
