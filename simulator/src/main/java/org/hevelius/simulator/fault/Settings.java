package org.hevelius.simulator.fault;

import java.time.Duration;
import java.util.Map;
import org.hevelius.simulator.state.Json;
import org.hevelius.simulator.state.Refusal;
import org.hevelius.simulator.state.Store;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How the stand-in behaves; kept, and changed while it runs. */
public final class Settings {
  private static final String KEPT = "_settings";
  private static final String INITIAL =
      """
      {"task_seconds": 1, "lists": "array", "page_size": 50, "unique_names": "path",
       "access_token_seconds": 3600, "refresh_token_seconds": 86400, "answer_delay_millis": 0,
       "challenge_token": "support"}\
      """;

  private final Store store;
  private volatile ObjectNode known;

  /** Settings that the store keeps. */
  public Settings(Store store) {
    this.store = store;
    this.known = kept(store);
  }

  private static ObjectNode kept(Store store) {
    ObjectNode all = (ObjectNode) Json.parse(INITIAL);
    store.find(KEPT, 1).ifPresent(all::setAll);
    all.remove("id");
    return all;
  }

  /** All of them. */
  public ObjectNode all() {
    return known.deepCopy();
  }

  /**
   * Changes some.
   *
   * @throws Refusal 400 if one is unknown or of the wrong type
   */
  public ObjectNode change(ObjectNode wanted) {
    return store.locked(
        () -> {
          ObjectNode all = all();
          for (Map.Entry<String, JsonNode> entry : wanted.properties()) {
            JsonNode before = all.path(entry.getKey());
            if (before.getNodeType() != entry.getValue().getNodeType()) {
              throw Refusal.field(
                  entry.getKey(), "No such setting, or one of another type; there are: " + all);
            }
            all.set(entry.getKey(), entry.getValue());
          }
          store.put(KEPT, all.deepCopy().put("id", 1));
          known = all;
          return all.deepCopy();
        });
  }

  /** How long a task takes, on the stand-in's clock. */
  public Duration taskTime() {
    return Duration.ofMillis((long) (known.path("task_seconds").asDouble(1) * 1000));
  }

  /** A whole number. */
  public long number(String name) {
    return Json.number(known, name);
  }

  /** A text. */
  public String text(String name) {
    return Json.string(known, name);
  }
}
