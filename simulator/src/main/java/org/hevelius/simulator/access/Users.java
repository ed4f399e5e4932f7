package org.hevelius.simulator.access;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hevelius.simulator.resource.Caller;
import org.hevelius.simulator.resource.Fields;
import org.hevelius.simulator.resource.Outcome;
import org.hevelius.simulator.resource.Records;
import org.hevelius.simulator.state.Json;
import org.hevelius.simulator.state.Refusal;
import org.hevelius.simulator.state.SimulatedClock;
import org.hevelius.simulator.state.Store;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Users of the data, with keys that open the buckets. A secret key is told once; unlike a token it
 * must be kept as it is, for signatures are computed with it.
 */
public final class Users extends Records {
  private static final String NAME = "users";
  private static final String KEYS = "_keys";

  /** The users of a store. */
  public Users(Store store, SimulatedClock clock) {
    super(
        NAME,
        store,
        clock,
        Fields.of(
            NAME,
            "name! text",
            "uid integer",
            "leading_gid integer",
            "gids list []",
            "local flag true",
            "allow_create_bucket flag false",
            "allow_delete_bucket flag false",
            "s3_superuser flag false",
            "s3_policies_ids list []"));
  }

  @Override
  public Map<String, Set<String>> served() {
    Map<String, Set<String>> all = new LinkedHashMap<>(super.served());
    all.put("id/access_keys", Set.of("POST", "PATCH", "DELETE"));
    return all;
  }

  @Override
  protected ObjectNode shown(ObjectNode kept, Caller caller) {
    ObjectNode shown = super.shown(kept, caller);
    ArrayNode keys = Json.array();
    for (JsonNode key : kept.path(KEYS)) {
      keys.add(((ObjectNode) key.deepCopy()).without("secret_key"));
    }
    shown.set("access_keys", keys);
    return shown;
  }

  @Override
  public Outcome act(String method, long id, String action, ObjectNode body, Caller caller) {
    return store.locked(
        () -> {
          ObjectNode user = store.get(name, id);
          Outcome outcome =
              method.equals("POST") ? added(user, caller, body) : changed(method, user, body);
          store.put(name, user);
          return outcome;
        });
  }

  private Outcome added(ObjectNode user, Caller caller, ObjectNode body) {
    ObjectNode key =
        Json.object()
            .put("access_key", Secrets.random(15))
            .put("secret_key", Secrets.random(30))
            .put("creation_time", clock.instant().toString())
            .put("enabled", true)
            .put("tenant_id", caller.tenantOf(body));
    ArrayNode keys = Json.array();
    user.path(KEYS).forEach(keys::add);
    user.set(KEYS, keys.add(key));
    return Outcome.ok(key.deepCopy().retain(Set.of("access_key", "secret_key")));
  }

  private static Outcome changed(String method, ObjectNode user, ObjectNode body) {
    String wanted = Json.string(body, "access_key");
    ArrayNode keys = Json.array();
    boolean found = false;
    for (JsonNode key : user.path(KEYS)) {
      boolean meant = key.path("access_key").asString("").equals(wanted);
      found |= meant;
      if (!meant) {
        keys.add(key);
      } else if (method.equals("PATCH")) {
        keys.add(((ObjectNode) key).put("enabled", Json.flag(body, "enabled")));
      }
    }
    if (!found) {
      throw wanted.isEmpty()
          ? Refusal.field("access_key", "This field is required.")
          : Refusal.notFound();
    }
    user.set(KEYS, keys);
    return Outcome.nothing();
  }

  /** The secret of a key that opens buckets now. */
  public static Optional<String> secret(Store store, String accessKey) {
    return store.locked(
        () -> {
          for (ObjectNode user : store.all(NAME)) {
            for (JsonNode key : user.path(KEYS)) {
              if (key.path("access_key").asString("").equals(accessKey)
                  && key.path("enabled").asBoolean(false)) {
                return Optional.of(key.path("secret_key").asString(""));
              }
            }
          }
          return Optional.<String>empty();
        });
  }
}
