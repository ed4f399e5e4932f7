package org.hevelius.simulator.protection;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hevelius.simulator.event.Events;
import org.hevelius.simulator.resource.Caller;
import org.hevelius.simulator.resource.Fields;
import org.hevelius.simulator.resource.Outcome;
import org.hevelius.simulator.resource.Resource;
import org.hevelius.simulator.snapshot.Indestructibility;
import org.hevelius.simulator.state.Json;
import org.hevelius.simulator.state.Refusal;
import org.hevelius.simulator.state.SimulatedClock;
import org.hevelius.simulator.state.Store;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Protection policies: when snapshots are taken and how long they stay. */
public final class Policies extends Resource {
  /** The collection. */
  static final String NAME = "protectionpolicies";

  /** The clusters that can be copied to. */
  static final String PEERS = "nativereplicationremotetargets";

  private static final List<String> TYPES =
      List.of("LOCAL", "NATIVE_REPLICATION", "CLOUD_REPLICATION");

  private final Fields fields =
      Fields.of(
          NAME,
          "name! text",
          "prefix! text",
          "clone_type! text",
          "frames! list",
          "indestructible flag false",
          "big_catalog flag false",
          "tenant_id integer",
          "target_object_id integer",
          "remote_tenant_guid text");

  private final Indestructibility mechanism;
  private final Events events;

  /** The policies of a store. */
  public Policies(Store store, SimulatedClock clock, Indestructibility mechanism, Events events) {
    super(NAME, store, clock);
    this.mechanism = mechanism;
    this.events = events;
  }

  @Override
  public Map<String, Set<String>> served() {
    return Map.of("", Set.of("GET", "POST"), "id", Set.of("GET", "PATCH", "DELETE"));
  }

  static List<Frame> frames(ObjectNode policy) {
    return Frame.all(policy.path("frames"), Instant.parse(Json.string(policy, "created")));
  }

  @Override
  protected ObjectNode shown(ObjectNode kept, Caller caller) {
    ObjectNode shown = super.shown(kept, caller);
    ArrayNode pretty = Json.array();
    frames(kept).forEach(frame -> pretty.add(frame.pretty()));
    shown.set("pretty_schedules", pretty);
    if (Json.has(kept, "tenant_id")) {
      long tenant = Json.number(kept, "tenant_id");
      shown.set("tenant", Json.object().put("id", tenant).put("name", nameOf("tenants", tenant)));
    }
    return shown;
  }

  private void check(ObjectNode made) {
    needUnique("name", made, false);
    if (!TYPES.contains(Json.string(made, "clone_type"))) {
      throw Refusal.field(
          "clone_type", "\"" + Json.string(made, "clone_type") + "\" is not a valid choice.");
    }
    if (Json.string(made, "clone_type").equals("NATIVE_REPLICATION")) {
      needs(PEERS, "target_object_id", made);
    }
    frames(made);
  }

  @Override
  public Outcome create(ObjectNode body, Caller caller) {
    return store.locked(
        () -> {
          ObjectNode made = identified(fields.created(body));
          check(made);
          made.put("state", "working")
              .put("is_local", true)
              .put("is_on_schedule", true)
              .put("schedule_miss", 0)
              .put("internal", false)
              .put("handle", Json.string(made, "guid"));
          store.put(name, made);
          events.changed("CREATED", "ProtectionPolicy", made);
          return Outcome.created(shown(made, caller));
        });
  }

  @Override
  public Outcome update(long id, ObjectNode body, Caller caller) {
    return store.locked(
        () -> {
          ObjectNode before = store.get(name, id);
          ObjectNode made = fields.updated(before, body);
          if (Json.flag(before, "indestructible")) {
            mechanism.needUnlocked("Protection policy " + Json.string(before, "name"));
          }
          check(made);
          store.put(name, made);
          events.changed("MODIFIED", "ProtectionPolicy", made);
          return Outcome.ok(shown(made, caller));
        });
  }

  @Override
  public Outcome delete(long id, ObjectNode body, Caller caller) {
    return store.locked(
        () -> {
          ObjectNode kept = store.get(name, id);
          boolean used =
              store.all(ProtectedPaths.NAME).stream()
                  .anyMatch(path -> Json.string(path, "protection_policy_id").equals("" + id));
          if (used) {
            throw Refusal.detail(
                400, "Protection policy " + Json.string(kept, "name") + " is in use.");
          }
          if (Json.flag(kept, "indestructible")) {
            mechanism.needUnlocked("Protection policy " + Json.string(kept, "name"));
          }
          store.remove(name, id);
          events.changed("DELETED", "ProtectionPolicy", kept);
          return Outcome.nothing();
        });
  }
}
