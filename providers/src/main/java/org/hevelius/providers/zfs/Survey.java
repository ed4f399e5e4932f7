package org.hevelius.providers.zfs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.hevelius.core.provider.NativeStorage.Found;
import org.hevelius.core.provider.NativeStorage.Native;
import org.hevelius.core.provider.NativeStorage.Reclaim;
import org.hevelius.core.provider.NativeStorage.Space;
import org.hevelius.providers.process.ProgramResult;

/** What ZFS tells of datasets and snapshots without changing any. */
final class Survey {
  private static final Pattern ASIDE = Pattern.compile(Exchange.ASIDE + "[0-9a-f]{8}(/|$)");

  private Survey() {}

  /** The file systems of a machine. */
  static List<Found> discover(Zfs zfs, Consumer<String> notices) {
    List<Found> found = new ArrayList<>();
    zfs.onEachPool(pool -> found.addAll(discover(zfs, pool)), notices);
    return found;
  }

  private static List<Found> discover(Zfs zfs, String pool) {
    List<Found> found = new ArrayList<>();
    List<String> properties = List.of("type", "referenced", "mountpoint", "mounted", "guid");
    for (Listed listed : zfs.get(zfs.datasets(pool), properties)) {
      if (listed.isFileSystem() && !Browsing.isClone(listed.name())) {
        String place = listed.yes("mounted") ? listed.text("mountpoint") : "";
        found.add(
            new Found(
                new Place(zfs.machine().name(), listed.name()).source(),
                listed.number("referenced"),
                place,
                ASIDE.matcher(listed.name()).find()));
      }
    }
    return found;
  }

  static List<Native> snapshots(Snaps snaps, Zfs zfs, String dataset) {
    List<Snap> all =
        zfs.snapshots(dataset, Snaps.PROPERTIES).stream().map(l -> new Snap(zfs, l)).toList();
    Map<String, List<String>> holds = Holds.tags(all);
    Map<String, List<String>> clones = clones(zfs, Place.pool(dataset));
    return all.stream()
        .map(
            snap ->
                new Native(
                    snap.guid(),
                    snap.name(),
                    snap.created(),
                    OptionalLong.of(snap.listed().number("used")),
                    snaps.isOurs(snap),
                    snaps.otherHome(snap),
                    blocks(snap, holds, clones)))
        .toList();
  }

  /** By snapshot the clones of it that aren't ours to remove. */
  static Map<String, List<String>> clones(Zfs zfs, String pool) {
    Map<String, List<String>> clones = new LinkedHashMap<>();
    for (Zfs.Clone clone : zfs.clones(pool)) {
      if (!Browsing.isClone(clone.dataset())) {
        clones.computeIfAbsent(clone.origin(), origin -> new ArrayList<>()).add(clone.dataset());
      }
    }
    return clones;
  }

  private static List<String> blocks(
      Snap snap, Map<String, List<String>> holds, Map<String, List<String>> clones) {
    List<String> blocks = new ArrayList<>(Holds.blocks(holds.getOrDefault(snap.full(), List.of())));
    clones.getOrDefault(snap.full(), List.of()).forEach(clone -> blocks.add("cloned as " + clone));
    return blocks;
  }

  /** What the removal of snapshots, with all that were taken with them, would free. */
  static Reclaim reclaim(Zfs zfs, List<Snap> roots) {
    Map<String, List<Snap>> byDataset = new LinkedHashMap<>();
    List<Snap> all = new ArrayList<>();
    roots.forEach(root -> all.addAll(Snaps.taken(root)));
    all.forEach(s -> byDataset.computeIfAbsent(s.dataset(), d -> new ArrayList<>()).add(s));
    List<String> blocks = new ArrayList<>();
    Map<String, List<String>> holds = Holds.tags(all);
    Map<String, List<String>> clones =
        all.isEmpty() ? Map.of() : clones(zfs, Place.pool(all.getFirst().dataset()));
    for (Snap snap : all) {
      for (String block : blocks(snap, holds, clones)) {
        blocks.add(snap.full() + " is " + block);
      }
    }
    long bytes = 0;
    boolean exact = true;
    for (Map.Entry<String, List<Snap>> dataset : byDataset.entrySet()) {
      OptionalLong told = told(zfs, dataset.getKey(), dataset.getValue());
      exact &= told.isPresent();
      bytes +=
          told.orElse(dataset.getValue().stream().mapToLong(s -> s.listed().number("used")).sum());
    }
    return new Reclaim(bytes, exact, blocks);
  }

  /** What ZFS says; nothing in versions that don't, and where something is in the way. */
  private static OptionalLong told(Zfs zfs, String dataset, List<Snap> snaps) {
    String names = String.join(",", snaps.stream().map(Snap::name).toList());
    ProgramResult result = zfs.run("destroy", "-nvp", dataset + "@" + names);
    if (!result.succeeded()) {
      return OptionalLong.empty();
    }
    return Zfs.lines(result).stream()
        .filter(line -> line.startsWith("reclaim\t"))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf('\t') + 1)))
        .findFirst();
  }

  static Space space(Zfs zfs, String dataset) {
    List<Listed> all =
        zfs.get(
            zfs.datasets(dataset),
            List.of("used", "referenced", "usedbysnapshots", "available", "quota"));
    Listed top = all.getFirst();
    long quota = top.number("quota");
    return new Space(
        top.number("used"),
        all.stream().mapToLong(listed -> listed.number("referenced")).sum(),
        OptionalLong.of(all.stream().mapToLong(l -> l.number("usedbysnapshots")).sum()),
        top.number("available"),
        quota > 0 ? OptionalLong.of(quota) : OptionalLong.empty());
  }
}
