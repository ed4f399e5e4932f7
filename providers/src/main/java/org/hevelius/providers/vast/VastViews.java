package org.hevelius.providers.vast;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.storage.Clusters.Cluster;
import org.hevelius.core.storage.Finding;
import org.hevelius.core.storage.Grade;
import org.hevelius.core.storage.Limits;
import org.hevelius.core.storage.NewView;
import org.hevelius.core.storage.Performance;
import org.hevelius.core.storage.Quota;
import org.hevelius.core.storage.Space;
import org.hevelius.core.storage.StorageViews;
import org.hevelius.core.storage.SystemAlarm;
import org.hevelius.core.storage.SystemEvent;
import org.hevelius.core.storage.View;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Views, quotas, health and metrics of VAST clusters, through their management systems. */
public final class VastViews implements StorageViews, AutoCloseable {
  private static final String PREFIX = "vast:";

  private final Supplier<List<Cluster>> clusters;
  private final Function<Cluster, VmsClient> clients;
  private final Map<String, VastCluster> open = new HashMap<>();

  /**
   * The storage of these clusters; nothing is asked yet.
   *
   * @param clusters that are known now
   * @param clients makes a client, which is closed with this
   */
  public VastViews(Supplier<List<Cluster>> clusters, Function<Cluster, VmsClient> clients) {
    this.clusters = clusters;
    this.clients = clients;
  }

  @Override
  public SourceSpec.Kind kind() {
    return SourceSpec.Kind.VAST;
  }

  @Override
  public List<String> systems() {
    return clusters.get().stream().map(cluster -> PREFIX + cluster.name()).sorted().toList();
  }

  @Override
  public String system(SourceSpec view) {
    return PREFIX + VastSource.of(view).cluster();
  }

  private synchronized VastCluster cluster(String name) {
    Cluster settings =
        clusters.get().stream()
            .filter(cluster -> cluster.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new HeveliusException(
                        Category.NOT_FOUND,
                        "no cluster is called \"" + name + "\" here",
                        "see which are known: hevelius cluster list"));
    VastCluster known = open.get(name);
    if (known != null && known.settings().equals(settings)) {
      return known;
    }
    if (known != null) {
      known.client().close();
    }
    VastCluster made = new VastCluster(clients.apply(settings), java.nio.file.Path.of(""));
    open.put(name, made);
    return made;
  }

  private VastCluster of(String system) {
    return cluster(system.substring(PREFIX.length()));
  }

  @Override
  public List<View> views(String system) {
    return read(of(system), null).stream().sorted(Comparator.comparing(View::view)).toList();
  }

  @Override
  public View view(SourceSpec view) {
    VastSource source = VastSource.of(view);
    return read(cluster(source.cluster()), source.path()).stream()
        .findFirst()
        .orElseThrow(
            () ->
                new HeveliusException(
                    Category.NOT_FOUND,
                    "there is neither a view nor a quota " + view,
                    "see those that there are: hevelius view list vast:" + source.cluster()));
  }

  /**
   * Views with their quotas, and quotas of paths that no view exports.
   *
   * @param only one path; null for all
   */
  private static List<View> read(VastCluster cluster, @Nullable VastPath only) {
    Map<String, JsonNode> quotas = new HashMap<>();
    for (JsonNode node : found(cluster, "quotas", only)) {
      quotas.put(path(node).text(), node);
    }
    List<View> all = new ArrayList<>();
    for (JsonNode node : found(cluster, "views", only)) {
      all.add(shown(cluster, node, quotas.remove(path(node).text())));
    }
    quotas.forEach((_, node) -> all.add(bare(cluster, node)));
    return all;
  }

  private static List<JsonNode> found(
      VastCluster cluster, String collection, @Nullable VastPath only) {
    return cluster.client().list(collection, Map.of()).stream()
        .filter(cluster::isOurs)
        .filter(node -> !node.path("internal").asBoolean(false))
        .filter(node -> node.path("path").asString("").startsWith("/") && !path(node).isRoot())
        .filter(node -> only == null || path(node).equals(only))
        .toList();
  }

  private static VastPath path(JsonNode node) {
    return new VastPath(node.path("path").asString(""));
  }

  private static String name(VastCluster cluster, JsonNode node) {
    return VastSource.spec(cluster.settings().name(), path(node)).toString();
  }

  private static View shown(VastCluster cluster, JsonNode view, @Nullable JsonNode quota) {
    Map<String, String> properties = new HashMap<>();
    String policy = view.path("policy").asString("");
    properties.put("policy", policy);
    String qos = view.path("qos_policy").asString("");
    if (!qos.isEmpty()) {
      properties.put("qos_policy", qos);
    }
    properties.put(
        "protocols",
        String.join(",", view.path("protocols").valueStream().map(JsonNode::asString).toList()));
    String name = name(cluster, view);
    return new View(
        name,
        PREFIX + cluster.settings().name(),
        view.path("guid").asString(""),
        VastProfiles.profile(policy),
        cluster.mounted(path(view)).orElse(""),
        view.path("logical_capacity").asLong(0),
        properties,
        quota == null ? null : quota(cluster, quota),
        List.of());
  }

  private static View bare(VastCluster cluster, JsonNode quota) {
    Quota limits = quota(cluster, quota);
    return new View(
        limits.view(),
        limits.system(),
        limits.id(),
        null,
        cluster.mounted(path(quota)).orElse(""),
        limits.usedBytes(),
        Map.of(),
        limits,
        List.of("a quota of a path that no view exports"));
  }

  private static Quota quota(VastCluster cluster, JsonNode node) {
    return new Quota(
        name(cluster, node),
        PREFIX + cluster.settings().name(),
        node.path("guid").asString(""),
        limits(node),
        node.path("used_effective_capacity").asLong(node.path("used_capacity").asLong(0)),
        "data without snapshots");
  }

  private static Limits limits(JsonNode node) {
    long soft = node.path("soft_limit").asLong(0);
    long hard = node.path("hard_limit").asLong(0);
    return new Limits(soft > 0 ? (Long) soft : null, hard > 0 ? hard : null);
  }

  @Override
  public View create(NewView wish) {
    VastSource source = VastSource.of(wish.view());
    VastCluster cluster = cluster(source.cluster());
    if (!read(cluster, source.path()).isEmpty()) {
      throw new HeveliusException(
          Category.CONFLICT,
          "there is a view or a quota %s already".formatted(wish.view()),
          "it was not touched");
    }
    JsonNode policy = VastProfiles.policy(cluster.client(), wish.profile());
    JsonNode quota =
        wish.limits().equals(Limits.NONE)
            ? null
            : newQuota(cluster, source.path(), wish.limits(), true);
    try {
      newView(cluster, source.path(), wish, policy);
    } catch (HeveliusException e) {
      // The quota of this call alone goes again, and none whose view may be there.
      if (quota != null && !(e instanceof VmsException vms && vms.maybeDone())) {
        takeBack(cluster, quota, e);
      }
      throw e;
    }
    return view(wish.view());
  }

  private static void takeBack(VastCluster cluster, JsonNode quota, HeveliusException because) {
    try {
      cluster.client().delete("quotas/" + quota.path("id").asLong(), null);
    } catch (HeveliusException e) {
      because.addSuppressed(e);
    }
  }

  private static void newView(VastCluster cluster, VastPath path, NewView wish, JsonNode policy) {
    ObjectNode body = cluster.about(path);
    body.put("name", path.text().substring(1));
    body.put("policy_id", policy.path("id").asLong());
    body.put("create_dir", true);
    List<String> protocols = wish.protocols().isEmpty() ? List.of("NFS") : wish.protocols();
    protocols.forEach(body.putArray("protocols")::add);
    if (wish.bucket() != null) {
      body.put("bucket", wish.bucket());
    }
    VastProfiles.qos(cluster.client(), wish.profile())
        .ifPresent(id -> body.put("qos_policy_id", id));
    cluster
        .client()
        .postUnique("views", body, path.text().substring(1), node -> path(node).equals(path));
  }

  private static JsonNode newQuota(
      VastCluster cluster, VastPath path, Limits limits, boolean createDirectory) {
    ObjectNode body = cluster.about(path);
    String name = path.text().substring(1);
    body.put("name", name);
    body.put("create_dir", createDirectory);
    put(body, limits);
    return cluster
        .client()
        .postUnique(
            "quotas", body, name, node -> path(node).equals(path) && limits(node).equals(limits));
  }

  /** No limit is written as 0. */
  private static void put(ObjectNode body, Limits limits) {
    body.put("soft_limit", Objects.requireNonNullElse(limits.soft(), 0L));
    body.put("hard_limit", Objects.requireNonNullElse(limits.hard(), 0L));
  }

  @Override
  public Quota setLimits(View expected, Limits wanted) {
    VastSource source = VastSource.of(SourceSpec.parse(expected.view()));
    VastCluster cluster = cluster(source.cluster());
    View now = view(SourceSpec.parse(expected.view()));
    Quota before = expected.quota();
    Quota quota = now.quota();
    boolean same =
        now.id().equals(expected.id())
            && (before == null ? quota == null : quota != null && same(before, quota));
    if (!same) {
      throw new HeveliusException(
          Category.CONFLICT,
          "the limits of %s are not those any more that were looked at".formatted(expected.view()),
          "nothing was changed; look again and repeat it");
    }
    if (quota == null) {
      newQuota(cluster, source.path(), wanted, false);
    } else {
      ObjectNode body = tools.jackson.databind.node.JsonNodeFactory.instance.objectNode();
      put(body, wanted);
      cluster.client().patch("quotas/" + number(cluster, source.path(), quota.id()), body);
    }
    Quota after = view(SourceSpec.parse(expected.view())).quota();
    if (after == null || !after.limits().equals(wanted)) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "%s has other limits than those that were just set".formatted(expected.view()),
          "somebody else changes them too; look: hevelius quota list " + expected.view());
    }
    return after;
  }

  private static boolean same(Quota one, Quota other) {
    return one.id().equals(other.id()) && one.limits().equals(other.limits());
  }

  private static long number(VastCluster cluster, VastPath path, String guid) {
    return found(cluster, "quotas", path).stream()
        .filter(node -> node.path("guid").asString("").equals(guid))
        .mapToLong(node -> node.path("id").asLong())
        .findFirst()
        .orElseThrow(
            () ->
                new HeveliusException(
                    Category.CONFLICT,
                    "the quota of %s was replaced meanwhile".formatted(path),
                    "nothing was changed; look again and repeat it"));
  }

  @Override
  public Space space(String system) {
    return VastWatch.space(system, VastCluster.itself(of(system).client()));
  }

  @Override
  public List<Finding> health(String system) {
    return new VastWatch(of(system).client()).health(system);
  }

  @Override
  public List<SystemAlarm> alarms(String system) {
    return new VastAlarms(of(system)).alarms(system);
  }

  @Override
  public List<SystemEvent> events(String system, Instant since, Grade least, int limit) {
    return new VastAlarms(of(system)).events(system, since, least, limit);
  }

  @Override
  public Performance performance(String system, Instant from, Instant to) {
    return new VastWatch(of(system).client()).performance(system, from, to);
  }

  @Override
  public synchronized void close() {
    open.values().forEach(cluster -> cluster.client().close());
    open.clear();
  }
}
