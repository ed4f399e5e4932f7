package org.hevelius.core.usecase;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.AccessStore;
import org.hevelius.core.access.ApiToken;
import org.hevelius.core.access.LoginSession;
import org.hevelius.core.access.Password;
import org.hevelius.core.access.Principal;
import org.hevelius.core.access.SessionSecret;
import org.hevelius.core.access.TokenSecret;
import org.hevelius.core.access.User;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.audit.AuditEvent.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who somebody is, from a token, a session or a password. Everything is looked up anew
 * each time, so that a revoked token, a removed user or a smaller grant counts at once. Safe for
 * several threads; a service keeps one.
 */
public final class Recognition {
  /** How exactly it is known when a token or session was used last: each note is a write. */
  private static final Duration NOTED = Duration.ofMinutes(1);

  private final Context context;
  private final AccessStore store;
  private final LoginSession.Limits limits;
  private final Executor notes;
  private final AtomicBoolean noting = new AtomicBoolean();
  private @Nullable String decoy;

  /**
   * Recognition over these parts.
   *
   * @param notes runs what notes that something was used, so that reading never waits for it
   */
  public Recognition(Context context, LoginSession.Limits limits, Executor notes) {
    this.context = context;
    this.store = context.catalog().access();
    this.limits = limits;
    this.notes = notes;
  }

  /**
   * Somebody who has logged in.
   *
   * @param secret for the cookie
   * @param ends when it ends at the latest
   */
  public record Login(SessionSecret secret, Principal principal, Instant ends) {}

  /**
   * Who holds a token.
   *
   * @throws HeveliusException DENIED when it isn't known or has expired
   */
  public Principal token(String text) {
    TokenSecret secret =
        TokenSecret.parse(text)
            .orElseThrow(() -> denied("this is no token of Hevelius", "was it copied as a whole?"));
    AccessStore.Stored stored =
        store
            .token(secret.prefix())
            .filter(known -> secret.matches(known.hash()))
            .orElseThrow(
                () ->
                    denied(
                        "the token " + secret.prefix() + " isn't known",
                        "it may have been revoked; make another: hevelius token create"));
    ApiToken token = stored.token();
    Instant now = context.clock().instant();
    if (token.hasExpired(now)) {
      throw denied(
          "the token %s expired at %s".formatted(token.prefix(), token.expires()),
          "make another: hevelius token create");
    }
    User owner = store.user(token.owner()).orElseThrow(Recognition::gone);
    Instant used = token.lastUsed();
    if (used == null || !now.isBefore(used.plus(NOTED))) {
      note(() -> store.tokenUsed(token.prefix(), now));
    }
    return new Principal(owner.name(), "token " + token.prefix(), owner.grants(), token.limits());
  }

  /**
   * Whose session it is.
   *
   * @throws HeveliusException DENIED when it isn't known or has ended
   */
  public Principal session(SessionSecret secret) {
    LoginSession session = store.session(secret.hash()).orElseThrow(Recognition::ended);
    Instant now = context.clock().instant();
    if (session.hasExpired(now, limits)) {
      throw ended();
    }
    User user = store.user(session.user()).orElseThrow(Recognition::gone);
    if (!now.isBefore(session.seen().plus(NOTED))) {
      note(() -> store.sessionSeen(session.hash(), now));
    }
    return principal(user);
  }

  /**
   * Begins a session, always with a new id. Takes equally long whether or not there is such a user.
   *
   * @param address where the user is, for the audit trail
   * @throws HeveliusException DENIED when name or password is wrong; it doesn't say which
   */
  public Login login(String name, Password password, String address) {
    Optional<User> user = store.user(name);
    String hash = user.isEmpty() ? null : store.passwordHash(name).orElse(null);
    boolean right = context.passwords().matches(password, hash == null ? decoy() : hash);
    if (hash == null || !right) {
      throw denied("the name or the password is wrong", "nothing was changed");
    }
    User known = user.orElseThrow();
    Instant now = context.clock().instant();
    store.dropSessions(now.minus(limits.idle()), now.minus(limits.absolute()));
    SessionSecret secret = SessionSecret.make(new SecureRandom());
    try {
      store.addSession(
          new LoginSession(secret.hash(), name, now, now),
          event(name, address, "login", "", Outcome.OK, ""));
    } catch (HeveliusException e) {
      throw e.category() == Category.NOT_FOUND ? gone() : e;
    }
    return new Login(secret, principal(known), now.plus(limits.absolute()));
  }

  /** Whether there is a user of this name, for the audit trail: who asks is never told. */
  public boolean isUser(String name) {
    return store.user(name).isPresent();
  }

  /** Ends a session; one that isn't known is no error. */
  public void logout(SessionSecret secret, String address) {
    Optional<LoginSession> session = store.session(secret.hash());
    if (session.isPresent()) {
      String user = session.orElseThrow().user();
      boolean _ =
          store.endSession(secret.hash(), event(user, address, "logout", "", Outcome.OK, ""));
    }
  }

  /**
   * Appends to the audit trail what came in from outside.
   *
   * @param who a user's name, or {@code nobody}
   * @param address where it came from
   */
  public void audit(
      String who, String address, String action, String target, Outcome outcome, String detail) {
    context.catalog().append(event(who, address, action, target, outcome, detail));
  }

  private AuditEvent event(
      String who, String address, String action, String target, Outcome outcome, String detail) {
    return new AuditEvent(context.clock().instant(), who, address, action, target, outcome, detail);
  }

  private static Principal principal(User user) {
    return new Principal(user.name(), "session", user.grants(), Accounts.UNLIMITED);
  }

  /** One at a time, and a failure is no reason to turn somebody away: the next use notes it. */
  private void note(Runnable work) {
    if (noting.compareAndSet(false, true)) {
      notes.execute(
          () -> {
            try {
              work.run();
            } catch (HeveliusException e) {
              // Such as a full disk: reading goes on.
            } finally {
              noting.set(false);
            }
          });
    }
  }

  private synchronized String decoy() {
    String hash = decoy;
    if (hash == null) {
      hash = context.passwords().hash(Password.given(TokenSecret.make(new SecureRandom()).hash()));
      decoy = hash;
    }
    return hash;
  }

  private static HeveliusException ended() {
    return denied("the session has ended", "log in again");
  }

  private static HeveliusException gone() {
    return denied(
        "the user isn't there any more", "an administrator can add it: hevelius user add");
  }

  private static HeveliusException denied(String message, String advice) {
    return new HeveliusException(Category.DENIED, message, advice);
  }
}
