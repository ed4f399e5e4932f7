package org.hevelius.simulator.resource;

import java.util.Map;
import java.util.Set;
import org.hevelius.simulator.state.SimulatedClock;
import org.hevelius.simulator.state.Store;
import tools.jackson.databind.node.ObjectNode;

/** A kind of resource that is kept as it comes and does nothing by itself. */
public class Records extends Resource {
  private final Fields fields;
  private final boolean readOnly;

  /** A kind whose names are unique. */
  public Records(String name, Store store, SimulatedClock clock, Fields fields) {
    super(name, store, clock);
    this.fields = fields;
    this.readOnly = false;
  }

  /** A kind that clients only read. */
  public Records(String name, Store store, SimulatedClock clock) {
    super(name, store, clock);
    this.fields = Fields.of(name);
    this.readOnly = true;
  }

  @Override
  public Map<String, Set<String>> served() {
    return readOnly
        ? Map.of("", Set.of("GET"), "id", Set.of("GET"))
        : Map.of("", Set.of("GET", "POST"), "id", Set.of("GET", "PATCH", "DELETE"));
  }

  /** What else holds of one that is made or changed; runs under the lock. */
  protected void check(ObjectNode made) {}

  /** What else holds of one that goes; runs under the lock. */
  protected void checkUnused(ObjectNode kept) {}

  @Override
  public Outcome create(ObjectNode body, Caller caller) {
    if (readOnly) {
      throw notAllowed("POST");
    }
    return store.locked(
        () -> {
          ObjectNode made = fields.created(body);
          if (Shapes.of(name).containsKey("tenant_id")) {
            made.put("tenant_id", caller.tenantOf(body));
          }
          needUnique("name", made, true);
          check(made);
          store.put(name, identified(made));
          return Outcome.created(shown(made, caller));
        });
  }

  @Override
  public Outcome update(long id, ObjectNode body, Caller caller) {
    if (readOnly) {
      throw notAllowed("PATCH");
    }
    return store.locked(
        () -> {
          ObjectNode made = fields.updated(store.get(name, id), body);
          needUnique("name", made, true);
          check(made);
          store.put(name, made);
          return Outcome.ok(shown(made, caller));
        });
  }

  @Override
  public Outcome delete(long id, ObjectNode body, Caller caller) {
    if (readOnly) {
      throw notAllowed("DELETE");
    }
    return store.locked(
        () -> {
          checkUnused(store.get(name, id));
          store.remove(name, id);
          return Outcome.nothing();
        });
  }
}
