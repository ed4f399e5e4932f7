package org.hevelius.simulator.access;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.hevelius.simulator.resource.Caller;
import org.hevelius.simulator.resource.Fields;
import org.hevelius.simulator.resource.Outcome;
import org.hevelius.simulator.resource.Resource;
import org.hevelius.simulator.resource.Spans;
import org.hevelius.simulator.state.Json;
import org.hevelius.simulator.state.Refusal;
import org.hevelius.simulator.state.SimulatedClock;
import org.hevelius.simulator.state.Store;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Tokens for programs; only their hashes are kept. */
public final class ApiTokens extends Resource {
  private static final int PER_USER = 5;
  private static final Duration LONGEST = Duration.ofDays(365);

  private final String user;
  private final Fields fields =
      Fields.of("apitokens", "owner text", "name text", "expiry_date text");

  /** Tokens of a user. */
  public ApiTokens(String user, Store store, SimulatedClock clock) {
    super("apitokens", store, clock);
    this.user = user;
  }

  @Override
  public Map<String, Set<String>> served() {
    return Map.of("", Set.of("GET", "POST"), "id", Set.of("GET"), "id/revoke", Set.of("PATCH"));
  }

  @Override
  protected ObjectNode shown(ObjectNode kept, Caller caller) {
    ObjectNode shown = super.shown(kept, caller);
    return shown.put("id", Json.string(kept, "id"));
  }

  private boolean isValid(ObjectNode kept) {
    return !Json.flag(kept, "revoked")
        && clock.instant().isBefore(Instant.parse(Json.string(kept, "expiry_date")));
  }

  @Override
  public Outcome create(ObjectNode body, Caller caller) {
    return store.locked(
        () -> {
          ObjectNode made = fields.created(body);
          String owner = Json.has(made, "owner") ? Json.string(made, "owner") : user;
          if (!owner.equals(user)) {
            throw Refusal.field("owner", "No such user.");
          }
          if (store.all(name).stream().filter(this::isValid).count() >= PER_USER) {
            throw Refusal.detail(503, "Max allowed API tokens reached");
          }
          Duration life =
              Json.has(made, "expiry_date")
                  ? Spans.span(Json.string(made, "expiry_date"))
                      .orElseThrow(() -> Refusal.field("expiry_date", "Invalid time format."))
                  : LONGEST;
          String token = Secrets.random(24);
          made.put("owner", owner)
              .put(
                  "name", Json.has(made, "name") ? Json.string(made, "name") : owner + "_api_token")
              .put("expiry_date", clock.instant().plus(life).toString())
              .put("revoked", false)
              .put("_hash", hash(token));
          store.put(name, identified(made));
          return Outcome.created(
              Json.object().put("id", Json.string(made, "id")).put("token", token));
        });
  }

  private static String hash(String token) {
    return Secrets.base64(Secrets.sha256(token.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public Outcome act(String method, long id, String action, ObjectNode body, Caller caller) {
    if (!action.equals("revoke")) {
      throw Refusal.notFound();
    }
    return store.locked(
        () -> {
          ObjectNode token = store.get(name, id);
          token.put("revoked", true).put("revocation_time", clock.instant().toString());
          store.put(name, token);
          return Outcome.ok(StringNode.valueOf("API token has been revoked"));
        });
  }

  /** Whose token this is. */
  String recognize(String token) {
    String hash = hash(token);
    return store.locked(
        () ->
            store.all(name).stream()
                .filter(kept -> Secrets.same(Json.string(kept, "_hash"), hash) && isValid(kept))
                .map(kept -> Json.string(kept, "owner"))
                .findFirst()
                .orElseThrow(() -> Refusal.detail(401, "Invalid token.")));
  }
}
