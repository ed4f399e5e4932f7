package org.hevelius.simulator.snapshot;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hevelius.simulator.files.ElementPath;
import org.hevelius.simulator.resource.Caller;
import org.hevelius.simulator.resource.Fields;
import org.hevelius.simulator.resource.Outcome;
import org.hevelius.simulator.resource.Resource;
import org.hevelius.simulator.resource.Spans;
import org.hevelius.simulator.state.Json;
import org.hevelius.simulator.state.Refusal;
import org.hevelius.simulator.state.SimulatedClock;
import org.hevelius.simulator.state.Store;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The collection of snapshots as clients see it. */
public final class SnapshotList extends Resource {
  private static final int LONGEST_NAME = 255;

  private final Fields fields =
      Fields.of(
          "snapshots",
          "name! text",
          "path!~ text",
          "tenant_id~ integer",
          "expiration_time text",
          "indestructible flag false",
          "locked flag false");

  private final Snapshots snapshots;
  private final Indestructibility mechanism;
  private final Streams streams;

  /** The snapshots, and the clones that are made of them. */
  public SnapshotList(
      Store store,
      SimulatedClock clock,
      Snapshots snapshots,
      Indestructibility mechanism,
      Streams streams) {
    super(Snapshots.NAME, store, clock);
    this.snapshots = snapshots;
    this.mechanism = mechanism;
    this.streams = streams;
  }

  @Override
  public Map<String, Set<String>> served() {
    return Map.of(
        "",
        Set.of("GET", "POST"),
        "id",
        Set.of("GET", "PATCH", "DELETE"),
        "id/clone",
        Set.of("POST"));
  }

  @Override
  public ObjectNode one(long id, Caller caller) {
    super.one(id, caller);
    return shown(snapshots.estimated(store.get(name, id)), caller);
  }

  @Override
  public Outcome create(ObjectNode body, Caller caller) {
    ObjectNode wanted = fields.created(body);
    long tenant = caller.tenantOf(body);
    needs("tenants", "tenant_id", Json.object().put("tenant_id", tenant));
    String wantedName = checkedName(Json.string(wanted, "name"));
    ObjectNode made =
        snapshots.take(
            new Snapshots.Wish(
                tenant,
                ElementPath.parse("path", Json.string(wanted, "path")),
                wantedName,
                clock.instant(),
                expiry(wanted),
                Json.flag(wanted, "locked"),
                Json.flag(wanted, "indestructible"),
                null));
    return Outcome.created(store.locked(() -> shown(made, caller)));
  }

  private static String checkedName(String name) {
    if (name.contains("/")
        || name.indexOf('\0') >= 0
        || name.isBlank()
        || List.of(".", "..", ElementPath.SNAPSHOT_DIR).contains(name)) {
      throw Refusal.field("name", "Invalid snapshot name.");
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
      throw Refusal.field(
          "name", "Ensure this field has no more than " + LONGEST_NAME + " characters.");
    }
    return name;
  }

  private @Nullable Instant expiry(ObjectNode wanted) {
    if (!Json.has(wanted, "expiration_time")) {
      return null;
    }
    Instant time =
        Spans.time(Json.string(wanted, "expiration_time"))
            .orElseThrow(
                () ->
                    Refusal.field(
                        "expiration_time",
                        "Datetime has wrong format. Use one of these formats instead:"
                            + " YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z]."));
    if (!time.isAfter(snapshots.now())) {
      throw Refusal.field("expiration_time", "Expiration time must be in the future.");
    }
    return time;
  }

  @Override
  public Outcome update(long id, ObjectNode body, Caller caller) {
    return store.locked(
        () -> {
          ObjectNode before = store.get(name, id);
          ObjectNode made = fields.updated(before, body);
          if (body.has("expiration_time")) {
            Snapshots.expires(made, expiry(made));
          }
          if (Json.flag(before, "indestructible")
              && (!Json.flag(made, "indestructible")
                  || Json.number(made, "_expires") < Json.number(before, "_expires"))) {
            mechanism.needUnlocked("Snapshot " + Json.string(before, "name"));
          }
          if (Json.string(made, "name").equals(Json.string(before, "name"))) {
            store.put(name, made);
          } else {
            checkedName(Json.string(made, "name"));
            snapshots.rename(before, made);
          }
          return Outcome.ok(shown(made, caller));
        });
  }

  @Override
  public Outcome delete(long id, ObjectNode body, Caller caller) {
    ObjectNode going =
        store.locked(
            () -> {
              super.one(id, caller);
              ObjectNode kept = store.get(name, id);
              if (Json.flag(kept, "indestructible")) {
                mechanism.needUnlocked("Snapshot " + Json.string(kept, "name"));
              }
              if (snapshots.isInUse(kept)) {
                throw Refusal.detail(
                    400,
                    "Snapshot "
                        + Json.string(kept, "name")
                        + " is in use by a global snapshot"
                        + " stream.");
              }
              return kept;
            });
    snapshots.remove(going);
    return Outcome.nothing();
  }

  @Override
  public Outcome act(String method, long id, String action, ObjectNode body, Caller caller) {
    if (!action.equals("clone")) {
      throw Refusal.notFound();
    }
    super.one(id, caller);
    return Outcome.ok(streams.cloned(store.get(name, id), body, caller));
  }
}
