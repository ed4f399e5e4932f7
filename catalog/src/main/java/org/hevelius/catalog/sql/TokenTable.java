package org.hevelius.catalog.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.AccessStore;
import org.hevelius.core.access.ApiToken;

/** Tokens with the hashes of their secrets. */
final class TokenTable {
  private static final String COLUMNS =
      "prefix, owner, name, limits, created, expires, last_used, hash";

  private TokenTable() {}

  static void add(Session session, ApiToken token, String hash) throws SQLException {
    AccountTable.need(session, token.owner());
    if (find(session, token.prefix()).isPresent()) {
      throw new HeveliusException(
          Category.CONFLICT,
          "there is a token " + token.prefix() + " already",
          "nothing was changed; make another");
    }
    session.update(
        "INSERT INTO api_token (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        token.prefix(),
        token.owner(),
        token.name(),
        AccountTable.text(token.limits()),
        Times.text(token.created()),
        Times.textOrNull(token.expires()),
        Times.textOrNull(token.lastUsed()),
        hash);
  }

  static boolean remove(Session session, String prefix) throws SQLException {
    return session.update("DELETE FROM api_token WHERE prefix = ?", prefix) > 0;
  }

  static Optional<AccessStore.Stored> find(Session session, String prefix) throws SQLException {
    return session.first(
        "SELECT " + COLUMNS + " FROM api_token WHERE prefix = ?",
        row -> new AccessStore.Stored(row(row), row.getString(8)),
        prefix);
  }

  static List<ApiToken> all(Session session) throws SQLException {
    return session.list(
        "SELECT " + COLUMNS + " FROM api_token ORDER BY owner, created, prefix", TokenTable::row);
  }

  static void used(Session session, String prefix, Instant time) throws SQLException {
    session.update("UPDATE api_token SET last_used = ? WHERE prefix = ?", Times.text(time), prefix);
  }

  private static ApiToken row(ResultSet row) throws SQLException {
    return new ApiToken(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        AccountTable.grants(row.getString(4)),
        Times.parse(row.getString(5)),
        Times.parseOrNull(row.getString(6)),
        Times.parseOrNull(row.getString(7)));
  }
}
