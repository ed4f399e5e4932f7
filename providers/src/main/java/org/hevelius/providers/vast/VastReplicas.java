package org.hevelius.providers.vast;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.NativeSchedules.Replica;
import org.hevelius.core.storage.Finding;
import org.hevelius.core.storage.Grade;
import tools.jackson.databind.JsonNode;

/** How a cluster copies paths to other clusters, as its protected paths show it. */
final class VastReplicas {
  private static final Set<String> WELL =
      Set.of("Active", "Syncing", "Finalizing", "INCREMENTAL_SYNC", "LOCAL_ACTIVE");

  private VastReplicas() {}

  /**
   * What copies a source, or a path above it.
   *
   * @param ours guids of the protected paths that Hevelius has made
   */
  static List<Replica> of(VastCluster cluster, SourceSpec source, List<String> ours) {
    VastPath path = VastSource.of(source).path();
    return cluster.client().list(ProtectionPolicies.PATHS, Map.of()).stream()
        .filter(cluster::isOurs)
        .filter(VastReplicas::copies)
        .filter(node -> new VastPath(node.path("source_dir").asString("")).covers(path))
        .map(node -> replica(source, node, ours))
        .toList();
  }

  /** How the copies of a cluster do, a finding each. */
  static List<Finding> health(String system, VmsClient client) {
    return client.list(ProtectionPolicies.PATHS, Map.of()).stream()
        .filter(VastReplicas::copies)
        .map(node -> finding(system, node))
        .toList();
  }

  private static Finding finding(String system, JsonNode node) {
    String trouble = trouble(node, node.path("state").asString(""));
    String through = node.path("last_restore_point_time").asString("");
    return new Finding(
        Finding.Kind.REPLICATION,
        trouble.isEmpty() ? Grade.OK : Grade.ALERT,
        system,
        node.path("name").asString("a protected path"),
        "%s to %s: %s%s"
            .formatted(
                node.path("source_dir").asString(""),
                node.path("replication_target_name").asString(""),
                through.isEmpty() ? "nothing is there yet" : "all up to " + through + " is there",
                trouble.isEmpty() ? "" : "; " + trouble),
        trouble.isEmpty() ? "" : "look at the protected path in the management system");
  }

  /** Whether a protected path is the source of copies on another cluster. */
  private static boolean copies(JsonNode node) {
    return node.path("source_dir").asString("").startsWith("/")
        && !node.path("role").asString("").equalsIgnoreCase("DESTINATION")
        && !node.path("replication_target_name").asString("").isEmpty();
  }

  private static Replica replica(SourceSpec source, JsonNode node, List<String> ours) {
    String state = node.path("state").asString("");
    Instant through = VastSnapshot.time(node.path("last_restore_point_time"));
    String trouble = trouble(node, state);
    String directory = node.path("target_exported_dir").asString("");
    return new Replica(
        source,
        node.path("name").asString(""),
        node.path("replication_target_name").asString("")
            + (directory.isEmpty() ? "" : ":" + directory),
        ours.contains(node.path("guid").asString("")),
        state,
        through,
        trouble.isEmpty() && through != null,
        trouble.isEmpty() && through == null ? "nothing has arrived there yet" : trouble);
  }

  private static String trouble(JsonNode node, String state) {
    String reason = node.path("failure_reason").asString("");
    String peer = node.path("peer_connection_state").asString("");
    if (!node.path("enabled").asBoolean(true)) {
      return "it is paused";
    }
    if (!peer.isEmpty() && !peer.equals("CONNECTED")) {
      return "its peer is " + peer;
    }
    boolean sick = !node.path("health").asString("OK").equals("OK");
    return WELL.contains(state) && !sick
        ? ""
        : "it is " + state + (reason.isEmpty() ? "" : ": " + reason);
  }
}
