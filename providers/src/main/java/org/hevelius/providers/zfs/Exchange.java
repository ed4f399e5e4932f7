package org.hevelius.providers.zfs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.providers.process.ProgramResult;

/**
 * Puts clones of wanted snapshots in the place of a dataset, which is set aside under another name
 * with all its snapshots. Each step is repeatable, and where it stands is read from properties of
 * the datasets themselves: {@code old ID} on the one that is set aside, {@code new ID} on those
 * that take its place. As long as the dataset has its name the clones are taken back; from then on
 * the rest is done. The uppermost clone is made first and loses its property last: in between
 * nobody else can exchange the dataset.
 */
final class Exchange {
  static final List<String> STATE = List.of("type", "guid", Labels.EXCHANGE);

  /** Stands between the name of a dataset and the id of the exchange that has set it aside. */
  static final String ASIDE = "-before-";

  private static final int PROMOTIONS = 8;
  private static final int RENAMES = 60;
  private static final int MOUNTS = 12;

  private final Zfs zfs;
  private final String live;
  private final String id;
  private final Staging staging;

  /**
   * An exchange of a dataset.
   *
   * @param id by which a repetition knows it
   */
  Exchange(Zfs zfs, String live, String id) {
    this.zfs = zfs;
    this.live = live;
    this.id = id;
    this.staging = new Staging(zfs, live, id);
  }

  String id() {
    return id;
  }

  String aside() {
    return live + ASIDE + id;
  }

  private String staged() {
    return Staging.name(live);
  }

  /**
   * One that isn't over, as it was found.
   *
   * @param by who carries it out; empty when that isn't known any more
   * @param holder the dataset that says so
   * @param enters whether the dataset has lost its name to it, so that it will be gone on with
   * @param wanted the guid of the snapshot that is put back; empty when it isn't known any more
   */
  record Begun(Exchange exchange, String by, String holder, boolean enters, String wanted) {}

  /** The exchange of a dataset that was begun and isn't over. */
  static Optional<Begun> begun(Zfs zfs, String live) {
    int slash = live.lastIndexOf('/');
    String above = slash < 0 ? "" : live.substring(0, slash);
    List<String> properties = new ArrayList<>(STATE);
    properties.addAll(List.of(Labels.BY, Labels.PUT_BACK));
    if (slash < 0 || zfs.find(above, STATE).isEmpty()) {
      return Optional.empty();
    }
    boolean isLive = false;
    boolean isOld = false;
    Listed holder = null;
    for (Listed listed : zfs.around(above, properties)) {
      String name = listed.name();
      boolean ofIt =
          name.equals(live) || name.equals(Staging.name(live)) || name.startsWith(live + ASIDE);
      boolean marked = listed.own(Labels.EXCHANGE).matches("(old|new) [0-9a-f]+");
      isLive |= name.equals(live);
      isOld |= name.equals(live) && marked && listed.own(Labels.EXCHANGE).startsWith("old");
      // The one that says whose it is, else any.
      if (ofIt && marked && (holder == null || listed.own(Labels.EXCHANGE).startsWith("new"))) {
        holder = listed;
      }
    }
    boolean leftover = holder != null && isLive && holder.name().startsWith(live + ASIDE);
    if (holder == null || leftover) {
      return Optional.empty();
    }
    boolean isNew = holder.own(Labels.EXCHANGE).startsWith("new");
    String[] wanted = (isNew ? holder.own(Labels.PUT_BACK) : "").split(" ", 2);
    return Optional.of(
        new Begun(
            new Exchange(zfs, live, holder.own(Labels.EXCHANGE).substring(4)),
            isNew ? holder.own(Labels.BY) : "",
            holder.name(),
            !isLive || (!isOld && holder.name().equals(live)),
            wanted.length > 1 ? wanted[1] : ""));
  }

  /**
   * Ends an exchange of a dataset that was interrupted, by going on or by taking it back.
   *
   * @return whether there was one that was gone on with
   * @throws HeveliusException CONFLICT when somebody else carries it out, or may do so
   */
  static boolean settle(Zfs zfs, String live, Claims claims) {
    return begun(zfs, live).isPresent()
        && claims.alone(
            zfs, live, () -> begun(zfs, live).filter(now -> end(now, claims)).isPresent());
  }

  /** As {@link #settle}, for who is alone with the dataset. */
  static boolean end(Begun begun, Claims claims) {
    Exchange exchange = begun.exchange();
    if (!claims.isOurs(begun.by())) {
      throw new HeveliusException(
          Category.CONFLICT,
          "%s is being put back by the Hevelius of %s, or was and isn't done"
              .formatted(exchange.zfs.shown(exchange.live), Claims.owner(begun.by())),
          "nothing was changed; that one ends it when it looks at the dataset next",
          "if it is gone for ever, take it over: "
              + exchange.zfs.command("set", Labels.BY + "=" + claims.attempt(), begun.holder()));
    }
    return exchange.resume();
  }

  private boolean resume() {
    Optional<Listed> here = zfs.find(live, STATE);
    if (here.isPresent() && !is(here.get(), "new")) {
      // It has its name yet, or what stands there has nothing to do with it.
      takeBack();
      return false;
    }
    if (here.isEmpty()) {
      enter();
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
   * @param by this attempt
   * @param isTrue whether all is as it was planned; asked when the wanted snapshots can't go any
   *     more and nobody else can begin
   * @return sentences about what is to be known
   */
  List<String> run(
      Map<String, Snap> wanted, String by, BooleanSupplier isTrue, BooleanSupplier canceled) {
    staging.claim(wanted.values().iterator().next(), by);
    try {
      for (Map.Entry<String, Snap> one : wanted.entrySet()) {
        if (canceled.getAsBoolean()) {
          throw new HeveliusException(Category.CANCELED, "canceled; nothing was changed");
        }
        if (!one.getKey().isEmpty()) {
          staging.add(one.getKey(), one.getValue());
        }
      }
      if (!isTrue.getAsBoolean()) {
        throw replaced();
      }
      zfs.set(live, List.of(Labels.EXCHANGE + "=old " + id));
      unmount();
      ProgramResult renamed = rename(live, aside());
      if (!renamed.succeeded()) {
        throw zfs.failed("rename " + zfs.shown(live), renamed);
      }
      requireOurs();
    } catch (RuntimeException e) {
      if (zfs.find(aside(), STATE).filter(listed -> is(listed, "old")).isEmpty()) {
        try {
          takeBack();
        } catch (RuntimeException other) {
          // Whoever looks at the dataset next takes it back.
          e.addSuppressed(other);
        }
        throw e;
      }
    }
    enter();
    return finish();
  }

  private HeveliusException replaced() {
    return new HeveliusException(
        Category.CONFLICT,
        "%s has changed since it was planned to put it back".formatted(zfs.shown(live)),
        "nothing was changed; plan again and look at it");
  }

  /** That what was set aside is what was marked, and not another that came to have its name. */
  private void requireOurs() {
    if (zfs.find(aside(), STATE).filter(listed -> is(listed, "old")).isEmpty()) {
      ProgramResult back = rename(aside(), live);
      throw back.succeeded()
          ? replaced()
          : zfs.failed(
              "give %s its name back".formatted(zfs.shown(live)),
              back,
              "nothing is lost: it is " + aside());
    }
  }

  private void unmount() {
    for (Listed listed :
        zfs.get(zfs.datasets(live), List.of("type", "mounted", "mountpoint")).reversed()) {
      if (listed.yes("mounted")) {
        String name = listed.name();
        ProgramResult result = zfs.patiently(MOUNTS, () -> isMounted(name), "unmount", name);
        if (!result.succeeded() && isMounted(name)) {
          throw new HeveliusException(
              Category.CONFLICT,
              "the ZFS dataset %s can't be unmounted: %s"
                  .formatted(zfs.shown(listed.name()), result.errors()),
              listed.text("mountpoint").equals("legacy")
                  ? "nothing was changed; it is mounted by hand or by fstab: unmount it with"
                      + " umount, repeat, and mount it again"
                  : "nothing was changed; stop what uses its files (fuser -m shows it), and"
                      + " repeat");
        }
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
    Optional<Listed> here = zfs.find(live, STATE);
    if (here.isPresent()) {
      if (is(here.get(), "new")) {
        return;
      }
      throw new HeveliusException(
          Category.CONFLICT,
          "%s was made by somebody else while it was put back".formatted(zfs.shown(live)),
          "nothing is lost: the state before is %s, the wanted one is %s"
              .formatted(zfs.shown(aside()), zfs.shown(staged())),
          "move that dataset away with zfs rename, and repeat to go on");
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
    boolean kept = zfs.find(aside(), STATE).isPresent();
    for (Listed listed :
        zfs.get(kept ? zfs.datasets(aside()) : List.of(), List.of("type", "canmount"))) {
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
    if (zfs.find(live, List.of(Labels.BY)).filter(l -> l.isOwn(Labels.BY)).isPresent()) {
      zfs.unset(live, Labels.BY);
    }
    return notes;
  }

  /** Makes a dataset independent of all that it was cloned from, which it takes the history of. */
  private void promote(String dataset, List<String> notes) {
    for (int n = 0; n < PROMOTIONS; n++) {
      String origin = origin(dataset);
      if (origin.isEmpty()) {
        return;
      }
      ProgramResult result =
          zfs.patiently(2, () -> origin(dataset).equals(origin), "promote", dataset);
      if (!result.succeeded() && origin(dataset).equals(origin)) {
        notes.add(
            "%s stays a clone of %s, which can't be removed therefore: %s"
                .formatted(zfs.shown(dataset), origin, result.errors()));
        return;
      }
    }
  }

  private String origin(String dataset) {
    return zfs.find(dataset, List.of("origin")).map(listed -> listed.text("origin")).orElse("");
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

  /** Undoes what was done as long as the dataset has its name; the claim goes last. */
  private void takeBack() {
    if (zfs.find(live, STATE).filter(listed -> is(listed, "old")).isPresent()) {
      mountAsBefore();
      zfs.unset(live, Labels.EXCHANGE);
    }
    staging.remove();
  }

  private void mountAsBefore() {
    Map<String, Boolean> before = staging.mounted();
    List<String> properties = List.of("mounted", "canmount", "mountpoint");
    for (Listed listed : zfs.get(zfs.datasets(live), properties)) {
      String dataset = listed.name();
      boolean known = before.containsKey(dataset);
      boolean was = before.getOrDefault(dataset, listed.text("canmount").equals("on"));
      if (listed.yes("mounted") || !was || !listed.text("mountpoint").startsWith("/")) {
        continue;
      }
      ProgramResult result = mountAgain(dataset);
      if (!result.succeeded() && known && !isMounted(dataset)) {
        throw zfs.failed(
            "mount " + zfs.shown(dataset), result, "it is as it was but for this; repeat to go on");
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
