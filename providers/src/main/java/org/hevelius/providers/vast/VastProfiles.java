package org.hevelius.providers.vast;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.storage.AccessProfile;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an access profile is on a cluster: a view policy called {@code hevelius-PROFILE}, which is
 * made when there is none and never changed after, and the QoS policy of the same name if the
 * operator has made one. How a cluster lays data out can't be told to it view by view.
 */
final class VastProfiles {
  private static final String PREFIX = "hevelius-";

  private VastProfiles() {}

  /** The profile that a view policy stands for; null for another policy. */
  static @Nullable String profile(String policy) {
    return Arrays.stream(AccessProfile.values())
        .map(AccessProfile::text)
        .filter(text -> policy.equals(PREFIX + text))
        .findFirst()
        .orElse(null);
  }

  private static List<JsonNode> named(VmsClient client, String collection, String name) {
    return client.list(collection, Map.of("name", name)).stream()
        .filter(node -> node.path("name").asString("").equals(name))
        .toList();
  }

  /** The view policy of a profile. */
  static JsonNode policy(VmsClient client, AccessProfile profile) {
    String name = PREFIX + profile.text();
    List<JsonNode> known = named(client, "viewpolicies", name);
    if (!known.isEmpty()) {
      return known.getFirst();
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("name", name);
    body.put("flavor", "NFS");
    // By this the snapshots below a view can be read.
    body.put("enable_access_to_snapshot_dir_in_subdirs", true);
    return client.postUnique("viewpolicies", body, name, _ -> true);
  }

  /** The number of the QoS policy of a profile, if the cluster has one. */
  static OptionalLong qos(VmsClient client, AccessProfile profile) {
    try {
      return named(client, "qospolicies", PREFIX + profile.text()).stream()
          .mapToLong(node -> node.path("id").asLong())
          .findFirst();
    } catch (VmsException e) {
      if (e.category() == Category.NOT_FOUND) {
        return OptionalLong.empty();
      }
      throw e;
    }
  }
}
