package org.hevelius.providers.zfs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.providers.process.ProgramResult;

/**
 * The clones that are to take the place of a dataset, beside it. The uppermost has a fixed name:
 * that it could be made is the right to exchange the dataset.
 */
final class Staging {
  private static final String NEW = "-hevelius-new";

  /** Properties that are given to a dataset when it is made, or that would claim space twice. */
  private static final Set<String> NOT_COPIED =
      Set.of(
          "canmount",
          "encryption",
          "keyformat",
          "keylocation",
          "pbkdf2iters",
          "reservation",
          "refreservation",
          "volsize",
          "volblocksize",
          "casesensitivity",
          "normalization",
          "utf8only",
          "version",
          Labels.STANDS_FOR,
          Labels.EXCHANGE,
          Labels.AFTERWARDS,
          Labels.ROLLBACK,
          Labels.PUT_BACK,
          Labels.BY);

  private final Zfs zfs;
  private final String live;
  private final String id;

  Staging(Zfs zfs, String live, String id) {
    this.zfs = zfs;
    this.live = live;
    this.id = id;
  }

  static String name(String live) {
    return live + NEW;
  }

  private static String at(String dataset, String relative) {
    return relative.isEmpty() ? dataset : dataset + "/" + relative;
  }

  boolean isStaged(Listed listed) {
    return listed.own(Labels.EXCHANGE).equals("new " + id);
  }

  /**
   * Makes the uppermost clone.
   *
   * @param by this attempt
   * @throws HeveliusException CONFLICT when somebody else exchanges the dataset
   */
  void claim(Snap snap, String by) {
    List<String> words = cloning("", snap);
    words.addAll(List.of("-o", Labels.BY + "=" + by));
    words.addAll(List.of("-o", Labels.PUT_BACK + "=" + id + " " + snap.guid()));
    words.addAll(List.of(snap.full(), name(live)));
    ProgramResult result = zfs.change(words);
    if (result.succeeded()) {
      return;
    }
    Optional<Listed> there = zfs.find(name(live), List.of("type", Labels.BY));
    if (there.isEmpty()) {
      throw refused(snap, result);
    }
    // An account that isn't root makes a clone and then fails to mount it.
    if (!there.get().own(Labels.BY).equals(by)) {
      throw new HeveliusException(
          Category.CONFLICT,
          "%s is being put back already: %s stands beside it"
              .formatted(zfs.shown(live), zfs.shown(name(live))),
          "nothing was changed; wait until that is over, look at it, and repeat");
    }
  }

  /** Makes a clone below the uppermost. */
  void add(String relative, Snap snap) {
    List<String> words = cloning(relative, snap);
    words.addAll(List.of(snap.full(), at(name(live), relative)));
    ProgramResult result = zfs.change(words);
    boolean made =
        result.succeeded()
            || zfs.find(at(name(live), relative), Exchange.STATE)
                .filter(this::isStaged)
                .isPresent();
    if (!made) {
      throw refused(snap, result);
    }
  }

  private HeveliusException refused(Snap snap, ProgramResult result) {
    return zfs.refused(
        "clone " + zfs.shown(snap.full()),
        Place.pool(live),
        result,
        "nothing was changed: " + zfs.shown(live) + " is as it was");
  }

  private List<String> cloning(String relative, Snap snap) {
    String present = at(live, relative);
    List<String> words = new ArrayList<>(List.of("clone"));
    if (zfs.get(List.of(snap.dataset()), List.of("type")).getFirst().isFileSystem()) {
      words.addAll(List.of("-o", "canmount=off"));
    }
    Optional<Listed> like =
        zfs.find(present, List.of("type", "guid", "canmount", "mounted", Labels.STANDS_FOR));
    String canmount = "default";
    if (like.isPresent()) {
      canmount = like.get().isOwn("canmount") ? like.get().text("canmount") : "default";
      for (String setting : settings(present)) {
        words.addAll(List.of("-o", setting));
      }
      words.addAll(List.of("-o", Labels.STANDS_FOR + "=" + Labels.identity(like.get())));
    }
    boolean mounted = like.isEmpty() || like.get().yes("mounted");
    words.addAll(
        List.of("-o", Labels.AFTERWARDS + "=" + canmount + (mounted ? " mounted" : " unmounted")));
    words.addAll(List.of("-o", Labels.EXCHANGE + "=new " + id));
    return words;
  }

  /** The properties that were set on a dataset itself. */
  private List<String> settings(String dataset) {
    ProgramResult result =
        zfs.run(
            "get",
            "-H",
            "-p",
            "-s",
            "local,received",
            "-o",
            "name,property,value,source",
            "all",
            dataset);
    if (!result.succeeded()) {
      throw zfs.failed("look at the properties of " + zfs.shown(dataset), result);
    }
    List<String> settings = new ArrayList<>();
    for (Listed listed : Listed.parse(result.output())) {
      for (Map.Entry<String, Listed.Value> one : listed.values().entrySet()) {
        if (!NOT_COPIED.contains(one.getKey())) {
          settings.add(one.getKey() + "=" + one.getValue().text());
        }
      }
    }
    return settings;
  }

  /** By the datasets that clones were made for, whether they were mounted then. */
  Map<String, Boolean> mounted() {
    Map<String, Boolean> mounted = new HashMap<>();
    if (zfs.find(name(live), Exchange.STATE).isPresent()) {
      for (Listed listed : zfs.get(zfs.datasets(name(live)), List.of(Labels.AFTERWARDS))) {
        mounted.put(
            live + listed.name().substring(name(live).length()),
            listed.own(Labels.AFTERWARDS).endsWith(" mounted"));
      }
    }
    return mounted;
  }

  /** Removes what was made, the uppermost last. */
  void remove() {
    if (zfs.find(name(live), Exchange.STATE).isEmpty()) {
      return;
    }
    for (Listed listed : zfs.get(zfs.datasets(name(live)), Exchange.STATE).reversed()) {
      if (isStaged(listed)) {
        ProgramResult result = zfs.change("destroy", listed.name());
        if (!result.succeeded() && zfs.find(listed.name(), Exchange.STATE).isPresent()) {
          throw zfs.failed("remove the clone " + zfs.shown(listed.name()), result);
        }
      }
    }
  }
}
