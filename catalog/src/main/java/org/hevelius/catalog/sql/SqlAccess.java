package org.hevelius.catalog.sql;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hevelius.core.access.AccessStore;
import org.hevelius.core.access.ApiToken;
import org.hevelius.core.access.LoginSession;
import org.hevelius.core.access.User;
import org.hevelius.core.audit.AuditEvent;
import org.jspecify.annotations.Nullable;

/** Users, tokens and sessions in the catalog. */
final class SqlAccess implements AccessStore {
  private final Database database;
  private final Changes changes;

  SqlAccess(Database database) {
    this.database = database;
    changes = new Changes(database);
  }

  @Override
  public void addUser(User user, @Nullable String passwordHash, AuditEvent event) {
    changes.make(event, session -> AccountTable.add(session, user, passwordHash));
  }

  @Override
  public void updateUser(
      User expected, User updated, @Nullable String passwordHash, AuditEvent event) {
    changes.make(event, session -> AccountTable.update(session, expected, updated, passwordHash));
  }

  @Override
  public void removeUser(User expected, AuditEvent event) {
    changes.make(event, session -> AccountTable.remove(session, expected));
  }

  @Override
  public Optional<User> user(String name) {
    return database.read(session -> AccountTable.find(session, name));
  }

  @Override
  public List<User> users() {
    return database.read(AccountTable::all);
  }

  @Override
  public Optional<String> passwordHash(String user) {
    return database.read(session -> AccountTable.passwordHash(session, user));
  }

  @Override
  public void addToken(ApiToken token, String hash, AuditEvent event) {
    changes.make(event, session -> TokenTable.add(session, token, hash));
  }

  @Override
  public boolean revokeToken(String prefix, AuditEvent event) {
    return changes.makeIf(event, session -> TokenTable.remove(session, prefix));
  }

  @Override
  public Optional<Stored> token(String prefix) {
    return database.read(session -> TokenTable.find(session, prefix));
  }

  @Override
  public List<ApiToken> tokens() {
    return database.read(TokenTable::all);
  }

  @Override
  public void tokenUsed(String prefix, Instant time) {
    changes.note(session -> TokenTable.used(session, prefix, time));
  }

  @Override
  public void addSession(LoginSession login, AuditEvent event) {
    changes.make(
        event,
        session -> {
          AccountTable.need(session, login.user());
          session.update(
              "INSERT INTO login_session (hash, account, started, seen) VALUES (?, ?, ?, ?)",
              login.hash(),
              login.user(),
              Times.text(login.started()),
              Times.text(login.seen()));
        });
  }

  @Override
  public Optional<LoginSession> session(String hash) {
    return database.read(
        session ->
            session.first(
                "SELECT hash, account, started, seen FROM login_session WHERE hash = ?",
                row ->
                    new LoginSession(
                        row.getString(1),
                        row.getString(2),
                        Times.parse(row.getString(3)),
                        Times.parse(row.getString(4))),
                hash));
  }

  @Override
  public long sessions(String user) {
    return database.read(
        session -> session.number("SELECT count(*) FROM login_session WHERE account = ?", user));
  }

  @Override
  public void sessionSeen(String hash, Instant time) {
    changes.note(
        session ->
            session.update(
                "UPDATE login_session SET seen = ? WHERE hash = ?", Times.text(time), hash));
  }

  @Override
  public boolean endSession(String hash, AuditEvent event) {
    return changes.makeIf(
        event, session -> session.update("DELETE FROM login_session WHERE hash = ?", hash) > 0);
  }

  @Override
  public void dropSessions(Instant seenBefore, Instant startedBefore) {
    changes.note(
        session ->
            session.update(
                "DELETE FROM login_session WHERE seen < ? OR started < ?",
                Times.clamped(seenBefore),
                Times.clamped(startedBefore)));
  }
}
