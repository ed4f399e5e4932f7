package org.hevelius.catalog.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.Grant;
import org.hevelius.core.access.Role;
import org.hevelius.core.access.User;
import org.jspecify.annotations.Nullable;

/** Users with the hashes of their passwords. */
final class AccountTable {
  private static final String COLUMNS = "name, grants, password IS NOT NULL, created";

  private AccountTable() {}

  static void add(Session session, User user, @Nullable String passwordHash) throws SQLException {
    if (find(session, user.name()).isPresent()) {
      throw new HeveliusException(
          Category.CONFLICT,
          "there is a user " + user.name() + " already",
          "nothing was changed; to change that one: hevelius user set " + user.name());
    }
    session.update(
        "INSERT INTO account (name, grants, password, created) VALUES (?, ?, ?, ?)",
        user.name(),
        text(user.grants()),
        passwordHash,
        Times.text(user.created()));
  }

  static void update(Session session, User expected, User updated, @Nullable String passwordHash)
      throws SQLException {
    needExpected(session, expected);
    session.update(
        "UPDATE account SET grants = ? WHERE name = ?", text(updated.grants()), expected.name());
    if (passwordHash != null || (expected.password() && !updated.password())) {
      session.update(
          "UPDATE account SET password = ? WHERE name = ?", passwordHash, expected.name());
      session.update("DELETE FROM login_session WHERE account = ?", expected.name());
    }
  }

  static void remove(Session session, User expected) throws SQLException {
    needExpected(session, expected);
    session.update("DELETE FROM account WHERE name = ?", expected.name());
  }

  static Optional<User> find(Session session, String name) throws SQLException {
    return session.first(
        "SELECT " + COLUMNS + " FROM account WHERE name = ?", AccountTable::row, name);
  }

  static User need(Session session, String name) throws SQLException {
    return find(session, name)
        .orElseThrow(
            () ->
                new HeveliusException(
                    Category.NOT_FOUND,
                    "there is no user \"" + name + "\"",
                    "see all: hevelius user list"));
  }

  static List<User> all(Session session) throws SQLException {
    return session.list("SELECT " + COLUMNS + " FROM account ORDER BY name", AccountTable::row);
  }

  static Optional<String> passwordHash(Session session, String name) throws SQLException {
    return session.first(
        "SELECT password FROM account WHERE name = ? AND password IS NOT NULL",
        row -> row.getString(1),
        name);
  }

  /** Grants as they are stored. */
  static String text(List<Grant> grants) {
    return String.join(
        "\n", grants.stream().map(grant -> grant.role().name() + " " + grant.scope()).toList());
  }

  /** The grants that were stored. */
  static List<Grant> grants(String text) {
    return DatasetTable.lines(text).stream().map(AccountTable::grant).toList();
  }

  private static Grant grant(String line) {
    int blank = line.indexOf(' ');
    return new Grant(Role.valueOf(line.substring(0, blank)), line.substring(blank + 1));
  }

  private static void needExpected(Session session, User expected) throws SQLException {
    if (!need(session, expected.name()).equals(expected)) {
      throw new HeveliusException(
          Category.CONFLICT,
          "the user " + expected.name() + " was changed meanwhile",
          "nothing was changed; look again and repeat it");
    }
  }

  private static User row(ResultSet row) throws SQLException {
    return new User(
        row.getString(1),
        grants(row.getString(2)),
        row.getBoolean(3),
        Times.parse(row.getString(4)));
  }
}
