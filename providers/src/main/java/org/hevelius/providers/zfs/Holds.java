package org.hevelius.providers.zfs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hevelius.providers.process.ProgramResult;

/** Holds of ZFS, which keep snapshots from being destroyed. */
final class Holds {
  /** The tag of ours. */
  static final String TAG = "hevelius";

  private Holds() {}

  /** Holds some snapshots, or ends our hold on them. Repeating it changes nothing. */
  static void set(List<Snap> snaps, boolean held) {
    for (Snap snap : snaps) {
      Zfs zfs = snap.zfs();
      ProgramResult result = zfs.run(held ? "hold" : "release", TAG, snap.full());
      if (!result.succeeded() && isHeld(snap) != held) {
        throw zfs.failed((held ? "hold " : "release ") + zfs.shown(snap.full()), result);
      }
      if (held) {
        zfs.set(snap.full(), List.of(Labels.HELD + "=yes"));
      } else if (snap.listed().isOwn(Labels.HELD)) {
        zfs.unset(snap.full(), Labels.HELD);
      }
    }
  }

  /**
   * Destroys a snapshot that our hold keeps; where that fails it is held again, so that nothing
   * loses its protection by it.
   *
   * @return what came of it
   */
  static ProgramResult destroy(Snap snap) {
    Zfs zfs = snap.zfs();
    boolean ended = false;
    if (snap.holds() > 0) {
      ProgramResult released = zfs.change("release", TAG, snap.full());
      if (!released.succeeded() && isHeld(snap)) {
        return released;
      }
      ended = released.succeeded() || released.isUnknown();
    }
    ProgramResult result = zfs.change("destroy", snap.full());
    boolean stays = !result.succeeded() && ended && Snaps.again(snap).isPresent();
    if (stays && !zfs.change("hold", TAG, snap.full()).succeeded() && !isHeld(snap)) {
      throw zfs.failed(
          "destroy " + zfs.shown(snap.full()),
          result,
          "it is still there, but its hold is lost: " + zfs.command("hold", TAG, snap.full()));
    }
    return result;
  }

  private static boolean isHeld(Snap snap) {
    Snap now = Snaps.again(snap).orElse(snap);
    return tags(List.of(now)).getOrDefault(now.full(), List.of()).contains(TAG);
  }

  /**
   * The tags of the holds by snapshot. A version that can't list them tells only how many there
   * are; then ours is known by a property, and each other one is a blank.
   */
  static Map<String, List<String>> tags(List<Snap> snaps) {
    Map<String, List<String>> tags = new HashMap<>();
    List<Snap> held = snaps.stream().filter(snap -> snap.holds() > 0).toList();
    if (held.isEmpty()) {
      return tags;
    }
    List<String> words = new ArrayList<>(List.of("holds", "-H"));
    held.forEach(snap -> words.add(snap.full()));
    ProgramResult result = held.getFirst().zfs().run(words);
    if (result.succeeded()) {
      for (String line : Zfs.lines(result)) {
        String[] parts = line.split("\t", -1);
        if (parts.length >= 2) {
          tags.computeIfAbsent(parts[0], n -> new ArrayList<>()).add(parts[1]);
        }
      }
      return tags;
    }
    for (Snap snap : held) {
      List<String> guessed = tags.computeIfAbsent(snap.full(), n -> new ArrayList<>());
      if (snap.listed().isOwn(Labels.HELD)) {
        guessed.add(TAG);
      }
      while (guessed.size() < snap.holds()) {
        guessed.add(" ");
      }
    }
    return tags;
  }

  /** What forbids the removal of a snapshot, as far as holds go. */
  static List<String> blocks(List<String> tags) {
    return tags.stream().map(tag -> tag.isBlank() ? "held" : "held by " + tag).toList();
  }
}
