package org.hevelius.catalog.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.snapshot.Ancestor;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Derivation;
import org.hevelius.core.snapshot.GitState;
import org.hevelius.core.snapshot.Guarantee;
import org.hevelius.core.snapshot.Hold;
import org.hevelius.core.snapshot.KnownBad;
import org.hevelius.core.snapshot.KnownGood;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotBuilder;
import org.hevelius.core.snapshot.SnapshotKind;
import org.hevelius.core.snapshot.Tags;
import org.hevelius.core.snapshot.TakenBy;
import org.jspecify.annotations.Nullable;

/** Reads snapshots: first the rows, then the holds and captures of all of them at once. */
final class SnapshotRows {
  private static final String COLUMNS =
      "id, dataset, version, name, short_name, description, created_at, author, host, tags,"
          + " milestone, kind, holds, known_good_by, known_good_since, known_good_note, expires,"
          + " guarantee, git_commit, git_branch, git_dirty_files, git_remote, parent_version,"
          + " taken_by, derived_from, derived_by, known_bad_by, known_bad_since, known_bad_note";
  private static final String NEWEST_FIRST = " ORDER BY created_at DESC, dataset, version DESC";

  /** From how many snapshots on a hierarchy is read by time, and not by its datasets and sorted. */
  private static final int MANY = 2_000;

  private record Found(long id, boolean held, SnapshotBuilder snapshot) {}

  private SnapshotRows() {}

  static Optional<Snapshot> find(Session session, DatasetName dataset, long version)
      throws SQLException {
    return one(session, "WHERE dataset = ? AND version = ?", dataset.text(), version);
  }

  static Optional<Snapshot> latest(Session session, DatasetName dataset) throws SQLException {
    return one(session, "WHERE dataset = ? ORDER BY version DESC LIMIT 1", dataset.text());
  }

  static Optional<Snapshot> byShortName(Session session, DatasetName dataset, String shortName)
      throws SQLException {
    return one(session, "WHERE dataset = ? AND short_name = ?", dataset.text(), shortName);
  }

  static Optional<Snapshot> byName(Session session, String name) throws SQLException {
    return one(session, "WHERE name = ?", name);
  }

  static List<Snapshot> byIdPrefix(Session session, String hex, int limit) throws SQLException {
    // 'g' follows the last hex digit.
    return many(
        session,
        "WHERE id IN (SELECT snapshot FROM capture WHERE native_id >= ? AND native_id < ?)"
            + NEWEST_FIRST
            + " LIMIT ?",
        hex,
        hex + "g",
        limit);
  }

  static List<Snapshot> page(Session session, SnapshotQuery query) throws SQLException {
    List<Object> parameters = new ArrayList<>();
    boolean byTime = query.below() && hasMany(session, query);
    String where = where(session.dialect(), query, query.after(), byTime, parameters);
    parameters.add(query.pageSize());
    return many(session, where + NEWEST_FIRST + " LIMIT ?", parameters.toArray());
  }

  static long count(Session session, SnapshotQuery query) throws SQLException {
    List<Object> parameters = new ArrayList<>();
    String where = where(session.dialect(), query, null, false, parameters);
    return session.number("SELECT count(*) FROM snapshot " + where, parameters.toArray());
  }

  /** Whether the newest of a hierarchy are found sooner among all than by sorting its own. */
  private static boolean hasMany(Session session, SnapshotQuery query) throws SQLException {
    DatasetName top = query.dataset();
    return top != null
        && session.number(
                "SELECT count(*) FROM (SELECT 1 FROM snapshot"
                    + " WHERE dataset > ? AND dataset < ? LIMIT ?) AS found",
                top + "/",
                top + "0",
                MANY)
            == MANY;
  }

  private static String where(
      Dialect dialect,
      SnapshotQuery query,
      SnapshotQuery.@Nullable Position after,
      boolean byTime,
      List<Object> parameters) {
    List<String> conditions = new ArrayList<>();
    dataset(query, byTime ? dialect.unindexed("dataset") : "dataset", conditions, parameters);
    for (String word : query.words()) {
      conditions.add(dialect.contains("search"));
      parameters.add(word);
    }
    for (String tag : query.tags()) {
      conditions.add("(%1$s OR %1$s)".formatted(dialect.contains("tags")));
      parameters.add("\n" + tag + "\n");
      parameters.add(tag.indexOf('=') < 0 ? "\n" + tag + "=" : "\n" + tag + "\n");
    }
    time(query.since(), "created_at >= ?", conditions, parameters);
    time(query.until(), "created_at < ?", conditions, parameters);
    if (query.knownGood()) {
      conditions.add("known_good_by IS NOT NULL");
    }
    if (query.held()) {
      conditions.add("holds > 0");
    }
    SnapshotKind kind = query.kind();
    if (kind != null) {
      conditions.add("kind = ?");
      parameters.add(kind.name());
    }
    String ancestor = query.ancestor();
    if (ancestor != null) {
      conditions.add("id IN (SELECT snapshot FROM ancestor WHERE name = ?)");
      parameters.add(ancestor);
    }
    after(after, conditions, parameters);
    return conditions.isEmpty() ? "" : "WHERE " + String.join(" AND ", conditions);
  }

  private static void dataset(
      SnapshotQuery query, String column, List<String> conditions, List<Object> parameters) {
    DatasetName dataset = query.dataset();
    if (dataset != null) {
      parameters.add(dataset.text());
      if (query.below()) {
        // '0' follows the slash.
        conditions.add("(%1$s = ? OR (%1$s > ? AND %1$s < ?))".formatted(column));
        parameters.addAll(List.of(dataset + "/", dataset + "0"));
      } else {
        conditions.add("dataset = ?");
      }
    }
  }

  private static void after(
      SnapshotQuery.@Nullable Position after, List<String> conditions, List<Object> parameters) {
    if (after != null) {
      String time = Times.text(after.createdAt());
      // The first term says the same less exactly, in a form that the index can be used for.
      conditions.add(
          "created_at <= ? AND (created_at < ? OR dataset > ? OR (dataset = ? AND version < ?))");
      String name = after.dataset().text();
      parameters.addAll(List.of(time, time, name, name, after.version()));
    }
  }

  private static void time(
      @Nullable Instant time, String condition, List<String> conditions, List<Object> parameters) {
    if (time != null) {
      conditions.add(condition);
      parameters.add(Times.clamped(time));
    }
  }

  private static Optional<Snapshot> one(Session session, String where, Object... parameters)
      throws SQLException {
    List<Snapshot> found = many(session, where, parameters);
    return found.isEmpty() ? Optional.empty() : Optional.of(found.getFirst());
  }

  private static List<Snapshot> many(Session session, String where, Object... parameters)
      throws SQLException {
    List<Found> found =
        session.list(
            "SELECT " + COLUMNS + " FROM snapshot " + where, SnapshotRows::row, parameters);
    if (found.isEmpty()) {
      return List.of();
    }
    Map<Long, List<Capture>> captures = captures(session, ids(found));
    List<Found> heldOnes = found.stream().filter(Found::held).toList();
    Map<Long, List<Hold>> holds = heldOnes.isEmpty() ? Map.of() : holds(session, ids(heldOnes));
    List<Snapshot> snapshots = new ArrayList<>(found.size());
    for (Found row : found) {
      snapshots.add(
          row.snapshot()
              .captures(captures.getOrDefault(row.id(), List.of()))
              .holds(holds.getOrDefault(row.id(), List.of()))
              .build());
    }
    return snapshots;
  }

  /** The ids as a JSON array, so that one prepared statement serves any number of them. */
  private static String ids(List<Found> found) {
    return found.stream()
        .map(row -> Long.toString(row.id()))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static Map<Long, List<Capture>> captures(Session session, String ids)
      throws SQLException {
    Map<Long, List<Capture>> captures = new HashMap<>();
    session.each(
        """
        SELECT snapshot, source, provider, native_id, repository, files, directories, bytes,
          added_bytes, stored_bytes
        FROM capture WHERE snapshot IN %s ORDER BY snapshot, ordinal
        """
            .formatted(session.dialect().numbers()),
        row -> {
          captures
              .computeIfAbsent(row.getLong(1), _ -> new ArrayList<>())
              .add(
                  new Capture(
                      SourceSpec.parse(row.getString(2)),
                      row.getString(3),
                      row.getString(4),
                      row.getString(5),
                      row.getLong(6),
                      row.getLong(7),
                      row.getLong(8),
                      row.getLong(9),
                      row.getLong(10)));
          return true;
        },
        ids);
    return captures;
  }

  private static Map<Long, List<Hold>> holds(Session session, String ids) throws SQLException {
    Map<Long, List<Hold>> holds = new HashMap<>();
    session.each(
        """
        SELECT snapshot, kind, reason, held_by, since
        FROM hold WHERE snapshot IN %s
        """
            .formatted(session.dialect().numbers()),
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
        ids);
    return holds;
  }

  private static Found row(ResultSet row) throws SQLException {
    String badBy = row.getString(27);
    String goodBy = row.getString(14);
    String commit = row.getString(19);
    long parent = row.getLong(23);
    SnapshotBuilder snapshot =
        Snapshot.builder(
                DatasetName.of(row.getString(2)), row.getLong(3), Times.parse(row.getString(7)))
            .name(row.getString(4))
            .shortName(row.getString(5))
            .description(row.getString(6))
            .author(row.getString(8))
            .host(row.getString(9))
            .tags(tags(row.getString(10)))
            .milestone(row.getString(11))
            .kind(SnapshotKind.valueOf(row.getString(12)))
            .knownGood(
                goodBy == null
                    ? null
                    : new KnownGood(goodBy, Times.parse(row.getString(15)), row.getString(16)))
            .expires(Times.parseOrNull(row.getString(17)))
            .guarantee(Guarantee.valueOf(row.getString(18)))
            .git(
                commit == null
                    ? null
                    : new GitState(commit, row.getString(20), row.getLong(21), row.getString(22)))
            .parentVersion(parent == 0 ? null : parent)
            .takenBy(DatasetTable.lines(row.getString(24)).stream().map(TakenBy::parse).toList())
            .derivation(
                new Derivation(
                    DatasetTable.lines(row.getString(25)).stream().map(Ancestor::parse).toList(),
                    row.getString(26)))
            .knownBad(
                badBy == null
                    ? null
                    : new KnownBad(badBy, Times.parse(row.getString(28)), row.getString(29)));
    return new Found(row.getLong(1), row.getInt(13) > 0, snapshot);
  }

  private static Map<String, String> tags(String text) {
    Map<String, String> tags = new TreeMap<>();
    for (String line : DatasetTable.lines(text.strip())) {
      Map.Entry<String, String> tag = Tags.parse(line);
      tags.put(tag.getKey(), tag.getValue());
    }
    return tags;
  }
}
