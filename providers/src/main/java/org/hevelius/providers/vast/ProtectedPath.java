package org.hevelius.providers.vast;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a cluster knows as the protection of one directory, through which that is put back. */
final class ProtectedPath {
  private static final String PENDING = "pending commit";

  private final VastCluster cluster;
  private final long id;
  private final String name;

  private ProtectedPath(VastCluster cluster, JsonNode node) {
    this.cluster = cluster;
    this.id = node.path("id").asLong();
    this.name = node.path("name").asString("");
  }

  /** The one of exactly this directory. */
  static Optional<ProtectedPath> of(VastCluster cluster, VastPath path) {
    return cluster.client().list("protectedpaths", Map.of()).stream()
        .filter(cluster::isOurs)
        .filter(node -> node.path("source_dir").asString("").startsWith("/"))
        .filter(node -> new VastPath(node.path("source_dir").asString("")).equals(path))
        .filter(node -> !node.path("role").asString("").equalsIgnoreCase("DESTINATION"))
        .findFirst()
        .map(node -> new ProtectedPath(cluster, node));
  }

  long id() {
    return id;
  }

  String name() {
    return name;
  }

  private String place() {
    return "protectedpaths/" + id;
  }

  /**
   * Has a protected path made, without a policy, so that nothing is taken by itself.
   *
   * @throws HeveliusException when the cluster refuses it; then there is none
   */
  static ProtectedPath make(VastCluster cluster, VastPath path) {
    String name = "hevelius" + path.text().replaceAll("[^A-Za-z0-9._-]", "_");
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("name", name);
    body.put("source_dir", path.text());
    cluster.tenant().ifPresent(id -> body.put("tenant_id", id));
    JsonNode made =
        cluster
            .client()
            .postUnique(
                "protectedpaths",
                body,
                name,
                node ->
                    node.path("source_dir").asString("").startsWith("/")
                        && new VastPath(node.path("source_dir").asString("")).equals(path));
    return new ProtectedPath(cluster, made);
  }

  /** What a restore would do where there is no protected path yet that could be asked. */
  static Validation foreseen(VastCluster cluster, VastPath path) {
    List<String> versioned =
        cluster.client().list("views", Map.of()).stream()
            .filter(cluster::isOurs)
            .filter(view -> view.path("s3_versioning").asBoolean(false))
            .map(view -> view.path("path").asString(""))
            .filter(at -> at.startsWith("/") && path.covers(new VastPath(at)))
            .toList();
    return new Validation(
        List.of(
            "no protected path has %s as its source: one is made first, without a policy, and stays"
                .formatted(path)),
        versioned);
  }

  /** What it says of a restore now; empty when there is none. */
  String status() {
    return cluster.client().get(place()).path("restore_status").asString("").strip();
  }

  /** Whether a restore waits to be committed or given up. */
  static boolean isPending(String status) {
    return status.toLowerCase(Locale.ROOT).contains(PENDING);
  }

  /** Whether a restore is neither over nor waiting. */
  static boolean isBusy(String status) {
    String text = status.toLowerCase(Locale.ROOT);
    return !isPending(status) && (text.contains("commit") || text.contains("restoring"));
  }

  static boolean hasFailed(String status) {
    return status.toLowerCase(Locale.ROOT).contains("fail");
  }

  /** What a restore would do beside, a sentence each, and directories that lose versions. */
  record Validation(List<String> effects, List<String> versioned) {}

  Validation validate() {
    JsonNode said = cluster.client().get(place() + "/validate");
    List<String> effects = new ArrayList<>();
    if (said.path("has_gn_streams").asBoolean(false)) {
      effects.add("global streams read from the path; they go on with what was put back");
    }
    if (said.path("is_source_ppath").asBoolean(false)) {
      effects.add("the path is replicated: what is put back goes to the other clusters as well");
    }
    List<String> versioned =
        said.path("s3_versioning").valueStream().map(node -> node.asString("")).toList();
    return new Validation(effects, versioned);
  }

  /** Whether it is what another cluster writes to. */
  boolean isDestination() {
    return cluster.client().get(place() + "/validate").path("is_dest_ppath").asBoolean(false);
  }

  /** Begins a restore. */
  JsonNode restore(String title, long snapshot) {
    return cluster
        .client()
        .post(
            place() + "/restore",
            JsonNodeFactory.instance
                .objectNode()
                .put("name", title)
                .put("loanee_snapshot_id", snapshot));
  }

  JsonNode commit() {
    return cluster.client().patch(place() + "/commit", null);
  }

  /** Gives a restore up; false when there is none, or when it can't be given up any more. */
  boolean stop() {
    try {
      JsonNode _ = cluster.client().patch(place() + "/stop", null);
      return true;
    } catch (VmsException e) {
      if (e.status() == 400) {
        return false;
      }
      throw e;
    }
  }

  /** The stream of a restore by the name that we gave it. */
  Optional<JsonNode> stream(String title) {
    return cluster.client().list("globalsnapstreams", Map.of("name", title)).stream()
        .filter(node -> node.path("name").asString("").equals(title))
        .findFirst();
  }

  /** Removes a stream, read again right before, and the directory that it shows. */
  JsonNode removeStream(JsonNode stream) {
    return cluster
        .client()
        .delete(
            "globalsnapstreams/" + stream.path("id").asLong(),
            JsonNodeFactory.instance.objectNode().put("remove_dir", true));
  }
}
