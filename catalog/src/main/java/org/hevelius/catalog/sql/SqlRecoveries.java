package org.hevelius.catalog.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.catalog.Fence;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.policy.RecoveryCommand;
import org.hevelius.core.recovery.Recovery;
import org.hevelius.core.recovery.RecoveryStep;
import org.hevelius.core.recovery.RecoveryStore;
import org.hevelius.core.recovery.Runbook;
import org.hevelius.core.runner.LeaseHolder;
import org.jspecify.annotations.Nullable;

/** Recoveries and runbooks in the catalog. */
final class SqlRecoveries implements RecoveryStore {
  private static final String SELECT =
      "SELECT id, dataset, reference, taken, plan, actor, host, state, guard, started, finished,"
          + " detail FROM recovery";

  private final Database database;

  SqlRecoveries(Database database) {
    this.database = database;
  }

  @Override
  public Recovery begin(Recovery draft, LeaseHolder fence, AuditEvent event) {
    return database.write(
        session -> {
          need(session, fence);
          Optional<Long> other =
              session.first(
                  "SELECT id FROM recovery WHERE dataset = ? AND state IN ('RUNNING', 'STUCK')",
                  row -> row.getLong(1),
                  draft.dataset().text());
          if (other.isPresent()) {
            throw new HeveliusException(
                Category.CONFLICT,
                "recovery %d of %s is unfinished".formatted(other.orElseThrow(), draft.dataset()),
                "nothing was begun");
          }
          Recovery begun = draft.withId(insert(session, draft));
          for (RecoveryStep step : draft.steps()) {
            put(session, begun.id(), step);
          }
          AuditTable.append(session, event);
          return begun;
        });
  }

  private static long insert(Session session, Recovery draft) throws SQLException {
    return session
        .first(
            """
            INSERT INTO recovery (dataset, reference, taken, plan, actor, host, state, guard,
              started, finished, detail)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
            """,
            row -> row.getLong(1),
            draft.dataset().text(),
            draft.reference(),
            Times.text(draft.taken()),
            draft.plan(),
            draft.actor(),
            draft.host(),
            draft.state().name(),
            draft.guard(),
            Times.text(draft.started()),
            Times.textOrNull(draft.finished()),
            draft.detail())
        .orElseThrow();
  }

  @Override
  public void step(long id, RecoveryStep step, LeaseHolder fence) {
    boolean _ =
        database.write(
            session -> {
              need(session, fence);
              put(session, id, step);
              return true;
            });
  }

  private static void put(Session session, long id, RecoveryStep step) throws SQLException {
    RecoveryCommand command = step.command();
    session.update(
        """
        INSERT INTO recovery_step (recovery, position, back, kind, subject, way, command, millis,
          retries, pause, state, started, finished, detail)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (recovery, position) DO UPDATE SET state = excluded.state,
          started = excluded.started, finished = excluded.finished, detail = excluded.detail
        """,
        id,
        step.position(),
        step.back() ? 1 : 0,
        step.kind().name(),
        step.subject(),
        step.way(),
        command == null ? "" : Lines.join(command.command()),
        command == null ? 0L : command.timeout().toMillis(),
        command == null ? 0 : command.retries(),
        command == null ? 0L : command.pause().toMillis(),
        step.state().name(),
        Times.textOrNull(step.started()),
        Times.textOrNull(step.finished()),
        step.detail());
  }

  @Override
  public void update(Recovery recovery, LeaseHolder fence, AuditEvent event) {
    boolean _ =
        database.write(
            session -> {
              need(session, fence);
              int changed =
                  session.update(
                      "UPDATE recovery SET state = ?, guard = ?, finished = ?, detail = ?"
                          + " WHERE id = ?",
                      recovery.state().name(),
                      recovery.guard(),
                      Times.textOrNull(recovery.finished()),
                      recovery.detail(),
                      recovery.id());
              if (changed == 0) {
                throw new HeveliusException(
                    Category.NOT_FOUND, "there is no recovery " + recovery.id());
              }
              AuditTable.append(session, event);
              return true;
            });
  }

  private static void need(Session session, LeaseHolder fence) throws SQLException {
    if (session.number(
            "SELECT count(*) FROM lease WHERE name = ? AND holder = ?",
            fence.lease(),
            fence.holder())
        == 0) {
      throw new Fence.Holding(fence.lease(), fence.holder()).broken();
    }
  }

  @Override
  public Optional<Recovery> recovery(long id) {
    return read(SELECT + " WHERE id = ?", id).stream().findFirst();
  }

  @Override
  public List<Recovery> newest(@Nullable DatasetName dataset, int limit) {
    return dataset == null
        ? read(SELECT + " ORDER BY id DESC LIMIT ?", limit)
        : read(SELECT + " WHERE dataset = ? ORDER BY id DESC LIMIT ?", dataset.text(), limit);
  }

  @Override
  public List<Recovery> unfinished() {
    return read(SELECT + " WHERE state IN ('RUNNING', 'STUCK') ORDER BY id");
  }

  private List<Recovery> read(String sql, @Nullable Object... parameters) {
    return database.read(
        session -> {
          List<Recovery> whole = new ArrayList<>();
          for (Recovery header : session.list(sql, SqlRecoveries::header, parameters)) {
            whole.add(
                header.withSteps(
                    session.list(
                        """
                        SELECT position, back, kind, subject, way, command, millis, retries,
                          pause, state, started, finished, detail
                        FROM recovery_step WHERE recovery = ? ORDER BY position
                        """,
                        SqlRecoveries::step,
                        header.id())));
          }
          return whole;
        });
  }

  private static Recovery header(ResultSet row) throws SQLException {
    long guard = row.getLong(9);
    return new Recovery(
        row.getLong(1),
        DatasetName.of(row.getString(2)),
        row.getString(3),
        Times.parse(row.getString(4)),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        Recovery.State.valueOf(row.getString(8)),
        guard == 0 ? null : guard,
        Times.parse(row.getString(10)),
        Times.parseOrNull(row.getString(11)),
        row.getString(12),
        List.of());
  }

  private static RecoveryStep step(ResultSet row) throws SQLException {
    String command = row.getString(6);
    return new RecoveryStep(
        row.getInt(1),
        row.getLong(2) > 0,
        RecoveryStep.Kind.valueOf(row.getString(3)),
        row.getString(4),
        row.getString(5),
        command.isEmpty()
            ? null
            : new RecoveryCommand(
                Lines.split(command),
                Duration.ofMillis(row.getLong(7)),
                row.getInt(8),
                Duration.ofMillis(row.getLong(9))),
        RecoveryStep.State.valueOf(row.getString(10)),
        Times.parseOrNull(row.getString(11)),
        Times.parseOrNull(row.getString(12)),
        row.getString(13));
  }

  @Override
  public void wrote(Runbook runbook, AuditEvent event) {
    new Changes(database)
        .make(
            event,
            session ->
                session.update(
                    """
                    INSERT INTO runbook (dataset, configuration, written, actor)
                    VALUES (?, ?, ?, ?)
                    ON CONFLICT (dataset) DO UPDATE SET configuration = excluded.configuration,
                      written = excluded.written, actor = excluded.actor
                    """,
                    runbook.dataset().text(),
                    runbook.configuration(),
                    Times.text(runbook.written()),
                    runbook.actor()));
  }

  @Override
  public Optional<Runbook> runbook(DatasetName dataset) {
    return database.read(
        session ->
            session.first(
                "SELECT configuration, written, actor FROM runbook WHERE dataset = ?",
                row ->
                    new Runbook(
                        dataset, row.getString(1), Times.parse(row.getString(2)), row.getString(3)),
                dataset.text()));
  }
}
