package org.hevelius.catalog.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.event.Event;
import org.hevelius.core.event.EventStore;
import org.hevelius.core.event.Outcome;
import org.hevelius.core.policy.Scope;
import org.hevelius.core.snapshot.Tags;

/** Events in the catalog. */
final class SqlEvents implements EventStore {
  private static final String COLUMNS =
      "number, id, name, scope, phase, attributes, time, actor, ended";

  private final Database database;

  SqlEvents(Database database) {
    this.database = database;
  }

  @Override
  public Event begin(Event event, AuditEvent audit) {
    return database.write(
        session -> {
          if (find(session, event.id()).isPresent()) {
            throw new HeveliusException(
                Category.CONFLICT, "there is an event with the id " + event.id() + " already");
          }
          long number =
              session
                  .first(
                      """
                      INSERT INTO event (id, name, scope, phase, attributes, time, actor)
                      VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING number
                      """,
                      row -> row.getLong(1),
                      event.id(),
                      event.name(),
                      event.scope().text(),
                      event.phase().text(),
                      String.join(
                          "\n",
                          event.attributes().entrySet().stream()
                              .map(e -> Tags.text(e.getKey(), e.getValue()))
                              .toList()),
                      Times.text(event.time()),
                      event.actor())
                  .orElseThrow();
          AuditTable.append(session, audit);
          return event.withNumber(number);
        });
  }

  @Override
  public void record(long number, Outcome outcome) {
    boolean _ =
        database.write(
            session -> {
              need(session, number);
              session.update(
                  "DELETE FROM event_outcome WHERE event = ? AND dataset = ?",
                  number,
                  outcome.dataset().text());
              session.update(
                  """
                  INSERT INTO event_outcome (event, dataset, kind, snapshot, pair, detail)
                  VALUES (?, ?, ?, ?, ?, ?)
                  """,
                  number,
                  outcome.dataset().text(),
                  outcome.kind().name(),
                  outcome.snapshot(),
                  outcome.pair(),
                  outcome.detail());
              return true;
            });
  }

  @Override
  public void end(long number, Instant time, AuditEvent audit) {
    boolean _ =
        database.write(
            session -> {
              need(session, number);
              session.update(
                  "UPDATE event SET ended = ? WHERE number = ?", Times.text(time), number);
              AuditTable.append(session, audit);
              return true;
            });
  }

  private static void need(Session session, long number) throws SQLException {
    if (session.number("SELECT count(*) FROM event WHERE number = ?", number) == 0) {
      throw new HeveliusException(Category.NOT_FOUND, "there is no event " + number);
    }
  }

  @Override
  public Optional<Event> byId(String id) {
    return database.read(session -> find(session, id));
  }

  private static Optional<Event> find(Session session, String id) throws SQLException {
    Optional<Event> event =
        session.first("SELECT " + COLUMNS + " FROM event WHERE id = ?", SqlEvents::row, id);
    return event.isEmpty() ? event : Optional.of(whole(session, event.orElseThrow()));
  }

  @Override
  public Optional<Caused> newest(String name, DatasetName dataset, Event.Phase phase) {
    return database.read(
        session ->
            session.first(
                """
                SELECT e.number, e.time, o.snapshot
                FROM event_outcome AS o JOIN event AS e ON e.number = o.event
                WHERE o.dataset = ? AND o.kind IN ('TAKEN', 'PARTIAL') AND e.name = ? AND e.phase = ?
                ORDER BY o.event DESC LIMIT 1
                """,
                row -> new Caused(row.getLong(1), Times.parse(row.getString(2)), row.getString(3)),
                dataset.text(),
                name,
                phase.text()));
  }

  @Override
  public List<Event> page(Query query) {
    StringBuilder sql = new StringBuilder("SELECT " + COLUMNS + " FROM event WHERE 1 = 1");
    List<Object> parameters = new ArrayList<>();
    DatasetName dataset = query.dataset();
    if (dataset != null) {
      List<String> scopes = scopes(dataset);
      sql.append(" AND scope IN (?").append(", ?".repeat(scopes.size() - 1)).append(')');
      parameters.addAll(scopes);
    }
    String name = query.name();
    if (name != null) {
      sql.append(" AND name = ?");
      parameters.add(name);
    }
    Long before = query.before();
    if (before != null) {
      sql.append(" AND number < ?");
      parameters.add(before);
    }
    sql.append(" ORDER BY number DESC LIMIT ?");
    parameters.add(query.limit());
    return database.read(
        session -> {
          List<Event> events = new ArrayList<>();
          for (Event event : session.list(sql.toString(), SqlEvents::row, parameters.toArray())) {
            events.add(whole(session, event));
          }
          return events;
        });
  }

  /** All scopes that have a dataset. */
  private static List<String> scopes(DatasetName dataset) {
    List<String> scopes = new ArrayList<>(List.of(dataset.text(), "**"));
    StringBuilder path = new StringBuilder();
    for (String part : dataset.parts()) {
      path.append(path.isEmpty() ? "" : "/").append(part);
      scopes.add(path + "/**");
    }
    return scopes;
  }

  private static Event row(ResultSet row) throws SQLException {
    Map<String, String> attributes = new TreeMap<>();
    for (String line : DatasetTable.lines(row.getString(6))) {
      Map.Entry<String, String> attribute = Tags.parse(line);
      attributes.put(attribute.getKey(), attribute.getValue());
    }
    return new Event(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        new Scope(row.getString(4)),
        Event.Phase.parse(row.getString(5)),
        new TreeMap<>(attributes),
        Times.parse(row.getString(7)),
        row.getString(8),
        Times.parseOrNull(row.getString(9)),
        List.of());
  }

  private static Event whole(Session session, Event event) throws SQLException {
    return event.with(
        event.ended(),
        session.list(
            """
            SELECT dataset, kind, snapshot, pair, detail FROM event_outcome WHERE event = ?
            ORDER BY dataset
            """,
            row ->
                new Outcome(
                    DatasetName.of(row.getString(1)),
                    Outcome.Kind.valueOf(row.getString(2)),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5)),
            event.number()));
  }
}
