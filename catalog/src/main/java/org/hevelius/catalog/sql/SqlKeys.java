package org.hevelius.catalog.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.hevelius.core.request.KeyStore;
import org.hevelius.core.request.KeyedRequest;

/** The keys of requests in the catalog. */
final class SqlKeys implements KeyStore {
  private final Database database;

  SqlKeys(Database database) {
    this.database = database;
  }

  @Override
  public Optional<KeyedRequest> begin(KeyedRequest request, Instant now) {
    return database.write(
        session -> {
          session.update("DELETE FROM request_key WHERE expires <= ?", Times.text(now));
          Optional<KeyedRequest> before =
              session.first(
                  """
                  SELECT place, digest, node, begun, expires, status, location, body
                  FROM request_key WHERE place = ?
                  """,
                  SqlKeys::row,
                  request.place());
          if (before.isEmpty()) {
            session.update(
                "INSERT INTO request_key (place, digest, node, begun, expires) VALUES (?, ?, ?, ?,"
                    + " ?)",
                request.place(),
                request.digest(),
                request.node(),
                Times.text(request.begun()),
                Times.text(request.expires()));
          }
          return before;
        });
  }

  @Override
  public void answer(String place, String node, KeyedRequest.Answer answer) {
    boolean _ =
        database.write(
            session ->
                session.update(
                        """
                        UPDATE request_key SET status = ?, location = ?, body = ?
                        WHERE place = ? AND node = ?
                        """,
                        answer.status(),
                        answer.location(),
                        answer.body(),
                        place,
                        node)
                    > 0);
  }

  @Override
  public void forget(String place, String node) {
    boolean _ =
        database.write(
            session ->
                session.update("DELETE FROM request_key WHERE place = ? AND node = ?", place, node)
                    > 0);
  }

  private static KeyedRequest row(ResultSet row) throws SQLException {
    String body = row.getString(8);
    return new KeyedRequest(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        Times.parse(row.getString(4)),
        Times.parse(row.getString(5)),
        body == null
            ? null
            : new KeyedRequest.Answer(
                row.getInt(6), Objects.requireNonNullElse(row.getString(7), ""), body));
  }
}
