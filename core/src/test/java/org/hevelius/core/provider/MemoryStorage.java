package org.hevelius.core.provider;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Recovered;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.MemoryPool.Data;
import org.hevelius.core.provider.MemoryPool.Shot;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Guarantee;
import org.hevelius.core.snapshot.Manifest;
import org.hevelius.core.tree.MemoryTree;
import org.hevelius.core.tree.SnapshotTree;
import org.jspecify.annotations.Nullable;

/** Storage in memory that snapshots by itself, and can what it is told that it can. */
public final class MemoryStorage implements NativeStorage {
  /** All that it may be able to. */
  public static final Set<Capability> ALL =
      Set.of(
          Capability.ATOMIC_SET,
          Capability.HOLD,
          Capability.LABELS,
          Capability.ROLLBACK,
          Capability.ROLLBACK_KEEPS_NEWER,
          Capability.NATIVE_DIFF,
          Capability.EXACT_RECLAIM,
          Capability.CLONE);

  private final SourceSpec.Kind kind;
  private final MemoryPool pool;
  private final Set<Capability> able;
  private final String home;
  private Runnable onPublish = () -> {};
  private Runnable onRollback = () -> {};
  private @Nullable MemorySchedules schedules;

  /** A provider over what is stored. */
  public MemoryStorage(SourceSpec.Kind kind, MemoryPool pool, Set<Capability> able) {
    this(kind, pool, able, "");
  }

  /** The provider of a home. */
  public MemoryStorage(SourceSpec.Kind kind, MemoryPool pool, Set<Capability> able, String home) {
    this.home = home;
    this.kind = kind;
    this.pool = pool;
    this.able = able.isEmpty() ? Set.of() : EnumSet.copyOf(able);
  }

  /** Does this when the next capture is published, before it is. */
  public void onPublish(Runnable work) {
    onPublish = work;
  }

  /** Does this before each rollback. */
  public void onRollback(Runnable work) {
    onRollback = work;
  }

  /** Gives it schedules of its own. */
  public void schedules(MemorySchedules own) {
    schedules = own;
  }

  @Override
  public Optional<NativeSchedules> schedules() {
    return Optional.ofNullable(schedules);
  }

  @Override
  public SourceSpec.Kind kind() {
    return kind;
  }

  @Override
  public void probe(SourceSpec source) {
    var _ = pool.data(source);
  }

  @Override
  public List<Support> capabilities(SourceSpec source) {
    return Arrays.stream(Capability.values())
        .map(one -> can(one) ? one.yes() : one.no("this storage can't"))
        .toList();
  }

  private boolean can(Capability one) {
    return able.contains(one) || (one == Capability.SCHEDULE && schedules != null);
  }

  @Override
  public Presence presence(SourceSpec source) {
    Data data = pool.sources().get(source);
    return data == null
        ? Presence.MISSING
        : data.live.entries().size() == 1 ? Presence.EMPTY : Presence.THERE;
  }

  @Override
  public PendingCapture capture(CaptureRequest request) {
    Map<SourceSpec, MemoryTree> taken = new LinkedHashMap<>();
    request.sources().forEach(source -> taken.put(source, pool.live(request.readFrom(source))));
    return new PendingCapture() {
      @Override
      public List<Content> contents() {
        long none = Capture.NOT_COUNTED;
        return request.sources().stream()
            .map(source -> new Content(source, none, none, 0, 0, 0, 0, 0, List.of()))
            .toList();
      }

      @Override
      public Guarantee guarantee() {
        return taken.size() == 1 || able.contains(Capability.ATOMIC_SET)
            ? Guarantee.ATOMIC
            : Guarantee.UNVERIFIED;
      }

      @Override
      public List<Capture> publish(Manifest manifest) {
        Runnable work = onPublish;
        onPublish = () -> {};
        work.run();
        List<Capture> captures = new ArrayList<>();
        taken.forEach((source, tree) -> captures.add(add(source, tree, manifest)));
        return captures;
      }

      @Override
      public void close() {}
    };
  }

  private Capture add(SourceSpec source, MemoryTree tree, Manifest manifest) {
    boolean held = able.contains(Capability.HOLD) && manifest.snapshot().isHeld();
    byte[] json = manifest.withHome(home).toJson();
    Shot shot = new Shot(pool.id(), manifest.snapshot().name(), pool.now(), tree, json, held);
    pool.data(source).shots.add(shot);
    return MemoryPool.capture(source, shot);
  }

  private Optional<Shot> find(Capture capture) {
    return pool.data(capture.source()).shots.stream()
        .filter(shot -> shot.id().equals(capture.id()))
        .findFirst();
  }

  Shot shot(Capture capture) {
    return find(capture)
        .orElseThrow(
            () ->
                new HeveliusException(
                    Category.NOT_FOUND, "snapshot " + capture.id() + " is not there any more"));
  }

  private void requireOurs(Shot shot) {
    if (!shot.mayBeOf(home)) {
      throw new HeveliusException(Category.REFUSED, shot.name() + " was made by another program");
    }
  }

  @Override
  public SnapshotTree open(Capture capture) {
    return shot(capture).tree();
  }

  @Override
  public SnapshotTree live(Dataset dataset, SourceSpec source) {
    return pool.live(source);
  }

  @Override
  public void restore(RestoreOrder order) {
    new MemoryRestore(pool, this, order).run();
  }

  @Override
  public List<Capture> annotate(List<Capture> captures, Manifest manifest) {
    captures.forEach(capture -> requireOurs(shot(capture)));
    boolean held = able.contains(Capability.HOLD) && manifest.snapshot().isHeld();
    for (Capture capture : captures) {
      pool.data(capture.source())
          .shots
          .replaceAll(
              old ->
                  old.id().equals(capture.id())
                      ? new Shot(
                          old.id(),
                          old.name(),
                          old.created(),
                          old.tree(),
                          manifest.withHome(home).toJson(),
                          held)
                      : old);
    }
    return captures;
  }

  @Override
  public void forget(List<Capture> captures) {
    for (Capture capture : captures) {
      find(capture).ifPresent(this::requireOurs);
    }
    for (Capture capture : captures) {
      pool.data(capture.source()).shots.removeIf(shot -> shot.id().equals(capture.id()));
    }
  }

  @Override
  public boolean exists(Capture capture) {
    return find(capture).isPresent();
  }

  @Override
  public Stream<Recovered> recover() {
    Map<String, Manifest> manifests = new LinkedHashMap<>();
    Map<String, List<Capture>> captures = new LinkedHashMap<>();
    pool.sources()
        .forEach(
            (source, data) -> {
              for (Shot shot : data.shots) {
                byte[] json = shot.manifest();
                if (source.kind() == kind && json != null) {
                  Manifest manifest = Manifest.parse(json, shot.name());
                  String key = manifest.home() + " " + manifest.snapshot().name();
                  manifests.put(key, manifest);
                  captures
                      .computeIfAbsent(key, _ -> new ArrayList<>())
                      .add(MemoryPool.capture(source, shot));
                }
              }
            });
    return manifests.entrySet().stream()
        .map(one -> new Recovered(one.getValue(), captures.getOrDefault(one.getKey(), List.of())));
  }

  @Override
  public List<Found> discover(@Nullable String where) {
    return pool.sources().entrySet().stream()
        .filter(entry -> entry.getKey().kind() == kind)
        .map(
            entry ->
                new Found(
                    entry.getKey(),
                    MemoryPool.bytes(entry.getValue().live),
                    "/memory/" + entry.getKey().location(),
                    entry.getKey().location().contains("-before-")))
        .toList();
  }

  @Override
  public List<Native> snapshots(SourceSpec source) {
    return pool.data(source).shots.stream()
        .map(
            shot ->
                new Native(
                    shot.id(),
                    shot.name(),
                    shot.created(),
                    OptionalLong.of(shot.bytes()),
                    shot.mayBeOf(home),
                    shot.mayBeOf(home) ? "" : shot.home(),
                    shot.held() ? List.of("it is held") : List.of()))
        .toList();
  }

  @Override
  public List<Recovered> adoptable(SourceSpec source) {
    List<Recovered> found = new ArrayList<>();
    DatasetName name = DatasetName.of("adopted/" + source.location());
    var sources = List.of(source);
    var dataset = new Dataset(name, "", sources, List.of(), MemoryTree.TIME, "default");
    for (Shot shot : pool.data(source).shots) {
      if (!shot.isOf(home)) {
        found.add(MemoryPool.adopted(dataset, found.size() + 1L, shot));
      }
    }
    return found;
  }

  @Override
  public Optional<Path> path(Capture capture) {
    return Optional.empty();
  }

  @Override
  public Optional<ChangedPaths> changed(
      Capture from, @Nullable Capture to, BooleanSupplier canceled) {
    if (!able.contains(Capability.NATIVE_DIFF)) {
      return Optional.empty();
    }
    MemoryTree right = to == null ? pool.live(from.source()) : shot(to).tree();
    Set<String> paths = MemoryRestore.differing(shot(from).tree(), right);
    return Optional.of(
        path ->
            path.isEmpty()
                ? !paths.isEmpty()
                : paths.stream().anyMatch(p -> p.equals(path) || p.startsWith(path + "/")));
  }

  @Override
  public Reclaim reclaim(List<Capture> captures) {
    List<String> blocks =
        captures.stream()
            .map(this::shot)
            .filter(Shot::held)
            .map(shot -> shot.name() + " is held")
            .toList();
    long bytes = captures.stream().mapToLong(Capture::bytes).sum();
    return new Reclaim(bytes, able.contains(Capability.EXACT_RECLAIM), blocks);
  }

  @Override
  public Cloned clone(Capture capture, String name) {
    if (!able.contains(Capability.CLONE)) {
      throw new HeveliusException(Category.UNAVAILABLE, "this storage can't clone");
    }
    SourceSpec clone = new SourceSpec(kind, name);
    if (pool.sources().containsKey(clone)) {
      throw new HeveliusException(Category.CONFLICT, "there is a " + name + " already");
    }
    pool.add(clone);
    pool.live(clone, shot(capture).tree());
    return new Cloned(name, null);
  }

  @Override
  public List<RollbackPlan> rollbacks(Capture to) {
    List<RollbackPlan> plans = new ArrayList<>();
    List<Shot> shots = pool.data(to.source()).shots;
    int at = shots.indexOf(shot(to));
    if (able.contains(Capability.ROLLBACK_KEEPS_NEWER)) {
      plans.add(
          new RollbackPlan(
              to, "exchange", List.of(), List.of("the state before is kept"), "x" + to.id()));
    }
    if (able.contains(Capability.ROLLBACK)) {
      List<Doomed> doomed = new ArrayList<>();
      StringBuilder token = new StringBuilder("r" + to.id());
      for (Shot newer : shots.subList(at + 1, shots.size())) {
        doomed.add(new Doomed("snapshot", newer.name(), newer.mayBeOf(home), newer.bytes()));
        token.append(' ').append(newer.id());
      }
      doomed.add(new Doomed(Doomed.STATE, "what was written since", true, 0));
      plans.add(new RollbackPlan(to, "rollback", doomed, List.of(), token.toString()));
    }
    return plans;
  }

  @Override
  public RolledBack rollback(
      RollbackPlan plan, @Nullable Capture guard, Progress progress, BooleanSupplier canceled) {
    onRollback.run();
    Data data = pool.data(plan.to().source());
    Shot wanted = shot(plan.to());
    if (plan.way().equals("exchange")) {
      SourceSpec kept =
          new SourceSpec(kind, plan.to().source().location() + "-before-" + pool.id());
      pool.add(kept);
      pool.live(kept, data.live);
      data.live = wanted.tree();
      return new RolledBack(kept.toString(), List.of());
    }
    List<Shot> newer = data.shots.subList(data.shots.indexOf(wanted) + 1, data.shots.size());
    StringBuilder token = new StringBuilder("r" + plan.to().id());
    newer.stream()
        .filter(shot -> guard == null || !shot.id().equals(guard.id()))
        .forEach(shot -> token.append(' ').append(shot.id()));
    if (!token.toString().equals(plan.token())) {
      throw new HeveliusException(
          Category.CONFLICT, "the plan isn't true any more", "nothing was touched");
    }
    newer.clear();
    data.live = wanted.tree();
    return new RolledBack("", List.of());
  }

  @Override
  public Space space(SourceSpec source) {
    long bytes = MemoryPool.bytes(pool.live(source));
    return new Space(bytes, bytes, OptionalLong.empty(), 1 << 20, OptionalLong.empty());
  }
}
