package org.hevelius.providers.btrfs;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.CaptureRequest;
import org.hevelius.core.provider.NativeStorage.ChangedPaths;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.provider.RestoreOrder;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.providers.files.EngineFailures;
import org.hevelius.providers.files.FileRestore;
import org.hevelius.providers.files.LiveTree;
import org.hevelius.providers.files.OwnPlaces;
import org.hevelius.repository.fs.FileSystem;
import org.hevelius.repository.restore.State;
import org.jspecify.annotations.Nullable;

/** Reads captures where they lie, restores from them, and compares them. */
final class Mounted {
  private final FileSystem files;
  private final int workers;
  private final Clock clock;
  private final Volumes volumes;
  private final OwnPlaces own;
  private final Consumer<String> notices;

  Mounted(
      FileSystem files,
      int workers,
      Clock clock,
      Volumes volumes,
      OwnPlaces own,
      Consumer<String> notices) {
    this.files = files;
    this.workers = workers;
    this.clock = clock;
    this.volumes = volumes;
    this.own = own;
    this.notices = notices;
  }

  /** What is never shown of a source: the directory with our snapshots, and our own files. */
  private List<String> hidden(SourceSpec source) {
    List<String> patterns = new ArrayList<>(own.inside(source.location()));
    patterns.add(Place.NAME);
    return patterns;
  }

  SnapshotTree live(Dataset dataset, SourceSpec source) {
    List<String> patterns = hidden(source);
    patterns.addAll(dataset.excludes());
    return LiveTree.of(files, source.location(), patterns);
  }

  SnapshotTree open(Capture capture) {
    return tree(need(capture), capture.source());
  }

  private SnapshotTree tree(Volumes.Found found, SourceSpec source) {
    SnapshotTree top = LiveTree.of(files, found.path().toString(), hidden(source));
    Map<String, SnapshotTree> nested = new LinkedHashMap<>();
    found.nested().forEach((path, place) -> nested.put(path, LiveTree.of(files, place, List.of())));
    return nested.isEmpty() ? top : new ComposedTree(top, nested);
  }

  private Volumes.Found need(Capture capture) {
    Volumes.Found found = volumes.need(capture);
    if (!found.subvolume().readOnly()) {
      notices.accept(
          "the snapshot %s of %s can be written to: somebody has switched its read-only flag off,"
                  .formatted(Identity.of(capture).brief(), capture.source())
              + " and may have changed it");
    }
    return found;
  }

  void restore(RestoreOrder order) {
    SourceSpec source = order.want().source();
    FileRestore restore = new FileRestore(own, order, source.location());
    restore.run(
        FileRestore.mounted(files, workers),
        side(order.want()),
        optional(order.base()),
        optional(order.guard()),
        List.of(Place.NAME));
  }

  private FileRestore.@Nullable Side optional(@Nullable Capture capture) {
    return capture == null ? null : side(capture);
  }

  private FileRestore.Side side(Capture capture) {
    Volumes.Found found = need(capture);
    return new FileRestore.Side(
        EngineFailures.translate(
            () -> State.mounted(files, found.path().toString(), found.nested())),
        tree(found, capture.source()));
  }

  /** What differs; nothing where the two have nothing in common. */
  Optional<ChangedPaths> changed(Capture from, @Nullable Capture to, BooleanSupplier canceled) {
    Optional<Volumes.Found> before = volumes.find(from);
    if (before.isEmpty() || !before.get().subvolume().readOnly()) {
      return Optional.empty();
    }
    if (to == null) {
      return present(before.get(), from.source(), canceled);
    }
    return volumes
        .find(to)
        .filter(after -> after.subvolume().readOnly())
        .filter(after -> after.isOurs() == before.get().isOurs())
        .flatMap(
            after ->
                differences(
                    before.get(),
                    new Differences.Side(
                        after.path().toString(), after.subvolume(), after.isOurs(), after.nested()),
                    canceled));
  }

  /** Through a snapshot that is taken for it and goes in any case. */
  private Optional<ChangedPaths> present(
      Volumes.Found before, SourceSpec source, BooleanSupplier canceled) {
    if (!before.isOurs()) {
      return Optional.empty();
    }
    CaptureRequest request =
        new CaptureRequest(
            new Dataset(
                DatasetName.of("compare"),
                "",
                List.of(source),
                List.of(),
                clock.instant(),
                Dataset.DEFAULT_REPOSITORY),
            "compare",
            List.of(source),
            Map.of(),
            Progress.NONE,
            canceled);
    try (SubvolumeCapture now = SubvolumeCapture.take(volumes, "", request)) {
      if (now.contents().getFirst().losses() > 0) {
        return Optional.empty();
      }
      return differences(before, now.look(source), canceled);
    }
  }

  private Optional<ChangedPaths> differences(
      Volumes.Found before, Differences.Side after, BooleanSupplier canceled) {
    return new Differences(files, volumes.commands())
        .changed(
            new Differences.Side(
                before.path().toString(), before.subvolume(), before.isOurs(), before.nested()),
            after,
            canceled);
  }
}
