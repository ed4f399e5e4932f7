package org.hevelius.repository.prune;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.tree.Snapshots;
import org.jspecify.annotations.Nullable;

/**
 * Exactly what a repair of snapshots does. Made by {@link SnapshotRepair#plan}, holds as long as
 * nothing changes.
 */
public final class SnapshotRepairPlan {
  private final World world;
  private final LostContent lostContent;
  private final List<Repair> repairs;
  private final List<Id> unreadable;

  /** What becomes of a file of which content is lost. */
  public enum LostContent {
    /** The file is left out. */
    DROP,
    /** What stands before the first loss is kept. */
    TRUNCATE
  }

  /**
   * A snapshot that misses content.
   *
   * @param losses what is left out, at most 10,000 of them
   * @param lossCount how many there are
   * @param newTree root of the corrected snapshot; null when the root itself is lost and nothing
   *     can be saved
   */
  public record Repair(
      Snapshots.Stored snapshot, List<Loss> losses, long lossCount, @Nullable Id newTree) {
    /** Makes the list immutable. */
    public Repair {
      losses = List.copyOf(losses);
    }
  }

  /**
   * Something that a corrected snapshot leaves out.
   *
   * @param path from the root of the snapshot, escaped to one line
   * @param bytesKept what is kept of a file
   * @param bytesRecorded the size of the file; 0 for a directory, of which all entries are lost
   */
  public record Loss(String path, long bytesKept, long bytesRecorded) {}

  SnapshotRepairPlan(
      World world, LostContent lostContent, List<Repair> repairs, List<Id> unreadable) {
    this.world = world;
    this.lostContent = lostContent;
    this.repairs = List.copyOf(repairs);
    this.unreadable = List.copyOf(unreadable);
  }

  /** Whether no snapshot misses anything. */
  public boolean isEmpty() {
    return repairs.isEmpty() && unreadable.isEmpty();
  }

  /** The snapshots that miss content; for each with a new tree a corrected one is written. */
  public List<Repair> repairs() {
    return repairs;
  }

  /** What becomes of a snapshot of this plan. */
  Repair repair(Id snapshot) {
    return repairs.stream()
        .filter(repair -> repair.snapshot().id().equals(snapshot))
        .findFirst()
        .orElseThrow();
  }

  /** The snapshots whose files can't be read; they stay. */
  public List<Id> unreadable() {
    return unreadable;
  }

  /** Names this plan: equal for equal plans of a repository in an equal state. */
  public String token() {
    StringBuilder state = new StringBuilder(world + " " + lostContent);
    repairs.forEach(r -> state.append(' ').append(r.snapshot().id()).append(r.newTree()));
    return Id.of(state.toString().getBytes(StandardCharsets.UTF_8)).toString();
  }

  World world() {
    return world;
  }

  LostContent lostContent() {
    return lostContent;
  }
}
