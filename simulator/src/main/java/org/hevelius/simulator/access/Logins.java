package org.hevelius.simulator.access;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.hevelius.simulator.fault.Settings;
import org.hevelius.simulator.state.Json;
import org.hevelius.simulator.state.Refusal;
import org.hevelius.simulator.state.SimulatedClock;
import org.hevelius.simulator.state.Store;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The ways to log in: basic, a pair of signed tokens, a program's token. */
public final class Logins {
  private static final String KEPT = "_login";

  /** The one user that there is. */
  public record User(String name, String password) {
    @Override
    public String toString() {
      return name;
    }
  }

  private final User user;
  private final Store store;
  private final SimulatedClock clock;
  private final Settings settings;
  private final ApiTokens apiTokens;

  /** Logins of one user. */
  public Logins(
      User user, Store store, SimulatedClock clock, Settings settings, ApiTokens apiTokens) {
    this.user = user;
    this.store = store;
    this.clock = clock;
    this.settings = settings;
    this.apiTokens = apiTokens;
  }

  /**
   * Who sent these headers.
   *
   * @param headers by their names in lower case
   * @throws Refusal 401 for nobody or the wrong password, 403 for a token that has expired
   */
  public String recognize(Map<String, String> headers) {
    String given = headers.getOrDefault("authorization", "").strip();
    int space = given.indexOf(' ');
    String kind = space < 0 ? given : given.substring(0, space);
    String value = space < 0 ? "" : given.substring(space + 1).strip();
    if (kind.equalsIgnoreCase("basic")) {
      return basic(value);
    }
    if (kind.equalsIgnoreCase("bearer")) {
      if (!isValid(value, "access")) {
        throw new Refusal(
            403,
            Json.object()
                .put("detail", "Given token not valid for any token type")
                .put("code", "token_not_valid")
                .set(
                    "messages",
                    Json.array()
                        .add(
                            Json.object()
                                .put("token_class", "AccessToken")
                                .put("token_type", "access")
                                .put("message", "Token is invalid or expired"))));
      }
      return user.name();
    }
    if (kind.equalsIgnoreCase("api-token")) {
      return apiTokens.recognize(value);
    }
    throw Refusal.detail(401, "Authentication credentials were not provided.");
  }

  private String basic(String value) {
    try {
      String pair = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
      if (Secrets.same(pair, user.name() + ":" + user.password())) {
        return user.name();
      }
    } catch (IllegalArgumentException _) {
      // Not even Base64.
    }
    throw Refusal.detail(401, "Invalid username/password.");
  }

  /** A pair of tokens for a name and a password. */
  public ObjectNode token(ObjectNode body) {
    ObjectNode wrong = Json.object();
    for (String field : new String[] {"username", "password"}) {
      if (!body.path(field).isString()) {
        wrong.set(field, Json.array().add("This field is required."));
      }
    }
    if (!wrong.isEmpty()) {
      throw new Refusal(400, wrong);
    }
    if (!Json.string(body, "username").equals(user.name())
        || !Secrets.same(Json.string(body, "password"), user.password())) {
      throw Refusal.detail(401, "No active account found with the given credentials");
    }
    return pair();
  }

  /** A new pair for the longer-lived token of a pair. */
  public ObjectNode refresh(ObjectNode body) {
    if (!isValid(Json.string(body, "refresh"), "refresh")) {
      throw new Refusal(
          401,
          Json.object()
              .put("detail", "Token is invalid or expired")
              .put("code", "token_not_valid"));
    }
    return pair();
  }

  private ObjectNode pair() {
    return Json.object()
        .put("access", signed("access", settings.number("access_token_seconds")))
        .put("refresh", signed("refresh", settings.number("refresh_token_seconds")));
  }

  /** Makes the tokens that were given out invalid. */
  public void expire(boolean refreshToo) {
    store.run(
        () -> {
          ObjectNode kept = kept();
          kept.put("access", Json.number(kept, "access") + 1);
          kept.put("refresh", Json.number(kept, "refresh") + (refreshToo ? 1 : 0));
          store.put(KEPT, kept);
        });
  }

  private ObjectNode kept() {
    return store.locked(
        () ->
            store
                .find(KEPT, 1)
                .orElseGet(
                    () -> {
                      ObjectNode made = Json.object().put("id", 1).put("key", Secrets.random(32));
                      store.put(KEPT, made);
                      return made;
                    }));
  }

  private String signed(String type, long seconds) {
    ObjectNode kept = kept();
    ObjectNode claims =
        Json.object()
            .put("token_type", type)
            .put("exp", clock.instant().plus(Duration.ofSeconds(seconds)).getEpochSecond())
            .put("jti", Secrets.random(9))
            .put("generation", Json.number(kept, type))
            .put("username", user.name());
    String content =
        encoded(Json.object().put("alg", "HS256").put("typ", "JWT")) + "." + encoded(claims);
    return content + "." + signature(kept, content);
  }

  private static String encoded(JsonNode node) {
    return Secrets.base64(Json.text(node).getBytes(StandardCharsets.UTF_8));
  }

  private static String signature(ObjectNode kept, String content) {
    byte[] key = Json.string(kept, "key").getBytes(StandardCharsets.UTF_8);
    return Secrets.base64(Secrets.hmac(key, content));
  }

  private boolean isValid(String token, String type) {
    String[] parts = token.split("\\.", -1);
    ObjectNode kept = kept();
    if (parts.length != 3 || !Secrets.same(signature(kept, parts[0] + "." + parts[1]), parts[2])) {
      return false;
    }
    JsonNode claims =
        Json.parse(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
    return Json.string(claims, "token_type").equals(type)
        && Json.number(claims, "generation") == Json.number(kept, type)
        && clock.instant().isBefore(Instant.ofEpochSecond(Json.number(claims, "exp")));
  }
}
