package org.hevelius.catalog.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.storage.Limits;
import org.hevelius.core.storage.QuotaChange;
import org.hevelius.core.storage.UsageSample;
import org.hevelius.core.storage.UsageStore;
import org.jspecify.annotations.Nullable;

/** How full storage was, and the changes of its limits, in the catalog. */
final class SqlUsage implements UsageStore {
  private static final String COLUMNS =
      "id, subject, quota, soft_before, hard_before, soft_wanted, hard_wanted, time, actor,"
          + " automatic, state";

  private final Database database;
  private final Changes changes;

  SqlUsage(Database database) {
    this.database = database;
    changes = new Changes(database);
  }

  @Override
  public void keep(List<UsageSample> samples, Instant dropBefore) {
    changes.note(
        session -> {
          for (UsageSample sample : samples) {
            session.update(
                "INSERT INTO usage_sample (subject, time, used_bytes, limit_bytes)"
                    + " VALUES (?, ?, ?, ?) ON CONFLICT (subject, time) DO UPDATE"
                    + " SET used_bytes = excluded.used_bytes, limit_bytes = excluded.limit_bytes",
                sample.subject(),
                Times.text(sample.time()),
                sample.usedBytes(),
                sample.limitBytes());
          }
          session.update("DELETE FROM usage_sample WHERE time < ?", Times.clamped(dropBefore));
        });
  }

  @Override
  public List<UsageSample> samples(String subject, Instant since, int limit) {
    return database
        .read(
            session ->
                session.list(
                    "SELECT subject, time, used_bytes, limit_bytes FROM usage_sample"
                        + " WHERE subject = ? AND time >= ? ORDER BY time DESC LIMIT ?",
                    row ->
                        new UsageSample(
                            row.getString(1),
                            Times.parse(row.getString(2)),
                            row.getLong(3),
                            bytes(row, 4)),
                    subject,
                    Times.clamped(since),
                    limit))
        .reversed();
  }

  @Override
  public QuotaChange begin(QuotaChange change, AuditEvent event) {
    return database.write(
        session -> {
          if (session.number(
                  "SELECT count(*) FROM quota_change WHERE subject = ? AND state = 'BEGUN'",
                  change.view())
              > 0) {
            throw new HeveliusException(
                Category.CONFLICT,
                "the limits of " + change.view() + " are being changed already",
                "nothing was changed; try again in a moment");
          }
          long id = added(session, change);
          AuditTable.append(session, event);
          return new QuotaChange(
              id,
              change.view(),
              change.quotaId(),
              change.before(),
              change.wanted(),
              change.time(),
              change.actor(),
              change.automatic(),
              change.state());
        });
  }

  private static long added(Session session, QuotaChange change) throws SQLException {
    return session
        .first(
            "INSERT INTO quota_change (subject, quota, soft_before, hard_before, soft_wanted,"
                + " hard_wanted, time, actor, automatic, state)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
            row -> row.getLong(1),
            change.view(),
            change.quotaId(),
            change.before().soft(),
            change.before().hard(),
            change.wanted().soft(),
            change.wanted().hard(),
            Times.text(change.time()),
            change.actor(),
            change.automatic() ? 1 : 0,
            change.state().name())
        .orElseThrow();
  }

  @Override
  public boolean finish(long id, QuotaChange.State state, AuditEvent event) {
    return changes.makeIf(
        event,
        session ->
            session.update(
                    "UPDATE quota_change SET state = ? WHERE id = ? AND state = 'BEGUN'",
                    state.name(),
                    id)
                > 0);
  }

  @Override
  public List<QuotaChange> open() {
    return database.read(
        session ->
            session.list(
                "SELECT " + COLUMNS + " FROM quota_change WHERE state = 'BEGUN' ORDER BY id",
                SqlUsage::change));
  }

  @Override
  public Optional<QuotaChange> newest(String view) {
    return database.read(
        session ->
            session.first(
                "SELECT "
                    + COLUMNS
                    + " FROM quota_change WHERE subject = ? AND state <> 'FAILED'"
                    + " ORDER BY id DESC LIMIT 1",
                SqlUsage::change,
                view));
  }

  private static QuotaChange change(ResultSet row) throws SQLException {
    return new QuotaChange(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        new Limits(bytes(row, 4), bytes(row, 5)),
        new Limits(bytes(row, 6), bytes(row, 7)),
        Times.parse(row.getString(8)),
        row.getString(9),
        row.getInt(10) != 0,
        QuotaChange.State.valueOf(row.getString(11)));
  }

  private static @Nullable Long bytes(ResultSet row, int column) throws SQLException {
    long bytes = row.getLong(column);
    return row.wasNull() ? null : bytes;
  }
}
