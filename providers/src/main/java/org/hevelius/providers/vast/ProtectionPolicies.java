package org.hevelius.providers.vast;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.policy.NativeFrames.Frame;
import org.hevelius.core.provider.NativeSchedules.Target;
import org.hevelius.core.provider.NativeSchedules.Wish;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Protection policies and protected paths of one cluster. Only what bears the mark and the guid
 * that are remembered is changed or removed, and is read again right before.
 */
record ProtectionPolicies(VastCluster cluster, VmsTasks tasks) {
  static final String POLICIES = "protectionpolicies";
  static final String PATHS = "protectedpaths";
  static final String TARGETS = "nativereplicationremotetargets";

  /** What the names of all begin with that Hevelius makes. */
  static final String MARK = "hevelius-";

  /** One of ours; where its guid isn't known yet, by the name that nothing else can have. */
  Optional<JsonNode> ours(String collection, String guid, String name) {
    if (!name.startsWith(MARK)) {
      throw new IllegalArgumentException(name);
    }
    return cluster
        .client()
        .list(collection, guid.isEmpty() ? Map.of("name", name) : Map.of("guid", guid))
        .stream()
        .filter(cluster::isOurs)
        .filter(
            node ->
                guid.isEmpty()
                    ? node.path("name").asString("").equals(name)
                    : node.path("guid").asString("").equals(guid))
        .findFirst();
  }

  private JsonNode again(String collection, JsonNode seen) {
    JsonNode now = cluster.client().get(collection + "/" + seen.path("id").asLong());
    if (!now.path("guid").asString("").equals(seen.path("guid").asString(""))) {
      throw new HeveliusException(
          Category.CONFLICT,
          "%s %s of %s is another one now"
              .formatted(collection, seen.path("name").asString(""), cluster.settings().name()),
          "it was left as it is; try again");
    }
    return now;
  }

  /** The identity of a system to copy to. */
  long target(String name) {
    List<JsonNode> all = cluster.client().list(TARGETS, Map.of());
    return all.stream()
        .filter(node -> node.path("name").asString("").equals(name))
        .mapToLong(node -> node.path("id").asLong())
        .findFirst()
        .orElseThrow(
            () ->
                new HeveliusException(
                    Category.NOT_FOUND,
                    "%s has no replication peer \"%s\"".formatted(cluster.settings().name(), name),
                    "there are: "
                        + String.join(
                            ", ", all.stream().map(n -> n.path("name").asString("")).toList())));
  }

  /** Makes a protection policy, or finds the one that an earlier attempt has made. */
  JsonNode makePolicy(String name, Wish wish) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    Target copies = wish.copies();
    body.put("name", name)
        .put("prefix", name)
        .put("clone_type", copies == null ? "LOCAL" : "NATIVE_REPLICATION");
    body.set("frames", NativeFrameText.write(wish.frames()));
    cluster.tenant().ifPresent(id -> body.put("tenant_id", id));
    if (copies != null) {
      body.put("target_object_id", target(copies.name()));
    }
    return made(
        name,
        () ->
            cluster
                .client()
                .postUnique(
                    POLICIES,
                    body,
                    name,
                    node -> node.path("prefix").asString("").equals(name) && says(node, wish)));
  }

  /** Protects a path by a policy, or finds that an earlier attempt has. */
  JsonNode makePath(String name, VastPath source, JsonNode policy, @Nullable Target copies) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    String by = String.valueOf(policy.path("id").asLong());
    body.put("name", name)
        .put("source_dir", source.text())
        .put("protection_policy_id", by)
        .put("enabled", true);
    cluster.tenant().ifPresent(id -> body.put("tenant_id", id));
    if (copies != null) {
      body.put(
              "target_exported_dir",
              copies.directory().isEmpty() ? source.text() : copies.directory())
          .put("capabilities", "ASYNC_REPLICATION");
    }
    return made(
        name,
        () ->
            cluster
                .client()
                .postUnique(
                    PATHS,
                    body,
                    name,
                    node ->
                        node.path("source_dir").asString("").startsWith("/")
                            && new VastPath(node.path("source_dir").asString("")).equals(source)
                            && node.path("protection_policy_id").asString("").equals(by)));
  }

  private interface Make {
    JsonNode run();
  }

  private JsonNode made(String name, Make make) {
    try {
      return make.run();
    } catch (VmsException e) {
      if (e.isNameTaken()) {
        throw new HeveliusException(
            Category.CONFLICT,
            "there is something called %s on %s that isn't ours"
                .formatted(name, cluster.settings().name()),
            List.of("it was left as it is; do this again, and another name is taken"),
            e);
      }
      throw e;
    }
  }

  /** Whether a protection policy says what is wished. */
  static boolean says(JsonNode policy, Wish wish) {
    Optional<List<Frame>> frames = NativeFrameText.read(policy.path("frames"));
    String type = policy.path("clone_type").asString("LOCAL");
    return frames.isPresent()
        && new Wish(frames.get(), wish.copies()).isSame(wish)
        && type.equals(wish.copies() == null ? "LOCAL" : "NATIVE_REPLICATION");
  }

  /** Lets a protection policy of ours say something else. */
  void change(JsonNode policy, Wish wish) {
    JsonNode now = again(POLICIES, policy);
    ObjectNode change = JsonNodeFactory.instance.objectNode();
    change.set("frames", NativeFrameText.write(wish.frames()));
    JsonNode _ = cluster.client().patch(POLICIES + "/" + now.path("id").asLong(), change);
  }

  /** Lets a protected path of ours go on, by this policy. */
  void resume(JsonNode path, JsonNode policy) {
    JsonNode now = again(PATHS, path);
    ObjectNode change = JsonNodeFactory.instance.objectNode();
    change
        .put("enabled", true)
        .put("protection_policy_id", String.valueOf(policy.path("id").asLong()));
    JsonNode _ = cluster.client().patch(PATHS + "/" + now.path("id").asLong(), change);
  }

  /** Removes one of ours. One that is gone already is no error. */
  void remove(String collection, String guid, String name, BooleanSupplier canceled) {
    JsonNode seen = ours(collection, guid, name).orElse(null);
    if (seen == null) {
      return;
    }
    try {
      JsonNode now = again(collection, seen);
      JsonNode answer = cluster.client().delete(collection + "/" + now.path("id").asLong(), null);
      tasks.await("removing " + name, answer, canceled);
    } catch (VmsException e) {
      boolean gone = e.status() == 404 || e.maybeDone();
      if (!gone || ours(collection, guid, name).isPresent()) {
        throw e;
      }
    }
    tasks.until("removing " + name, canceled, () -> ours(collection, guid, name).isEmpty());
  }

  /** Protected paths of others that go by a protection policy. */
  List<String> others(JsonNode policy, String ourPath) {
    String by = String.valueOf(policy.path("id").asLong());
    return cluster.client().list(PATHS, Map.of()).stream()
        .filter(node -> node.path("protection_policy_id").asString("").equals(by))
        .filter(node -> !node.path("guid").asString("").equals(ourPath))
        .map(node -> node.path("name").asString(""))
        .toList();
  }
}
