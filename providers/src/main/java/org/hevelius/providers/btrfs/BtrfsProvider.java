package org.hevelius.providers.btrfs;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Recovered;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.Capability;
import org.hevelius.core.provider.CaptureRequest;
import org.hevelius.core.provider.NativeStorage;
import org.hevelius.core.provider.PendingCapture;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.provider.RestoreOrder;
import org.hevelius.core.provider.Support;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Manifest;
import org.hevelius.core.tree.Names;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.providers.files.OwnPlaces;
import org.hevelius.providers.process.Machine;
import org.hevelius.repository.fs.FileSystem;
import org.jspecify.annotations.Nullable;

/**
 * Captures Btrfs subvolumes as read-only snapshots of the file system itself. A capture's id is the
 * identity of its subvolume and that of the file system that it lies on.
 */
public final class BtrfsProvider implements NativeStorage {
  static final String NAME = "btrfs";

  private final Volumes volumes;
  private final Containers containers;
  private final Listing listing;
  private final Mounted mounted;
  private final Rollback rollback;
  private final OwnPlaces own;
  private final String home;

  /**
   * Makes the provider.
   *
   * @param workers threads that restore files
   * @param home the id of the home that takes them; empty when it has none
   * @param own Hevelius' own places, which no source may lie in
   * @param machine this one, asked each time; its commands run as root
   * @param notices told in a sentence of what could not be read although the work goes on
   */
  public BtrfsProvider(
      FileSystem files,
      int workers,
      Clock clock,
      String home,
      OwnPlaces own,
      Supplier<Machine> machine,
      Consumer<String> notices) {
    this(files, workers, clock, home, own, machine, notices, Mount::all, _ -> {});
  }

  /**
   * A provider that sees some mounts only, and tells the steps of its rollbacks.
   *
   * @param table the mounts, asked each time
   */
  BtrfsProvider(
      FileSystem files,
      int workers,
      Clock clock,
      String home,
      OwnPlaces own,
      Supplier<Machine> machine,
      Consumer<String> notices,
      Supplier<List<Mount>> table,
      Consumer<Rollback.Step> steps) {
    this.volumes = new Volumes(new Commands(machine), table);
    this.containers = new Containers(volumes, home, notices);
    this.home = home;
    this.listing = new Listing(volumes, containers, home, notices);
    this.mounted = new Mounted(files, workers, clock, volumes, own, notices);
    this.rollback = new Rollback(volumes, files, own, clock, steps);
    this.own = own;
  }

  @Override
  public SourceSpec.Kind kind() {
    return SourceSpec.Kind.BTRFS;
  }

  @Override
  public void probe(SourceSpec source) {
    requireNotOwn(source);
    Volumes.Source found = volumes.source(source);
    volumes.place(found);
    volumes.commands().list(found.mount().point());
  }

  private void requireNotOwn(SourceSpec source) {
    own.around(source.location())
        .ifPresent(
            place -> {
              throw new HeveliusException(
                  Category.INVALID,
                  "%s can't be a source: it lies in Hevelius' own directory %s"
                      .formatted(source, place),
                  "keep data and repositories apart");
            });
  }

  @Override
  public List<Support> capabilities(SourceSpec source) {
    Volumes.Source found = volumes.source(source);
    Optional<String> obstacle = rollback.obstacle(found);
    boolean closed = Files.notExists(root(found)) || volumes.place(found).isClosed();
    return Arrays.stream(Capability.values())
        .map(capability -> support(capability, obstacle, closed))
        .toList();
  }

  private Path root(Volumes.Source found) {
    return volumes.place(found).root();
  }

  private static Support support(Capability capability, Optional<String> obstacle, boolean closed) {
    return switch (capability) {
      case ATOMIC_SET -> capability.no("Btrfs takes one subvolume at a time");
      case RECURSIVE -> capability.yes("subvolumes below the source, one after another");
      case EXCLUDES -> capability.no("a snapshot has all that its subvolume has");
      case HOLD -> capability.no("Btrfs can't hold; Hevelius does");
      case LABELS -> capability.yes("in a file beside the snapshot");
      case ROLLBACK, ROLLBACK_KEEPS_NEWER ->
          obstacle.map(capability::no).orElseGet(() -> capability.yes("by an exchange of names"));
      case NATIVE_DIFF -> capability.yes("from the stream that btrfs send would send");
      case EXACT_RECLAIM -> capability.no("Btrfs tells what is exclusive now, which is the least");
      case IMMUTABLE_TO_OWNER ->
          closed
              ? capability.yes("only root can enter the directory with the snapshots")
              : capability.no("others can write to the directory with the snapshots");
      case BROWSE_PATH -> capability.yes();
      case EXPIRY, SCHEDULE -> capability.no("Hevelius keeps the times");
      case REPLICATION -> capability.no("use btrfs send");
      case CLONE -> capability.yes();
    };
  }

  @Override
  public Presence presence(SourceSpec source) {
    Path path = Path.of(source.location());
    if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
      return Presence.MISSING;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      return entries.iterator().hasNext() ? Presence.THERE : Presence.EMPTY;
    } catch (IOException e) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          source + " can't be read",
          List.of("check the path, its permissions, and that its disk is mounted"),
          e);
    }
  }

  @Override
  public PendingCapture capture(CaptureRequest request) {
    if (!request.dataset().excludes().isEmpty()) {
      throw new HeveliusException(
          Category.INVALID,
          "the dataset %s excludes %s, but a snapshot has all that its subvolume has"
              .formatted(request.dataset().name(), request.dataset().excludes()),
          "nothing was taken; take the excludes away, or keep that data in a subvolume of its own");
    }
    request.sources().forEach(this::requireNotOwn);
    return SubvolumeCapture.take(volumes, home, request);
  }

  @Override
  public SnapshotTree open(Capture capture) {
    return mounted.open(capture);
  }

  @Override
  public SnapshotTree live(Dataset dataset, SourceSpec source) {
    return mounted.live(dataset, source);
  }

  @Override
  public void restore(RestoreOrder order) {
    mounted.restore(order);
  }

  @Override
  public List<Capture> annotate(List<Capture> captures, Manifest manifest) {
    return containers.annotate(captures, manifest);
  }

  @Override
  public void forget(List<Capture> captures) {
    containers.forget(captures);
  }

  @Override
  public boolean exists(Capture capture) {
    return volumes.find(capture).isPresent();
  }

  @Override
  public Stream<Recovered> recover() {
    return containers.recover();
  }

  @Override
  public List<Recovered> recover(Dataset dataset, LongPredicate wanted) {
    return containers.recover(dataset, wanted);
  }

  @Override
  public List<Found> discover(@Nullable String where) {
    if (where != null) {
      throw new HeveliusException(
          Category.INVALID, "Btrfs is looked for on this machine alone, not on " + where);
    }
    return listing.discover();
  }

  @Override
  public List<Native> snapshots(SourceSpec source) {
    return listing.snapshots(source);
  }

  @Override
  public List<Recovered> adoptable(SourceSpec source) {
    return listing.adoptable(source);
  }

  /** Nothing where subvolumes lay below the source, for their places are empty there. */
  @Override
  public Optional<Path> path(Capture capture) {
    return volumes.find(capture).filter(found -> found.nested().isEmpty()).map(Volumes.Found::path);
  }

  @Override
  public Optional<ChangedPaths> changed(
      Capture from, @Nullable Capture to, BooleanSupplier canceled) {
    return mounted.changed(from, to, canceled);
  }

  @Override
  public Reclaim reclaim(List<Capture> captures) {
    return Spaces.reclaim(volumes, captures);
  }

  @Override
  public Cloned clone(Capture capture, String name) {
    if (!name.startsWith("/")) {
      throw new HeveliusException(
          Category.INVALID,
          "\"%s\" is no absolute path for a subvolume".formatted(name),
          "name a directory that isn't there, on the same file system");
    }
    Volumes.Found want = volumes.need(capture);
    Mount mount = Mount.around(volumes.mounts(), name);
    if (!mount.device().equals(want.mount().device())) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "%s lies on another file system than the snapshot".formatted(Names.show(name)),
          "name a place below " + Names.show(want.mount().point()) + ", or restore a copy there");
    }
    Path path = Path.of(name);
    Copies.writable(volumes.commands(), want, path);
    return new Cloned(name, path);
  }

  @Override
  public List<RollbackPlan> rollbacks(Capture to) {
    Volumes.Source source = volumes.source(to.source());
    return rollback.obstacle(source).isPresent() ? List.of() : List.of(rollback.plan(to));
  }

  @Override
  public RolledBack rollback(
      RollbackPlan plan, @Nullable Capture guard, Progress progress, BooleanSupplier canceled) {
    try (Progress.Phase _ =
        progress.begin("exchanging", () -> new Progress.State(0, 0, 0, 0, null))) {
      return rollback.run(plan, canceled);
    }
  }

  @Override
  public NativeStorage.Space space(SourceSpec source) {
    return Spaces.of(volumes, volumes.source(source));
  }
}
