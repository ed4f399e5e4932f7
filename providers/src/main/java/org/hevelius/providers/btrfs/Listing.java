package org.hevelius.providers.btrfs;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.catalog.Recovered;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.NativeStorage.Found;
import org.hevelius.core.provider.NativeStorage.Native;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Manifest;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotKind;
import org.hevelius.core.snapshot.SnapshotNames;
import org.hevelius.core.tree.Names;
import org.jspecify.annotations.Nullable;

/** Lists what the file systems have: subvolumes, and snapshots of any program. */
final class Listing {
  private static final int MAX_SLUG = 60;

  private final Volumes volumes;
  private final Containers containers;
  private final String home;
  private final Consumer<String> notices;

  Listing(Volumes volumes, Containers containers, String home, Consumer<String> notices) {
    this.home = home;
    this.volumes = volumes;
    this.containers = containers;
    this.notices = notices;
  }

  /** Subvolumes that can be written to and that a mount shows. */
  List<Found> discover() {
    List<Found> found = new ArrayList<>();
    for (Mount system : volumes.fileSystems()) {
      Set<String> readOnly = new HashSet<>();
      volumes
          .commands()
          .readOnlySnapshots(system.point())
          .forEach(snapshot -> readOnly.add(snapshot.uuid()));
      for (Subvolume subvolume : volumes.commands().list(system.point())) {
        if (!readOnly.contains(subvolume.uuid())
            && !Place.contains(subvolume.path())
            && !Program.keepsSnapshotsIn(subvolume.path())) {
          volumes.outside(system, subvolume).ifPresent(path -> add(found, path, system, subvolume));
        }
      }
    }
    return found;
  }

  private void add(List<Found> found, Path path, Mount system, Subvolume subvolume) {
    try {
      long referenced =
          volumes.commands().find(path.toString()).map(Subvolume::referenced).orElse(-1L);
      found.add(
          new Found(
              new SourceSpec(SourceSpec.Kind.BTRFS, path.toString()),
              Math.max(0, referenced),
              "subvolume %s of the Btrfs at %s"
                  .formatted(Names.show(subvolume.path()), Names.show(system.point())),
              Rollback.isLeft(path)));
    } catch (HeveliusException e) {
      notices.accept(
          "the subvolume %s can't be a source: %s"
              .formatted(Names.show(path.toString()), e.getMessage()));
    }
  }

  /**
   * A read-only snapshot of a source.
   *
   * @param home what it says of the home that made it; null for one of another program
   */
  private record Seen(Subvolume subvolume, @Nullable String home) {
    boolean mayBeOf(String id) {
      return home != null && (home.isEmpty() || home.equals(id));
    }
  }

  private List<Seen> seen(Volumes.Source source, SourceSpec spec) {
    Map<String, Containers.Ours> ours = containers.of(source, spec);
    // A rollback puts another subvolume in the place of the source: all that stood there count.
    Set<String> origins = new HashSet<>();
    origins.add(source.subvolume().uuid());
    ours.values().forEach(one -> origins.add(one.taken().origin()));
    Map<String, Subvolume> all = new HashMap<>();
    for (Subvolume snapshot : volumes.commands().readOnlySnapshots(source.mount().point())) {
      boolean foreign = origins.contains(snapshot.origin()) && !Place.contains(snapshot.path());
      if (foreign || ours.containsKey(snapshot.uuid())) {
        all.put(snapshot.uuid(), snapshot);
      }
    }
    for (Containers.Ours one : ours.values()) {
      Taken taken = one.taken();
      if (!all.containsKey(taken.uuid())) {
        // Not read-only any more; it is ours all the same.
        volumes
            .commands()
            .find(source.mount().point(), taken.uuid())
            .ifPresent(subvolume -> all.put(taken.uuid(), subvolume));
      }
    }
    return all.values().stream()
        .sorted(Comparator.comparingLong(Subvolume::id))
        .map(subvolume -> seen(subvolume, ours.get(subvolume.uuid())))
        .toList();
  }

  private static Seen seen(Subvolume subvolume, Containers.@Nullable Ours ours) {
    return new Seen(subvolume, ours == null ? null : ours.home());
  }

  private static OptionalLong known(@Nullable Long bytes) {
    return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes);
  }

  List<Native> snapshots(SourceSpec spec) {
    Volumes.Source source = volumes.source(spec);
    String mount = source.mount().point();
    String fileSystem = volumes.commands().fileSystem(mount);
    Map<Long, Long> alone = Spaces.exclusive(volumes.commands(), mount).orElse(Map.of());
    return seen(source, spec).stream()
        .map(
            seen ->
                new Native(
                    new Identity(seen.subvolume().uuid(), fileSystem).text(),
                    seen.subvolume().path(),
                    seen.subvolume().created(),
                    known(alone.get(seen.subvolume().id())),
                    seen.mayBeOf(home),
                    seen.mayBeOf(home) ? "" : Objects.requireNonNullElse(seen.home(), ""),
                    List.of()))
        .toList();
  }

  List<Recovered> adoptable(SourceSpec spec) {
    Volumes.Source source = volumes.source(spec);
    String fileSystem = volumes.commands().fileSystem(source.mount().point());
    String slug = SnapshotNames.slug(spec.location()).replace('_', '-');
    DatasetName name =
        DatasetName.of("adopted/btrfs/" + slug.substring(0, Math.min(slug.length(), MAX_SLUG)));
    List<Recovered> adopted = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Optional<Dataset> dataset = Optional.empty();
    for (Seen seen : seen(source, spec)) {
      if (!home.equals(seen.home())) {
        Subvolume snapshot = seen.subvolume();
        Dataset in = dataset.orElseGet(() -> dataset(name, spec, snapshot.created()));
        dataset = Optional.of(in);
        long version = adopted.size() + 1L;
        Capture capture =
            new Capture(
                spec,
                BtrfsProvider.NAME,
                new Identity(snapshot.uuid(), fileSystem).text(),
                "",
                Capture.NOT_COUNTED,
                Capture.NOT_COUNTED,
                0,
                0,
                0);
        adopted.add(
            new Recovered(
                new Manifest(
                    in, version, snapshot(in, version, snapshot, names), null, snapshot.created()),
                List.of(capture)));
      }
    }
    return adopted;
  }

  private static Dataset dataset(DatasetName name, SourceSpec spec, Instant created) {
    return new Dataset(
        name,
        "adopted from another program: snapshots of " + spec,
        List.of(spec),
        List.of(),
        created,
        Dataset.DEFAULT_REPOSITORY);
  }

  private static Snapshot snapshot(
      Dataset dataset, long version, Subvolume snapshot, Set<String> names) {
    String generated = SnapshotNames.generate(dataset.name(), snapshot.created(), "adopted");
    String name = generated;
    for (int n = 2; !names.add(name); n++) {
      name = SnapshotNames.numbered(generated, n);
    }
    return Snapshot.builder(dataset.name(), version, snapshot.created())
        .name(name)
        .description(
            "adopted from %s: %s"
                .formatted(Program.of(snapshot.path()), Names.show(snapshot.path())))
        .author("unknown")
        .host("unknown")
        .kind(SnapshotKind.ADOPTED)
        .parentVersion(version > 1 ? version - 1 : null)
        .build();
  }
}
