package org.hevelius.catalog.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.alert.AlertStore;
import org.hevelius.core.alert.Raised;
import org.hevelius.core.audit.AuditEvent;

/** What is wrong and what was, in the catalog. */
final class SqlAlerts implements AlertStore {
  private static final String SELECT =
      "SELECT id, kind, subject, run, since, last, times, summary, details, acknowledged,"
          + " acknowledged_by, note, closed, ending FROM alert ";

  private final Database database;

  SqlAlerts(Database database) {
    this.database = database;
  }

  /** Opens what is known of an alert, or notes that it came again. */
  static void raise(Session session, Alert alert, Instant time) throws SQLException {
    session.update(
        "INSERT INTO alert (id, kind, subject, run, since, last, times, summary, details, ending)"
            + " VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, '')"
            + " ON CONFLICT (subject, kind) WHERE closed IS NULL DO UPDATE SET"
            + " run = excluded.run, last = excluded.last, times = alert.times + 1,"
            + " summary = excluded.summary, details = excluded.details",
        1 + session.number("SELECT max(id) FROM alert"),
        alert.kind().name(),
        alert.subject(),
        alert.run(),
        Times.text(time),
        Times.text(time),
        alert.summary(),
        String.join("\n", alert.details()));
  }

  /** Closes what is open of these kinds. */
  static void close(
      Session session, String subject, Set<Alert.Kind> kinds, Instant time, String end)
      throws SQLException {
    for (Alert.Kind kind : kinds) {
      session.update(
          "UPDATE alert SET closed = ?, ending = ?"
              + " WHERE subject = ? AND kind = ? AND closed IS NULL",
          Times.text(time),
          end,
          subject,
          kind.name());
    }
  }

  @Override
  public List<Raised> open(String subject) {
    return database.read(
        session ->
            session.list(
                SELECT + "WHERE subject = ? AND closed IS NULL ORDER BY kind",
                SqlAlerts::raised,
                subject));
  }

  @Override
  public List<Raised> unacknowledged(Instant since, long after, int limit) {
    return database.read(
        session ->
            session.list(
                SELECT
                    + "WHERE closed IS NULL AND acknowledged IS NULL AND since <= ? AND id > ?"
                    + " ORDER BY id LIMIT ?",
                SqlAlerts::raised,
                Times.clamped(since),
                after,
                limit));
  }

  @Override
  public List<Raised> newest(boolean closed, int limit) {
    return database.read(
        session ->
            session.list(
                SELECT + (closed ? "" : "WHERE closed IS NULL ") + "ORDER BY id DESC LIMIT ?",
                SqlAlerts::raised,
                limit));
  }

  @Override
  public Optional<Raised> raised(long id) {
    return database.read(session -> find(session, id));
  }

  private static Optional<Raised> find(Session session, long id) throws SQLException {
    return session.first(SELECT + "WHERE id = ?", SqlAlerts::raised, id);
  }

  @Override
  public Raised acknowledge(long id, Raised.Acknowledged who, AuditEvent event) {
    return database.write(
        session -> {
          Raised raised =
              find(session, id)
                  .orElseThrow(
                      () ->
                          new HeveliusException(
                              Category.NOT_FOUND,
                              "there is no alert " + id,
                              "see what is open: hevelius alert list"));
          if (!raised.isOpen()) {
            throw new HeveliusException(
                Category.CONFLICT,
                "alert %d is closed since %s: %s".formatted(id, raised.closed(), raised.end()),
                "nobody is told of it any more");
          }
          if (raised.acknowledged() != null) {
            return raised;
          }
          session.update(
              "UPDATE alert SET acknowledged = ?, acknowledged_by = ?, note = ? WHERE id = ?",
              Times.text(who.time()),
              who.by(),
              who.note(),
              id);
          AuditTable.append(session, event);
          return raised.acknowledged(who);
        });
  }

  private static Raised raised(ResultSet row) throws SQLException {
    String details = row.getString(9);
    String acknowledged = row.getString(10);
    return new Raised(
        row.getLong(1),
        Alert.Kind.valueOf(row.getString(2)),
        row.getString(3),
        row.getString(4),
        Times.parse(row.getString(5)),
        Times.parse(row.getString(6)),
        row.getLong(7),
        row.getString(8),
        details.isEmpty() ? List.of() : List.of(details.split("\n", -1)),
        acknowledged == null
            ? null
            : new Raised.Acknowledged(
                row.getString(11), Times.parse(acknowledged), row.getString(12)),
        Times.parseOrNull(row.getString(13)),
        row.getString(14));
  }
}
