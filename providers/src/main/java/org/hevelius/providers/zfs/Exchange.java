package org.hevelius.providers.zfs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.providers.process.ProgramResult;

/**
 * Puts clones of wanted snapshots in the place of a dataset, which is set aside under another name
 * with all its snapshots. Each step is repeatable, and where it stands is read from properties of
 * the datasets themselves: {@code old ID} on the one that is set aside, {@code new ID} on those
 * that take its place. As long as the dataset has its name the clones are taken back; from then on
 * the rest is done.
 */
final class Exchange {
  private static final String NEW = "-hevelius-new-";
  private static final String ASIDE = "-before-";
  private static final Pattern LEFT = Pattern.compile(ASIDE + "[0-9a-f]{8}(/|$)");
  private static final int PROMOTIONS = 8;
  private static final int RENAMES = 60;
  private static final int MOUNTS = 12;
  private static final List<String> STATE = List.of("type", "guid", Labels.EXCHANGE);

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
          "version");

  private final Zfs zfs;
  private final String live;
  private final String id;

  /**
   * An exchange of a dataset.
   *
   * @param id by which a repetition knows it
   */
  Exchange(Zfs zfs, String live, String id) {
    this.zfs = zfs;
    this.live = live;
    this.id = id;
  }

  /** Whether a dataset is what an exchange has left of another. */
  static boolean isAside(String dataset) {
    return LEFT.matcher(dataset).find();
  }

  String aside() {
    return live + ASIDE + id;
  }

  private String staged() {
    return live + NEW + id;
  }

  private static String at(String dataset, String relative) {
    return relative.isEmpty() ? dataset : dataset + "/" + relative;
  }

  /**
   * Ends an exchange of a dataset that was interrupted, by going on or by taking it back.
   *
   * @return whether there was one that was gone on with
   */
  static boolean settle(Zfs zfs, String live) {
    int slash = live.lastIndexOf('/');
    if (slash < 0) {
      return false;
    }
    String above = live.substring(0, slash);
    if (zfs.find(above, STATE).isEmpty()) {
      return false;
    }
    for (Listed listed : zfs.around(above, STATE)) {
      String state = listed.own(Labels.EXCHANGE);
      String name = listed.name();
      boolean ofIt =
          name.equals(live) || name.startsWith(live + ASIDE) || name.startsWith(live + NEW);
      if (!listed.isSnapshot() && ofIt && state.matches("(old|new) [0-9a-f]+")) {
        return new Exchange(zfs, live, state.substring(4)).resume();
      }
    }
    return false;
  }

  private boolean resume() {
    Optional<Listed> here = zfs.find(live, STATE);
    if (here.filter(listed -> is(listed, "old")).isPresent()) {
      takeBack();
      return false;
    }
    if (here.isEmpty()) {
      enter();
    } else if (!is(here.get(), "new")) {
      // Only leftovers beside a dataset that has nothing to do with it.
      removeStaged();
      return false;
    }
    finish();
    return true;
  }

  private boolean is(Listed listed, String role) {
    return listed.own(Labels.EXCHANGE).equals(role + " " + id);
  }

  /**
   * Does it.
   *
   * @param wanted the snapshots by the names of datasets relative to the live one
   * @return sentences about what is to be known
   */
  List<String> run(Map<String, Snap> wanted, BooleanSupplier canceled) {
    zfs.set(live, List.of(Labels.EXCHANGE + "=old " + id));
    List<String> unmounted = new ArrayList<>();
    try {
      for (Map.Entry<String, Snap> one : wanted.entrySet()) {
        if (canceled.getAsBoolean()) {
          throw new HeveliusException(Category.CANCELED, "canceled; nothing was changed");
        }
        stage(one.getKey(), one.getValue());
      }
      unmount(unmounted);
      ProgramResult renamed = rename(live, aside());
      if (!renamed.succeeded()) {
        throw zfs.failed("rename " + zfs.shown(live), renamed);
      }
    } catch (RuntimeException e) {
      if (zfs.find(aside(), STATE).filter(listed -> is(listed, "old")).isEmpty()) {
        takeBack();
        unmounted.reversed().forEach(this::mountAgain);
        throw e;
      }
    }
    enter();
    return finish();
  }

  private void stage(String relative, Snap snap) {
    String present = at(live, relative);
    List<String> words = new ArrayList<>(List.of("clone", "-o", "canmount=off"));
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
    if (isVolume(snap)) {
      words.subList(1, 3).clear();
    }
    words.addAll(List.of(snap.full(), at(staged(), relative)));
    ProgramResult result = zfs.run(words);
    // An account that isn't root makes a clone and then fails to mount it.
    boolean made =
        result.succeeded()
            || zfs.find(at(staged(), relative), STATE).filter(l -> is(l, "new")).isPresent();
    if (!made) {
      throw zfs.failed(
          "clone " + zfs.shown(snap.full()),
          result,
          "nothing was changed: " + live + " is as it was");
    }
  }

  private boolean isVolume(Snap snap) {
    return !zfs.get(List.of(snap.dataset()), List.of("type")).getFirst().isFileSystem();
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
      listed
          .values()
          .forEach(
              (property, value) -> {
                if (!NOT_COPIED.contains(property) && !property.startsWith("org.hevelius:")) {
                  settings.add(property + "=" + value.text());
                }
              });
    }
    return settings;
  }

  private void unmount(List<String> done) {
    for (Listed listed : zfs.get(zfs.datasets(live), List.of("type", "mounted")).reversed()) {
      if (listed.yes("mounted")) {
        String name = listed.name();
        ProgramResult result = zfs.patiently(MOUNTS, () -> isMounted(name), "unmount", name);
        if (!result.succeeded() && isMounted(name)) {
          throw new HeveliusException(
              Category.CONFLICT,
              "the ZFS dataset %s can't be unmounted: %s"
                  .formatted(zfs.shown(listed.name()), result.errors()),
              "nothing was changed; stop what uses its files (fuser -m shows it), and repeat");
        }
        done.add(listed.name());
      }
    }
  }

  private ProgramResult rename(String from, String to) {
    return zfs.patiently(
        RENAMES,
        () -> zfs.find(from, STATE).isPresent() && zfs.find(to, STATE).isEmpty(),
        "rename",
        from,
        to);
  }

  private ProgramResult mountAgain(String dataset) {
    return zfs.patiently(MOUNTS, () -> !isMounted(dataset), "mount", dataset);
  }

  /** Gives the clones the name of the dataset that was set aside. */
  private void enter() {
    ProgramResult result = rename(staged(), live);
    if (result.succeeded() || zfs.find(live, STATE).isPresent()) {
      return;
    }
    if (zfs.find(staged(), STATE).isEmpty()) {
      // Somebody removed what was to take its place.
      ProgramResult again = rename(aside(), live);
      if (!again.succeeded()) {
        throw zfs.failed("give %s its name back".formatted(zfs.shown(live)), again);
      }
      zfs.unset(live, Labels.EXCHANGE);
      ProgramResult mounted = mountAgain(live);
      throw zfs.failed(
          "put another in the place of " + zfs.shown(live),
          mounted.succeeded() ? result : mounted,
          "it has its name again and all it had; check that it and those below are mounted");
    }
    throw zfs.failed(
        "rename " + zfs.shown(staged()),
        result,
        "nothing is lost: the present state is " + aside() + "; repeat to go on");
  }

  /** Everything after the names are as they shall be. */
  private List<String> finish() {
    List<String> notes = new ArrayList<>();
    for (Listed listed : zfs.get(zfs.datasets(aside()), List.of("type", "canmount"))) {
      if (listed.isFileSystem() && listed.text("canmount").equals("on")) {
        zfs.set(listed.name(), List.of("canmount=noauto"));
      }
    }
    List<Listed> here =
        zfs.get(zfs.datasets(live), List.of("type", Labels.EXCHANGE, Labels.AFTERWARDS));
    for (Listed listed : here) {
      promote(listed.name(), notes);
    }
    for (Listed listed : here) {
      if (listed.isOwn(Labels.AFTERWARDS)) {
        mount(listed);
      }
    }
    zfs.find(aside(), STATE)
        .filter(listed -> is(listed, "old"))
        .ifPresent(listed -> zfs.unset(aside(), Labels.EXCHANGE));
    for (Listed listed : here.reversed()) {
      if (is(listed, "new")) {
        zfs.unset(listed.name(), Labels.EXCHANGE);
      }
    }
    return notes;
  }

  /** Makes a dataset independent of all that it was cloned from, which it takes the history of. */
  private void promote(String dataset, List<String> notes) {
    for (int n = 0; n < PROMOTIONS; n++) {
      String origin =
          zfs.find(dataset, List.of("origin")).map(listed -> listed.text("origin")).orElse("");
      if (origin.isEmpty()) {
        return;
      }
      ProgramResult result = zfs.run("promote", dataset);
      if (!result.succeeded()) {
        notes.add(
            "%s stays a clone of %s, which can't be removed therefore: %s"
                .formatted(zfs.shown(dataset), origin, result.errors()));
        return;
      }
    }
  }

  private void mount(Listed listed) {
    String[] wanted = listed.own(Labels.AFTERWARDS).split(" ", -1);
    String dataset = listed.name();
    if (listed.isFileSystem()) {
      zfs.set(dataset, List.of("canmount=" + (wanted[0].equals("default") ? "on" : wanted[0])));
      boolean mount = wanted.length > 1 && wanted[1].equals("mounted");
      if (mount && !isMounted(dataset)) {
        ProgramResult result = mountAgain(dataset);
        if (!result.succeeded() && !isMounted(dataset)) {
          throw zfs.failed(
              "mount " + zfs.shown(dataset),
              result,
              "the exchange is done but for this; nothing is lost; repeat to go on");
        }
      }
    }
    zfs.unset(dataset, Labels.AFTERWARDS);
  }

  private boolean isMounted(String dataset) {
    return zfs.get(List.of(dataset), List.of("mounted")).getFirst().yes("mounted");
  }

  /** Undoes what was done as long as the dataset has its name. */
  private void takeBack() {
    removeStaged();
    zfs.unset(live, Labels.EXCHANGE);
  }

  private void removeStaged() {
    if (zfs.find(staged(), STATE).isEmpty()) {
      return;
    }
    for (Listed listed : zfs.get(zfs.datasets(staged()), STATE).reversed()) {
      if (is(listed, "new")) {
        zfs.must("remove the clone " + listed.name(), List.of("destroy", listed.name()));
      }
    }
  }

  /** The snapshots of a capture by the names of their datasets relative to the first. */
  static Map<String, Snap> relative(List<Snap> members) {
    Map<String, Snap> relative = new LinkedHashMap<>();
    members.forEach(member -> relative.put(members.getFirst().relative(member), member));
    return relative;
  }
}
