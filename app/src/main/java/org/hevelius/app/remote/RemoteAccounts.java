package org.hevelius.app.remote;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hevelius.core.access.ApiToken;
import org.hevelius.core.access.Grant;
import org.hevelius.core.access.Password;
import org.hevelius.core.access.TokenSecret;
import org.hevelius.core.usecase.Accounts;
import org.hevelius.core.usecase.Facade;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/** Users and tokens of a service. */
final class RemoteAccounts implements Facade.AccountUses {
  private record Made(ApiToken token, String secret) {
    /** Never tells the secret. */
    @Override
    public String toString() {
      return "Made[" + token.prefix() + "]";
    }
  }

  private final Connection connection;
  private final Map<String, String> tags = new HashMap<>();

  RemoteAccounts(Connection connection) {
    this.connection = connection;
  }

  private static Map<String, Object> body(
      @Nullable List<Grant> grants, @Nullable Password password) {
    Map<String, Object> body = new LinkedHashMap<>();
    if (grants != null) {
      body.put("grants", grants);
    }
    if (password != null) {
      body.put("password", password.reveal());
    }
    return body;
  }

  private static Ask user(String name) {
    return Ask.of("users/" + Ask.segment(name));
  }

  private static Ask token(ApiToken token) {
    return Ask.of("tokens/" + Ask.segment(token.prefix()));
  }

  @Override
  public Accounts.View add(String name, List<Grant> grants, @Nullable Password password) {
    Map<String, Object> body = body(grants, password);
    body.put("name", name);
    return connection.change("POST", Ask.of("users"), body, Map.of()).as(Accounts.View.class);
  }

  @Override
  public List<Accounts.View> users() {
    Wire.Page<Accounts.View> page = connection.get(Ask.of("users"), new TypeReference<>() {});
    return page.items();
  }

  @Override
  public Accounts.View change(Accounts.Change change) {
    Map<String, Object> body = body(change.grants(), change.password());
    body.put("withoutPassword", change.withoutPassword());
    return connection.change("PATCH", user(change.name()), body, Map.of()).as(Accounts.View.class);
  }

  @Override
  public Accounts.Removal plan(String name) {
    Connection.Answer answer = connection.change("GET", user(name), null, Map.of());
    tags.put(name, answer.tag());
    return answer.as(Accounts.Removal.class);
  }

  @Override
  public void remove(Accounts.Removal plan) {
    String name = plan.user().name();
    String tag = Objects.requireNonNull(tags.get(name), "a plan of this connection");
    var _ = connection.change("DELETE", user(name), null, Map.of("If-Match", tag));
  }

  @Override
  public Accounts.Made create(Accounts.TokenRequest request) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", request.name());
    body.put("limits", request.limits());
    if (request.owner() != null) {
      body.put("owner", request.owner());
    }
    if (request.expires() != null) {
      body.put("expires", request.expires().toString());
    }
    Made made = connection.change("POST", Ask.of("tokens"), body, Map.of()).as(Made.class);
    return new Accounts.Made(made.token(), TokenSecret.parse(made.secret()).orElseThrow());
  }

  @Override
  public List<ApiToken> tokens() {
    Wire.Page<ApiToken> page = connection.get(Ask.of("tokens"), new TypeReference<>() {});
    return page.items();
  }

  @Override
  public ApiToken token(String prefix) {
    return connection.get(Ask.of("tokens/" + Ask.segment(prefix)), ApiToken.class);
  }

  @Override
  public ApiToken revoke(String prefix) {
    return connection.change("DELETE", token(token(prefix)), null, Map.of()).as(ApiToken.class);
  }
}
