package org.hevelius.server.api;

import static org.hevelius.server.api.Parts.API;
import static org.hevelius.server.api.Parts.everywhere;
import static org.hevelius.server.api.Parts.recognized;

import java.time.Instant;
import java.util.List;
import org.hevelius.core.access.Action;
import org.hevelius.core.access.ApiToken;
import org.hevelius.core.access.Grant;
import org.hevelius.core.access.Password;
import org.hevelius.core.access.Principal;
import org.hevelius.core.usecase.Accounts;
import org.hevelius.server.http.Request;
import org.hevelius.server.http.Response;
import org.hevelius.server.http.Route;
import org.jspecify.annotations.Nullable;

/** Users and tokens as resources, for administrators; and for everybody who they are. */
final class AccountRoutes {
  private static final String USER = API + "/users/{user}";
  private static final String TOKEN = API + "/tokens/{token}";

  private record NewUser(
      @Nullable String name, @Nullable List<Grant> grants, @Nullable String password) {
    /** Never tells the password. */
    @Override
    public String toString() {
      return "NewUser[" + name + "]";
    }
  }

  private record Change(
      @Nullable List<Grant> grants, @Nullable String password, @Nullable Boolean withoutPassword) {
    /** Never tells the password. */
    @Override
    public String toString() {
      return "Change[" + grants + "]";
    }
  }

  private record NewToken(
      @Nullable String owner,
      @Nullable String name,
      @Nullable List<Grant> limits,
      @Nullable Instant expires) {}

  /** A token that was made, with the secret that nobody can be told again. */
  record Made(ApiToken token, String secret) {
    /** Never tells the secret. */
    @Override
    public String toString() {
      return "Made[" + token.prefix() + "]";
    }
  }

  private final Parts parts;

  AccountRoutes(Parts parts) {
    this.parts = parts;
  }

  List<Route> routes() {
    return List.of(
        recognized("GET", API + "/whoami", (request, caller) -> whoAmI(request, caller)),
        administered("GET", API + "/users", this::users),
        administered("POST", API + "/users", this::addUser),
        administered("GET", USER, this::user),
        administered("PATCH", USER, this::setUser),
        administered("DELETE", USER, this::removeUser),
        administered("GET", API + "/tokens", this::tokens),
        administered("POST", API + "/tokens", this::addToken),
        administered("GET", TOKEN, this::token),
        administered("DELETE", TOKEN, this::revoke));
  }

  private static Route administered(String method, String path, Route.Handler handler) {
    return everywhere(method, path, Action.ADMINISTER, handler);
  }

  private static Response whoAmI(Request request, Principal caller) {
    Query _ = Query.of(request);
    return Response.ok(caller);
  }

  private Accounts accounts(Principal caller) {
    return parts.as(caller).accounts();
  }

  private Response users(Request request, Principal caller) {
    Query _ = Query.of(request);
    return Response.ok(new Page<>(accounts(caller).users(), null));
  }

  private Response addUser(Request request, Principal caller) {
    Query _ = Query.of(request);
    NewUser wish = Bodies.read(request, NewUser.class);
    Accounts.View view =
        accounts(caller)
            .add(
                Bodies.required(wish.name(), "name"),
                Bodies.required(wish.grants(), "grants"),
                password(wish.password()));
    return Response.of(201, view).with("Location", API + "/users/" + view.name());
  }

  private static @Nullable Password password(@Nullable String text) {
    return text == null ? null : Password.chosen(text);
  }

  private Accounts.Removal removal(Request request, Principal caller) {
    return accounts(caller).plan(request.parameter("user"));
  }

  private static String tag(Accounts.Removal removal) {
    return Etags.of(removal.user());
  }

  private Response user(Request request, Principal caller) {
    Query _ = Query.of(request);
    Accounts.Removal removal = removal(request, caller);
    return Response.ok(removal).with("ETag", tag(removal));
  }

  private Response setUser(Request request, Principal caller) {
    Query _ = Query.of(request);
    Change wish = Bodies.read(request, Change.class);
    return Response.ok(
        accounts(caller)
            .change(
                new Accounts.Change(
                    request.parameter("user"),
                    wish.grants(),
                    password(wish.password()),
                    Bodies.flag(wish.withoutPassword()))));
  }

  private Response removeUser(Request request, Principal caller) {
    Query _ = Query.of(request);
    Accounts.Removal removal = removal(request, caller);
    Etags.require(request, tag(removal), "the user " + removal.user().name());
    accounts(caller).remove(removal);
    return Response.ok(removal);
  }

  private Response tokens(Request request, Principal caller) {
    Query _ = Query.of(request);
    return Response.ok(new Page<>(accounts(caller).tokens(), null));
  }

  /** Not once for each idempotency key: then the secret would have to be remembered. */
  private Response addToken(Request request, Principal caller) {
    Query _ = Query.of(request);
    NewToken wish = Bodies.read(request, NewToken.class);
    Accounts.Made made =
        accounts(caller)
            .create(
                new Accounts.TokenRequest(
                    wish.owner(),
                    Bodies.required(wish.name(), "name"),
                    Bodies.list(wish.limits()),
                    wish.expires()));
    return Response.of(201, new Made(made.token(), made.secret().reveal()))
        .with("Location", API + "/tokens/" + made.token().prefix());
  }

  private Response token(Request request, Principal caller) {
    Query _ = Query.of(request);
    return Response.ok(accounts(caller).token(request.parameter("token")));
  }

  private Response revoke(Request request, Principal caller) {
    Query _ = Query.of(request);
    return Response.ok(accounts(caller).revoke(request.parameter("token")));
  }
}
