package org.hevelius.catalog.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Reservation;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.snapshot.SnapshotNames;
import org.jspecify.annotations.Nullable;

/** Datasets, and the versions and names that were given. */
final class DatasetTable {
  private static final String COLUMNS =
      "name, description, sources, excludes, created, repository, tags";

  private DatasetTable() {}

  static void add(Session session, Dataset dataset) throws SQLException {
    if (find(session, dataset.name()).isPresent()) {
      throw new HeveliusException(
          Category.CONFLICT,
          "there is a dataset " + dataset.name() + " already",
          "see it: hevelius dataset show " + dataset.name());
    }
    put(session, dataset);
  }

  static void put(Session session, Dataset dataset) throws SQLException {
    session.update(
        "INSERT INTO dataset ("
            + COLUMNS
            + ") VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET"
            + " description = excluded.description, sources = excluded.sources,"
            + " excludes = excluded.excludes, created = excluded.created,"
            + " repository = excluded.repository, tags = excluded.tags",
        dataset.name().text(),
        dataset.description(),
        String.join("\n", dataset.sources().stream().map(SourceSpec::toString).toList()),
        String.join("\n", dataset.excludes()),
        Times.text(dataset.created()),
        dataset.repository(),
        String.join("\n", dataset.tags()));
  }

  static void update(Session session, Dataset expected, Dataset updated) throws SQLException {
    Dataset present = need(session, expected.name());
    if (!present.equals(expected) || !updated.name().equals(expected.name())) {
      throw new HeveliusException(
          Category.CONFLICT,
          "dataset " + expected.name() + " was changed meanwhile",
          "nothing was changed; look at it again and repeat the edit");
    }
    put(session, updated);
  }

  static void remove(Session session, DatasetName name) throws SQLException {
    need(session, name);
    long snapshots = session.number("SELECT count(*) FROM snapshot WHERE dataset = ?", name.text());
    if (snapshots > 0) {
      throw new HeveliusException(
          Category.REFUSED,
          "dataset %s has %d snapshots".formatted(name, snapshots),
          "nothing was changed; see them: hevelius list " + name);
    }
    session.update("DELETE FROM dataset WHERE name = ?", name.text());
  }

  static Optional<Dataset> find(Session session, DatasetName name) throws SQLException {
    return session.first(
        "SELECT " + COLUMNS + " FROM dataset WHERE name = ?", DatasetTable::row, name.text());
  }

  static Dataset need(Session session, DatasetName name) throws SQLException {
    return find(session, name)
        .orElseThrow(
            () ->
                new HeveliusException(
                    Category.NOT_FOUND,
                    "there is no dataset " + name,
                    "all datasets: hevelius dataset list"));
  }

  static List<Dataset> all(Session session) throws SQLException {
    return session.list("SELECT " + COLUMNS + " FROM dataset ORDER BY name", DatasetTable::row);
  }

  static Reservation reserve(Session session, DatasetName dataset, String name)
      throws SQLException {
    need(session, dataset);
    long version = highestVersion(session, dataset) + 1;
    given(session, dataset, version);
    String free = name;
    for (int n = 2; !give(session, free, dataset, version); n++) {
      free = SnapshotNames.numbered(name, n);
    }
    return new Reservation(version, free);
  }

  /** Notes that a name was given; says whether it was still free. */
  static boolean give(Session session, String name, DatasetName dataset, long version)
      throws SQLException {
    return session.update(
            "INSERT INTO given_name (name, dataset, version) VALUES (?, ?, ?)"
                + " ON CONFLICT (name) DO NOTHING",
            name,
            dataset.text(),
            version)
        > 0;
  }

  static Optional<Long> versionOf(Session session, DatasetName dataset, String name)
      throws SQLException {
    return session.first(
        "SELECT version FROM given_name WHERE name = ? AND dataset = ?",
        row -> row.getLong(1),
        name,
        dataset.text());
  }

  static long highestVersion(Session session, DatasetName dataset) throws SQLException {
    return session.number("SELECT highest FROM version_counter WHERE dataset = ?", dataset.text());
  }

  static void given(Session session, DatasetName dataset, long highest) throws SQLException {
    session.update(
        "INSERT INTO version_counter (dataset, highest) VALUES (?, ?)"
            + " ON CONFLICT (dataset) DO UPDATE SET highest = excluded.highest"
            + " WHERE version_counter.highest < excluded.highest",
        dataset.text(),
        highest);
  }

  static List<String> lines(@Nullable String text) {
    return text == null || text.isEmpty() ? List.of() : List.of(text.split("\n", -1));
  }

  private static Dataset row(ResultSet row) throws SQLException {
    return new Dataset(
        DatasetName.of(row.getString(1)),
        row.getString(2),
        lines(row.getString(3)).stream().map(SourceSpec::parse).toList(),
        lines(row.getString(4)),
        Times.parse(row.getString(5)),
        row.getString(6),
        lines(row.getString(7)));
  }
}
