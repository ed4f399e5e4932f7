package org.hevelius.simulator.view;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hevelius.simulator.event.Events;
import org.hevelius.simulator.files.ElementPath;
import org.hevelius.simulator.files.Places;
import org.hevelius.simulator.files.UsageCache;
import org.hevelius.simulator.resource.Caller;
import org.hevelius.simulator.resource.Fields;
import org.hevelius.simulator.resource.Outcome;
import org.hevelius.simulator.resource.Resource;
import org.hevelius.simulator.state.Json;
import org.hevelius.simulator.state.Refusal;
import org.hevelius.simulator.state.SimulatedClock;
import org.hevelius.simulator.state.Store;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Views: directories that are exported. */
public final class Views extends Resource {
  /** The collection. */
  public static final String NAME = "views";

  private static final Set<String> PROTOCOLS =
      Set.of("NFS", "SMB", "NFS4", "S3", "ENDPOINT", "DATABASE", "KAFKA", "BLOCK");
  private static final List<String> BUCKETS = List.of("S3", "DATABASE", "ENDPOINT", "KAFKA");

  private final Fields fields =
      Fields.of(
          NAME,
          "path!~ text",
          "policy_id! integer",
          "name text",
          "protocols list [\"NFS\"]",
          "create_dir flag",
          "bucket text",
          "bucket_owner text",
          "alias text",
          "share text",
          "tenant_id~ integer",
          "s3_versioning flag false",
          "locking flag false",
          "qos_policy_id integer");

  private final Places places;
  private final UsageCache usage;
  private final Events events;

  /** The views of a store. */
  public Views(Store store, SimulatedClock clock, Places places, UsageCache usage, Events events) {
    super(NAME, store, clock);
    this.places = places;
    this.usage = usage;
    this.events = events;
  }

  @Override
  public Map<String, Set<String>> served() {
    return Map.of("", Set.of("GET", "POST"), "id", Set.of("GET", "PATCH", "PUT", "DELETE"));
  }

  @Override
  protected ObjectNode shown(ObjectNode kept, Caller caller) {
    ObjectNode shown = super.shown(kept, caller);
    long bytes =
        usage
            .of(
                places.real(
                    Json.number(kept, "tenant_id"), new ElementPath(Json.string(kept, "path"))))
            .bytes();
    return shown
        .put("policy", nameOf("viewpolicies", Json.number(kept, "policy_id")))
        .put("qos_policy", nameOf("qospolicies", Json.number(kept, "qos_policy_id")))
        .put("title", Json.string(kept, "path"))
        .put("logical_capacity", bytes)
        .put("physical_capacity", bytes)
        .put("directory", true);
  }

  private void check(ObjectNode made) {
    needs("viewpolicies", "policy_id", made);
    needs("tenants", "tenant_id", made);
    boolean bucket = false;
    for (JsonNode protocol : made.path("protocols")) {
      if (!PROTOCOLS.contains(protocol.asString(""))) {
        throw Refusal.field(
            "protocols", "\"" + protocol.asString("") + "\" is not a valid choice.");
      }
      bucket |= BUCKETS.contains(protocol.asString(""));
    }
    if (bucket && Json.string(made, "bucket").isEmpty()) {
      throw Refusal.field("bucket", "This field is required.");
    }
    if (Json.has(made, "qos_policy_id")) {
      needs("qospolicies", "qos_policy_id", made);
    }
    needUnique("path", made, true);
    needUnique("bucket", made, false);
    needUnique("alias", made, true);
    needUnique("name", made, true);
  }

  @Override
  public Outcome create(ObjectNode body, Caller caller) {
    return store.locked(
        () -> {
          ObjectNode made = identified(fields.created(body));
          ElementPath path = ElementPath.parse("path", Json.string(made, "path"));
          made.put("path", path.text()).put("tenant_id", caller.tenantOf(body));
          if (!Json.has(made, "name")) {
            made.put("name", path.text());
          }
          check(made);
          long tenant = Json.number(made, "tenant_id");
          if (Json.flag(made, "create_dir")) {
            places.make(tenant, path);
          }
          places.directory(tenant, path);
          made.put("cluster_id", 1)
              .put("internal", false)
              .put("is_remote", false)
              .put("sync", "SYNCED")
              .put("sync_time", clock.instant().toString());
          store.put(name, made);
          events.changed("CREATED", "View", made);
          return Outcome.created(shown(made, caller));
        });
  }

  @Override
  public Outcome update(long id, ObjectNode body, Caller caller) {
    return store.locked(
        () -> {
          one(id, caller);
          ObjectNode made = fields.updated(store.get(name, id), body);
          check(made);
          store.put(name, made);
          events.changed("MODIFIED", "View", made);
          return Outcome.ok(shown(made, caller));
        });
  }

  /** The directory stays. */
  @Override
  public Outcome delete(long id, ObjectNode body, Caller caller) {
    return store.locked(
        () -> {
          one(id, caller);
          ObjectNode kept = store.get(name, id);
          store.remove(name, id);
          events.changed("DELETED", "View", kept);
          return Outcome.nothing();
        });
  }
}
