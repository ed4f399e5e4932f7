package org.hevelius.providers.vast;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.NativeStorage.Cloned;
import org.hevelius.core.snapshot.Capture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes data to write to of snapshots, at other paths of their cluster. */
final class VastClones {
  private final VastReading reading;
  private final Function<VastCluster, VmsTasks> tasks;

  VastClones(VastReading reading, Function<VastCluster, VmsTasks> tasks) {
    this.reading = reading;
    this.tasks = tasks;
  }

  Cloned clone(Capture capture, String name) {
    VastCluster cluster = reading.cluster(capture.source());
    VastPath target = target(cluster, name);
    VastPath source = VastSource.of(capture.source()).path();
    VastSnapshot snapshot = reading.snapshot(cluster, capture);
    if (target.isRoot() || VastFolders.children(cluster, target).isPresent()) {
      throw taken(cluster, target);
    }
    String title = "hevelius" + target.text().replaceAll("[^A-Za-z0-9._-]", "_");
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("name", title.substring(0, Math.min(title.length(), 60)));
    body.put("loanee_root_path", target.text());
    cluster.tenant().ifPresent(id -> body.put("loanee_tenant_id", id));
    body.put("enabled", true);
    String what = "the clone " + target;
    tasks.apply(cluster).await(what, begun(cluster, snapshot, target, body), () -> false);
    tasks
        .apply(cluster)
        .until(what, () -> false, () -> VastFolders.children(cluster, target).isPresent());
    // A snapshot of a path above has more in it; the part that was asked for lies below.
    VastPath part = new VastPath(VastPath.below(target.text(), snapshot.path().relative(source)));
    return new Cloned(
        VastSource.spec(cluster.settings().name(), part).toString(),
        cluster.mounted(part).map(Path::of).orElse(null));
  }

  /** The path of the cluster that somebody named, by itself or as a source. */
  private static VastPath target(VastCluster cluster, String name) {
    String own = SourceSpec.Kind.VAST.text() + ":" + cluster.settings().name();
    String path = name.startsWith(own + "/") ? name.substring(own.length()) : name;
    if (!path.startsWith("/")) {
      throw new HeveliusException(
          Category.INVALID,
          "\"%s\" is no path of %s, at which a clone could be made".formatted(name, own),
          "nothing was made; name a path of the cluster at which nothing is, such as %s/clones/try"
              .formatted(own));
    }
    return new VastPath(path);
  }

  private static JsonNode begun(
      VastCluster cluster, VastSnapshot snapshot, VastPath target, ObjectNode body) {
    try {
      return cluster.client().post("snapshots/" + snapshot.id() + "/clone", body);
    } catch (VmsException e) {
      if (e.fields().containsKey("loanee_root_path")) {
        throw taken(cluster, target);
      }
      if (!e.maybeDone()) {
        throw e;
      }
      return cluster.client().list("globalsnapstreams", Map.of()).stream()
          .filter(stream -> stream.path("loanee_root_path").asString("").equals(target.text()))
          .filter(stream -> stream.path("loanee_snapshot_id").asLong() == snapshot.id())
          .findFirst()
          .orElseThrow(() -> e);
    }
  }

  private static HeveliusException taken(VastCluster cluster, VastPath target) {
    return new HeveliusException(
        Category.CONFLICT,
        "there is something at the path %s of the cluster %s already"
            .formatted(target, cluster.settings().name()),
        "nothing was made or changed; name a path of the cluster at which nothing is");
  }
}
