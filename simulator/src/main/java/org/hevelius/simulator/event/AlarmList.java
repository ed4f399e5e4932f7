package org.hevelius.simulator.event;

import java.util.Map;
import java.util.Set;
import org.hevelius.simulator.resource.Caller;
import org.hevelius.simulator.resource.Fields;
import org.hevelius.simulator.resource.Outcome;
import org.hevelius.simulator.resource.Resource;
import org.hevelius.simulator.state.Json;
import org.hevelius.simulator.state.Refusal;
import org.hevelius.simulator.state.SimulatedClock;
import org.hevelius.simulator.state.Store;
import tools.jackson.databind.node.ObjectNode;

/** Alarms: read, acknowledged and cleared. */
public final class AlarmList extends Resource {
  private final Fields fields = Fields.of("alarms", "acknowledged flag");

  /** The alarms of a store. */
  public AlarmList(Store store, SimulatedClock clock) {
    super("alarms", store, clock);
  }

  @Override
  public Map<String, Set<String>> served() {
    return Map.of(
        "", Set.of("GET"), "id", Set.of("GET", "PATCH", "DELETE"), "clear", Set.of("PATCH"));
  }

  @Override
  public Outcome update(long id, ObjectNode body, Caller caller) {
    return store.locked(
        () -> {
          ObjectNode wanted = Json.object();
          if (body.has("acknowledged")) {
            wanted.set("acknowledged", body.path("acknowledged"));
          }
          ObjectNode alarm = fields.updated(store.get(name, id), wanted);
          store.put(name, alarm);
          return Outcome.ok(shown(alarm, caller));
        });
  }

  @Override
  public Outcome delete(long id, ObjectNode body, Caller caller) {
    return store.locked(
        () -> {
          ObjectNode alarm = store.get(name, id);
          store.remove(name, Json.number(alarm, "id"));
          return Outcome.nothing();
        });
  }

  @Override
  public Outcome word(String method, String word, ObjectNode body, Query query, Caller caller) {
    if (!word.equals("clear") || !method.equals("PATCH")) {
      throw Refusal.notFound();
    }
    store.run(
        () ->
            store.all(name).stream()
                .map(alarm -> Json.number(alarm, "id"))
                .toList()
                .forEach(id -> store.remove(name, id)));
    return Outcome.ok(Json.object());
  }
}
