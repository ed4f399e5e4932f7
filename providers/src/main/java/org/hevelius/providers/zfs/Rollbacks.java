package org.hevelius.providers.zfs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.provider.NativeStorage.Doomed;
import org.hevelius.core.provider.NativeStorage.RollbackPlan;
import org.hevelius.core.provider.NativeStorage.RolledBack;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.providers.files.OwnPlaces;
import org.jspecify.annotations.Nullable;

/** Plans and carries out that whole sources are put back. */
final class Rollbacks {
  static final String EXCHANGE = "exchange";
  static final String ROLLBACK = "rollback";

  private static final int ID = 8;
  private static final List<String> LIVE =
      List.of("type", "guid", "canmount", "mounted", "mountpoint", Labels.ROLLBACK);

  private final Snaps snaps;

  private final OwnPlaces own;

  Rollbacks(Snaps snaps, OwnPlaces own) {
    this.snaps = snaps;
    this.own = own;
  }

  /** What is known of the world when a plan is made. */
  private record World(Zfs zfs, String live, List<Listed> present, Map<String, Snap> wanted) {
    /** The wanted snapshots that are of the very datasets that stand there now. */
    List<Snap> native_() {
      List<Snap> targets = new ArrayList<>();
      wanted.forEach(
          (relative, snap) -> {
            String dataset = relative.isEmpty() ? live : live + "/" + relative;
            if (snap.dataset().equals(dataset)) {
              targets.add(snap);
            }
          });
      return targets;
    }

    List<String> facts() {
      List<String> facts = new ArrayList<>();
      present.forEach(listed -> facts.add(listed.name() + " " + listed.text("guid")));
      wanted.forEach((relative, snap) -> facts.add(relative + "@" + snap.guid()));
      return facts;
    }
  }

  private World world(Capture to) {
    Place place = Place.of(to.source());
    Zfs zfs = snaps.zfs(place);
    boolean _ = Exchange.settle(zfs, place.dataset());
    if (zfs.find(place.dataset(), List.of("type")).isEmpty()) {
      throw zfs.missing(place.dataset());
    }
    Map<String, Snap> wanted = Exchange.relative(Snaps.taken(snaps.require(to)));
    List<Listed> present = zfs.get(zfs.datasets(place.dataset()), LIVE);
    return new World(zfs, place.dataset(), present, wanted);
  }

  List<RollbackPlan> plans(Capture to) {
    World world = world(to);
    if (hasOwnFiles(world)) {
      return List.of();
    }
    List<RollbackPlan> plans = new ArrayList<>();
    exchange(to, world).ifPresent(plans::add);
    rollback(to, world).ifPresent(plans::add);
    return plans;
  }

  /** Whether files of Hevelius itself lie in what would be put back. */
  private boolean hasOwnFiles(World world) {
    return world.zfs().machine().isLocal()
        && world.present().stream()
            .filter(listed -> listed.yes("mounted"))
            .anyMatch(listed -> !own.inside(listed.text("mountpoint")).isEmpty());
  }

  private static Optional<RollbackPlan> exchange(Capture to, World world) {
    String token = token(EXCHANGE, world.facts());
    Exchange exchange = new Exchange(world.zfs(), world.live(), token.substring(0, ID));
    if (world.live().indexOf('/') < 0 || !fits(world, exchange.aside())) {
      return Optional.empty();
    }
    List<String> effects = new ArrayList<>();
    effects.add(
        "the present state stays as %s, with all its newer snapshots; it isn't mounted"
            .formatted(world.zfs().shown(exchange.aside())));
    effects.add(mounted(world) + " is unmounted for a moment; what uses its files must be stopped");
    later(world, "goes aside with it").ifPresent(effects::add);
    effects.add("rights given with zfs allow, and reservations, stay with what goes aside");
    return Optional.of(new RollbackPlan(to, EXCHANGE, List.of(), effects, token));
  }

  /** Whether all names will be short enough. */
  private static boolean fits(World world, String aside) {
    int longer =
        aside.getBytes(StandardCharsets.UTF_8).length
            - world.live().getBytes(StandardCharsets.UTF_8).length;
    return world.zfs().tree(world.live(), List.of("type")).stream()
        .allMatch(
            listed ->
                listed.name().getBytes(StandardCharsets.UTF_8).length + longer <= Place.MAX_NAME);
  }

  private static String mounted(World world) {
    long count = world.present().stream().filter(listed -> listed.yes("mounted")).count();
    return count > 1
        ? "%s with %d datasets below it".formatted(world.zfs().shown(world.live()), count - 1)
        : world.zfs().shown(world.live());
  }

  /** Datasets that came after the capture, or that it hasn't. */
  private static Optional<String> later(World world, String what) {
    List<String> later =
        world.present().stream()
            .map(Listed::name)
            .filter(
                name ->
                    !world
                        .wanted()
                        .containsKey(
                            name.equals(world.live())
                                ? ""
                                : name.substring(world.live().length() + 1)))
            .toList();
    return later.isEmpty()
        ? Optional.empty()
        : Optional.of("the capture hasn't %s, which %s".formatted(String.join(", ", later), what));
  }

  private static Optional<RollbackPlan> rollback(Capture to, World world) {
    List<Snap> targets = world.native_();
    if (targets.size() < world.wanted().size()) {
      return Optional.empty();
    }
    NativeRollback work = new NativeRollback(world.zfs(), targets);
    List<NativeRollback.Victim> victims = work.victims();
    List<String> effects = new ArrayList<>();
    effects.add("everything written since, in all snapshots too, can't be had back");
    later(world, "is left as it is").ifPresent(effects::add);
    effects.addAll(NativeRollback.blocks(victims, world.zfs()));
    return Optional.of(
        new RollbackPlan(
            to, ROLLBACK, doomed(world, victims), effects, token(ROLLBACK, facts(world, victims))));
  }

  /** What is there now goes too, and a guard that is taken before goes with it. */
  private static List<Doomed> doomed(World world, List<NativeRollback.Victim> victims) {
    List<Doomed> doomed = new ArrayList<>();
    doomed.add(new Doomed(Doomed.STATE, world.zfs().shown(world.live()), true, 0));
    victims.forEach(victim -> doomed.add(victim.doomed(world.live())));
    return doomed;
  }

  private static List<String> facts(World world, List<NativeRollback.Victim> victims) {
    List<String> facts = new ArrayList<>(world.facts());
    victims.stream()
        .map(victim -> victim.what() + " " + victim.name() + " " + victim.guid())
        .sorted()
        .forEach(facts::add);
    return facts;
  }

  private static String token(String way, List<String> facts) {
    List<String> all = new ArrayList<>(List.of(way));
    all.addAll(facts);
    return Labels.hash(all);
  }

  RolledBack run(
      RollbackPlan plan, @Nullable Capture guard, Progress progress, BooleanSupplier canceled) {
    try (Progress.Phase _ =
        progress.begin("putting back", () -> new Progress.State(0, 0, 0, 0, null))) {
      return switch (plan.way()) {
        case EXCHANGE -> exchanged(plan, canceled);
        case ROLLBACK -> rolledBack(plan, guard, canceled);
        default ->
            throw new HeveliusException(
                Category.INVALID, "\"" + plan.way() + "\" is no way to put a ZFS dataset back");
      };
    }
  }

  private RolledBack exchanged(RollbackPlan plan, BooleanSupplier canceled) {
    Place place = Place.of(plan.to().source());
    Zfs zfs = snaps.zfs(place);
    Exchange exchange = new Exchange(zfs, place.dataset(), plan.token().substring(0, ID));
    String kept = new Place(place.machine(), exchange.aside()).source().toString();
    boolean goneOnWith = Exchange.settle(zfs, place.dataset());
    if (goneOnWith && zfs.find(exchange.aside(), List.of("type")).isPresent()) {
      return new RolledBack(kept, List.of("an exchange that was interrupted was gone on with"));
    }
    World world = world(plan.to());
    if (!token(EXCHANGE, world.facts()).equals(plan.token())) {
      throw changed(plan);
    }
    List<String> notes = new ArrayList<>(exchange.run(world.wanted(), canceled));
    notes.add(
        "the state before isn't mounted; when nobody needs it and the snapshots on it any more:"
            + " zfs destroy -r "
            + exchange.aside());
    return new RolledBack(kept, notes);
  }

  private RolledBack rolledBack(
      RollbackPlan plan, @Nullable Capture guard, BooleanSupplier canceled) {
    World world = world(plan.to());
    List<Snap> targets = world.native_();
    if (targets.size() < world.wanted().size()) {
      throw changed(plan);
    }
    NativeRollback work = new NativeRollback(world.zfs(), targets);
    List<NativeRollback.Victim> victims = work.victims();
    Set<String> guards = new HashSet<>();
    if (guard != null) {
      snaps.find(guard).ifPresent(snap -> Snaps.taken(snap).forEach(s -> guards.add(s.guid())));
    }
    List<NativeRollback.Victim> planned =
        victims.stream().filter(victim -> !guards.contains(victim.guid())).toList();
    boolean begun =
        world.present().getFirst().own(Labels.ROLLBACK).equals(plan.token())
            && new HashSet<>(plan.destroyed()).containsAll(doomed(world, planned));
    if (!begun && !token(ROLLBACK, facts(world, planned)).equals(plan.token())) {
      throw changed(plan);
    }
    List<String> blocks = NativeRollback.blocks(planned, world.zfs());
    if (!blocks.isEmpty()) {
      throw new HeveliusException(
          Category.REFUSED,
          "%s can't be rolled back: %s".formatted(plan.to().source(), String.join("; ", blocks)),
          "nothing was changed; end the holds, or put it back by exchange, which destroys nothing");
    }
    if (canceled.getAsBoolean()) {
      throw new HeveliusException(Category.CANCELED, "canceled; nothing was changed");
    }
    world.zfs().set(world.live(), List.of(Labels.ROLLBACK + "=" + plan.token()));
    work.run(victims);
    world.zfs().unset(world.live(), Labels.ROLLBACK);
    return new RolledBack("", List.of());
  }

  private static HeveliusException changed(RollbackPlan plan) {
    return new HeveliusException(
        Category.CONFLICT,
        "%s has changed since it was planned to put it back".formatted(plan.to().source()),
        "nothing was changed; plan again and look at it");
  }
}
