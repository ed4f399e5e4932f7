package org.hevelius.providers.zfs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.CaptureRequest;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Guarantee;
import org.hevelius.providers.process.ProgramResult;

/** Takes the snapshots that one request asks for. */
final class CaptureRun {
  private static final int MOST_NAMES = 100;

  private final Snaps snaps;
  private final Mounts mounts;
  private final CaptureRequest request;
  private final Consumer<String> notices;
  private final String token = UUID.randomUUID().toString().replace("-", "");
  private final Map<SourceSpec, Place> places = new LinkedHashMap<>();

  CaptureRun(Snaps snaps, Mounts mounts, CaptureRequest request, Consumer<String> notices) {
    this.snaps = snaps;
    this.mounts = mounts;
    this.request = request;
    this.notices = notices;
    for (SourceSpec source : request.sources()) {
      places.put(source, Place.of(request.readFrom(source)));
    }
    requireTakable();
  }

  private void requireTakable() {
    if (!request.dataset().excludes().isEmpty()) {
      throw new HeveliusException(
          Category.INVALID,
          "the dataset %s excludes %s, which can't be left out of a snapshot of ZFS"
              .formatted(request.dataset().name(), request.dataset().excludes()),
          "nothing was taken; let it exclude nothing, and keep such files in a dataset of their"
              + " own");
    }
  }

  PendingZfs run() {
    Map<String, List<Place>> groups = new LinkedHashMap<>();
    for (Place place : new HashSet<>(places.values())) {
      Zfs zfs = snaps.zfs(place);
      if (zfs.find(place.dataset(), List.of("type")).isEmpty()) {
        throw zfs.missing(place.dataset());
      }
      groups
          .computeIfAbsent(place.machine() + ":" + place.pool(), key -> new ArrayList<>())
          .add(place);
    }
    Map<Place, List<Snap>> all = new LinkedHashMap<>();
    try {
      for (List<Place> group : groups.values()) {
        canceled();
        take(group, all);
      }
      List<PendingZfs.Taken> taken = new ArrayList<>();
      places.forEach((source, place) -> taken.add(taken(source, place, all)));
      return new PendingZfs(taken, guarantee(groups.size(), all), notices);
    } catch (RuntimeException e) {
      List<Snap> left = new ArrayList<>();
      all.values().forEach(left::addAll);
      PendingZfs.discard(left.reversed(), notices);
      throw e;
    }
  }

  private void canceled() {
    if (request.canceled().getAsBoolean()) {
      throw new HeveliusException(Category.CANCELED, "canceled; nothing was taken");
    }
  }

  private static Guarantee guarantee(int groups, Map<Place, List<Snap>> all) {
    Set<Long> moments = new HashSet<>();
    all.values().forEach(list -> list.forEach(snap -> moments.add(snap.txg())));
    return groups == 1 && moments.size() == 1 ? Guarantee.ATOMIC : Guarantee.UNVERIFIED;
  }

  /** Takes all sources of one pool, in one act where this version can. */
  private void take(List<Place> group, Map<Place, List<Snap>> all) {
    Zfs zfs = snaps.zfs(group.getFirst());
    List<String> tops =
        group.stream()
            .map(Place::dataset)
            .filter(
                dataset ->
                    group.stream()
                        .noneMatch(
                            other ->
                                !other.dataset().equals(dataset)
                                    && Place.isWithin(dataset, other.dataset())))
            .sorted()
            .toList();
    String name = name(zfs, tops);
    ProgramResult result = snapshot(zfs, tops, name);
    if (result.status() == Zfs.USAGE && tops.size() > 1) {
      for (String top : tops) {
        result = snapshot(zfs, List.of(top), name);
        if (!result.succeeded()) {
          break;
        }
      }
    }
    // Also when the connection was lost it may have been carried out: what is there tells.
    for (Place place : group) {
      found(zfs, place, name, result).ifPresent(root -> all.put(place, Snaps.taken(root)));
    }
    if (all.keySet().stream().filter(group::contains).count() < group.size()) {
      throw refusal(zfs, tops, result);
    }
  }

  private ProgramResult snapshot(Zfs zfs, List<String> tops, String name) {
    List<String> words =
        new ArrayList<>(List.of("snapshot", "-r", "-o", Labels.TOKEN + "=" + token));
    if (!snaps.home().isEmpty()) {
      words.addAll(List.of("-o", Labels.HOME + "=" + snaps.home()));
    }
    tops.forEach(top -> words.add(top + "@" + name));
    return zfs.change(words);
  }

  private Optional<Snap> found(Zfs zfs, Place place, String name, ProgramResult result) {
    try {
      return zfs.find(place.dataset() + "@" + name, Snaps.PROPERTIES)
          .map(listed -> new Snap(zfs, listed))
          .filter(snap -> snap.token().equals(token));
    } catch (HeveliusException e) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "whether %s@%s was taken can't be known now: %s"
              .formatted(
                  zfs.shown(place.dataset()),
                  name,
                  result.succeeded() ? e.getMessage() : result.errors()),
          List.of(
              "it is no version, whether it is there or not; all earlier ones are intact",
              "repeat when the machine is reached again, and if it was taken, it goes with: "
                  + zfs.command("destroy", "-r", place.dataset() + "@" + name)),
          e);
    }
  }

  private static HeveliusException refusal(Zfs zfs, List<String> tops, ProgramResult result) {
    return zfs.refused(
        "take a snapshot of " + zfs.shown(String.join(" and ", tops)),
        tops.getFirst(),
        result,
        result.isUnknown()
            ? "it isn't there, and would be no version if it came yet; all earlier ones are intact"
            : "no snapshot is left of it; all earlier ones are intact",
        "the account needs the rights snapshot, mount and userprop: see docs/zfs.md");
  }

  /** A name that no dataset has a snapshot of. */
  private String name(Zfs zfs, List<String> tops) {
    Set<String> taken = new HashSet<>();
    int longest = 0;
    for (String top : tops) {
      for (Listed listed : zfs.tree(top, List.of("type"))) {
        longest = Math.max(longest, listed.dataset().getBytes(StandardCharsets.UTF_8).length);
        if (listed.isSnapshot()) {
          taken.add(listed.name().substring(listed.name().indexOf('@') + 1));
        }
      }
    }
    return name(request.label(), longest, taken);
  }

  /**
   * The name of a snapshot for a label.
   *
   * @param longest bytes of the longest name of a dataset that gets one
   */
  static String name(String label, int longest, Set<String> taken) {
    String plain = "hevelius_" + label.replaceAll("[^A-Za-z0-9_.:-]", "_");
    int room = Place.MAX_NAME - longest - 1;
    for (int n = 1; n <= MOST_NAMES; n++) {
      String suffix = n == 1 ? "" : "_" + n;
      if (room < suffix.length() + 1) {
        break;
      }
      String cut = plain.substring(0, Math.min(plain.length(), room - suffix.length()));
      if (!taken.contains(cut + suffix)) {
        return cut + suffix;
      }
    }
    throw new HeveliusException(
        Category.CONFLICT,
        "there is no name left for a snapshot \"" + plain + "\"",
        "nothing was taken; names of ZFS have at most 255 bytes with the dataset");
  }

  private PendingZfs.Taken taken(SourceSpec source, Place place, Map<Place, List<Snap>> all) {
    List<Snap> members = all.getOrDefault(place, List.of());
    Zfs zfs = members.getFirst().zfs();
    Listed dataset =
        zfs.get(
                List.of(place.dataset()),
                List.of("guid", "type", "mounted", "mountpoint", Labels.STANDS_FOR))
            .getFirst();
    String identity = Labels.identity(dataset);
    List<String> findings = new ArrayList<>();
    replaced(source, identity).ifPresent(findings::add);
    boolean isEmpty =
        zfs.machine().isLocal()
            && members.size() == 1
            && mounts.directory(dataset).filter(mounts::isEmpty).isPresent();
    return new PendingZfs.Taken(source, members, identity, isEmpty, added(members), findings);
  }

  /** That the dataset isn't the one of which the version before was taken. */
  private Optional<String> replaced(SourceSpec source, String identity) {
    Capture parent = request.parents().get(source);
    if (parent == null || request.copy() != null) {
      return Optional.empty();
    }
    return snaps
        .find(parent)
        .map(snap -> snap.listed().own(Labels.IDENTITY))
        .filter(before -> !before.isEmpty() && !before.equals(identity))
        .map(
            before ->
                "%s isn't the ZFS dataset that the version before was taken of: another one has"
                        .formatted(source)
                    + " its name now");
  }

  /** What was written since the snapshots before; what is theirs alone where that isn't known. */
  private static long added(List<Snap> members) {
    List<String> words =
        new ArrayList<>(List.of("get", "-H", "-p", "-o", "name,property,value,source", "written"));
    members.forEach(member -> words.add(member.full()));
    ProgramResult result = members.getFirst().zfs().run(words);
    return result.succeeded()
        ? Listed.parse(result.output()).stream().mapToLong(l -> l.number("written")).sum()
        : members.stream().mapToLong(member -> member.listed().number("used")).sum();
  }
}
