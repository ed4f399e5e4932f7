package org.hevelius.providers.vast;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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
  private final Consumer<String> notices;

  VastReading(
      Function<VastSource, VastCluster> clusters,
      Environment environment,
      OwnPlaces own,
      BucketTrees buckets,
      Consumer<String> notices) {
    this.clusters = clusters;
    this.environment = environment;
    this.own = own;
    this.buckets = buckets;
    this.notices = notices;
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
        .<SnapshotTree>map(tree -> tree)
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
    return buckets
        .live(cluster, path)
        .<SnapshotTree>map(tree -> tree)
        .orElseThrow(() -> unreadable(source.toString(), cluster));
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

  /**
   * Carries out an order to restore into a directory of this machine, from what is mounted here, or
   * else through buckets.
   */
  void restore(RestoreOrder order) {
    SourceSpec source = order.want().source();
    VastCluster cluster = cluster(source);
    Optional<String> mounted = cluster.mounted(VastSource.of(source).path());
    if (mounted.isEmpty() && order.target() == null) {
      throw notInPlace(source, cluster);
    }
    // Where nothing is mounted no directory of this machine is the source's, so no guard is of it.
    FileRestore restore = new FileRestore(own, order, mounted.orElse(""));
    boolean files =
        path(order.want()).isPresent()
            && isNoneOrMounted(order.base())
            && isNoneOrMounted(order.guard());
    if (!files && order.guard() == null) {
      notices.accept(
          "%s is read through its bucket, which shows no links, owners and permissions: what is"
                  .formatted(source)
              + " restored lacks them");
    }
    restore.run(
        FileRestore.mounted(environment.files(), environment.workers()),
        side(order.want(), files),
        optional(order.base(), files),
        optional(order.guard(), files),
        List.of(VastPath.SNAPSHOTS));
  }

  private static HeveliusException notInPlace(SourceSpec source, VastCluster cluster) {
    return new HeveliusException(
        Category.UNAVAILABLE,
        "%s can't be restored in its place from here: it is mounted nowhere that clusters.yaml names"
            .formatted(source),
        "nothing was changed; a bucket takes no links, owners, permissions and times, so nothing is"
            + " written back through it",
        "restore to a directory: --to DIR; or make data of it on the cluster at once: hevelius"
            + " clone; or mount a view of %s and name it under mounts:"
                .formatted(cluster.settings().name()));
  }

  private boolean isNoneOrMounted(@Nullable Capture capture) {
    return capture == null || path(capture).isPresent();
  }

  private FileRestore.@Nullable Side optional(@Nullable Capture capture, boolean files) {
    return capture == null ? null : side(capture, files);
  }

  private FileRestore.Side side(Capture capture, boolean files) {
    return files ? mountedSide(capture) : streamedSide(capture);
  }

  private FileRestore.Side mountedSide(Capture capture) {
    Path directory = path(capture).orElseThrow(() -> unreadable(capture));
    return EngineFailures.translate(
        () ->
            new FileRestore.Side(
                State.mounted(environment.files(), directory.toString()),
                tree(directory.toString(), List.of())));
  }

  private FileRestore.Side streamedSide(Capture capture) {
    VastCluster cluster = cluster(capture.source());
    S3Tree tree =
        buckets
            .snapshot(cluster, snapshot(cluster, capture), VastSource.of(capture.source()).path())
            .orElseThrow(() -> unreadable(capture));
    return new FileRestore.Side(State.streamed(tree.streamed(), tree.time()), tree);
  }

  private HeveliusException unreadable(Capture capture) {
    return unreadable("the capture of " + capture.source(), cluster(capture.source()));
  }
}
