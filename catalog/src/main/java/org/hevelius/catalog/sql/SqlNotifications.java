package org.hevelius.catalog.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.alert.Raised;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.notify.Message;
import org.hevelius.core.notify.Notice;
import org.hevelius.core.notify.NotificationStore;
import org.hevelius.core.notify.Repetition;

/** The queue of messages in the catalog. */
final class SqlNotifications implements NotificationStore {
  private static final String COLUMNS =
      "id, channel, type, kind, subject, run, time, summary, details, repeated, repeated_since,"
          + " queued, attempts, next_try, state, error";

  private final Database database;
  private final SqlAlerts alerts;

  SqlNotifications(Database database) {
    this.database = database;
    this.alerts = new SqlAlerts(database);
  }

  @Override
  public void apply(List<Change> changes) {
    boolean _ =
        database.write(
            session -> {
              for (Change change : changes) {
                apply(session, change);
              }
              return true;
            });
  }

  private static void apply(Session session, Change change) throws SQLException {
    switch (change) {
      case Queue(Notice notice) -> queue(session, notice);
      case Remember(Repetition known) ->
          session.update(
              "INSERT INTO repetition (channel, subject, kind, told, more, more_since)"
                  + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (channel, subject, kind) DO UPDATE"
                  + " SET told = excluded.told, more = excluded.more,"
                  + " more_since = excluded.more_since",
              known.channel(),
              known.subject(),
              known.kind().name(),
              Times.text(known.told()),
              known.more(),
              Times.textOrNull(known.moreSince()));
      case Raise(Alert alert, Instant time) -> SqlAlerts.raise(session, alert, time);
      case Close(String subject, Set<Alert.Kind> kinds, Instant time, String end) ->
          SqlAlerts.close(session, subject, kinds, time, end);
      case Drop(String id) -> session.update("DELETE FROM notice WHERE id = ?", id);
      case Forget(Repetition known) ->
          session.update(
              "DELETE FROM repetition WHERE channel = ? AND subject = ? AND kind = ?",
              known.channel(),
              known.subject(),
              known.kind().name());
    }
  }

  private static void queue(Session session, Notice notice) throws SQLException {
    Message message = notice.message();
    Alert alert = message.alert();
    session.update(
        "INSERT INTO notice ("
            + COLUMNS
            + ", sequence) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT (id) DO NOTHING",
        message.id(),
        notice.channel(),
        message.type().name(),
        alert.kind().name(),
        alert.subject(),
        alert.run(),
        Times.text(alert.time()),
        alert.summary(),
        String.join("\n", alert.details()),
        message.repeated(),
        Times.textOrNull(message.repeatedSince()),
        Times.text(notice.queued()),
        notice.attempts(),
        Times.text(notice.next()),
        notice.state().name(),
        notice.error(),
        1 + session.number("SELECT max(sequence) FROM notice"));
  }

  @Override
  public List<Raised> open(String subject) {
    return alerts.open(subject);
  }

  @Override
  public List<Raised> unacknowledged(Instant since, long after, int limit) {
    return alerts.unacknowledged(since, after, limit);
  }

  @Override
  public List<Raised> newest(boolean closed, int limit) {
    return alerts.newest(closed, limit);
  }

  @Override
  public Optional<Raised> raised(long id) {
    return alerts.raised(id);
  }

  @Override
  public Raised acknowledge(long id, Raised.Acknowledged who, AuditEvent event) {
    return alerts.acknowledge(id, who, event);
  }

  @Override
  public List<Repetition> repetitions(String channel, String subject) {
    return database.read(
        session ->
            session.list(
                "SELECT channel, kind, subject, told, more, more_since FROM repetition"
                    + " WHERE channel = ? AND subject = ? ORDER BY kind",
                row ->
                    new Repetition(
                        row.getString(1),
                        Alert.Kind.valueOf(row.getString(2)),
                        row.getString(3),
                        Times.parse(row.getString(4)),
                        row.getLong(5),
                        Times.parseOrNull(row.getString(6))),
                channel,
                subject));
  }

  @Override
  public Optional<Notice> next(String channel, Instant now, boolean inOrder) {
    return database
        .read(
            session ->
                session.first(
                    "SELECT "
                        + COLUMNS
                        + " FROM notice WHERE channel = ? AND state = 'WAITING' ORDER BY "
                        + (inOrder ? "sequence" : "next_try, sequence")
                        + " LIMIT 1",
                    SqlNotifications::notice,
                    channel))
        .filter(notice -> !notice.next().isAfter(now));
  }

  @Override
  public List<Notice> untried(String channel, int limit) {
    return database.read(
        session ->
            session.list(
                "SELECT "
                    + COLUMNS
                    + " FROM notice WHERE channel = ? AND state = 'WAITING' AND attempts = 0"
                    + " AND type <> 'DIGEST' ORDER BY sequence LIMIT ?",
                SqlNotifications::notice,
                channel,
                limit));
  }

  @Override
  public void delivered(String id) {
    int _ = database.write(session -> session.update("DELETE FROM notice WHERE id = ?", id));
  }

  @Override
  public void update(Notice notice) {
    int _ =
        database.write(
            session ->
                session.update(
                    "UPDATE notice SET attempts = ?, next_try = ?, state = ?, error = ?"
                        + " WHERE id = ?",
                    notice.attempts(),
                    Times.text(notice.next()),
                    notice.state().name(),
                    notice.error(),
                    notice.message().id()));
  }

  @Override
  public List<Notice> notices(int limit) {
    return database.read(
        session ->
            session.list(
                "SELECT " + COLUMNS + " FROM notice ORDER BY state DESC, sequence LIMIT ?",
                SqlNotifications::notice,
                limit));
  }

  @Override
  public List<Count> counts() {
    return database.read(
        session ->
            session.list(
                "SELECT channel, state, count(*) FROM notice GROUP BY channel, state"
                    + " ORDER BY channel, state DESC",
                row ->
                    new Count(
                        row.getString(1), Notice.State.valueOf(row.getString(2)), row.getLong(3))));
  }

  @Override
  public void prune(Instant givenUpBefore, Instant toldBefore, Instant closedBefore) {
    int _ =
        database.write(
            session ->
                session.update(
                        "DELETE FROM notice WHERE state = 'FAILED' AND next_try < ?",
                        Times.clamped(givenUpBefore))
                    + session.update(
                        "DELETE FROM repetition WHERE told < ? AND NOT EXISTS (SELECT 1 FROM alert"
                            + " WHERE alert.subject = repetition.subject"
                            + " AND alert.kind = repetition.kind AND alert.closed IS NULL)",
                        Times.clamped(toldBefore))
                    + session.update(
                        "DELETE FROM alert WHERE closed < ?", Times.clamped(closedBefore)));
  }

  private static Notice notice(ResultSet row) throws SQLException {
    String details = row.getString(9);
    Alert alert =
        new Alert(
            Alert.Kind.valueOf(row.getString(4)),
            row.getString(5),
            row.getString(6),
            Times.parse(row.getString(7)),
            row.getString(8),
            details.isEmpty() ? List.of() : List.of(details.split("\n", -1)));
    return new Notice(
        row.getString(2),
        new Message(
            row.getString(1),
            Message.Type.valueOf(row.getString(3)),
            alert,
            row.getLong(10),
            Times.parseOrNull(row.getString(11))),
        Times.parse(row.getString(12)),
        row.getInt(13),
        Times.parse(row.getString(14)),
        Notice.State.valueOf(row.getString(15)),
        row.getString(16));
  }
}
