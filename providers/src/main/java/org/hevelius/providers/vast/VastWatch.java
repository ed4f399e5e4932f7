package org.hevelius.providers.vast;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.storage.Finding;
import org.hevelius.core.storage.Grade;
import org.hevelius.core.storage.Performance;
import org.hevelius.core.storage.Space;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The health of a cluster, and how it did. */
record VastWatch(VmsClient client) {
  private static final String COMMON = "ProtoMetrics,proto_name=ProtoCommon,";
  private static final int MOST_ALARMS = 200;

  /** By the name of a number the property that it is on the cluster. */
  private static final Map<String, String> PROPERTIES = properties();

  private static Map<String, String> properties() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("iops", COMMON + "iops");
    names.put("read", COMMON + "rd_bw");
    names.put("write", COMMON + "wr_bw");
    names.put("latency", COMMON + "latency");
    names.put("used", "Capacity,physical_space_in_use");
    names.put("total", "Capacity,physical_space");
    return names;
  }

  /** The space of a cluster, as its record has it. */
  static Space space(String system, JsonNode cluster) {
    long usable = cluster.path("usable_capacity_bytes").asLong(0);
    JsonNode free = cluster.path("free_usable_capacity");
    return usable > 0 && free.isNumber()
        ? new Space(system, usable, free.asLong())
        : new Space(
            system,
            cluster.path("physical_space").asLong(0),
            cluster.path("free_physical_space").asLong(0));
  }

  /** What the cluster, its nodes and its alarms say. */
  List<Finding> health(String system) {
    List<Finding> findings = new ArrayList<>();
    JsonNode cluster = VastCluster.itself(client);
    String state = cluster.path("state").asString("");
    boolean online = state.equals("ONLINE");
    findings.add(
        new Finding(
            Finding.Kind.STATE,
            online ? Grade.OK : Grade.CRITICAL,
            system,
            system,
            "the cluster is " + (state.isEmpty() ? "in an unknown state" : state),
            online ? "" : "look at its management system"));
    for (String collection : List.of("cnodes", "dnodes")) {
      client.list(collection, Map.of()).forEach(node -> findings.add(node(system, node)));
    }
    client.list("alarms", Map.of()).stream()
        .filter(alarm -> !alarm.path("acknowledged").asBoolean(false))
        .limit(MOST_ALARMS)
        .map(alarm -> alarm(system, alarm))
        .forEach(findings::add);
    findings.addAll(VastReplicas.health(system, client));
    return findings;
  }

  private static Finding node(String system, JsonNode node) {
    String state = node.path("state").asString("");
    boolean enabled = node.path("enabled").asBoolean(true);
    Grade grade = state.equals("ACTIVE") ? Grade.OK : enabled ? Grade.ALERT : Grade.WARN;
    return new Finding(
        Finding.Kind.NODE,
        grade,
        system,
        node.path("name").asString("a node"),
        enabled ? state : state + ", disabled",
        grade == Grade.OK ? "" : "look at the node in the management system");
  }

  private static Finding alarm(String system, JsonNode alarm) {
    return new Finding(
        Finding.Kind.ALARM,
        VastAlarms.grade(alarm),
        system,
        VastAlarms.about(alarm),
        VastAlarms.message(alarm),
        "acknowledge it in the management system when it is settled");
  }

  /** The measurements of a cluster over a time. */
  Performance performance(String system, Instant from, Instant to) {
    Map<Instant, Map<String, Double>> rows = new TreeMap<>();
    List<String> notes = new ArrayList<>();
    PROPERTIES.forEach(
        (name, property) -> {
          try {
            read(property, from, to)
                .forEach(
                    (time, value) ->
                        rows.computeIfAbsent(time, _ -> new HashMap<>()).put(name, value));
          } catch (VmsException e) {
            if (e.category() != Category.REFUSED && e.category() != Category.NOT_FOUND) {
              throw e;
            }
            notes.add("this version doesn't tell " + property);
          }
        });
    List<Performance.Point> points = new ArrayList<>();
    rows.forEach((time, row) -> points.add(point(time, row)));
    return new Performance(system, from, to, points, notes);
  }

  private static Performance.Point point(Instant time, Map<String, Double> row) {
    return new Performance.Point(
        time,
        row.get("iops"),
        row.get("read"),
        row.get("write"),
        row.get("latency"),
        whole(row.get("used")),
        whole(row.get("total")));
  }

  private static @Nullable Long whole(@Nullable Double number) {
    return number == null ? null : Math.round(number);
  }

  private Map<Instant, Double> read(String property, Instant from, Instant to) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("object_type", "cluster");
    query.put("from_time", from.truncatedTo(ChronoUnit.SECONDS).toString());
    query.put("to_time", to.truncatedTo(ChronoUnit.SECONDS).toString());
    String granularity = granularity(Duration.between(from, to));
    if (!granularity.isEmpty()) {
      query.put("granularity", granularity);
    }
    query.put("prop_list", property);
    JsonNode answer = client.get("monitors/ad_hoc_query", query);
    List<String> names =
        answer.path("prop_list").valueStream().map(name -> name.asString("")).toList();
    int when = names.indexOf("timestamp");
    int what = names.indexOf(property);
    Map<Instant, Double> values = new HashMap<>();
    if (when >= 0 && what >= 0) {
      for (JsonNode row : answer.path("data")) {
        Instant time = time(row.path(when).asString(""));
        if (time != null && row.path(what).isNumber()) {
          values.put(time, row.path(what).asDouble());
        }
      }
    }
    return values;
  }

  /** So coarse that some hundred points come back at most. */
  private static String granularity(Duration span) {
    return span.compareTo(Duration.ofHours(1)) <= 0
        ? ""
        : span.compareTo(Duration.ofHours(25)) <= 0
            ? "minutes"
            : span.compareTo(Duration.ofDays(31)) <= 0 ? "hours" : "days";
  }

  private static @Nullable Instant time(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
