package org.hevelius.catalog.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hevelius.core.runner.Run;
import org.hevelius.core.runner.RunStore;
import org.hevelius.core.snapshot.TakenBy;
import org.jspecify.annotations.Nullable;

/** Runs and marks in the catalog. */
final class SqlRuns implements RunStore {
  private static final String COLUMNS =
      "id, kind, dataset, planned, attempt, causes, node, claimed, started, finished, state,"
          + " version, detail";

  private final Database database;

  SqlRuns(Database database) {
    this.database = database;
  }

  @Override
  public List<Run> enter(List<Run> runs, List<MarkChange> marks) {
    return database.write(
        session -> {
          List<Run> entered = new ArrayList<>();
          for (Run run : runs) {
            Optional<Long> id = insert(session, run);
            if (id.isPresent()) {
              entered.add(run.withId(id.orElseThrow()));
              count(session, run);
            }
          }
          for (MarkChange change : marks) {
            move(session, change.before(), change.after());
          }
          return entered;
        });
  }

  private static Optional<Long> insert(Session session, Run run) throws SQLException {
    return session.first(
        """
        INSERT INTO run (kind, dataset, planned, attempt, causes, node, claimed, started, finished,
          state, version, detail)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (kind, dataset, planned, attempt) DO NOTHING RETURNING id
        """,
        row -> row.getLong(1),
        run.kind().name(),
        run.dataset(),
        Times.text(run.planned()),
        run.attempt(),
        run.causes().stream().map(TakenBy::toString).collect(Collectors.joining("\n")),
        run.node(),
        Times.text(run.claimed()),
        Times.textOrNull(run.started()),
        Times.textOrNull(run.finished()),
        run.state().name(),
        run.version(),
        run.detail());
  }

  private static void move(Session session, @Nullable Mark before, @Nullable Mark after)
      throws SQLException {
    if (before == null) {
      Mark mark = Objects.requireNonNull(after);
      session.update(
          """
          INSERT INTO schedule_mark (dataset, policy, schedule, definition, through)
          VALUES (?, ?, ?, ?, ?) ON CONFLICT (dataset, policy, schedule) DO NOTHING
          """,
          mark.dataset(),
          mark.schedule().policy(),
          mark.schedule().schedule(),
          mark.definition(),
          Times.text(mark.through()));
      return;
    }
    String expected =
        " WHERE dataset = ? AND policy = ? AND schedule = ? AND definition = ? AND through = ?";
    List<@Nullable Object> values = new ArrayList<>();
    if (after != null) {
      values.add(after.definition());
      values.add(Times.text(after.through()));
    }
    values.addAll(
        List.of(
            before.dataset(),
            before.schedule().policy(),
            before.schedule().schedule(),
            before.definition(),
            Times.text(before.through())));
    session.update(
        (after == null
                ? "DELETE FROM schedule_mark"
                : "UPDATE schedule_mark SET definition = ?, through = ?")
            + expected,
        values.toArray());
  }

  @Override
  public boolean change(Run expected, Run updated) {
    return database.write(
        session -> {
          int changed =
              session.update(
                  """
                  UPDATE run SET node = ?, claimed = ?, started = ?, finished = ?, state = ?,
                    version = ?, detail = ?
                  WHERE id = ? AND state = ? AND node = ? AND coalesce(version, 0) = ?
                  """,
                  updated.node(),
                  Times.text(updated.claimed()),
                  Times.textOrNull(updated.started()),
                  Times.textOrNull(updated.finished()),
                  updated.state().name(),
                  updated.version(),
                  updated.detail(),
                  expected.id(),
                  expected.state().name(),
                  expected.node(),
                  expected.version() == null ? 0L : expected.version());
          if (changed > 0) {
            count(session, updated);
          }
          return changed > 0;
        });
  }

  private static void count(Session session, Run run) throws SQLException {
    if (!run.state().isOpen()) {
      TallyTable.count(session, run.work());
    }
  }

  @Override
  public Optional<Run> run(long id) {
    return database.read(
        session -> session.first("SELECT " + COLUMNS + " FROM run WHERE id = ?", SqlRuns::row, id));
  }

  @Override
  public List<Run> page(Query query) {
    StringBuilder sql = new StringBuilder("SELECT " + COLUMNS + " FROM run WHERE id < ?");
    List<@Nullable Object> values = new ArrayList<>(List.of(query.before()));
    String dataset = query.dataset();
    if (dataset != null) {
      sql.append(" AND dataset = ?");
      values.add(dataset);
    }
    Run.Kind kind = query.kind();
    if (kind != null) {
      sql.append(" AND kind = ?");
      values.add(kind.name());
    }
    Run.State state = query.state();
    if (state != null) {
      sql.append(" AND state = ?");
      values.add(state.name());
    }
    sql.append(" ORDER BY id DESC LIMIT ?");
    values.add(query.limit());
    return database.read(session -> session.list(sql.toString(), SqlRuns::row, values.toArray()));
  }

  @Override
  public List<Run> unsettled() {
    return database.read(
        session ->
            session.list(
                "SELECT "
                    + COLUMNS
                    + """
                     FROM run AS r
                    WHERE state IN ('CLAIMED', 'RUNNING') OR (state = 'INTERRUPTED' AND NOT EXISTS (
                      SELECT 1 FROM run AS l
                      WHERE l.dataset = r.dataset AND l.kind = r.kind AND l.id > r.id AND l.state IN
                        ('CLAIMED', 'RUNNING', 'SUCCEEDED', 'PARTIAL', 'FAILED')))
                    ORDER BY id
                    """,
                SqlRuns::row));
  }

  @Override
  public List<Mark> marks() {
    return database.read(
        session ->
            session.list(
                """
                SELECT dataset, policy, schedule, definition, through FROM schedule_mark
                ORDER BY dataset, policy, schedule
                """,
                row ->
                    new Mark(
                        row.getString(1),
                        new TakenBy(row.getString(2), row.getString(3)),
                        row.getString(4),
                        Times.parse(row.getString(5)))));
  }

  @Override
  public int thin(Run.Kind kind, Instant plannedBefore) {
    return database.write(
        session ->
            session.update(
                """
                DELETE FROM run
                WHERE kind = ? AND planned < ? AND state NOT IN ('CLAIMED', 'RUNNING')
                """,
                kind.name(),
                Times.clamped(plannedBefore)));
  }

  @Override
  public int dropPassedOver(Instant plannedAfter) {
    return database.write(
        session ->
            session.update(
                "DELETE FROM run WHERE planned > ? AND state IN ('MISSED', 'SKIPPED')",
                Times.clamped(plannedAfter)));
  }

  private static Run row(ResultSet row) throws SQLException {
    long version = row.getLong(12);
    return new Run(
        row.getLong(1),
        Run.Kind.valueOf(row.getString(2)),
        row.getString(3),
        DatasetTable.lines(row.getString(6)).stream().map(TakenBy::parse).toList(),
        Times.parse(row.getString(4)),
        row.getInt(5),
        row.getString(7),
        Times.parse(row.getString(8)),
        Times.parseOrNull(row.getString(9)),
        Times.parseOrNull(row.getString(10)),
        Run.State.valueOf(row.getString(11)),
        version == 0 ? null : version,
        row.getString(13));
  }
}
