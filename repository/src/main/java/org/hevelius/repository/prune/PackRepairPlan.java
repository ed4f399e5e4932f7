package org.hevelius.repository.prune;

import java.util.List;
import org.hevelius.repository.check.Impact;
import org.hevelius.repository.format.BlobType;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.index.IndexLoad;
import org.hevelius.repository.index.PackEntries;

/**
 * Exactly what a repair of packs does. Made by {@link PackRepair#plan}, holds as long as nothing
 * changes.
 */
public final class PackRepairPlan {
  private final World world;
  private final IndexLoad load;
  private final PackEntries entries;
  private final List<PackState> packs;
  private final List<LostBlob> lost;
  private final Impact impact;

  /**
   * A pack that is given up.
   *
   * @param missing whether it isn't there
   * @param size in bytes; 0 when missing
   * @param salvagedBlobs blobs that move into a new pack
   * @param salvagedBytes their stored size
   * @param damagedBlobs blobs that can't be read from this pack
   */
  public record PackState(
      Id pack,
      boolean missing,
      long size,
      int salvagedBlobs,
      long salvagedBytes,
      int damagedBlobs) {}

  /** A blob of which no sound copy is left. */
  public record LostBlob(BlobType type, Id id) {}

  PackRepairPlan(
      World world,
      IndexLoad load,
      PackEntries entries,
      List<PackState> packs,
      List<LostBlob> lost,
      Impact impact) {
    this.world = world;
    this.load = load;
    this.entries = entries;
    this.packs = List.copyOf(packs);
    this.lost = List.copyOf(lost);
    this.impact = impact;
  }

  /** Whether all packs that were named are sound. */
  public boolean isEmpty() {
    return packs.isEmpty();
  }

  /** The packs that are given up once what is sound in them is saved elsewhere. */
  public List<PackState> packs() {
    return packs;
  }

  /** The blobs that are lost for good, also those that no snapshot needs. */
  public List<LostBlob> lost() {
    return lost;
  }

  /** What the loss means for the snapshots. */
  public Impact impact() {
    return impact;
  }

  World world() {
    return world;
  }

  IndexLoad load() {
    return load;
  }

  PackEntries entries() {
    return entries;
  }
}
