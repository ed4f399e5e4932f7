package org.hevelius.providers.zfs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Recovered;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.CaptureRequest;
import org.hevelius.core.provider.NativeStorage;
import org.hevelius.core.provider.PendingCapture;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.provider.RestoreOrder;
import org.hevelius.core.provider.Support;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.CaptureCounts;
import org.hevelius.core.snapshot.Manifest;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.providers.files.EngineFailures;
import org.hevelius.providers.files.OwnPlaces;
import org.hevelius.providers.process.Machine;
import org.hevelius.providers.process.Machines;
import org.hevelius.repository.fs.FileSystem;
import org.jspecify.annotations.Nullable;

/**
 * Sources that are ZFS datasets, each with all datasets below it, taken by one snapshot of ZFS. A
 * capture's id is the guid of the snapshot of the source; those of the datasets below have its name
 * and a property in common with it.
 */
public final class ZfsProvider implements NativeStorage {
  private final Machines machines;
  private final OwnPlaces own;
  private final int workers;
  private final Consumer<String> notices;
  private final Snaps snaps;
  private final Mounts mounts;
  private final Views views;
  private final Removal removal;
  private final Claims claims;
  private final Rollbacks rollbacks;

  /**
   * Makes the provider.
   *
   * @param directory below which captures are mounted that can't be read otherwise, and locks lie
   * @param owner names the home among all that may reach the same pools: what is begun in one is
   *     ended in it
   * @param workers threads that restore files
   * @param home the id of the home that takes them; empty when it has none
   * @param notices told in a sentence of what could not be read although the work goes on
   */
  public ZfsProvider(
      Machines machines,
      OwnPlaces own,
      FileSystem files,
      Path directory,
      String owner,
      int workers,
      String home,
      Consumer<String> notices) {
    this.machines = machines;
    this.own = own;
    this.workers = workers;
    this.notices = notices;
    this.snaps = new Snaps(machines, home);
    this.mounts = new Mounts(files);
    this.views = new Views(mounts, new Browsing(mounts, directory, notices), notices);
    this.removal = new Removal(snaps);
    this.claims = new Claims(directory, owner);
    this.rollbacks = new Rollbacks(snaps, own, claims);
  }

  @Override
  public SourceSpec.Kind kind() {
    return SourceSpec.Kind.ZFS;
  }

  /** A source and the machine that has it. */
  private record Source(Place place, Zfs zfs) {
    String dataset() {
      return place.dataset();
    }
  }

  private Source source(SourceSpec spec) {
    Place place = Place.of(spec);
    return new Source(place, snaps.zfs(place));
  }

  @Override
  public void probe(SourceSpec spec) {
    Source source = source(spec);
    Listed listed = listed(source);
    if (!listed.isFileSystem()) {
      throw new HeveliusException(
          Category.INVALID,
          "%s is a volume of ZFS and no file system".formatted(spec),
          "name the dataset above it: a snapshot of that one has the volume too");
    }
  }

  private Listed listed(Source source) {
    return look(source).orElseThrow(() -> source.zfs().missing(source.dataset()));
  }

  /** The dataset of a source; one whose exchange was interrupted gets its name back first. */
  private Optional<Listed> look(Source source) {
    Optional<Listed> found = source.zfs().find(source.dataset(), Mounts.PROPERTIES);
    boolean whole =
        found.filter(listed -> !listed.own(Labels.EXCHANGE).startsWith("new ")).isPresent();
    if (whole || !Exchange.settle(source.zfs(), source.dataset(), claims)) {
      return found;
    }
    notices.accept(
        "putting %s back by exchange had been interrupted; it was gone on with"
            .formatted(source.dataset()));
    return source.zfs().find(source.dataset(), Mounts.PROPERTIES);
  }

  @Override
  public List<Support> capabilities(SourceSpec spec) {
    Source source = source(spec);
    return Capabilities.of(source.zfs(), listed(source), mounts);
  }

  @Override
  public Presence presence(SourceSpec spec) {
    Source source = source(spec);
    Optional<Listed> found = look(source);
    if (found.isEmpty()) {
      return Presence.MISSING;
    }
    boolean empty =
        source.zfs().machine().isLocal()
            && mounts.directory(found.get()).filter(mounts::isEmpty).isPresent();
    return empty ? Presence.EMPTY : Presence.THERE;
  }

  @Override
  public PendingCapture capture(CaptureRequest request) {
    for (SourceSpec spec : request.sources()) {
      Listed _ = listed(source(request.readFrom(spec)));
    }
    return new CaptureRun(snaps, mounts, request, notices).run();
  }

  @Override
  public SnapshotTree open(Capture capture) {
    return EngineFailures.translate(() -> views.tree(views.captured(snaps.require(capture))));
  }

  @Override
  public SnapshotTree live(Dataset dataset, SourceSpec spec) {
    Source source = source(spec);
    String directory = views.mounted(source.zfs(), source.dataset());
    List<String> excluded = new ArrayList<>(dataset.excludes());
    excluded.add("/" + Mounts.CONTROL);
    excluded.addAll(own.inside(directory));
    return EngineFailures.translate(() -> views.tree(directory, excluded));
  }

  @Override
  public void restore(RestoreOrder order) {
    EngineFailures.translated(
        () -> new ZfsRestore(snaps, views, mounts, own, workers, order).run());
  }

  @Override
  public List<Capture> annotate(List<Capture> captures, Manifest manifest) {
    List<Snap> roots = captures.stream().map(snaps::require).toList();
    roots.forEach(removal::requireOurs);
    boolean held = manifest.snapshot().isHeld();
    Manifest counted =
        manifest
            .withCounts(captures.stream().map(CaptureCounts::of).toList())
            .withHome(snaps.home());
    for (Snap root : held ? roots : List.<Snap>of()) {
      Holds.set(Snaps.taken(root), true);
    }
    for (int i = roots.size() - 1; i >= 0; i--) {
      Labels.write(roots.get(i), counted, i, roots.get(i).listed().own(Labels.IDENTITY));
    }
    for (Snap root : held ? List.<Snap>of() : roots) {
      Holds.set(
          Snaps.taken(root).stream()
              .filter(snap -> snap.holds() > 0 || snap.listed().isOwn(Labels.HELD))
              .toList(),
          false);
    }
    return captures;
  }

  @Override
  public void forget(List<Capture> captures) {
    removal.forget(captures);
  }

  @Override
  public boolean exists(Capture capture) {
    return snaps.find(capture).isPresent();
  }

  @Override
  public Stream<Recovered> recover() {
    ZfsRecovery recovery = new ZfsRecovery(snaps, notices);
    List<Recovered> found = new ArrayList<>();
    onEach(zfs -> found.addAll(recovery.all(zfs)));
    return recovery.joined(found).stream();
  }

  @Override
  public List<Recovered> recover(Dataset dataset, LongPredicate wanted) {
    return new ZfsRecovery(snaps, notices).of(dataset, wanted);
  }

  /** Works on all machines, and tells of those that can't be asked. */
  private void onEach(Consumer<Zfs> work) {
    for (Machine machine : machines.all()) {
      Zfs zfs = new Zfs(machine);
      try {
        work.accept(zfs);
      } catch (HeveliusException e) {
        if (e.category() != Category.UNAVAILABLE) {
          throw e;
        }
        // A machine of its own need not have ZFS at all.
        if (!machine.isLocal()) {
          notices.accept(
              "the ZFS of %s can't be asked: %s".formatted(machine.name(), e.getMessage()));
        }
      }
    }
  }

  @Override
  public List<Found> discover(@Nullable String where) {
    if (where != null) {
      return Survey.discover(new Zfs(machines.named(where)), notices);
    }
    List<Found> found = new ArrayList<>();
    onEach(zfs -> found.addAll(Survey.discover(zfs, notices)));
    return found;
  }

  @Override
  public List<Native> snapshots(SourceSpec spec) {
    Source source = source(spec);
    Listed _ = listed(source);
    return Survey.snapshots(snaps, source.zfs(), source.dataset());
  }

  @Override
  public List<Recovered> adoptable(SourceSpec spec) {
    Source source = source(spec);
    Listed _ = listed(source);
    List<Snap> all =
        source.zfs().snapshots(source.dataset(), Snaps.PROPERTIES).stream()
            .map(listed -> new Snap(source.zfs(), listed))
            .toList();
    String machine = source.place().machine();
    List<Snap> others = all.stream().filter(snap -> !snaps.isNamedIn(snap)).toList();
    return Adoptions.of(spec, source.place(), others, machine.isEmpty() ? "localhost" : machine);
  }

  @Override
  public Optional<Path> path(Capture capture) {
    Snap root = snaps.require(capture);
    if (!root.zfs().machine().isLocal() || Snaps.taken(root).size() > 1) {
      return Optional.empty();
    }
    Listed dataset = root.zfs().get(List.of(root.dataset()), Mounts.PROPERTIES).getFirst();
    return mounts.snapshot(dataset, root.name()).map(Path::of);
  }

  @Override
  public Optional<ChangedPaths> changed(
      Capture from, @Nullable Capture to, BooleanSupplier canceled) {
    Snap left = snaps.require(from);
    if (!Capabilities.canDiff(left.zfs()) || !left.zfs().machine().isLocal()) {
      return Optional.empty();
    }
    Source source = source(from.source());
    Map<String, Snap> before = views.placed(left);
    if (to != null) {
      return new NativeDiff(mounts.files(), NativeDiff.MOST)
          .find(before, views.placed(snaps.require(to)), views, canceled);
    }
    SortedMap<String, Boolean> inside = views.inside(source.zfs(), source.dataset());
    boolean same =
        left.dataset().equals(source.dataset())
            && inside.keySet().stream().allMatch(before::containsKey)
            && before.keySet().stream().allMatch(at -> at.isEmpty() || inside.containsKey(at));
    return same
        ? new NativeDiff(mounts.files(), NativeDiff.MOST).find(before, null, views, canceled)
        : Optional.empty();
  }

  @Override
  public Reclaim reclaim(List<Capture> captures) {
    List<Snap> roots = captures.stream().map(snaps::find).flatMap(Optional::stream).toList();
    return roots.isEmpty()
        ? new Reclaim(0, true, List.of())
        : Survey.reclaim(roots.getFirst().zfs(), roots);
  }

  @Override
  public Cloned clone(Capture capture, String name) {
    return new Cloning(mounts).clone(snaps.require(capture), name);
  }

  @Override
  public List<RollbackPlan> rollbacks(Capture to) {
    return rollbacks.plans(to);
  }

  @Override
  public RolledBack rollback(
      RollbackPlan plan, @Nullable Capture guard, Progress progress, BooleanSupplier canceled) {
    return rollbacks.run(plan, guard, progress, canceled);
  }

  @Override
  public Space space(SourceSpec spec) {
    Source source = source(spec);
    Listed _ = listed(source);
    return Survey.space(source.zfs(), source.dataset());
  }
}
