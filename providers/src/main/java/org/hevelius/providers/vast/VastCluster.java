package org.hevelius.providers.vast;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.storage.Clusters.Cluster;
import org.hevelius.core.storage.Clusters.Mount;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A cluster that is spoken to: what it is, its snapshots, and where it is mounted here. */
final class VastCluster {
  private static final String ORDINARY = "default";

  private final VmsClient client;
  private final Path home;
  private final Supplier<NfsMounts> mounts;
  private @Nullable String psnt;
  private @Nullable OptionalLong tenant;

  VastCluster(VmsClient client, Path home) {
    this(client, home, NfsMounts::now);
  }

  /** With what is mounted on this machine. */
  VastCluster(VmsClient client, Path home, Supplier<NfsMounts> mounts) {
    this.client = client;
    this.home = home;
    this.mounts = mounts;
  }

  Cluster settings() {
    return client.cluster();
  }

  VmsClient client() {
    return client;
  }

  /** The record of the cluster itself. */
  static JsonNode itself(VmsClient client) {
    return client.list("clusters", Map.of()).stream()
        .filter(node -> !node.path("psnt").asString("").isEmpty())
        .findFirst()
        .orElseThrow(
            () ->
                new HeveliusException(
                    Category.UNAVAILABLE,
                    client.cluster().name() + " doesn't say which cluster it is",
                    "its login needs the right to see clusters"));
  }

  /** The serial number; asked once. */
  synchronized String psnt() {
    String known = psnt;
    if (known == null) {
      known = itself(client).path("psnt").asString("");
      psnt = known;
    }
    return known;
  }

  /** The serial number as the address leads to it now. */
  String current() {
    String now = itself(client).path("psnt").asString("");
    synchronized (this) {
      psnt = now;
    }
    return now;
  }

  /**
   * Makes sure that the address still leads to the cluster that a capture lies on.
   *
   * @throws HeveliusException UNAVAILABLE when it is another one
   */
  void requireSame(String wanted) {
    String now = current();
    if (!now.equals(wanted)) {
      throw otherCluster(wanted, now);
    }
  }

  private HeveliusException otherCluster(String wanted, String now) {
    return new HeveliusException(
        Category.UNAVAILABLE,
        "%s leads to cluster %s now, and not to %s".formatted(settings().name(), now, wanted),
        "nothing was changed there; check the address in clusters.yaml");
  }

  /** The tenant whose paths are meant; nothing when the cluster doesn't say which one that is. */
  synchronized OptionalLong tenant() {
    OptionalLong known = tenant;
    if (known == null) {
      String wanted = settings().tenant();
      String name = wanted == null ? ORDINARY : wanted;
      known =
          client.list("tenants", Map.of("name", name)).stream()
              .filter(node -> node.path("name").asString("").equals(name))
              .mapToLong(node -> node.path("id").asLong())
              .findFirst();
      if (known.isEmpty() && wanted != null) {
        throw new HeveliusException(
            Category.NOT_FOUND,
            "%s has no tenant \"%s\" that its login sees".formatted(settings().name(), wanted));
      }
      tenant = known;
    }
    return known;
  }

  /** A request about a path of the tenant. */
  ObjectNode about(VastPath path) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("path", path.text());
    tenant().ifPresent(id -> body.put("tenant_id", id));
    return body;
  }

  /** Whether an object of a list belongs to the tenant. */
  boolean isOurs(JsonNode node) {
    OptionalLong wanted = tenant();
    JsonNode id = node.path("tenant_id");
    return wanted.isEmpty() || !id.isNumber() || id.asLong() == wanted.getAsLong();
  }

  /** All snapshots of the tenant, oldest first. */
  List<VastSnapshot> snapshots() {
    return client.list("snapshots", Map.of()).stream()
        .filter(this::isOurs)
        .map(VastSnapshot::of)
        .flatMap(Optional::stream)
        .sorted(Comparator.comparing(VastSnapshot::created).thenComparingLong(VastSnapshot::id))
        .toList();
  }

  /**
   * The snapshot of a guid as it is now; nothing when there is none, or when it is being removed.
   *
   * @param hint the number that it had; 0 when not known
   */
  Optional<VastSnapshot> snapshot(String guid, long hint) {
    Optional<VastSnapshot> found = hint > 0 ? numbered(hint, guid) : Optional.empty();
    return found
        .or(
            () ->
                client.list("snapshots", Map.of("guid", guid)).stream()
                    .filter(node -> node.path("guid").asString("").equals(guid))
                    .findFirst()
                    .flatMap(VastSnapshot::of)
                    .flatMap(listed -> numbered(listed.id(), guid)))
        .filter(snapshot -> !snapshot.isGoing());
  }

  private Optional<VastSnapshot> numbered(long id, String guid) {
    try {
      return VastSnapshot.of(client.get("snapshots/" + id))
          .filter(snapshot -> snapshot.guid().equals(guid));
    } catch (VmsException e) {
      if (e.status() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The parts of the identity that a capture bears. */
  record Identity(String psnt, String guid) {
    @Override
    public String toString() {
      return psnt + ":" + guid;
    }

    static Identity of(Capture capture) {
      int colon = capture.id().indexOf(':');
      if (colon <= 0 || colon == capture.id().length() - 1) {
        throw new HeveliusException(
            Category.DAMAGED, "\"" + capture.id() + "\" is no identity of a VAST snapshot");
      }
      return new Identity(capture.id().substring(0, colon), capture.id().substring(colon + 1));
    }
  }

  /**
   * The directory of this machine where a path of the cluster is mounted.
   *
   * @throws HeveliusException UNAVAILABLE when something else is mounted there
   */
  Optional<String> mounted(VastPath path) {
    return mount(path)
        .map(
            mount -> {
              String at =
                  VastPath.below(mount.directory(), new VastPath(mount.path()).relative(path));
              mounts.get().require(mount.directory(), at, path, this::exported);
              return at;
            });
  }

  private Optional<Mount> mount(VastPath path) {
    return settings().mounts().stream()
        .filter(mount -> new VastPath(mount.path()).covers(path))
        .max(Comparator.comparingInt(mount -> mount.path().length()));
  }

  /** The path of a view that is exported under another name; else the name is the path. */
  private String exported(String name) {
    return client.list("views", Map.of()).stream()
        .filter(this::isOurs)
        .filter(view -> !name.equals("/") && view.path("alias").asString("").equals(name))
        .map(view -> view.path("path").asString(name))
        .findFirst()
        .orElse(name);
  }

  /** The directory of this machine where a path can be looked at in a snapshot, if there is one. */
  Optional<Path> mounted(VastSnapshot snapshot, VastPath path) {
    if (snapshot.name().isEmpty()
        || snapshot.name().startsWith(".")
        || snapshot.name().indexOf('/') >= 0) {
      return Optional.empty();
    }
    String within = VastPath.SNAPSHOTS + "/" + snapshot.name();
    Optional<Path> above =
        mounted(snapshot.path())
            .map(top -> Path.of(VastPath.below(top, within)))
            .map(root -> root.resolve(snapshot.path().relative(path)))
            .filter(java.nio.file.Files::isDirectory);
    // A view below the path shows the same snapshot from its own root on.
    return above.or(
        () ->
            settings().mounts().stream()
                .filter(mount -> new VastPath(mount.path()).covers(path))
                .filter(mount -> snapshot.path().covers(new VastPath(mount.path())))
                .map(mount -> shown(mount, within, path))
                .filter(java.nio.file.Files::isDirectory)
                .findFirst());
  }

  private Path shown(Mount mount, String within, VastPath path) {
    VastPath top = new VastPath(mount.path());
    mounts.get().require(mount.directory(), mount.directory(), top, this::exported);
    return Path.of(VastPath.below(mount.directory(), within)).resolve(top.relative(path));
  }

  /** The directory in which records are kept. */
  Path records() {
    String elsewhere = settings().records();
    return elsewhere == null ? home.resolve("vast") : home.resolve(elsewhere);
  }
}
