package org.hevelius.providers.vast;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hevelius.core.storage.Grade;
import org.hevelius.core.storage.SystemAlarm;
import org.hevelius.core.storage.SystemEvent;
import tools.jackson.databind.JsonNode;

/** What a cluster tells of itself: alarms that are on, and events. */
record VastAlarms(VastCluster cluster) {
  /** By the kind of object where such objects are listed, and what their path is there. */
  private static final Map<String, List<String>> PLACED =
      Map.of(
          "view", List.of("views", "path"),
          "quota", List.of("quotas", "path"),
          "snapshot", List.of("snapshots", "path"),
          "protectedpath", List.of("protectedpaths", "source_dir"));

  /** How bad an alarm or event is. */
  static Grade grade(JsonNode told) {
    boolean quota = told.path("object_type").asString("").equalsIgnoreCase("quota");
    return switch (told.path("severity").asString("").toUpperCase(Locale.ROOT)) {
      // A quota that is full is no harm to the cluster, and mustn't keep it from growing.
      case "CRITICAL" -> quota ? Grade.ALERT : Grade.CRITICAL;
      case "MAJOR" -> Grade.ALERT;
      case "INFO" -> Grade.OK;
      default -> Grade.WARN;
    };
  }

  /** What it is about, as the cluster calls it. */
  static String about(JsonNode told) {
    String name = told.path("object_name").asString("");
    return plain(name.isEmpty() ? told.path("event_name").asString("alarm") : name);
  }

  /** What an alarm says. */
  static String message(JsonNode alarm) {
    String message = alarm.path("alarm_message").asString("");
    return plain(message.isEmpty() ? alarm.path("event_name").asString("") : message);
  }

  private static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ").strip();
  }

  /** The alarms that are on and that nobody has acknowledged. */
  List<SystemAlarm> alarms(String system) {
    Map<String, Map<String, String>> paths = new HashMap<>();
    List<SystemAlarm> alarms = new ArrayList<>();
    for (JsonNode alarm : cluster.client().list("alarms", Map.of())) {
      String id = alarm.path("id").asString("");
      if (id.isEmpty() || alarm.path("acknowledged").asBoolean(false)) {
        continue;
      }
      Instant since = VastSnapshot.time(alarm.path("timestamp"));
      alarms.add(
          new SystemAlarm(
              system,
              id,
              grade(alarm),
              subject(system, alarm, paths),
              about(alarm),
              message(alarm),
              since == null ? Instant.EPOCH : since));
    }
    return alarms;
  }

  /** The place that it is about; the whole system when that isn't one, or isn't found. */
  private String subject(
      String system, JsonNode alarm, Map<String, Map<String, String>> pathsByCollection) {
    String type = alarm.path("object_type").asString("").toLowerCase(Locale.ROOT);
    List<String> placed = PLACED.get(type.replaceAll("[^a-z]", ""));
    if (placed == null) {
      return system;
    }
    Map<String, String> paths =
        pathsByCollection.computeIfAbsent(
            placed.getFirst(), collection -> paths(collection, placed.getLast()));
    String path = paths.get(alarm.path("object_id").asString(""));
    return path == null
        ? system
        : VastSource.spec(cluster.settings().name(), new VastPath(path)).toString();
  }

  private Map<String, String> paths(String collection, String field) {
    Map<String, String> paths = new HashMap<>();
    for (JsonNode object : cluster.client().list(collection, Map.of())) {
      String path = object.path(field).asString("");
      if (path.startsWith("/")) {
        paths.put(object.path("id").asString(""), path);
      }
    }
    return paths;
  }

  /** What happened, the newest first. */
  List<SystemEvent> events(String system, Instant since, Grade least, int limit) {
    Map<String, String> query =
        Map.of("timestamp__gte", since.truncatedTo(ChronoUnit.SECONDS).toString());
    List<SystemEvent> events = new ArrayList<>();
    for (JsonNode event : cluster.client().list("events", query)) {
      Instant time = VastSnapshot.time(event.path("timestamp"));
      if (time != null && !time.isBefore(since) && grade(event).compareTo(least) >= 0) {
        events.add(
            new SystemEvent(
                system,
                event.path("id").asString(""),
                time,
                grade(event),
                about(event),
                event.path("event_type").asString(""),
                plain(event.path("event_message").asString(""))));
      }
    }
    events.sort(Comparator.comparing(SystemEvent::time).reversed());
    return List.copyOf(events.subList(0, Math.min(limit, events.size())));
  }
}
