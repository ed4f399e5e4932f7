package org.hevelius.simulator.protection;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hevelius.simulator.event.Events;
import org.hevelius.simulator.files.ElementPath;
import org.hevelius.simulator.files.Places;
import org.hevelius.simulator.resource.Caller;
import org.hevelius.simulator.resource.Fields;
import org.hevelius.simulator.resource.Outcome;
import org.hevelius.simulator.resource.Resource;
import org.hevelius.simulator.resource.Spans;
import org.hevelius.simulator.snapshot.Indestructibility;
import org.hevelius.simulator.state.Json;
import org.hevelius.simulator.state.Refusal;
import org.hevelius.simulator.state.SimulatedClock;
import org.hevelius.simulator.state.Store;
import org.hevelius.simulator.task.Tasks;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Protected paths: a directory with the policy that protects it. */
public final class ProtectedPaths extends Resource {
  /** The collection. */
  static final String NAME = "protectedpaths";

  private static final Set<String> STAND_ALONE =
      Set.of("force_failover", "add_stream", "remove_stream", "reattach_stream", "modify_member");

  private final Fields fields =
      Fields.of(
          NAME,
          "name! text",
          "source_dir!~ text",
          "tenant_id~ integer",
          "target_exported_dir text",
          "protection_policy_id text",
          "enabled flag true",
          "capabilities text",
          "remote_tenant_guid text",
          "sync_interval integer",
          "lease_expiry_time integer");

  private final Places places;
  private final Indestructibility mechanism;
  private final Restores restores;
  private final Schedules schedules;
  private final Tasks tasks;
  private final Events events;

  /** The protected paths of a store. */
  public ProtectedPaths(
      Store store,
      SimulatedClock clock,
      Places places,
      Indestructibility mechanism,
      Restores restores,
      Schedules schedules,
      Tasks tasks,
      Events events) {
    super(NAME, store, clock);
    this.places = places;
    this.mechanism = mechanism;
    this.restores = restores;
    this.schedules = schedules;
    this.tasks = tasks;
    this.events = events;
  }

  @Override
  public Map<String, Set<String>> served() {
    Set<String> patch = Set.of("PATCH");
    return Map.ofEntries(
        Map.entry("", Set.of("GET", "POST")),
        Map.entry("id", Set.of("GET", "PATCH", "DELETE")),
        Map.entry("id/restore", Set.of("POST")),
        Map.entry("id/validate", Set.of("GET")),
        Map.entry("id/commit", patch),
        Map.entry("id/stop", patch),
        Map.entry("id/pause", patch),
        Map.entry("id/resume", patch),
        Map.entry("id/replicate_now", patch),
        Map.entry("id/force_failover", patch),
        Map.entry("id/add_stream", patch),
        Map.entry("id/remove_stream", patch),
        Map.entry("id/reattach_stream", patch),
        Map.entry("id/modify_member", patch));
  }

  @Override
  protected ObjectNode shown(ObjectNode kept, Caller caller) {
    ObjectNode shown = super.shown(kept, caller);
    long policy = Long.parseLong("0" + Json.string(kept, "protection_policy_id"));
    boolean enabled = Json.flag(kept, "enabled");
    shown
        .put("protection_policy_name", policy == 0 ? null : nameOf(Policies.NAME, policy))
        .put("state", enabled ? "Active" : "Suspended")
        .put("state_description", Json.string(kept, "restore_status"))
        .put("restore_status", Json.string(kept, "restore_status"));
    store.find(Policies.NAME, policy).flatMap(this::peer).ifPresent(peer -> copied(shown, peer));
    return shown;
  }

  /** The cluster to which a policy copies. */
  private Optional<ObjectNode> peer(ObjectNode policy) {
    return Json.string(policy, "clone_type").equals("NATIVE_REPLICATION")
        ? store.find(Policies.PEERS, Json.number(policy, "target_object_id"))
        : Optional.empty();
  }

  private static void copied(ObjectNode shown, ObjectNode peer) {
    shown
        .put("is_local", false)
        .put("replication_target_name", Json.string(peer, "name"))
        .put("peer_cluster_name", Json.string(peer, "name"))
        .put("peer_connection_state", "CONNECTED");
  }

  private ObjectNode checked(ObjectNode made) {
    needUnique("name", made, false);
    if (Json.has(made, "protection_policy_id")) {
      ObjectNode pointed =
          Json.object()
              .put(
                  "protection_policy_id",
                  Long.parseLong(
                      "0" + Json.string(made, "protection_policy_id").replaceAll("\\D", "")));
      needs(Policies.NAME, "protection_policy_id", pointed);
    }
    return made;
  }

  @Override
  public Outcome create(ObjectNode body, Caller caller) {
    return store.locked(
        () -> {
          ObjectNode wanted = body.deepCopy();
          if (!Json.has(body, "protection_policy_id") && Json.has(body, "policy_id")) {
            wanted.set("protection_policy_id", body.path("policy_id"));
          }
          ObjectNode made = identified(checked(fields.created(wanted)));
          long tenant = caller.tenantOf(body);
          needs("tenants", "tenant_id", Json.object().put("tenant_id", tenant));
          ElementPath source = ElementPath.parse("source_dir", Json.string(made, "source_dir"));
          places.directory(tenant, source);
          made.put("source_dir", source.text())
              .put("tenant_id", tenant)
              .put("role", "SOURCE")
              .put("health", "OK")
              .put("is_local", true)
              .put("internal", false)
              .put("failover", false)
              .put("restore_status", "")
              .put("_since", clock.instant().toString());
          store.put(name, made);
          events.changed("CREATED", "ProtectedPath", made);
          return Outcome.created(shown(made, caller));
        });
  }

  @Override
  public Outcome update(long id, ObjectNode body, Caller caller) {
    return store.locked(
        () -> {
          ObjectNode before = changeable(id);
          ObjectNode made = checked(fields.updated(before, body));
          if (!Json.string(before, "protection_policy_id")
              .equals(Json.string(made, "protection_policy_id"))) {
            made.put("_since", clock.instant().toString());
          }
          store.put(name, made);
          events.changed("MODIFIED", "ProtectedPath", made);
          return Outcome.ok(shown(made, caller));
        });
  }

  @Override
  public Outcome delete(long id, ObjectNode body, Caller caller) {
    return store.locked(
        () -> {
          ObjectNode kept = changeable(id);
          if (restores.isRunning(kept)) {
            throw Refusal.detail(400, "a restore of this protected path is not finished");
          }
          store.remove(name, id);
          events.changed("DELETED", "ProtectedPath", kept);
          return Outcome.ok(
              Json.object()
                  .set(
                      "async_task",
                      tasks.start("nothing", "delete " + Json.string(kept, "name"), kept)));
        });
  }

  @Override
  public Outcome act(String method, long id, String action, ObjectNode body, Caller caller) {
    one(id, caller);
    return switch (action) {
      case "validate" -> Outcome.ok(validated(store.get(name, id)));
      case "restore" -> Outcome.ok(restores.begin(store.get(name, id), body, caller));
      case "commit" -> {
        restores.commit(id);
        yield Outcome.ok(one(id, caller));
      }
      case "stop" -> {
        restores.stop(id);
        yield Outcome.ok(one(id, caller));
      }
      case "pause" -> enabled(id, false, caller);
      case "resume" -> enabled(id, true, caller);
      case "replicate_now" -> now(id, body, caller);
      default -> {
        if (STAND_ALONE.contains(action)) {
          throw Refusal.detail(400, "the stand-in has no remote cluster");
        }
        throw Refusal.notFound();
      }
    };
  }

  /** A path whose policy is indestructible can't be changed while the mechanism is locked. */
  private ObjectNode changeable(long id) {
    ObjectNode kept = store.get(name, id);
    String policy = Json.string(kept, "protection_policy_id");
    if (!policy.isEmpty()
        && store
            .find(Policies.NAME, Long.parseLong(policy))
            .filter(found -> Json.flag(found, "indestructible"))
            .isPresent()) {
      mechanism.needUnlocked("The policy of protected path " + Json.string(kept, "name"));
    }
    return kept;
  }

  private Outcome enabled(long id, boolean enabled, Caller caller) {
    return store.locked(
        () -> {
          ObjectNode kept = changeable(id).put("enabled", enabled);
          // What was due while it was paused is not made up for.
          kept.put("_since", clock.instant().toString());
          store.put(name, kept);
          return Outcome.ok(shown(kept, caller));
        });
  }

  private Outcome now(long id, ObjectNode body, Caller caller) {
    String text = Json.string(body, "time_expires_local");
    if (text.isEmpty()) {
      throw Refusal.field("time_expires_local", "This field is required.");
    }
    Instant expires =
        Spans.time(text)
            .or(() -> Spans.span(text).map(span -> clock.instant().plus(span)))
            .orElseThrow(() -> Refusal.field("time_expires_local", "Invalid time format."));
    schedules.take(store.get(name, id), clock.instant(), expires);
    return Outcome.ok(one(id, caller));
  }

  private ObjectNode validated(ObjectNode kept) {
    return store.locked(
        () -> {
          ElementPath source = new ElementPath(Json.string(kept, "source_dir"));
          ArrayNode versioned = Json.array();
          for (ObjectNode view : List.copyOf(store.all("views"))) {
            ElementPath path = new ElementPath(Json.string(view, "path"));
            if (Json.flag(view, "s3_versioning") && source.contains(path)) {
              versioned.add(path.text());
            }
          }
          return Json.object()
              .put("has_gn_streams", false)
              .put("is_dest_ppath", false)
              .put("is_source_ppath", false)
              .put("is_multi_tenant_system", store.all("tenants").size() > 1)
              .set("s3_versioning", versioned);
        });
  }
}
