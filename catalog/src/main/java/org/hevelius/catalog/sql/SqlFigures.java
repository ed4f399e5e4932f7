package org.hevelius.catalog.sql;

import java.util.List;
import org.hevelius.core.audit.AuditEntry;
import org.hevelius.core.metrics.FigureStore;

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
                SELECT d.name, d.created,
                  (SELECT count(*) FROM snapshot s WHERE s.dataset = d.name),
                  (SELECT max(s.created_at) FROM snapshot s WHERE s.dataset = d.name)
                FROM dataset d ORDER BY d.name
                """,
                row ->
                    new DatasetFigure(
                        row.getString(1),
                        Times.parse(row.getString(2)),
                        row.getLong(3),
                        Times.parseOrNull(row.getString(4)))));
  }

  @Override
  public List<RepositoryFigure> repositories() {
    return database.read(
        session ->
            session.list(
                """
                SELECT d.repository, sum(c.stored_bytes)
                FROM dataset d JOIN snapshot s ON s.dataset = d.name
                  JOIN capture c ON c.snapshot = s.id
                GROUP BY d.repository ORDER BY d.repository
                """,
                row -> new RepositoryFigure(row.getString(1), row.getLong(2))));
  }

  @Override
  public List<AuditEntry> newest(String action, int limit) {
    return database.read(session -> AuditTable.newest(session, action, limit));
  }
}
