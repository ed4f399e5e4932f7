package org.hevelius.core.access;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.audit.AuditEvent;
import org.jspecify.annotations.Nullable;

/** Users, tokens and sessions in memory, for tests. */
public final class InMemoryAccess implements AccessStore {
  private final Consumer<AuditEvent> audit;
  private final Map<String, User> users = new TreeMap<>();
  private final Map<String, String> passwords = new HashMap<>();
  private final Map<String, Stored> tokens = new HashMap<>();
  private final Map<String, LoginSession> sessions = new HashMap<>();

  /** A store that hands the events of its changes on. */
  public InMemoryAccess(Consumer<AuditEvent> audit) {
    this.audit = audit;
  }

  @Override
  public synchronized void addUser(User user, @Nullable String passwordHash, AuditEvent event) {
    if (users.putIfAbsent(user.name(), user) != null) {
      throw new HeveliusException(Category.CONFLICT, "there is a user " + user.name() + " already");
    }
    if (passwordHash != null) {
      passwords.put(user.name(), passwordHash);
    }
    audit.accept(event);
  }

  @Override
  public synchronized void updateUser(
      User expected, User updated, @Nullable String passwordHash, AuditEvent event) {
    needExpected(expected);
    users.put(updated.name(), updated);
    if (passwordHash != null || (expected.password() && !updated.password())) {
      passwords.remove(updated.name());
      sessions.values().removeIf(session -> session.user().equals(updated.name()));
    }
    if (passwordHash != null) {
      passwords.put(updated.name(), passwordHash);
    }
    audit.accept(event);
  }

  @Override
  public synchronized void removeUser(User expected, AuditEvent event) {
    needExpected(expected);
    users.remove(expected.name());
    passwords.remove(expected.name());
    tokens.values().removeIf(stored -> stored.token().owner().equals(expected.name()));
    sessions.values().removeIf(session -> session.user().equals(expected.name()));
    audit.accept(event);
  }

  @Override
  public synchronized Optional<User> user(String name) {
    return Optional.ofNullable(users.get(name));
  }

  @Override
  public synchronized List<User> users() {
    return List.copyOf(users.values());
  }

  @Override
  public synchronized Optional<String> passwordHash(String user) {
    return Optional.ofNullable(passwords.get(user));
  }

  @Override
  public synchronized void addToken(ApiToken token, String hash, AuditEvent event) {
    need(token.owner());
    if (tokens.putIfAbsent(token.prefix(), new Stored(token, hash)) != null) {
      throw new HeveliusException(Category.CONFLICT, token.prefix() + " is taken");
    }
    audit.accept(event);
  }

  @Override
  public synchronized boolean revokeToken(String prefix, AuditEvent event) {
    if (tokens.remove(prefix) == null) {
      return false;
    }
    audit.accept(event);
    return true;
  }

  @Override
  public synchronized Optional<Stored> token(String prefix) {
    return Optional.ofNullable(tokens.get(prefix));
  }

  @Override
  public synchronized List<ApiToken> tokens() {
    return tokens.values().stream()
        .map(Stored::token)
        .sorted(
            Comparator.comparing(ApiToken::owner)
                .thenComparing(ApiToken::created)
                .thenComparing(ApiToken::prefix))
        .toList();
  }

  @Override
  public synchronized void tokenUsed(String prefix, Instant time) {
    tokens.computeIfPresent(
        prefix,
        (_, stored) -> {
          ApiToken t = stored.token();
          return new Stored(
              new ApiToken(
                  t.prefix(), t.owner(), t.name(), t.limits(), t.created(), t.expires(), time),
              stored.hash());
        });
  }

  @Override
  public synchronized void addSession(LoginSession session, AuditEvent event) {
    need(session.user());
    sessions.put(session.hash(), session);
    audit.accept(event);
  }

  @Override
  public synchronized Optional<LoginSession> session(String hash) {
    return Optional.ofNullable(sessions.get(hash));
  }

  @Override
  public synchronized long sessions(String user) {
    return sessions.values().stream().filter(session -> session.user().equals(user)).count();
  }

  @Override
  public synchronized void sessionSeen(String hash, Instant time) {
    sessions.computeIfPresent(
        hash, (_, session) -> new LoginSession(hash, session.user(), session.started(), time));
  }

  @Override
  public synchronized boolean endSession(String hash, AuditEvent event) {
    if (sessions.remove(hash) == null) {
      return false;
    }
    audit.accept(event);
    return true;
  }

  @Override
  public synchronized void dropSessions(Instant seenBefore, Instant startedBefore) {
    sessions
        .values()
        .removeIf(
            session ->
                session.seen().isBefore(seenBefore) || session.started().isBefore(startedBefore));
  }

  private void needExpected(User expected) {
    if (!Objects.equals(need(expected.name()), expected)) {
      throw new HeveliusException(
          Category.CONFLICT, "the user " + expected.name() + " was changed meanwhile");
    }
  }

  private User need(String name) {
    return user(name)
        .orElseThrow(
            () -> new HeveliusException(Category.NOT_FOUND, "there is no user \"" + name + "\""));
  }
}
