package org.hevelius.providers.vast;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Recovered;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.NativeStorage.Found;
import org.hevelius.core.provider.NativeStorage.Native;
import org.hevelius.core.provider.NativeStorage.Reclaim;
import org.hevelius.core.provider.NativeStorage.Space;
import org.hevelius.core.snapshot.Manifest;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotKind;
import org.hevelius.core.snapshot.SnapshotNames;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** What a cluster has: views, snapshots of ours and of others, and space. Changes nothing. */
final class VastListing {
  private static final int MAX_SLUG = 40;
  private static final int MOST_ESTIMATED = 32;

  private final NativeKeeping keeping;

  VastListing(NativeKeeping keeping) {
    this.keeping = keeping;
  }

  /** The views of the tenant, each once. */
  List<Found> discover(VastCluster cluster) {
    Map<String, Found> found = new TreeMap<>();
    for (JsonNode view : cluster.client().list("views", Map.of())) {
      String text = view.path("path").asString("");
      if (!text.startsWith("/") || !cluster.isOurs(view) || new VastPath(text).isRoot()) {
        continue;
      }
      VastPath path = new VastPath(text);
      List<String> protocols =
          view.path("protocols").valueStream().map(node -> node.asString("")).toList();
      String place =
          cluster.mounted(path).orElseGet(() -> "view for " + String.join(", ", protocols));
      found.putIfAbsent(
          path.text(),
          new Found(
              VastSource.spec(cluster.settings().name(), path),
              Math.max(0, view.path("logical_capacity").asLong(0)),
              place,
              false));
    }
    return List.copyOf(found.values());
  }

  private static List<VastSnapshot> covering(VastCluster cluster, VastPath path) {
    return cluster.snapshots().stream()
        .filter(snapshot -> snapshot.isThere() && snapshot.path().covers(path))
        .toList();
  }

  /** The snapshots that cover a path. */
  List<Native> snapshots(VastCluster cluster, VastPath path) {
    Map<String, String> homes = keeping.homes(cluster);
    List<VastSnapshot> covering = covering(cluster, path);
    // A list shows what was estimated last; only who is asked for alone is estimated anew.
    boolean few = covering.size() <= MOST_ESTIMATED;
    return covering.stream()
        .map(listed -> few ? cluster.snapshot(listed.guid(), listed.id()).orElse(listed) : listed)
        .map(snapshot -> listed(cluster, snapshot, homes.get(Records.safe(snapshot.guid()))))
        .toList();
  }

  /**
   * A snapshot as it is listed.
   *
   * @param home what its record says of the home that made it; null without a record
   */
  private Native listed(VastCluster cluster, VastSnapshot snapshot, @Nullable String home) {
    boolean ours = home != null && (home.isEmpty() || home.equals(keeping.home()));
    return new Native(
        identity(cluster, snapshot),
        snapshot.name(),
        snapshot.created(),
        snapshot.unique(),
        ours,
        ours || home == null ? "" : home,
        snapshot.blocks());
  }

  private static String identity(VastCluster cluster, VastSnapshot snapshot) {
    return new VastCluster.Identity(cluster.psnt(), snapshot.guid()).toString();
  }

  /** The snapshots of others that cover a path, as versions of a dataset of their own. */
  List<Recovered> adoptable(VastCluster cluster, SourceSpec source) {
    Map<String, String> homes = keeping.homes(cluster);
    Set<String> begun = begun(cluster);
    List<VastSnapshot> foreign =
        covering(cluster, VastSource.of(source).path()).stream()
            .filter(s -> !keeping.home().equals(homes.get(Records.safe(s.guid()))))
            .filter(snapshot -> !begun.contains(snapshot.guid()))
            .toList();
    if (foreign.isEmpty()) {
      return List.of();
    }
    Dataset dataset =
        new Dataset(
            DatasetName.of("adopted/vast/" + slug(source.location())),
            "adopted from another program: " + source,
            List.of(source),
            List.of(),
            foreign.getFirst().created(),
            Dataset.DEFAULT_REPOSITORY);
    List<Recovered> adopted = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (VastSnapshot snapshot : foreign) {
      long version = adopted.size() + 1L;
      Snapshot as = adopted(cluster, dataset, version, snapshot, names);
      adopted.add(
          new Recovered(
              new Manifest(dataset, version, as, null, snapshot.created()),
              List.of(Records.capture(source, identity(cluster, snapshot), 0))));
    }
    return adopted;
  }

  private Set<String> begun(VastCluster cluster) {
    Set<String> begun = new HashSet<>();
    keeping.records(cluster).noted().forEach(note -> begun.add(note.path("guid").asString("")));
    return begun;
  }

  private static String slug(String location) {
    String slug = SnapshotNames.slug(location).replace('_', '-');
    return slug.length() > MAX_SLUG ? slug.substring(0, MAX_SLUG).replaceAll("-$", "") : slug;
  }

  private static Snapshot adopted(
      VastCluster cluster, Dataset dataset, long version, VastSnapshot of, Set<String> names) {
    String generated = SnapshotNames.generate(dataset.name(), of.created(), "adopted");
    String name = generated;
    for (int n = 2; !names.add(name); n++) {
      name = SnapshotNames.numbered(generated, n);
    }
    String by = of.policy().isEmpty() ? "" : ", by the protection policy " + of.policy();
    return Snapshot.builder(dataset.name(), version, of.created())
        .name(name)
        .description("adopted from VAST: " + of.name() + by)
        .author(of.policy().isEmpty() ? "unknown" : of.policy())
        .host(cluster.settings().name())
        .kind(SnapshotKind.ADOPTED)
        .parentVersion(version > 1 ? version - 1 : null)
        .build();
  }

  /** What removing snapshots would free, as the cluster estimates each of them alone. */
  Reclaim reclaim(List<VastSnapshot> snapshots) {
    List<String> blocks = new ArrayList<>();
    long bytes = 0;
    for (VastSnapshot snapshot : snapshots) {
      bytes += snapshot.unique().orElse(0);
      snapshot.blocks().forEach(why -> blocks.add("snapshot " + snapshot.name() + ": " + why));
    }
    return new Reclaim(bytes, false, blocks);
  }

  /** The space of a path: that of its view, within its quota and what the cluster has free. */
  Space space(VastCluster cluster, SourceSpec source) {
    VastPath path = VastSource.of(source).path();
    JsonNode view = of(cluster, "views", path);
    JsonNode quota = of(cluster, "quotas", path);
    JsonNode itself = VastCluster.itself(cluster.client());
    long referenced =
        Math.max(
            view.path("logical_capacity").asLong(0),
            quota.path("used_effective_capacity").asLong(0));
    long used =
        Math.max(view.path("physical_capacity").asLong(0), quota.path("used_capacity").asLong(0));
    long free =
        Math.max(
            0,
            itself
                .path("free_usable_capacity")
                .asLong(itself.path("free_physical_space").asLong(0)));
    long hard = quota.path("hard_limit").asLong(0);
    if (view.isMissingNode() && quota.isMissingNode() && free == 0) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "%s tells no space of %s".formatted(cluster.settings().name(), path),
          "its login needs the right to see views, quotas and clusters");
    }
    return new Space(
        Math.max(0, used),
        Math.max(0, referenced),
        OptionalLong.empty(),
        hard > 0 ? Math.max(0, Math.min(free, hard - used)) : free,
        hard > 0 ? OptionalLong.of(hard) : OptionalLong.empty());
  }

  private static JsonNode of(VastCluster cluster, String collection, VastPath path) {
    return cluster.client().list(collection, Map.of()).stream()
        .filter(cluster::isOurs)
        .filter(node -> node.path("path").asString("").startsWith("/"))
        .filter(node -> new VastPath(node.path("path").asString("")).equals(path))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }
}
