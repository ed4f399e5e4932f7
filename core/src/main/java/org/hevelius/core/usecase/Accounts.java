package org.hevelius.core.usecase;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.AccessStore;
import org.hevelius.core.access.ApiToken;
import org.hevelius.core.access.Grant;
import org.hevelius.core.access.Password;
import org.hevelius.core.access.Role;
import org.hevelius.core.access.TokenSecret;
import org.hevelius.core.access.User;
import org.jspecify.annotations.Nullable;

/** Adds, shows, changes and removes users and their tokens. */
public final class Accounts implements Facade.AccountUses {
  /** The limits of a token that has none: it may do all that its owner may. */
  public static final List<Grant> UNLIMITED = List.of(new Grant(Role.ADMIN, Grant.ALL));

  private final Context context;
  private final AccessStore store;

  /** Use cases over these parts. */
  public Accounts(Context context) {
    this.context = context;
    this.store = context.catalog().access();
  }

  /**
   * A user with what belongs to it.
   *
   * @param tokens how many, those that have expired among them
   * @param sessions likewise
   */
  public record View(
      String name,
      List<Grant> grants,
      boolean password,
      Instant created,
      long tokens,
      long sessions) {}

  /** A user with what belongs to it, to be removed as it was shown. */
  public record Removal(User user, List<ApiToken> tokens, long sessions) {}

  /**
   * A change of a user; null leaves a thing as it is.
   *
   * @param grants in place of all that the user has
   * @param password a new one
   * @param withoutPassword whether the password is taken away
   */
  public record Change(
      String name,
      @Nullable List<Grant> grants,
      @Nullable Password password,
      boolean withoutPassword) {}

  /**
   * A token to make.
   *
   * @param owner null for the user who is called like the one who acts
   * @param limits empty for none
   * @param expires null for never
   */
  public record TokenRequest(
      @Nullable String owner, String name, List<Grant> limits, @Nullable Instant expires) {}

  /** A token that was made; the only moment at which the secret is known. */
  public record Made(ApiToken token, TokenSecret secret) {}

  /**
   * Adds a user.
   *
   * @param password null for a user who works by tokens only
   * @throws HeveliusException CONFLICT when there is one of that name
   */
  @Override
  public View add(String name, List<Grant> grants, @Nullable Password password) {
    return context.audited(
        "user add",
        name,
        () -> {
          User user = new User(name, grants, password != null, context.clock().instant());
          store.addUser(user, hash(password), context.done("user add", name, text(user.grants())));
          return view(user, store.tokens());
        });
  }

  /** All users, sorted by name. */
  @Override
  public List<View> users() {
    List<ApiToken> tokens = store.tokens();
    return store.users().stream().map(user -> view(user, tokens)).toList();
  }

  /**
   * Changes a user. What is granted counts from the next request on; another password ends all
   * sessions.
   *
   * @throws HeveliusException NOT_FOUND when there is none
   */
  @Override
  public View change(Change change) {
    return context.audited(
        "user set",
        change.name(),
        () -> {
          User before = user(change.name());
          List<Grant> grants = change.grants() == null ? before.grants() : change.grants();
          boolean password =
              !change.withoutPassword() && (before.password() || change.password() != null);
          User after = new User(before.name(), grants, password, before.created());
          String detail =
              text(grants)
                  + (change.password() != null ? "; a new password" : "")
                  + (change.withoutPassword() ? "; without a password" : "");
          store.updateUser(
              before,
              after,
              hash(change.password()),
              context.done("user set", before.name(), detail));
          return view(after, store.tokens());
        });
  }

  /**
   * What removing a user would remove.
   *
   * @throws HeveliusException NOT_FOUND when there is none
   */
  @Override
  public Removal plan(String name) {
    User user = user(name);
    List<ApiToken> tokens =
        store.tokens().stream().filter(token -> token.owner().equals(name)).toList();
    return new Removal(user, tokens, store.sessions(name));
  }

  /**
   * Removes a user with all tokens and sessions; from the next request on nobody gets in by them.
   *
   * @throws HeveliusException CONFLICT when the user was changed since the plan
   */
  @Override
  public void remove(Removal plan) {
    String name = plan.user().name();
    context.audited(
        "user remove",
        name,
        () -> {
          store.removeUser(
              plan.user(),
              context.done(
                  "user remove",
                  name,
                  "with %d tokens and %d sessions"
                      .formatted(plan.tokens().size(), plan.sessions())));
          return true;
        });
  }

  /**
   * Makes a token.
   *
   * @throws HeveliusException NOT_FOUND when there is no such owner; INVALID when it would be
   *     expired already
   */
  @Override
  public Made create(TokenRequest request) {
    return context.audited(
        "token create",
        request.name(),
        () -> {
          Instant now = context.clock().instant();
          Instant expires = request.expires();
          if (expires != null && !expires.isAfter(now)) {
            throw new HeveliusException(
                Category.INVALID, "the token would have expired already, at " + expires);
          }
          List<Grant> limits = request.limits().isEmpty() ? UNLIMITED : request.limits();
          TokenSecret secret = TokenSecret.make(new SecureRandom());
          ApiToken token =
              new ApiToken(
                  secret.prefix(),
                  owner(request.owner()).name(),
                  request.name(),
                  limits,
                  now,
                  expires,
                  null);
          store.addToken(
              token,
              secret.hash(),
              context.done(
                  "token create",
                  token.prefix(),
                  "for %s, limited to %s".formatted(token.owner(), text(limits))));
          return new Made(token, secret);
        });
  }

  /** All tokens, sorted by owner and age. */
  @Override
  public List<ApiToken> tokens() {
    return store.tokens();
  }

  /**
   * The token of exactly that prefix.
   *
   * @throws HeveliusException NOT_FOUND when there is none
   */
  @Override
  public ApiToken token(String prefix) {
    return store
        .token(prefix)
        .map(AccessStore.Stored::token)
        .orElseThrow(
            () ->
                new HeveliusException(
                    Category.NOT_FOUND,
                    "there is no token " + shown(prefix),
                    "see all: hevelius token list"));
  }

  /**
   * Revokes a token; from the next request on nobody gets in by it.
   *
   * @throws HeveliusException NOT_FOUND when there is none
   */
  @Override
  public ApiToken revoke(String prefix) {
    return context.audited(
        "token revoke",
        shown(prefix),
        () -> {
          ApiToken token = token(prefix);
          store.revokeToken(prefix, context.done("token revoke", prefix, "of " + token.owner()));
          return token;
        });
  }

  /** Somebody may paste the whole token where its prefix is asked for. */
  private static String shown(String prefix) {
    return TokenSecret.shown(prefix);
  }

  private User owner(@Nullable String wanted) {
    if (wanted != null) {
      return user(wanted);
    }
    String me = context.actor().name();
    Optional<User> same = store.user(me);
    return same.orElseThrow(
        () ->
            new HeveliusException(
                Category.NOT_FOUND,
                "there is no user \"" + me + "\", whom the token could belong to",
                "name the owner: --user NAME",
                "or add one: hevelius user add " + me + " --role admin"));
  }

  private User user(String name) {
    return store
        .user(name)
        .orElseThrow(
            () ->
                new HeveliusException(
                    Category.NOT_FOUND,
                    "there is no user \"" + name + "\"",
                    "see all: hevelius user list"));
  }

  private View view(User user, List<ApiToken> tokens) {
    long count = tokens.stream().filter(token -> token.owner().equals(user.name())).count();
    return new View(
        user.name(),
        user.grants(),
        user.password(),
        user.created(),
        count,
        store.sessions(user.name()));
  }

  private @Nullable String hash(@Nullable Password password) {
    return password == null ? null : context.passwords().hash(password);
  }

  private static String text(List<Grant> grants) {
    return String.join(", ", grants.stream().map(Grant::toString).toList());
  }
}
