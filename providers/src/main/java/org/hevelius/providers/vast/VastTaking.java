package org.hevelius.providers.vast;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.CaptureRequest;
import org.hevelius.core.provider.PendingCapture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Has snapshots taken: one for all sources that lie below one path of a cluster. */
final class VastTaking {
  private static final int LONGEST_NAME = 64;

  private final Function<VastSource, VastCluster> clusters;
  private final NativeKeeping keeping;
  private final Function<VastCluster, VmsTasks> tasks;
  private final SecureRandom random;
  private final Consumer<String> notices;

  VastTaking(
      Function<VastSource, VastCluster> clusters,
      NativeKeeping keeping,
      Function<VastCluster, VmsTasks> tasks,
      SecureRandom random,
      Consumer<String> notices) {
    this.clusters = clusters;
    this.keeping = keeping;
    this.tasks = tasks;
    this.random = random;
    this.notices = notices;
  }

  /** Sources that one snapshot of a path covers. */
  private record Group(String cluster, VastPath path, List<SourceSpec> sources) {}

  PendingCapture take(CaptureRequest request) {
    if (request.copy() != null) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "a copy of %s can't be taken in its place: the cluster takes the path itself"
              .formatted(request.sources().getFirst()),
          "nothing was taken");
    }
    List<Group> groups = groups(request.sources());
    for (Group group : groups) {
      for (SourceSpec source : group.sources()) {
        VastFolders.require(clusters.apply(VastSource.of(source)), source);
      }
    }
    List<VastCapture.Part> parts = new ArrayList<>();
    try {
      for (Group group : groups) {
        VastCluster cluster = clusters.apply(VastSource.of(group.sources().getFirst()));
        keeping.settle(cluster);
        parts.add(part(cluster, group, request));
      }
      return new VastCapture(request.sources(), parts, keeping, notices);
    } catch (RuntimeException e) {
      new VastCapture(request.sources(), parts, keeping, notices).close();
      throw e;
    }
  }

  /** Sources of one cluster that share more than its root are taken together. */
  private static List<Group> groups(List<SourceSpec> sources) {
    Map<String, Group> groups = new LinkedHashMap<>();
    for (SourceSpec source : sources) {
      VastSource named = VastSource.of(source);
      String top = named.path().text().substring(1).split("/", 2)[0];
      groups.merge(
          named.cluster() + "/" + top,
          new Group(named.cluster(), named.path(), List.of(source)),
          VastTaking::joined);
    }
    return List.copyOf(groups.values());
  }

  private static Group joined(Group one, Group other) {
    List<SourceSpec> all = new ArrayList<>(one.sources());
    all.addAll(other.sources());
    return new Group(one.cluster(), one.path().shared(other.path()), List.copyOf(all));
  }

  private VastCapture.Part part(VastCluster cluster, Group group, CaptureRequest request) {
    String name = unique(request.label());
    keeping.begin(cluster, name, group.path());
    VastSnapshot taken;
    try {
      taken = snapshot(cluster, name, group.path(), request.canceled());
    } catch (VmsException e) {
      if (!e.maybeDone()) {
        keeping.records(cluster).done(name);
      }
      throw e;
    }
    Map<SourceSpec, Long> sizes = sizes(cluster, group);
    return new VastCapture.Part(
        cluster,
        taken,
        group.sources(),
        group.sources().stream().map(source -> sizes.getOrDefault(source, 0L)).toList());
  }

  private VastSnapshot snapshot(
      VastCluster cluster, String name, VastPath path, BooleanSupplier canceled) {
    ObjectNode body = cluster.about(path).put("name", name);
    JsonNode answer =
        cluster
            .client()
            .postUnique(
                "snapshots",
                body,
                name,
                node ->
                    cluster.isOurs(node)
                        && VastSnapshot.of(node)
                            .filter(found -> found.path().equals(path))
                            .isPresent());
    VastSnapshot begun =
        VastSnapshot.of(answer)
            .orElseThrow(
                () ->
                    VmsException.silent(
                        "%s didn't say which snapshot it took as %s"
                            .formatted(cluster.settings().name(), name),
                        List.of("look at its snapshots; nothing was recorded"),
                        true,
                        null));
    keeping.taken(cluster, begun);
    try {
      VastSnapshot[] now = {begun};
      tasks
          .apply(cluster)
          .until(
              "snapshot " + name,
              canceled,
              () -> {
                if (!now[0].isThere()) {
                  now[0] = again(cluster, begun);
                }
                return now[0].isThere();
              });
      return now[0];
    } catch (HeveliusException e) {
      new VastCapture(
              List.of(),
              List.of(new VastCapture.Part(cluster, begun, List.of(), List.of())),
              keeping,
              notices)
          .close();
      throw e;
    }
  }

  private static VastSnapshot again(VastCluster cluster, VastSnapshot begun) {
    VastSnapshot now =
        cluster
            .snapshot(begun.guid(), begun.id())
            .orElseThrow(() -> failed(cluster, begun, "is gone"));
    if (!now.isThere() && !now.isComing()) {
      throw failed(cluster, begun, "became " + now.state());
    }
    return now;
  }

  private static HeveliusException failed(VastCluster cluster, VastSnapshot of, String what) {
    return new HeveliusException(
        Category.UNAVAILABLE,
        "snapshot %s on %s %s".formatted(of.name(), cluster.settings().name(), what),
        "nothing was recorded; all earlier snapshots are as they were");
  }

  /** The label, cut where it must be, and something behind it that no other name has. */
  private String unique(String label) {
    byte[] bytes = new byte[4];
    random.nextBytes(bytes);
    String end = "_" + HexFormat.of().formatHex(bytes);
    String plain = label.replaceAll("[^A-Za-z0-9._-]", "_");
    return plain.substring(0, Math.min(plain.length(), LONGEST_NAME - end.length())) + end;
  }

  private static Map<SourceSpec, Long> sizes(VastCluster cluster, Group group) {
    Map<SourceSpec, Long> sizes = new HashMap<>();
    List<JsonNode> views;
    try {
      views = cluster.client().list("views", Map.of());
    } catch (VmsException e) {
      // What it is worth to know isn't worth to fail for.
      return sizes;
    }
    for (JsonNode view : views) {
      for (SourceSpec source : group.sources()) {
        VastPath path = VastSource.of(source).path();
        String text = view.path("path").asString("");
        if (cluster.isOurs(view) && text.startsWith("/") && path.equals(new VastPath(text))) {
          sizes.merge(source, Math.max(0, view.path("logical_capacity").asLong(0)), Math::max);
        }
      }
    }
    return sizes;
  }
}
