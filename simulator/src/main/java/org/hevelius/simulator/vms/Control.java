package org.hevelius.simulator.vms;

import java.time.Instant;
import org.hevelius.simulator.access.Logins;
import org.hevelius.simulator.event.Events;
import org.hevelius.simulator.event.Events.Severity;
import org.hevelius.simulator.fault.Faults;
import org.hevelius.simulator.fault.Settings;
import org.hevelius.simulator.http.Answer;
import org.hevelius.simulator.http.Call;
import org.hevelius.simulator.protection.Schedules;
import org.hevelius.simulator.resource.Shapes;
import org.hevelius.simulator.resource.Spans;
import org.hevelius.simulator.state.Json;
import org.hevelius.simulator.state.Refusal;
import org.hevelius.simulator.state.SimulatedClock;
import org.hevelius.simulator.state.Store;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What only the stand-in has, below {@code /simulator/}: its clock, its faults, its settings. */
final class Control {
  private static final long MOST_AT_ONCE = 20_000;
  private static final String ALARM = "Object state";

  private final Logins logins;
  private final SimulatedClock clock;
  private final Faults faults;
  private final Settings settings;
  private final Store store;
  private final Events events;
  private final Keeper keeper;
  private final Schedules schedules;

  Control(
      Logins logins,
      SimulatedClock clock,
      Faults faults,
      Settings settings,
      Store store,
      Events events,
      Keeper keeper,
      Schedules schedules) {
    this.logins = logins;
    this.clock = clock;
    this.faults = faults;
    this.settings = settings;
    this.store = store;
    this.events = events;
    this.keeper = keeper;
    this.schedules = schedules;
  }

  Answer answer(Call call) {
    logins.recognize(call.headers());
    String what = call.decodedPath().replaceAll("^/simulator/|/$", "");
    ObjectNode body = Router.body(call);
    String asked = call.method() + " " + what;
    return Router.json(
        200,
        switch (asked) {
          case "GET clock" -> shown();
          case "PATCH clock" -> clock(body);
          case "POST settle" -> settled();
          case "GET faults" -> faults.all();
          case "POST faults" -> faults.add(body);
          case "DELETE faults" -> {
            faults.clear();
            yield faults.all();
          }
          case "GET settings" -> settings.all();
          case "PATCH settings" -> settings.change(body);
          case "POST tokens/expire" -> {
            logins.expire(Json.flag(body, "refresh"));
            yield Json.object();
          }
          default -> object(asked, body);
        });
  }

  private ObjectNode shown() {
    return Json.object().put("now", clock.instant().toString()).put("frozen", clock.frozen());
  }

  private ObjectNode settled() {
    keeper.settle();
    return shown();
  }

  private ObjectNode clock(ObjectNode body) {
    if (body.has("frozen")) {
      clock.freeze(Json.flag(body, "frozen"));
    }
    if (Json.has(body, "now")) {
      move(
          "now",
          Spans.time(Json.string(body, "now"))
              .orElseThrow(() -> Refusal.field("now", "Not a time.")));
    }
    if (Json.has(body, "advance")) {
      Instant now = clock.instant();
      move(
          "advance",
          Spans.span(Json.string(body, "advance"))
              .map(now::plus)
              .filter(time -> Spans.time(time.toString()).isPresent())
              .orElseThrow(() -> Refusal.field("advance", "Not a span such as 6h.")));
    }
    return settled();
  }

  private void move(String field, Instant to) {
    long snapshots = schedules.between(clock.instant(), to);
    if (snapshots > MOST_AT_ONCE) {
      throw Refusal.field(
          field, "Policies would take " + snapshots + " snapshots by then; move in smaller steps.");
    }
    clock.set(to);
  }

  /** {@code PATCH objects/COLLECTION/ID}: gives fields of any object other values. */
  private JsonNode object(String asked, ObjectNode body) {
    String[] parts = asked.split("/", -1);
    if (parts.length != 3
        || !parts[0].equals("PATCH objects")
        || Shapes.of(parts[1]).isEmpty()
        || !parts[2].matches("\\d{1,18}")) {
      throw Refusal.notFound();
    }
    return store.locked(
        () -> {
          ObjectNode object = store.get(parts[1], Long.parseLong(parts[2]));
          for (String field : body.propertyNames()) {
            if (!Shapes.of(parts[1]).containsKey(field) || field.equals("id")) {
              throw Refusal.field(field, "No such field.");
            }
            object.set(field, body.path(field));
          }
          store.put(parts[1], object);
          if (body.has("state")) {
            tell(parts[1], object);
          }
          return object;
        });
  }

  private void tell(String collection, ObjectNode object) {
    String state = Json.string(object, "state");
    boolean well = state.equals("ACTIVE") || state.equals("ONLINE");
    String kind =
        switch (collection) {
          case "cnodes" -> "CNode";
          case "dnodes" -> "DNode";
          case "clusters" -> "Cluster";
          default -> collection;
        };
    events.happened(
        "OBJECT_MODIFIED",
        well ? "Object state is well again" : ALARM,
        "%s %s is %s".formatted(kind, Json.string(object, "name"), state),
        well ? Severity.INFO : Severity.CRITICAL,
        kind,
        object);
    if (well) {
      events.settled(ALARM, object);
    }
  }
}
