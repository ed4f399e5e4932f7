package org.hevelius.simulator.event;

import java.util.UUID;
import org.hevelius.simulator.state.Json;
import org.hevelius.simulator.state.SimulatedClock;
import org.hevelius.simulator.state.Store;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes down what happened. The oldest events are forgotten. */
public final class Events {
  private static final int KEPT = 5000;

  private final Store store;
  private final SimulatedClock clock;

  /** Events in a store. */
  public Events(Store store, SimulatedClock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** How much it matters; all but INFO raise an alarm. */
  public enum Severity {
    INFO,
    MINOR,
    MAJOR,
    CRITICAL
  }

  /** Something was made, changed or removed. */
  public void changed(String what, String objectType, JsonNode object) {
    happened(
        "OBJECT_" + what,
        objectType + " " + what.toLowerCase(java.util.Locale.ROOT),
        "%s %s was %s"
            .formatted(
                objectType, Json.string(object, "name"), what.toLowerCase(java.util.Locale.ROOT)),
        Severity.INFO,
        objectType,
        object);
  }

  /** Something happened to an object. */
  public void happened(
      String type,
      String name,
      String message,
      Severity severity,
      String objectType,
      JsonNode object) {
    store.run(
        () -> {
          ObjectNode event =
              Json.object()
                  .put("id", store.nextId("events"))
                  .put("guid", UUID.randomUUID().toString())
                  .put("timestamp", clock.instant().toString())
                  .put("event_type", type)
                  .put("event_name", name)
                  .put("event_message", message)
                  .put("event_origin", "VMS")
                  .put("severity", severity.name())
                  .put("object_type", objectType)
                  .put("object_id", Json.number(object, "id"))
                  .put("object_name", Json.string(object, "name"))
                  .put("object_guid", Json.string(object, "guid"));
          event.set("metadata", Json.object());
          store.put("events", event);
          if (store.all("events").size() > KEPT) {
            store.remove("events", Json.number(store.all("events").iterator().next(), "id"));
          }
          if (severity != Severity.INFO) {
            raise(event);
          }
        });
  }

  private void raise(ObjectNode event) {
    ObjectNode alarm =
        store.all("alarms").stream()
            .filter(
                other ->
                    Json.string(other, "event_name").equals(Json.string(event, "event_name"))
                        && Json.string(other, "object_guid")
                            .equals(Json.string(event, "object_guid")))
            .findFirst()
            .map(ObjectNode::deepCopy)
            .orElseGet(
                () -> {
                  ObjectNode made = event.deepCopy().put("id", store.nextId("alarms"));
                  made.remove(java.util.List.of("event_message", "event_origin", "guid"));
                  return made;
                });
    alarm
        .put("alarm_message", Json.string(event, "event_message"))
        .put("event", Json.string(event, "guid"))
        .put("severity", Json.string(event, "severity"))
        .put("last_updated", Json.string(event, "timestamp"))
        .put("acknowledged", false);
    store.put("alarms", alarm);
  }

  /** The cause of an object's alarms is gone. */
  public void settled(String eventName, JsonNode object) {
    store.run(
        () ->
            store.all("alarms").stream()
                .filter(
                    alarm ->
                        Json.string(alarm, "event_name").equals(eventName)
                            && Json.string(alarm, "object_guid")
                                .equals(Json.string(object, "guid")))
                .map(alarm -> Json.number(alarm, "id"))
                .toList()
                .forEach(id -> store.remove("alarms", id)));
  }
}
