package org.hevelius.catalog.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Operation;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.metrics.Work;

/** Restores, reverts, undos and redos. */
final class OperationTable {
  private static final String COLUMNS =
      "id, kind, dataset, reference, paths, guard, actor, started, finished, state, detail, batch";

  private OperationTable() {}

  static Operation begin(Session session, Operation operation) throws SQLException {
    long id =
        session
            .first(
                """
                INSERT INTO operation (kind, dataset, reference, paths, guard, actor, started,
                  state, detail, batch)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
                """,
                row -> row.getLong(1),
                operation.kind().name(),
                operation.dataset().text(),
                operation.reference(),
                String.join("\n", operation.paths()),
                operation.guard(),
                operation.actor(),
                Times.text(operation.started()),
                Operation.State.STARTED.name(),
                operation.detail(),
                operation.batch())
            .orElseThrow();
    return operation.withId(id);
  }

  static void finish(Session session, long id, Operation.State state, Instant time, String detail)
      throws SQLException {
    Operation ended =
        session
            .first(
                "UPDATE operation SET state = ?, finished = ?, detail = ? WHERE id = ? RETURNING "
                    + COLUMNS,
                OperationTable::row,
                state.name(),
                Times.text(time),
                detail,
                id)
            .orElseThrow(
                () -> new HeveliusException(Category.NOT_FOUND, "there is no operation " + id));
    if (state.isEnd()) {
      TallyTable.count(
          session, Work.of(ended.kind(), ended.dataset().text(), state, ended.started(), time));
    }
  }

  static List<Operation> newest(Session session, int limit) throws SQLException {
    return session.list(
        "SELECT " + COLUMNS + " FROM operation ORDER BY id DESC LIMIT ?",
        OperationTable::row,
        limit);
  }

  static Optional<Operation> lastUndoable(Session session, Optional<DatasetName> dataset)
      throws SQLException {
    String undoable =
        "SELECT "
            + COLUMNS
            + """
             FROM operation AS o
            WHERE kind IN ('RESTORE', 'REVERT') AND state <> 'UNDONE'
              AND EXISTS (
                SELECT 1 FROM snapshot AS s WHERE s.dataset = o.dataset AND s.version = o.guard)
            """;
    String newest = " ORDER BY id DESC LIMIT 1";
    return dataset.isEmpty()
        ? session.first(undoable + newest, OperationTable::row)
        : session.first(
            undoable + " AND dataset = ?" + newest,
            OperationTable::row,
            dataset.orElseThrow().text());
  }

  private static Operation row(ResultSet row) throws SQLException {
    long guard = row.getLong(6);
    return new Operation(
        row.getLong(1),
        Operation.Kind.valueOf(row.getString(2)),
        DatasetName.of(row.getString(3)),
        row.getString(4),
        DatasetTable.lines(row.getString(5)),
        guard == 0 ? null : guard,
        row.getString(7),
        Times.parse(row.getString(8)),
        Times.parseOrNull(row.getString(9)),
        Operation.State.valueOf(row.getString(10)),
        row.getString(11),
        row.getString(12));
  }
}
