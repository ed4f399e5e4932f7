package org.hevelius.simulator.resource;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hevelius.simulator.state.Json;
import org.hevelius.simulator.state.Refusal;
import org.hevelius.simulator.state.SimulatedClock;
import org.hevelius.simulator.state.Store;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One kind of resource and its verbs. What a kind doesn't take is answered with 405. */
public abstract class Resource {
  /** What a query of a request says, by the names in the query. */
  public interface Query {
    /** All values that were given under a name. */
    List<String> all(String name);

    /** The first value that was given, or the other. */
    default String first(String name, String other) {
      List<String> values = all(name);
      return values.isEmpty() ? other : values.getFirst();
    }
  }

  protected final String name;
  protected final Store store;
  protected final SimulatedClock clock;

  /** A kind of resource under its name in the address. */
  protected Resource(String name, Store store, SimulatedClock clock) {
    this.name = name;
    this.store = store;
    this.clock = clock;
  }

  /** Its name in the address, such as {@code snapshots}. */
  public final String name() {
    return name;
  }

  /**
   * Which methods are served, each with the part of the address behind the name: empty, {@code id},
   * {@code id/restore} or a word.
   */
  public abstract Map<String, Set<String>> served();

  /** All that the caller sees, complete, by number. */
  public List<ObjectNode> list(Caller caller) {
    return store.locked(
        () ->
            store.all(name).stream()
                .filter(
                    kept -> !kept.has("tenant_id") || caller.sees(Json.number(kept, "tenant_id")))
                .map(kept -> shown(kept, caller))
                .toList());
  }

  /** One of them. */
  public ObjectNode one(long id, Caller caller) {
    ObjectNode kept = store.get(name, id);
    if (kept.has("tenant_id") && !caller.sees(Json.number(kept, "tenant_id"))) {
      throw Refusal.notFound();
    }
    return shown(kept, caller);
  }

  /** What is shown of what is kept: the fields of its shape, all of them. */
  protected ObjectNode shown(ObjectNode kept, Caller caller) {
    ObjectNode shown = Json.object();
    Map<String, String> shape = Shapes.of(name);
    for (Map.Entry<String, JsonNode> field : kept.properties()) {
      if (shape.containsKey(field.getKey())) {
        shown.set(field.getKey(), field.getValue());
      }
    }
    if (shape.containsKey("url")) {
      shown.put("url", caller.base() + name + "/" + Json.number(kept, "id"));
    }
    if (shape.containsKey("title")) {
      shown.put("title", Json.string(kept, "name"));
    }
    if (shape.containsKey("tenant_name") && kept.has("tenant_id")) {
      shown.put("tenant_name", nameOf("tenants", Json.number(kept, "tenant_id")));
    }
    if (shape.containsKey("cluster")) {
      shown.put("cluster", nameOf("clusters", 1));
    }
    return Shapes.complete(name, shown);
  }

  /** The name of another resource; empty when there is none. */
  protected final String nameOf(String collection, long id) {
    return store.text(collection, id, "name");
  }

  /** Makes one. */
  public Outcome create(ObjectNode body, Caller caller) {
    throw notAllowed("POST");
  }

  /** Changes one. */
  public Outcome update(long id, ObjectNode body, Caller caller) {
    throw notAllowed("PATCH");
  }

  /** Removes one. */
  public Outcome delete(long id, ObjectNode body, Caller caller) {
    throw notAllowed("DELETE");
  }

  /** An action on one. */
  public Outcome act(String method, long id, String action, ObjectNode body, Caller caller) {
    throw Refusal.notFound();
  }

  /** What stands under a word instead of a number. */
  public Outcome word(String method, String word, ObjectNode body, Query query, Caller caller) {
    throw Refusal.notFound();
  }

  /** 405. */
  public static Refusal notAllowed(String method) {
    return Refusal.detail(405, "Method \"" + method + "\" not allowed.");
  }

  /** A new number and a new identity for what is made now. */
  protected final ObjectNode identified(ObjectNode made) {
    made.put("id", store.nextId(name));
    made.put("guid", UUID.randomUUID().toString());
    if (Shapes.of(name).containsKey("created")) {
      made.put("created", clock.instant().toString());
    }
    return made;
  }

  /**
   * Holds that no other has the same value.
   *
   * @throws Refusal 400 in the words that clients look for
   */
  protected final void needUnique(String field, ObjectNode made, boolean perTenant) {
    String value = Json.string(made, field);
    boolean taken =
        !value.isEmpty()
            && store.all(name).stream()
                .anyMatch(
                    other ->
                        Json.number(other, "id") != Json.number(made, "id")
                            && Json.string(other, field).equals(value)
                            && (!perTenant
                                || Json.number(other, "tenant_id")
                                    == Json.number(made, "tenant_id")));
    if (taken) {
      throw Refusal.field(field, "This field must be unique.");
    }
  }

  /**
   * Holds that a resource that is pointed to exists.
   *
   * @throws Refusal 400
   */
  protected final ObjectNode needs(String collection, String field, JsonNode made) {
    long id = Json.number(made, field);
    return store
        .find(collection, id)
        .orElseThrow(
            () -> Refusal.field(field, "Invalid pk \"" + id + "\" - object does not exist."));
  }
}
