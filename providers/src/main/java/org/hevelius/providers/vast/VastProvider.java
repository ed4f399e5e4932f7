package org.hevelius.providers.vast;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Recovered;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.Capability;
import org.hevelius.core.provider.CaptureRequest;
import org.hevelius.core.provider.NativeSchedules;
import org.hevelius.core.provider.NativeStorage;
import org.hevelius.core.provider.PendingCapture;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.provider.RestoreOrder;
import org.hevelius.core.provider.Support;
import org.hevelius.core.secret.SecretRef;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Manifest;
import org.hevelius.core.storage.Clusters.Cluster;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.providers.files.OwnPlaces;
import org.hevelius.repository.Environment;
import org.jspecify.annotations.Nullable;

/** Sources on VAST clusters, whose management systems take the snapshots. */
public final class VastProvider implements NativeStorage {
  private static final Duration TASKS = Duration.ofMinutes(10);

  private final Path home;
  private final ClustersFile settings;
  private final Function<Cluster, VmsClient> clients;
  private final Map<String, VastCluster> known = new HashMap<>();
  private final Consumer<String> notices;
  private final NativeKeeping keeping;
  private final VastListing listing;
  private final VastReading reading;
  private final VastTaking taking;
  private final VastPutBack putBack;
  private final VastClones clones;
  private final VastSchedules schedules;

  /**
   * The clusters of a home.
   *
   * @param id of the home; empty when it has none
   * @param clients makes a client of a cluster; kept as long as its settings stay as they are
   * @param own what must not be restored over
   * @param secrets fetches a secret from where it stands
   */
  public VastProvider(
      Path home,
      String id,
      Function<Cluster, VmsClient> clients,
      Environment environment,
      OwnPlaces own,
      Function<SecretRef, String> secrets,
      Consumer<String> notices) {
    this.home = home;
    this.settings = new ClustersFile(home, clients);
    this.clients = clients;
    this.notices = notices;
    this.keeping = new NativeKeeping(environment.clock(), id, notices);
    this.listing = new VastListing(keeping);
    this.reading =
        new VastReading(
            this::cluster,
            environment,
            own,
            new S3Trees(home, secrets, environment.clock()),
            notices);
    Function<VastCluster, VmsTasks> tasks =
        cluster -> new VmsTasks(cluster.client(), environment.clock(), TASKS);
    this.taking = new VastTaking(this::cluster, keeping, tasks, environment.random(), notices);
    this.clones = new VastClones(reading, tasks);
    this.schedules =
        new VastSchedules(
            this::cluster, this::scheduleNotes, tasks, environment.random(), environment.clock());
    this.putBack = new VastPutBack(reading, keeping, tasks, notices);
  }

  private List<ScheduleNotes> scheduleNotes() {
    return Stream.concat(
            Stream.of(home.resolve("vast")),
            settings.list().stream()
                .map(Cluster::records)
                .flatMap(elsewhere -> elsewhere == null ? Stream.of() : Stream.of(elsewhere))
                .map(home::resolve))
        .map(Path::normalize)
        .distinct()
        .map(ScheduleNotes::new)
        .toList();
  }

  private VastCluster cluster(VastSource source) {
    return cluster(source.cluster());
  }

  private synchronized VastCluster cluster(String name) {
    Cluster wanted = ClustersFile.named(settings.list(), name, home.resolve(ClustersFile.FILE));
    VastCluster there = known.get(name);
    if (there == null || !there.settings().equals(wanted)) {
      there = new VastCluster(clients.apply(wanted), home);
      known.put(name, there);
      if (wanted.insecure()) {
        notices.accept(
            "the certificate of %s is not looked at (insecure: true in clusters.yaml): whoever"
                    .formatted(name)
                + " stands between can read its login and change its answers");
      }
    }
    return there;
  }

  @Override
  public SourceSpec.Kind kind() {
    return SourceSpec.Kind.VAST;
  }

  @Override
  public void probe(SourceSpec source) {
    VastFolders.require(cluster(VastSource.of(source)), source);
  }

  @Override
  public Presence presence(SourceSpec source) {
    VastSource named = VastSource.of(source);
    OptionalLong children = VastFolders.children(cluster(named), named.path());
    return children.isEmpty()
        ? Presence.MISSING
        : children.getAsLong() == 0 ? Presence.EMPTY : Presence.THERE;
  }

  @Override
  public List<Support> capabilities(SourceSpec source) {
    VastSource named = VastSource.of(source);
    VastCluster cluster = cluster(named);
    boolean mounted = cluster.mounted(named.path()).isPresent();
    String without = putBack.obstacle(cluster, named.path());
    return Arrays.stream(Capability.values())
        .map(
            capability ->
                switch (capability) {
                  case ATOMIC_SET -> capability.yes("what lies below one path of one cluster");
                  case RECURSIVE -> capability.yes("views below the path are taken with it");
                  case EXCLUDES -> capability.no("a snapshot of a path has all that is in it");
                  case HOLD ->
                      capability.no(
                          "what is held never expires there; that nobody removes it takes an"
                              + " indestructible snapshot");
                  case LABELS -> capability.no("VAST keeps no notes; they are kept in the home");
                  case ROLLBACK, ROLLBACK_KEEPS_NEWER ->
                      without.isEmpty()
                          ? capability.yes("through a protected path, made where there is none")
                          : capability.no(without);
                  case NATIVE_DIFF -> capability.no("VAST compares no snapshots");
                  case EXACT_RECLAIM -> capability.no("VAST estimates");
                  case IMMUTABLE_TO_OWNER -> capability.yes();
                  case BROWSE_PATH ->
                      mounted
                          ? capability.yes()
                          : capability.no("it is mounted nowhere that clusters.yaml names");
                  case EXPIRY ->
                      cluster.settings().expires()
                          ? capability.yes()
                          : capability.no("expires: isn't set for the cluster in clusters.yaml");
                  case SCHEDULE ->
                      capability.yes("by a protection policy, where a policy says native-schedule");
                  case REPLICATION ->
                      capability.yes("by a protected path, to a replication peer of the cluster");
                  case CLONE -> capability.yes("at another path of the same cluster");
                })
        .toList();
  }

  @Override
  public PendingCapture capture(CaptureRequest request) {
    return taking.take(request);
  }

  @Override
  public SnapshotTree open(Capture capture) {
    return reading.open(capture);
  }

  @Override
  public Optional<Path> path(Capture capture) {
    return reading.path(capture);
  }

  @Override
  public SnapshotTree live(Dataset dataset, SourceSpec source) {
    return reading.live(dataset, source);
  }

  @Override
  public void restore(RestoreOrder order) {
    reading.restore(order);
  }

  @Override
  public List<Capture> annotate(List<Capture> captures, Manifest manifest) {
    if (captures.isEmpty()) {
      return List.of();
    }
    Records.Version version =
        records(captures.getFirst()).find(captures.getFirst()).orElseThrow(() -> notOurs(captures));
    keeping.requireOurs(version, captures.getFirst());
    if (!Set.copyOf(ids(version.captures())).containsAll(ids(captures))) {
      throw new HeveliusException(
          Category.INVALID, "captures of two snapshots can't be changed as one");
    }
    for (Capture capture : captures) {
      VastCluster cluster = reading.cluster(capture.source());
      cluster.requireSame(VastCluster.Identity.of(capture).psnt());
      keeping.apply(cluster, reading.snapshot(cluster, capture), manifest.snapshot());
    }
    Records.write(
        new Records.Version(
            manifest.withHome(keeping.home()), version.captures(), version.numbers()),
        version.captures().stream().map(this::records).toList());
    return captures;
  }

  private static List<String> ids(List<Capture> captures) {
    return captures.stream().map(Capture::id).toList();
  }

  private Records records(Capture capture) {
    return keeping.records(reading.cluster(capture.source()));
  }

  private static HeveliusException notOurs(List<Capture> captures) {
    return new HeveliusException(
        Category.REFUSED,
        "snapshot %s of %s was not made by Hevelius, or its record is lost"
            .formatted(captures.getFirst().id(), captures.getFirst().source()),
        "nothing was changed; Hevelius changes and forgets only what it made");
  }

  @Override
  public void forget(List<Capture> captures) {
    List<Records.Version> emptied = new ArrayList<>();
    for (Capture capture : captures) {
      VastCluster cluster = reading.cluster(capture.source());
      VastCluster.Identity identity = VastCluster.Identity.of(capture);
      cluster.requireSame(identity.psnt());
      Optional<Records.Version> version = keeping.records(cluster).find(capture);
      VastSnapshot there = cluster.snapshot(identity.guid(), 0).orElse(null);
      if (there != null && version.isEmpty()) {
        throw notOurs(List.of(capture));
      }
      version.ifPresent(one -> keeping.requireOurs(one, capture));
      if (there != null) {
        keeping.remove(cluster, there);
      }
      version.ifPresent(emptied::add);
    }
    for (Records.Version version : emptied) {
      if (Set.copyOf(ids(captures)).containsAll(ids(version.captures()))) {
        Records.remove(version, version.captures().stream().map(this::records).toList());
      }
    }
  }

  @Override
  public boolean exists(Capture capture) {
    VastCluster cluster = reading.cluster(capture.source());
    VastCluster.Identity identity = VastCluster.Identity.of(capture);
    cluster.requireSame(identity.psnt());
    return cluster
        .snapshot(identity.guid(), 0)
        .filter(VastSnapshot::isThere)
        .filter(found -> found.path().covers(VastSource.of(capture.source()).path()))
        .isPresent();
  }

  @Override
  public Look look() {
    return new VastLook(reading, this::exists);
  }

  @Override
  public Stream<Recovered> recover() {
    Map<String, Set<String>> there = new HashMap<>();
    List<Records> all = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Cluster one : settings.list()) {
      VastCluster cluster = cluster(one.name());
      if (seen.add(cluster.psnt() + "\0" + cluster.records())) {
        all.add(keeping.records(cluster));
      }
      Set<String> ids = new HashSet<>();
      cluster.snapshots().stream()
          .filter(VastSnapshot::isThere)
          .forEach(
              found -> ids.add(new VastCluster.Identity(cluster.psnt(), found.guid()).toString()));
      there.put(one.name(), ids);
    }
    return all.stream().flatMap(Records::all).flatMap(version -> found(version, there).stream());
  }

  private static Optional<Recovered> found(
      Records.Version version, Map<String, Set<String>> there) {
    List<Capture> captures =
        version.captures().stream()
            .filter(
                capture ->
                    there
                        .getOrDefault(VastSource.of(capture.source()).cluster(), Set.of())
                        .contains(capture.id()))
            .toList();
    return captures.isEmpty()
        ? Optional.empty()
        : Optional.of(new Recovered(version.manifest(), captures));
  }

  @Override
  public List<Found> discover(@Nullable String where) {
    return settings.list().stream()
        .filter(one -> where == null || one.name().equals(where))
        .flatMap(one -> listing.discover(cluster(one.name())).stream())
        .toList();
  }

  @Override
  public List<Native> snapshots(SourceSpec source) {
    return listing.snapshots(reading.cluster(source), VastSource.of(source).path());
  }

  @Override
  public List<Recovered> adoptable(SourceSpec source) {
    return listing.adoptable(reading.cluster(source), source);
  }

  @Override
  public Optional<ChangedPaths> changed(
      Capture from, @Nullable Capture to, BooleanSupplier canceled) {
    return Optional.empty();
  }

  @Override
  public Reclaim reclaim(List<Capture> captures) {
    return listing.reclaim(
        captures.stream()
            .map(capture -> reading.snapshot(reading.cluster(capture.source()), capture))
            .toList());
  }

  @Override
  public Cloned clone(Capture capture, String name) {
    return clones.clone(capture, name);
  }

  @Override
  public List<RollbackPlan> rollbacks(Capture to) {
    return putBack.plans(to);
  }

  @Override
  public RolledBack rollback(
      RollbackPlan plan, @Nullable Capture guard, Progress progress, BooleanSupplier canceled) {
    return putBack.carryOut(plan, guard, progress, canceled);
  }

  @Override
  public Optional<NativeSchedules> schedules() {
    return Optional.of(schedules);
  }

  @Override
  public Space space(SourceSpec source) {
    return listing.space(reading.cluster(source), source);
  }
}
