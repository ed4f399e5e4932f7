package org.hevelius.catalog.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hevelius.core.storage.AlarmStore;
import org.hevelius.core.storage.Grade;
import org.hevelius.core.storage.SystemAlarm;
import org.jspecify.annotations.Nullable;

/** Alarms of storage systems that were told of, in the catalog. */
record SqlAlarms(Database database) implements AlarmStore {
  @Override
  public List<Noted> settle(String system, List<SystemAlarm> on, Instant now) {
    return database.write(
        session -> {
          Map<String, Noted> before = noted(session, system);
          Map<String, Noted> after = AlarmStore.after(before, on, now);
          for (String id : before.keySet()) {
            if (!after.containsKey(id)) {
              remove(session, system, id);
            }
          }
          for (Noted noted : after.values()) {
            if (!noted.equals(before.get(noted.alarm().id()))) {
              put(session, noted);
            }
          }
          return AlarmStore.taken(before, after);
        });
  }

  @Override
  public void told(Noted noted) {
    SystemAlarm alarm = noted.alarm();
    boolean _ =
        database.write(
            session -> {
              boolean same = noted.equals(noted(session, alarm.system()).get(alarm.id()));
              if (same && noted.state() == State.ENDED) {
                remove(session, alarm.system(), alarm.id());
              } else if (same) {
                put(session, new Noted(alarm, State.TOLD, null));
              }
              return same;
            });
  }

  private static Map<String, Noted> noted(Session session, String system) throws SQLException {
    Map<String, Noted> all = new LinkedHashMap<>();
    session
        .list(
            "SELECT system, id, grade, subject, about, message, since, state, claimed"
                + " FROM storage_alarm WHERE system = ? ORDER BY id",
            SqlAlarms::read,
            system)
        .forEach(noted -> all.put(noted.alarm().id(), noted));
    return all;
  }

  private static Noted read(ResultSet row) throws SQLException {
    String claimed = row.getString(9);
    return new Noted(
        new SystemAlarm(
            row.getString(1),
            row.getString(2),
            Grade.valueOf(row.getString(3)),
            row.getString(4),
            row.getString(5),
            row.getString(6),
            Times.parse(row.getString(7))),
        State.valueOf(row.getString(8)),
        claimed == null ? null : Times.parse(claimed));
  }

  private static void put(Session session, Noted noted) throws SQLException {
    SystemAlarm alarm = noted.alarm();
    session.update(
        "INSERT INTO storage_alarm"
            + " (system, id, grade, subject, about, message, since, state, claimed)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (system, id) DO UPDATE"
            + " SET grade = excluded.grade, subject = excluded.subject, about = excluded.about,"
            + " message = excluded.message, since = excluded.since, state = excluded.state,"
            + " claimed = excluded.claimed",
        alarm.system(),
        alarm.id(),
        alarm.grade().name(),
        alarm.subject(),
        alarm.about(),
        alarm.message(),
        Times.text(alarm.since()),
        noted.state().name(),
        text(noted.claimed()));
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : Times.text(time);
  }

  private static void remove(Session session, String system, String id) throws SQLException {
    session.update("DELETE FROM storage_alarm WHERE system = ? AND id = ?", system, id);
  }
}
