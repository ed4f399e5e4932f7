package org.hevelius.catalog.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.hevelius.core.catalog.SnapshotFacts;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.retention.RetentionCandidate;
import org.hevelius.core.snapshot.Hold;
import org.hevelius.core.snapshot.SnapshotKind;
import org.hevelius.core.snapshot.TakenBy;

/** Reads of snapshots what is needed of many of them. */
final class SqlFacts implements SnapshotFacts {
  private final Database database;

  SqlFacts(Database database) {
    this.database = database;
  }

  @Override
  public Mark mark(DatasetName dataset) {
    return database.read(session -> RevisionTable.mark(session, dataset));
  }

  @Override
  public Judged judged(DatasetName dataset) {
    return database.read(
        session -> new Judged(RevisionTable.mark(session, dataset), candidates(session, dataset)));
  }

  @Override
  public Map<DatasetName, Long> newest() {
    return database.read(
        session -> {
          Map<DatasetName, Long> newest = new HashMap<>();
          session.each(
              "SELECT d.name, (SELECT max(s.version) FROM snapshot AS s WHERE s.dataset = d.name)"
                  + " FROM dataset AS d",
              row -> {
                newest.put(DatasetName.of(row.getString(1)), row.getLong(2));
                return true;
              });
          return newest;
        });
  }

  @Override
  public List<Long> versions(DatasetName dataset) {
    return database.read(
        session ->
            session.list(
                "SELECT version FROM snapshot WHERE dataset = ? ORDER BY version",
                row -> row.getLong(1),
                dataset.text()));
  }

  private static List<RetentionCandidate<Long>> candidates(Session session, DatasetName dataset)
      throws SQLException {
    Map<Long, List<Hold>> holds = new HashMap<>();
    session.each(
        """
        SELECT s.version, h.kind, h.reason, h.held_by, h.since
        FROM snapshot AS s JOIN hold AS h ON h.snapshot = s.id
        WHERE s.dataset = ? AND s.holds > 0
        """,
        row -> {
          holds
              .computeIfAbsent(row.getLong(1), _ -> new ArrayList<>())
              .add(
                  new Hold(
                      Hold.Kind.valueOf(row.getString(2)),
                      row.getString(3),
                      row.getString(4),
                      Times.parse(row.getString(5))));
          return true;
        },
        dataset.text());
    holds.values().forEach(of -> of.sort(Comparator.comparing(Hold::kind)));
    // Most have the same tags and schedules as others.
    Map<String, Set<String>> tags = new HashMap<>();
    Map<String, List<TakenBy>> takenBy = new HashMap<>();
    return session.list(
        """
        SELECT version, created_at, tags, kind, known_good_by, taken_by, expires
        FROM snapshot WHERE dataset = ? ORDER BY created_at DESC, version DESC
        """,
        row -> candidate(row, holds, tags, takenBy),
        dataset.text());
  }

  private static RetentionCandidate<Long> candidate(
      ResultSet row,
      Map<Long, List<Hold>> holds,
      Map<String, Set<String>> tags,
      Map<String, List<TakenBy>> takenBy)
      throws SQLException {
    long version = row.getLong(1);
    return new RetentionCandidate<>(
        version,
        Times.parse(row.getString(2)).atOffset(ZoneOffset.UTC),
        version,
        shared(tags, row.getString(3), text -> Set.copyOf(new HashSet<>(lines(text)))),
        holds.getOrDefault(version, List.of()),
        row.getString(5) != null,
        SnapshotKind.valueOf(row.getString(4)),
        shared(takenBy, row.getString(6), SqlFacts::takenBy),
        Times.parseOrNull(row.getString(7)));
  }

  private static List<String> lines(String text) {
    return DatasetTable.lines(text.strip());
  }

  private static List<TakenBy> takenBy(String text) {
    return DatasetTable.lines(text).stream().map(TakenBy::parse).toList();
  }

  /** Forgets what it knows before that grows with the snapshots. */
  private static <T> T shared(Map<String, T> known, String text, Function<String, T> parse) {
    if (known.size() > 1_000) {
      known.clear();
    }
    return known.computeIfAbsent(text, parse);
  }
}
