package org.hevelius.providers.vast;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.RestoreOrder;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.providers.files.EngineFailures;
import org.hevelius.providers.files.FileRestore;
import org.hevelius.providers.files.LiveTree;
import org.hevelius.providers.files.OwnPlaces;
import org.hevelius.repository.Environment;
import org.hevelius.repository.fs.RawPath;
import org.hevelius.repository.restore.State;
import org.jspecify.annotations.Nullable;

/** Reads snapshots and the present state where they are mounted or in buckets, and restores. */
final class VastReading {
  private final Function<VastSource, VastCluster> clusters;
  private final Environment environment;
  private final OwnPlaces own;
  private final BucketTrees buckets;

  VastReading(
      Function<VastSource, VastCluster> clusters,
      Environment environment,
      OwnPlaces own,
      BucketTrees buckets) {
    this.clusters = clusters;
    this.environment = environment;
    this.own = own;
    this.buckets = buckets;
  }

  /**
   * The snapshot of a capture, as it is now.
   *
   * @throws HeveliusException NOT_FOUND when it is gone; UNAVAILABLE when the address leads
   *     elsewhere
   */
  VastSnapshot snapshot(VastCluster cluster, Capture capture) {
    VastCluster.Identity wanted = VastCluster.Identity.of(capture);
    if (!wanted.psnt().equals(cluster.psnt())) {
      cluster.requireSame(wanted.psnt());
    }
    return cluster
        .snapshot(wanted.guid(), 0)
        .filter(found -> found.path().covers(VastSource.of(capture.source()).path()))
        .orElseThrow(
            () ->
                new HeveliusException(
                    Category.NOT_FOUND,
                    "the snapshot %s of %s is gone from the cluster"
                        .formatted(wanted.guid(), capture.source()),
                    "it expired there or was removed there; other versions are not touched"));
  }

  VastCluster cluster(SourceSpec source) {
    return clusters.apply(VastSource.of(source));
  }

  /** The directory below which a capture is seen. */
  Optional<Path> path(Capture capture) {
    VastCluster cluster = cluster(capture.source());
    if (cluster.settings().mounts().isEmpty()) {
      return Optional.empty();
    }
    return cluster.mounted(snapshot(cluster, capture), VastSource.of(capture.source()).path());
  }

  /** Whether files of Hevelius itself lie in a path, or around it, as it is mounted here. */
  boolean hasOwn(VastCluster cluster, VastPath path) {
    return cluster
        .mounted(path)
        .filter(at -> own.around(at).isPresent() || !own.inside(at).isEmpty())
        .isPresent();
  }

  SnapshotTree open(Capture capture) {
    VastCluster cluster = cluster(capture.source());
    VastSnapshot snapshot = snapshot(cluster, capture);
    VastPath path = VastSource.of(capture.source()).path();
    Optional<Path> mounted = cluster.mounted(snapshot, path);
    if (mounted.isPresent()) {
      return tree(mounted.get().toString(), List.of());
    }
    return buckets
        .snapshot(cluster, snapshot, path)
        .orElseThrow(() -> unreadable(capture.source().toString(), cluster));
  }

  SnapshotTree live(Dataset dataset, SourceSpec source) {
    VastCluster cluster = cluster(source);
    VastPath path = VastSource.of(source).path();
    Optional<String> mounted = cluster.mounted(path);
    if (mounted.isPresent()) {
      List<String> without = new ArrayList<>(dataset.excludes());
      without.add(VastPath.SNAPSHOTS);
      without.addAll(own.inside(mounted.get()));
      return tree(mounted.get(), without);
    }
    return buckets.live(cluster, path).orElseThrow(() -> unreadable(source.toString(), cluster));
  }

  private SnapshotTree tree(String directory, List<String> without) {
    return EngineFailures.translate(
        () ->
            new LiveTree(
                environment.files(), RawPath.ofText(directory), OwnPlaces.excludes(without)));
  }

  private static HeveliusException unreadable(String what, VastCluster cluster) {
    String name = cluster.settings().name();
    return new HeveliusException(
        Category.UNAVAILABLE,
        what + " can't be read from here: it is mounted nowhere that clusters.yaml names",
        "nothing was changed; mount a view of %s and name it under mounts:, or name its buckets:"
            .formatted(name));
  }

  /** Carries out an order to restore, between directories that are mounted here. */
  void restore(RestoreOrder order) {
    SourceSpec source = order.want().source();
    VastCluster cluster = cluster(source);
    Optional<String> mounted = cluster.mounted(VastSource.of(source).path());
    if (mounted.isEmpty() && order.target() == null) {
      throw unreadable("the restore of " + source + " in its place", cluster);
    }
    String home = mounted.orElseGet(() -> String.valueOf(order.target()));
    FileRestore restore = new FileRestore(own, order, home);
    restore.run(
        FileRestore.mounted(environment.files(), environment.workers()),
        side(order.want()),
        optional(order.base()),
        optional(order.guard()),
        List.of(VastPath.SNAPSHOTS));
  }

  private FileRestore.@Nullable Side optional(@Nullable Capture capture) {
    return capture == null ? null : side(capture);
  }

  private FileRestore.Side side(Capture capture) {
    VastCluster cluster = cluster(capture.source());
    Path directory =
        path(capture).orElseThrow(() -> unreadable("the capture of " + capture.source(), cluster));
    return EngineFailures.translate(
        () ->
            new FileRestore.Side(
                State.mounted(environment.files(), directory.toString()),
                tree(directory.toString(), List.of())));
  }
}
