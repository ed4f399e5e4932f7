package org.hevelius.catalog.sql;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Fence;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.runner.Run;
import org.hevelius.core.snapshot.Ancestor;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.GitState;
import org.hevelius.core.snapshot.Hold;
import org.hevelius.core.snapshot.KnownBad;
import org.hevelius.core.snapshot.KnownGood;
import org.hevelius.core.snapshot.Snapshot;

/** Changes snapshots with their holds and captures. Reading them is {@link SnapshotRows}. */
final class SnapshotTable {
  private static final String INSERT =
      """
      INSERT INTO snapshot (dataset, version, name, short_name, description, created_at, author,
        host, tags, milestone, kind, holds, known_good_by, known_good_since, known_good_note,
        expires, guarantee, git_commit, git_branch, git_dirty_files, git_remote, parent_version,
        search, taken_by, derived_from, derived_by, known_bad_by, known_bad_since, known_bad_note)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      RETURNING id
      """;

  private SnapshotTable() {}

  static boolean record(Session session, Snapshot snapshot, List<Fence> fences)
      throws SQLException {
    DatasetTable.need(session, snapshot.dataset());
    Optional<Snapshot> present = SnapshotRows.find(session, snapshot.dataset(), snapshot.version());
    if (present.isPresent() && present.orElseThrow().equals(snapshot)) {
      return false;
    }
    if (present.isPresent()) {
      throw conflict(snapshot.reference() + " is another snapshot already");
    }
    if (snapshot.version() > DatasetTable.highestVersion(session, snapshot.dataset())) {
      throw new HeveliusException(
          Category.INVALID, "version " + snapshot.reference() + " wasn't reserved");
    }
    needCaptures(snapshot);
    if (session.number("SELECT count(*) FROM snapshot WHERE name = ?", snapshot.name()) > 0) {
      throw conflict("another snapshot has the name " + snapshot.name());
    }
    needFreeShortName(session, snapshot);
    for (Fence fence : fences) {
      if (!stands(session, fence, snapshot)) {
        throw fence.broken();
      }
    }
    insert(session, snapshot);
    DatasetTable.give(session, snapshot.name(), snapshot.dataset(), snapshot.version());
    TallyTable.count(session, snapshot);
    return true;
  }

  private static boolean stands(Session session, Fence fence, Snapshot snapshot)
      throws SQLException {
    return switch (fence) {
      case Fence.Working(Run run) ->
          session.update(
                  """
                  UPDATE run SET version = ?
                  WHERE id = ? AND node = ? AND state = 'RUNNING' AND version IS NULL
                  """,
                  snapshot.version(),
                  run.id(),
                  run.node())
              > 0;
      case Fence.Holding(String lease, String holder) ->
          session.number("SELECT count(*) FROM lease WHERE name = ? AND holder = ?", lease, holder)
              > 0;
    };
  }

  static void replace(Session session, Snapshot expected, Snapshot updated) throws SQLException {
    Snapshot present =
        SnapshotRows.find(session, expected.dataset(), expected.version())
            .orElseThrow(
                () ->
                    new HeveliusException(
                        Category.NOT_FOUND, expected.reference() + " isn't there any more"));
    boolean same =
        updated.dataset().equals(expected.dataset())
            && updated.version() == expected.version()
            && updated.name().equals(expected.name())
            && updated.createdAt().equals(expected.createdAt());
    if (!same) {
      throw new HeveliusException(
          Category.INVALID, expected.reference() + " can't change its identity");
    }
    needExpected(present, expected);
    needCaptures(updated);
    needFreeShortName(session, updated);
    delete(session, expected.dataset(), expected.version());
    insert(session, updated);
  }

  static boolean forget(Session session, Snapshot expected) throws SQLException {
    Optional<Snapshot> present = SnapshotRows.find(session, expected.dataset(), expected.version());
    if (present.isEmpty()) {
      return false;
    }
    needExpected(present.orElseThrow(), expected);
    if (!RemovalTable.overrulesHolds(session, expected)) {
      needFree(expected);
    }
    delete(session, expected.dataset(), expected.version());
    return true;
  }

  /** Refuses what is held. */
  static void needFree(Snapshot snapshot) {
    if (snapshot.isHeld()) {
      Hold hold = snapshot.holds().getFirst();
      throw new HeveliusException(
          Category.REFUSED,
          "%s is held (%s, by %s since %s)"
              .formatted(snapshot.reference(), hold.kind(), hold.by(), hold.since()),
          "nothing was forgotten; the hold has to be lifted first");
    }
  }

  static void delete(Session session, DatasetName dataset, long version) throws SQLException {
    session.update(
        "DELETE FROM snapshot WHERE dataset = ? AND version = ?", dataset.text(), version);
  }

  static void insert(Session session, Snapshot snapshot) throws SQLException {
    KnownGood good = snapshot.knownGood();
    KnownBad bad = snapshot.knownBad();
    List<Ancestor> ancestors = snapshot.derivation().ancestors();
    GitState git = snapshot.git();
    long id =
        session
            .first(
                INSERT,
                row -> row.getLong(1),
                snapshot.dataset().text(),
                snapshot.version(),
                snapshot.name(),
                snapshot.shortName(),
                snapshot.description(),
                Times.text(snapshot.createdAt()),
                snapshot.author(),
                snapshot.host(),
                tags(snapshot),
                snapshot.milestone(),
                snapshot.kind().name(),
                snapshot.holds().size(),
                good == null ? null : good.by(),
                good == null ? null : Times.text(good.since()),
                good == null ? null : good.note(),
                Times.textOrNull(snapshot.expires()),
                snapshot.guarantee().name(),
                git == null ? null : git.commit(),
                git == null ? null : git.branch(),
                git == null ? null : git.dirtyFiles(),
                git == null ? null : git.remote(),
                snapshot.parentVersion(),
                SnapshotQuery.searchText(snapshot),
                lines(snapshot.takenBy()),
                lines(ancestors),
                snapshot.derivation().by(),
                bad == null ? null : bad.by(),
                bad == null ? null : Times.text(bad.since()),
                bad == null ? null : bad.note())
            .orElseThrow();
    for (String name : ancestors.stream().map(Ancestor::name).distinct().toList()) {
      session.update("INSERT INTO ancestor (name, snapshot) VALUES (?, ?)", name, id);
    }
    insertHolds(session, id, snapshot.holds());
    insertCaptures(session, id, snapshot.captures());
  }

  private static String lines(List<?> values) {
    return String.join("\n", values.stream().map(Object::toString).toList());
  }

  private static void insertHolds(Session session, long id, List<Hold> holds) throws SQLException {
    for (Hold hold : holds) {
      session.update(
          "INSERT INTO hold (snapshot, kind, reason, held_by, since) VALUES (?, ?, ?, ?, ?)",
          id,
          hold.kind().name(),
          hold.reason(),
          hold.by(),
          Times.text(hold.since()));
    }
  }

  private static void insertCaptures(Session session, long id, List<Capture> captures)
      throws SQLException {
    int ordinal = 0;
    for (Capture capture : captures) {
      session.update(
          """
          INSERT INTO capture (snapshot, ordinal, source, provider, native_id, repository, files,
            directories, bytes, added_bytes, stored_bytes)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
          id,
          ordinal++,
          capture.source().toString(),
          capture.provider(),
          capture.id(),
          capture.repository(),
          capture.files(),
          capture.directories(),
          capture.bytes(),
          capture.addedBytes(),
          capture.storedBytes());
    }
  }

  private static String tags(Snapshot snapshot) {
    return snapshot.tags().isEmpty() ? "" : "\n" + String.join("\n", snapshot.tagTexts()) + "\n";
  }

  private static void needCaptures(Snapshot snapshot) {
    if (snapshot.captures().isEmpty()) {
      throw new HeveliusException(Category.INVALID, snapshot.reference() + " has no captures");
    }
  }

  static void needExpected(Snapshot present, Snapshot expected) {
    if (!present.equals(expected)) {
      throw new HeveliusException(
          Category.CONFLICT,
          expected.reference() + " was changed meanwhile",
          "nothing was changed; look at it again: hevelius show " + expected.reference());
    }
  }

  private static void needFreeShortName(Session session, Snapshot snapshot) throws SQLException {
    String shortName = snapshot.shortName();
    if (shortName != null) {
      Optional<Long> other =
          session.first(
              "SELECT version FROM snapshot WHERE dataset = ? AND short_name = ? AND version <> ?",
              row -> row.getLong(1),
              snapshot.dataset().text(),
              shortName,
              snapshot.version());
      if (other.isPresent()) {
        throw conflict(
            "%s@%d is called \"%s\" already".formatted(snapshot.dataset(), other.get(), shortName));
      }
    }
  }

  private static HeveliusException conflict(String message) {
    return new HeveliusException(Category.CONFLICT, message, "nothing was changed");
  }
}
