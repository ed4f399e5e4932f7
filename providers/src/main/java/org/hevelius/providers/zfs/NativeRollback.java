package org.hevelius.providers.zfs;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.provider.NativeStorage.Doomed;
import org.hevelius.providers.process.ProgramResult;

/**
 * Takes datasets back with {@code zfs rollback}, which needs that all newer snapshots and bookmarks
 * of them are gone, and the clones of these snapshots. They are destroyed one by one, each looked
 * at again right before, and the rollback itself is never allowed to destroy any: so a snapshot
 * that somebody takes in between stops it instead of being lost.
 */
final class NativeRollback {
  private final Snaps snaps;
  private final Zfs zfs;
  private final List<Snap> targets;

  /**
   * Looks at nothing yet.
   *
   * @param targets the wanted snapshots, each of the dataset that is taken back
   */
  NativeRollback(Snaps snaps, Zfs zfs, List<Snap> targets) {
    this.snaps = snaps;
    this.zfs = zfs;
    this.targets = targets;
  }

  /**
   * Something that must be gone first.
   *
   * @param guid that it must still have
   */
  record Victim(String what, String name, String guid, boolean ours, long bytes, long holds) {
    /** As it is shown; a snapshot of the source itself without the source. */
    Doomed doomed(String live) {
      String prefix = live + "@";
      return new Doomed(
          what, name.startsWith(prefix) ? name.substring(prefix.length()) : name, ours, bytes);
    }
  }

  /** Everything that must be gone first, in the order in which it can go. */
  List<Victim> victims() {
    Map<String, Victim> victims = new LinkedHashMap<>();
    List<Zfs.Clone> clones = zfs.clones(Place.pool(targets.getFirst().dataset()));
    for (Snap target : targets) {
      for (Snap newer : newer(target)) {
        dependents(newer.full(), clones, victims, new HashSet<>());
        victims.put(newer.full(), victim(newer));
      }
      bookmarks(target, victims);
    }
    return List.copyOf(victims.values());
  }

  private List<Snap> newer(Snap target) {
    return zfs.snapshots(target.dataset(), Snaps.PROPERTIES).stream()
        .map(listed -> new Snap(zfs, listed))
        .filter(snap -> snap.txg() > target.txg())
        .toList()
        .reversed();
  }

  private Victim victim(Snap snap) {
    return new Victim(
        "snapshot",
        snap.full(),
        snap.guid(),
        snaps.isOurs(snap),
        snap.listed().number("used"),
        snap.holds());
  }

  /** The clones of a snapshot with everything below them and made of them. */
  private void dependents(
      String snapshot, List<Zfs.Clone> clones, Map<String, Victim> victims, Set<String> seen) {
    for (Zfs.Clone clone : clones) {
      if (!clone.origin().equals(snapshot) || !seen.add(clone.dataset())) {
        continue;
      }
      List<Listed> tree = zfs.tree(clone.dataset(), Snaps.PROPERTIES);
      tree.stream()
          .filter(Listed::isSnapshot)
          .forEach(
              listed -> {
                dependents(listed.name(), clones, victims, seen);
                victims.put(listed.name(), victim(new Snap(zfs, listed)));
              });
      tree.reversed().stream()
          .filter(listed -> !listed.isSnapshot())
          .forEach(
              listed ->
                  victims.put(
                      listed.name(),
                      new Victim(
                          "clone",
                          listed.name(),
                          listed.text("guid"),
                          false,
                          listed.number("used"),
                          0)));
    }
  }

  private void bookmarks(Snap target, Map<String, Victim> victims) {
    ProgramResult result =
        zfs.run(
            "list",
            "-H",
            "-p",
            "-r",
            "-d",
            "1",
            "-t",
            "bookmark",
            "-o",
            "name,guid,createtxg",
            target.dataset());
    if (result.status() == Zfs.USAGE) {
      return;
    }
    if (!result.succeeded()) {
      throw zfs.failed("list the bookmarks of " + target.dataset(), result);
    }
    for (String line : Zfs.lines(result)) {
      String[] parts = line.split("\t", -1);
      boolean own = parts.length == 3 && parts[0].startsWith(target.dataset() + "#");
      if (own && Long.parseLong(parts[2]) > target.txg()) {
        victims.put(parts[0], new Victim("bookmark", parts[0], parts[1], false, 0, 0));
      }
    }
  }

  /**
   * Carries it out. Done twice it does the same.
   *
   * @param victims what {@link #victims} gave and was agreed to
   */
  void run(List<Victim> victims) {
    for (Victim victim : victims) {
      destroy(victim);
    }
    for (Snap target : targets) {
      Snap now = Snaps.again(target).orElseThrow(() -> gone(target));
      // Doing it twice is doing it once: what was lost on the way is sent again.
      ProgramResult result = zfs.patiently(2, () -> true, "rollback", now.full());
      if (!result.succeeded()) {
        throw zfs.failed(
            "roll %s back to %s".formatted(zfs.shown(target.dataset()), target.name()),
            result,
            "the wanted snapshot is intact; repeat the same rollback to go on",
            "what uses the files may have to be stopped first");
      }
    }
  }

  private static HeveliusException gone(Snap snap) {
    return new HeveliusException(
        Category.CONFLICT,
        "the snapshot " + snap.full() + " isn't there any more",
        "plan again and look at it");
  }

  private void destroy(Victim victim) {
    if (victim.what().equals("bookmark")) {
      zfs.must("destroy the bookmark " + victim.name(), List.of("destroy", victim.name()));
      return;
    }
    Listed now = zfs.find(victim.name(), Snaps.PROPERTIES).orElse(null);
    if (now == null) {
      return;
    }
    if (!now.text("guid").equals(victim.guid())) {
      throw new HeveliusException(
          Category.CONFLICT,
          victim.name() + " is another one than was shown",
          "it was left alone; plan again and look at it");
    }
    Snap snap = new Snap(zfs, now);
    ProgramResult result =
        now.isSnapshot() && snaps.isOurs(snap)
            ? Holds.destroy(snap)
            : zfs.change("destroy", victim.name());
    if (!result.succeeded() && zfs.find(victim.name(), Snaps.PROPERTIES).isPresent()) {
      throw zfs.failed("destroy " + zfs.shown(victim.name()), result);
    }
  }

  /** What of the victims is held, so that it can't go, a sentence each. */
  static List<String> blocks(List<Victim> victims, Zfs zfs) {
    List<String> blocks = new ArrayList<>();
    for (Victim victim : victims) {
      if (victim.holds() > 0) {
        Snap snap = new Snap(zfs, zfs.get(List.of(victim.name()), Snaps.PROPERTIES).getFirst());
        List<String> tags = Holds.tags(List.of(snap)).getOrDefault(victim.name(), List.of());
        blocks.add(victim.name() + " is " + String.join(", ", Holds.blocks(tags)));
      }
    }
    return blocks;
  }
}
