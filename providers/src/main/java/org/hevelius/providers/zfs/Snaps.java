package org.hevelius.providers.zfs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.providers.process.Machines;
import org.hevelius.providers.process.ProgramResult;

/**
 * Finds snapshots by their guids, wherever in the pool they live by now: a dataset may be renamed,
 * and putting one back by exchange leaves newer snapshots on the one that was set aside.
 */
final class Snaps {
  static final String PROVIDER = "zfs";

  static final List<String> PROPERTIES =
      List.of(
          "type",
          "guid",
          "createtxg",
          "creation",
          "used",
          "referenced",
          "userrefs",
          Labels.TOKEN,
          Labels.HEAD,
          Labels.SNAPSHOT,
          Labels.IDENTITY,
          Labels.HELD,
          Labels.HOME);

  private final Machines machines;
  private final String home;
  private final Map<String, String> names = new ConcurrentHashMap<>();

  /**
   * The snapshots on these machines.
   *
   * @param home the id of the home that works on them; empty when it has none
   */
  Snaps(Machines machines, String home) {
    this.machines = machines;
    this.home = home;
  }

  /** The id of the home that works on them. */
  String home() {
    return home;
  }

  /** Whether this home may change or remove a snapshot. */
  boolean isOurs(Snap snap) {
    return snap.isOfHevelius() && (snap.home().isEmpty() || snap.home().equals(home));
  }

  /** Whether a snapshot says that this home took it. */
  boolean isNamedIn(Snap snap) {
    return snap.isOfHevelius() && snap.home().equals(home);
  }

  /** The id of another home that took a snapshot; empty for all others. */
  String otherHome(Snap snap) {
    return snap.isOfHevelius() && !isOurs(snap) ? snap.home() : "";
  }

  Zfs zfs(Place place) {
    return new Zfs(machines.named(place.machine()));
  }

  /** The snapshot of a capture; nothing where it is certain that there is none any more. */
  Optional<Snap> find(Capture capture) {
    String guid = guid(capture);
    Place place = Place.of(capture.source());
    Zfs zfs = zfs(place);
    String key = place.machine() + ":" + guid;
    String known = names.get(key);
    if (known != null) {
      Optional<Snap> same =
          zfs.find(known, PROPERTIES).map(l -> new Snap(zfs, l)).filter(s -> s.guid().equals(guid));
      if (same.isPresent()) {
        return same;
      }
    }
    Optional<Snap> found =
        inDataset(zfs, place.dataset(), guid)
            .or(() -> in(zfs.tree(place.pool(), PROPERTIES), zfs, guid));
    found.ifPresentOrElse(snap -> names.put(key, snap.full()), () -> names.remove(key));
    return found;
  }

  private static Optional<Snap> inDataset(Zfs zfs, String dataset, String guid) {
    return zfs.find(dataset, List.of("guid")).isEmpty()
        ? Optional.empty()
        : in(zfs.snapshots(dataset, PROPERTIES), zfs, guid);
  }

  private static Optional<Snap> in(List<Listed> all, Zfs zfs, String guid) {
    return all.stream()
        .filter(Listed::isSnapshot)
        .filter(listed -> listed.text("guid").equals(guid))
        .findFirst()
        .map(listed -> new Snap(zfs, listed));
  }

  /** The snapshot of a capture, which must be there. */
  Snap require(Capture capture) {
    return find(capture)
        .orElseThrow(
            () ->
                new HeveliusException(
                    Category.NOT_FOUND,
                    "the ZFS snapshot %s of %s isn't there any more"
                        .formatted(capture.id(), capture.source()),
                    "it was removed by something else than Hevelius; nothing was changed"));
  }

  private static String guid(Capture capture) {
    String id = capture.id();
    if (!capture.provider().equals(PROVIDER) || !id.matches("[0-9]{1,20}")) {
      throw new HeveliusException(
          Category.INVALID, "\"%s\" of %s is no capture of ZFS".formatted(id, capture.provider()));
    }
    return id;
  }

  /** The same snapshot as it is now; nothing when it is gone or another one has its name. */
  static Optional<Snap> again(Snap snap) {
    return snap.zfs()
        .find(snap.full(), PROPERTIES)
        .map(listed -> new Snap(snap.zfs(), listed))
        .filter(snap::isSameAs);
  }

  /** The snapshot and those of the datasets below that were taken with it, the upper ones first. */
  static List<Snap> taken(Snap root) {
    List<String> names = new ArrayList<>();
    for (String dataset : root.zfs().datasets(root.dataset())) {
      names.add(dataset + "@" + root.name());
    }
    List<Listed> all;
    if (names.size() == 1) {
      all = List.of(root.listed());
    } else {
      List<String> words = new ArrayList<>(List.of("list", "-H", "-o", "name", "-t", "snapshot"));
      words.addAll(names);
      ProgramResult listed = root.zfs().run(words);
      all =
          listed.succeeded()
              ? root.zfs().get(names, PROPERTIES)
              : root.zfs().tree(root.dataset(), PROPERTIES);
    }
    return all.stream()
        .filter(Listed::isSnapshot)
        .map(listed -> new Snap(root.zfs(), listed))
        .filter(root::took)
        .toList();
  }
}
