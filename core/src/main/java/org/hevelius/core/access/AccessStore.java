package org.hevelius.core.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.audit.AuditEvent;
import org.jspecify.annotations.Nullable;

/**
 * Users, tokens and sessions. Stands in the catalog, so that a change and its audit event are one
 * transaction, under the same promises of atomicity, concurrency and errors as those of {@link
 * org.hevelius.core.catalog.Catalog}. Holds no secret, only hashes of such. Nothing of it can be
 * recovered from a repository.
 */
public interface AccessStore {
  /**
   * Adds a user.
   *
   * @param passwordHash null exactly when the user has no password
   * @throws HeveliusException CONFLICT when there is one of that name
   */
  void addUser(User user, @Nullable String passwordHash, AuditEvent event);

  /**
   * Changes a user. The name and the time of creation can't change. When the password is replaced
   * or taken away, the user's sessions end.
   *
   * @param expected the user that the edit started from
   * @param passwordHash of a new password; null leaves it as it is, or takes it away if {@code
   *     updated} has none
   * @throws HeveliusException NOT_FOUND when there is none; CONFLICT when it isn't the expected one
   */
  void updateUser(User expected, User updated, @Nullable String passwordHash, AuditEvent event);

  /**
   * Removes a user with all tokens and sessions.
   *
   * @throws HeveliusException NOT_FOUND when there is none; CONFLICT when it isn't the expected one
   */
  void removeUser(User expected, AuditEvent event);

  /** The user of exactly that name. */
  Optional<User> user(String name);

  /** All users, sorted by name. */
  List<User> users();

  /** The hash of the user's password; empty without user or password. */
  Optional<String> passwordHash(String user);

  /**
   * Adds a token.
   *
   * @param hash of the secret
   * @throws HeveliusException NOT_FOUND when there is no such owner; CONFLICT when the prefix is
   *     taken
   */
  void addToken(ApiToken token, String hash, AuditEvent event);

  /**
   * Removes a token.
   *
   * @return whether it was there; otherwise nothing changes and there is no audit entry
   */
  boolean revokeToken(String prefix, AuditEvent event);

  /**
   * A token with the hash of its secret.
   *
   * @param hash in hex
   */
  record Stored(ApiToken token, String hash) {}

  /** The token of exactly that prefix. */
  Optional<Stored> token(String prefix);

  /** All tokens, sorted by owner and time of creation. */
  List<ApiToken> tokens();

  /** Notes that a token was used. No audit entry; a token that is gone is no error. */
  void tokenUsed(String prefix, Instant time);

  /**
   * Adds a session.
   *
   * @throws HeveliusException NOT_FOUND when there is no such user
   */
  void addSession(LoginSession session, AuditEvent event);

  /** The session with that hash. */
  Optional<LoginSession> session(String hash);

  /** How many sessions the user has, those that have expired among them. */
  long sessions(String user);

  /** Notes that a session was used. No audit entry; a session that is gone is no error. */
  void sessionSeen(String hash, Instant time);

  /**
   * Removes a session.
   *
   * @return whether it was there; otherwise nothing changes and there is no audit entry
   */
  boolean endSession(String hash, AuditEvent event);

  /**
   * Removes the sessions that have not been used since one time, or were started before another. No
   * audit entry.
   */
  void dropSessions(Instant seenBefore, Instant startedBefore);
}
