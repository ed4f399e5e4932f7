package org.hevelius.catalog.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hevelius.core.runner.Impact;
import org.hevelius.core.runner.ImpactStore;

/** What runs meant for their sources, in the catalog. */
final class SqlImpacts implements ImpactStore {
  private static final String COLUMNS =
      "before_samples, before_median, before_p95, meanwhile_samples, meanwhile_median,"
          + " meanwhile_p95, after_samples, after_median, after_p95, bytes, added_bytes,"
          + " stored_bytes, millis";

  private final Database database;

  SqlImpacts(Database database) {
    this.database = database;
  }

  @Override
  public void record(long run, String dataset, Impact impact) {
    boolean _ =
        database.write(
            session -> {
              session.update("DELETE FROM run_impact WHERE run = ?", run);
              session.update("DELETE FROM run_impact WHERE run < (SELECT min(id) FROM run)");
              session.update(
                  "INSERT INTO run_impact (run, dataset, "
                      + COLUMNS
                      + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                  run,
                  dataset,
                  impact.before().samples(),
                  impact.before().medianMicros(),
                  impact.before().p95Micros(),
                  impact.meanwhile().samples(),
                  impact.meanwhile().medianMicros(),
                  impact.meanwhile().p95Micros(),
                  impact.after().samples(),
                  impact.after().medianMicros(),
                  impact.after().p95Micros(),
                  impact.bytes(),
                  impact.addedBytes(),
                  impact.storedBytes(),
                  impact.millis());
              return true;
            });
  }

  @Override
  public Map<Long, Impact> of(Collection<Long> runs) {
    if (runs.isEmpty()) {
      return Map.of();
    }
    Set<Long> wanted = new TreeSet<>(runs);
    return database.read(
        session -> {
          Map<Long, Impact> found = new HashMap<>();
          session.each(
              "SELECT run, " + COLUMNS + " FROM run_impact WHERE run BETWEEN ? AND ?",
              row -> {
                if (wanted.contains(row.getLong(1))) {
                  found.put(row.getLong(1), impact(row));
                }
                return true;
              },
              Collections.min(wanted),
              Collections.max(wanted));
          return found;
        });
  }

  @Override
  public Map<String, Impact> newest() {
    return database.read(
        session -> {
          Map<String, Impact> newest = new HashMap<>();
          session.each(
              "SELECT dataset, "
                  + COLUMNS
                  + " FROM run_impact AS i WHERE run ="
                  + " (SELECT max(o.run) FROM run_impact AS o WHERE o.dataset = i.dataset)",
              row -> {
                newest.put(row.getString(1), impact(row));
                return true;
              });
          return newest;
        });
  }

  private static Impact impact(ResultSet row) throws SQLException {
    return new Impact(
        latency(row, 2),
        latency(row, 5),
        latency(row, 8),
        row.getLong(11),
        row.getLong(12),
        row.getLong(13),
        row.getLong(14));
  }

  private static Impact.Latency latency(ResultSet row, int from) throws SQLException {
    return new Impact.Latency(row.getInt(from), row.getLong(from + 1), row.getLong(from + 2));
  }
}
