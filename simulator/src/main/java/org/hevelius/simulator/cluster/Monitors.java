package org.hevelius.simulator.cluster;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hevelius.simulator.resource.Caller;
import org.hevelius.simulator.resource.Outcome;
import org.hevelius.simulator.resource.Resource;
import org.hevelius.simulator.resource.Spans;
import org.hevelius.simulator.state.Json;
import org.hevelius.simulator.state.Refusal;
import org.hevelius.simulator.state.SimulatedClock;
import org.hevelius.simulator.state.Store;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Measurements over time. Capacities are those of now; rates and latencies are made up, the same
 * for the same time.
 */
public final class Monitors extends Resource {
  private static final int MOST_ROWS = 5000;
  private static final Map<String, String> COLLECTIONS =
      Map.of(
          "cluster",
          "clusters",
          "cnode",
          "cnodes",
          "dnode",
          "dnodes",
          "view",
          "views",
          "quota",
          "quotas",
          "tenant",
          "tenants",
          "vippool",
          "vippools");

  private final Clusters clusters;

  /** Measurements of a cluster. */
  public Monitors(Store store, SimulatedClock clock, Clusters clusters) {
    super("monitors", store, clock);
    this.clusters = clusters;
  }

  @Override
  public Map<String, Set<String>> served() {
    return Map.of("", Set.of("GET"), "ad_hoc_query", Set.of("GET"));
  }

  @Override
  public Outcome word(String method, String word, ObjectNode body, Query query, Caller caller) {
    if (!word.equals("ad_hoc_query") || !method.equals("GET")) {
      throw Refusal.notFound();
    }
    String type = query.first("object_type", "");
    String collection = COLLECTIONS.get(type);
    if (collection == null) {
      throw Refusal.field("object_type", "\"" + type + "\" is not a valid choice.");
    }
    List<String> properties = query.all("prop_list");
    if (properties.isEmpty()) {
      throw Refusal.field("prop_list", "This field is required.");
    }
    return Outcome.ok(answered(collection, properties, query));
  }

  private ObjectNode answered(String collection, List<String> properties, Query query) {
    String granularity = query.first("granularity", "");
    Duration step =
        switch (granularity) {
          case "minutes" -> Duration.ofMinutes(5);
          case "hours" -> Duration.ofHours(1);
          case "days" -> Duration.ofDays(1);
          default -> Duration.ofSeconds(10);
        };
    Instant to = time(query, "to_time", clock.instant());
    Duration frame =
        Spans.span(query.first("time_frame", "10m"))
            .orElseThrow(() -> Refusal.field("time_frame", "Invalid time frame."));
    Instant from = time(query, "from_time", to.minus(frame));
    ArrayNode ids = Json.array();
    store.run(
        () ->
            store.all(collection).stream()
                .map(kept -> Json.number(kept, "id"))
                .filter(id -> isAsked(query, id))
                .forEach(ids::add));
    ArrayNode names = Json.array().add("timestamp").add("object_id");
    properties.forEach(names::add);
    ArrayNode data = Json.array();
    Clusters.Space space = clusters.space();
    long steps = step.toSeconds();
    Instant at = Instant.ofEpochSecond(to.getEpochSecond() / steps * steps);
    while (!at.isBefore(from) && data.size() < MOST_ROWS) {
      for (int i = 0; i < ids.size(); i++) {
        ArrayNode row =
            Json.array().add(at.truncatedTo(ChronoUnit.SECONDS).toString()).add(ids.get(i));
        for (String property : properties) {
          row.add(value(property, at, space));
        }
        data.add(row);
      }
      at = at.minus(step);
    }
    ObjectNode answer = Json.object();
    answer.set("object_ids", ids);
    answer.set("prop_list", names);
    answer.set("data", data);
    answer.put("granularity", granularity.isEmpty() ? null : granularity);
    return answer;
  }

  private static boolean isAsked(Query query, long id) {
    List<String> asked = query.all("object_ids");
    return asked.isEmpty()
        || asked.stream()
            .flatMap(text -> List.of(text.split(",", -1)).stream())
            .anyMatch(text -> text.equals("" + id));
  }

  private static Instant time(Query query, String name, Instant other) {
    String text = query.first(name, "");
    return text.isEmpty()
        ? other
        : Spans.time(text).orElseThrow(() -> Refusal.field(name, "Invalid time format."));
  }

  private static double value(String property, Instant at, Clusters.Space space) {
    String last =
        property.substring(Math.max(property.lastIndexOf(','), property.lastIndexOf('=')) + 1);
    if (property.startsWith("Capacity")) {
      return switch (last) {
        case "drr" -> 1.0;
        case "physical_space" -> space.total();
        case "physical_space_in_use" -> space.used() + space.snapshots();
        case "logical_space" -> space.total();
        case "logical_space_in_use" -> space.used();
        default -> space.free();
      };
    }
    double phase = (at.getEpochSecond() + last.hashCode() % 997) / 300.0;
    double wave = 1 + 0.3 * Math.sin(phase) + 0.1 * Math.sin(7.3 * phase);
    if (last.contains("latency")) {
      return Math.round(400 * wave * 1000) / 1000.0;
    }
    return Math.round((last.contains("bw") ? 250_000_000.0 : 12_000.0) * wave);
  }
}
