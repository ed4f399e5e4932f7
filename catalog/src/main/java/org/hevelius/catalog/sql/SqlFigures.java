package org.hevelius.catalog.sql;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hevelius.core.audit.AuditEntry;
import org.hevelius.core.metrics.FigureStore;
import org.hevelius.core.metrics.Work;

/** The numbers of the catalog. */
final class SqlFigures implements FigureStore {
  private final Database database;

  SqlFigures(Database database) {
    this.database = database;
  }

  @Override
  public List<DatasetFigure> datasets() {
    return database.read(
        session ->
            session.list(
                """
                SELECT d.name, d.repository, d.created,
                  (SELECT count(*) FROM snapshot s WHERE s.dataset = d.name),
                  (SELECT max(s.created_at) FROM snapshot s WHERE s.dataset = d.name),
                  (SELECT sum(c.bytes) FROM capture c WHERE c.snapshot =
                    (SELECT s.id FROM snapshot s WHERE s.dataset = d.name
                     ORDER BY s.created_at DESC, s.version DESC LIMIT 1)),
                  (SELECT sum(c.stored_bytes) FROM snapshot s JOIN capture c ON c.snapshot = s.id
                   WHERE s.dataset = d.name),
                  (SELECT sum(c.stored_bytes) FROM capture c WHERE c.snapshot =
                    (SELECT s.id FROM snapshot s WHERE s.dataset = d.name
                     ORDER BY s.created_at, s.version LIMIT 1))
                FROM dataset d ORDER BY d.name
                """,
                row ->
                    new DatasetFigure(
                        row.getString(1),
                        row.getString(2),
                        Times.parse(row.getString(3)),
                        row.getLong(4),
                        Times.parseOrNull(row.getString(5)),
                        row.getLong(6),
                        row.getLong(7),
                        row.getLong(8))));
  }

  @Override
  public List<Taken> taken() {
    return database.read(TallyTable::taken);
  }

  @Override
  public List<Work> work() {
    return database.read(TallyTable::work);
  }

  @Override
  public Map<String, Long> failuresInARow() {
    Map<String, Long> failures = new HashMap<>();
    database.read(
        session -> {
          session.each(
              """
              SELECT r.dataset, count(*) FROM run r
              WHERE r.kind = 'SNAPSHOT' AND r.state IN ('FAILED', 'INTERRUPTED')
                AND NOT EXISTS (SELECT 1 FROM run g WHERE g.state IN ('SUCCEEDED', 'PARTIAL')
                  AND g.kind = r.kind AND g.dataset = r.dataset AND g.id > r.id)
              GROUP BY r.dataset
              """,
              row -> failures.put(row.getString(1), row.getLong(2)) == null);
          return true;
        });
    return failures;
  }

  @Override
  public List<AuditEntry> newest(String action, int limit) {
    return database.read(session -> AuditTable.newest(session, action, limit));
  }
}
