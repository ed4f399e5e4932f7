package org.hevelius.providers.zfs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hevelius.core.provider.NativeStorage.RollbackPlan;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.providers.process.ProgramResult;

/**
 * Exchanges that are asked for once more, as after an interruption. They are gone on with, or there
 * is nothing to do: another one would only set aside a copy of what is wanted.
 */
final class Repeats {
  private Repeats() {}

  private static String token(String why, String id, Capture to) {
    return Labels.hash(List.of(why, id, to.id()));
  }

  private static RollbackPlan plan(Capture to, String why, String id, String effect) {
    return new RollbackPlan(to, Rollbacks.EXCHANGE, List.of(), List.of(effect), token(why, id, to));
  }

  /** The rest of an exchange with the same snapshot that was interrupted too late to take back. */
  static Optional<RollbackPlan> goingOn(Zfs zfs, Place place, Capture to) {
    return Exchange.begun(zfs, place.dataset())
        .filter(begun -> begun.enters() && begun.wanted().equals(to.id()))
        .map(Exchange.Begun::exchange)
        .map(
            exchange ->
                plan(
                    to,
                    "go on",
                    exchange.id(),
                    "an exchange with it was interrupted and is gone on with; the state before is "
                        + zfs.shown(exchange.aside())));
  }

  /**
   * That nothing needs to be done, as far as ZFS knows it for certain.
   *
   * @param wanted the snapshots by the names of datasets relative to the source
   */
  static Optional<RollbackPlan> done(Zfs zfs, Place place, Capture to, Map<String, Snap> wanted) {
    String[] last = last(zfs, place);
    return last.length == 2 && last[1].equals(to.id()) && isUnchanged(zfs, place.dataset(), wanted)
        ? Optional.of(
            plan(
                to,
                "done",
                last[0],
                "%s was put back to it already and nothing was written since: nothing is to be done"
                    .formatted(zfs.shown(place.dataset()))))
        : Optional.empty();
  }

  /** The exchange that a dataset came by last, and the guid of its snapshot. */
  private static String[] last(Zfs zfs, Place place) {
    return zfs.find(place.dataset(), List.of(Labels.PUT_BACK))
        .map(listed -> listed.own(Labels.PUT_BACK))
        .orElse("")
        .split(" ", 2);
  }

  private static boolean isUnchanged(Zfs zfs, String live, Map<String, Snap> wanted) {
    List<String> present = zfs.datasets(live);
    Map<String, Snap> byDataset = new HashMap<>();
    wanted.forEach((relative, snap) -> byDataset.put(snap.dataset(), snap));
    // What was written counts only when it is in the pool.
    if (!byDataset.keySet().equals(Set.copyOf(present)) || !zfs.isWritten(Place.pool(live))) {
      return false;
    }
    String property = "written@" + wanted.values().iterator().next().name();
    List<String> words =
        new ArrayList<>(List.of("get", "-H", "-p", "-o", "name,property,value,source", property));
    words.addAll(present);
    ProgramResult result = zfs.run(words);
    return result.succeeded()
        && Listed.parse(result.output()).stream()
            .allMatch(listed -> listed.text(property).equals("0"));
  }

  /** Where the state before stands after what was planned has been done by a repetition. */
  static Optional<String> aside(Zfs zfs, Place place, RollbackPlan plan, boolean goneOnWith) {
    String[] last = last(zfs, place);
    boolean same =
        last.length == 2
            && last[1].equals(plan.to().id())
            && (plan.token().equals(token("go on", last[0], plan.to()))
                || (goneOnWith && plan.token().startsWith(last[0])));
    return same ? Optional.of(kept(zfs, place)) : Optional.empty();
  }

  /** Where the state before the last exchange stands; empty when it isn't there any more. */
  static String kept(Zfs zfs, Place place) {
    String aside = new Exchange(zfs, place.dataset(), last(zfs, place)[0]).aside();
    return zfs.find(aside, List.of("type")).isPresent()
        ? new Place(place.machine(), aside).source().toString()
        : "";
  }
}
