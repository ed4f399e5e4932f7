package org.hevelius.providers.zfs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.providers.process.ProgramResult;

/** Destroys snapshots of ours. */
final class Removal {
  private static final int MOST_SHOWN = 5;

  private final Snaps snaps;

  Removal(Snaps snaps) {
    this.snaps = snaps;
  }

  void requireOurs(Snap snap) {
    if (!snaps.isOurs(snap)) {
      throw new HeveliusException(
          Category.REFUSED,
          "the ZFS snapshot %s was made by %s"
              .formatted(
                  snap.full(), snap.isOfHevelius() ? "the home " + snap.home() : "another program"),
          "nothing was changed; a home changes and forgets only what it made");
    }
  }

  void forget(List<Capture> captures) {
    List<Snap> doomed = new ArrayList<>();
    for (Capture capture : captures) {
      Snap root = snaps.find(capture).orElse(null);
      if (root != null) {
        requireOurs(root);
        doomed.addAll(Snaps.taken(root));
      }
    }
    requireFree(doomed);
    // The source's own last: while it is there, an interrupted removal counts as not done. And the
    // first source's before the others: without it nobody takes the rest for a snapshot.
    for (Capture capture : captures) {
      snaps.find(capture).ifPresent(root -> Snaps.taken(root).reversed().forEach(this::destroy));
    }
  }

  private static void requireFree(List<Snap> doomed) {
    if (doomed.isEmpty()) {
      return;
    }
    Map<String, List<String>> holds = Holds.tags(doomed);
    List<String> blocks = new ArrayList<>();
    List<String> ends = new ArrayList<>();
    for (Snap snap : doomed) {
      List<String> others =
          holds.getOrDefault(snap.full(), List.of()).stream()
              .filter(tag -> !tag.equals(Holds.TAG))
              .toList();
      Holds.blocks(others).forEach(block -> blocks.add(snap.full() + " is " + block));
      others.forEach(
          tag -> ends.add(snap.zfs().command("release", tag.isBlank() ? "TAG" : tag, snap.full())));
      Survey.clones(snap.zfs(), Place.pool(snap.dataset()))
          .getOrDefault(snap.full(), List.of())
          .forEach(
              clone -> {
                blocks.add(snap.full() + " is cloned as " + clone);
                ends.add(snap.zfs().command("promote", clone));
              });
    }
    if (!blocks.isEmpty()) {
      List<String> advice =
          new ArrayList<>(List.of("nothing was changed; what is in the way ends with:"));
      advice.addAll(ends.subList(0, Math.min(ends.size(), MOST_SHOWN)));
      throw new HeveliusException(
          Category.REFUSED,
          "it can't be removed: " + String.join("; ", blocks),
          advice.toArray(String[]::new));
    }
  }

  private void destroy(Snap snap) {
    Snap now = Snaps.again(snap).orElse(null);
    if (now == null) {
      return;
    }
    requireOurs(now);
    ProgramResult result = Holds.destroy(now);
    if (!result.succeeded() && Snaps.again(now).isPresent()) {
      throw now.zfs()
          .failed(
              "destroy " + now.zfs().shown(now.full()),
              result,
              "it is still there; the account may lack the right: zfs allow, see docs/zfs.md");
    }
  }
}
