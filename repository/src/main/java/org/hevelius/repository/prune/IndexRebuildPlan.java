package org.hevelius.repository.prune;

import java.util.List;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.index.IndexLoad;
import org.hevelius.repository.index.PackEntries;
import org.hevelius.repository.storage.Storage.Listed;

/**
 * Exactly what a rebuild of the index does. Made by {@link IndexRebuild#plan}, holds as long as
 * nothing changes.
 */
public final class IndexRebuildPlan {
  private final World world;
  private final IndexLoad load;
  private final PackEntries entries;
  private final List<Listed> toRead;
  private final List<Id> missing;
  private final int packsTaken;

  /**
   * Makes a plan.
   *
   * @param packsTaken packs whose entries are taken over from the old index
   */
  IndexRebuildPlan(
      World world,
      IndexLoad load,
      PackEntries entries,
      List<Listed> toRead,
      List<Id> missing,
      int packsTaken) {
    this.world = world;
    this.load = load;
    this.entries = entries;
    this.toRead = List.copyOf(toRead);
    this.missing = List.copyOf(missing);
    this.packsTaken = packsTaken;
  }

  /** Whether the index is as it should be. */
  public boolean isEmpty() {
    return toRead.isEmpty() && missing.isEmpty() && load.unreadable().isEmpty();
  }

  /** How many packs are taken over from the old index without reading them. */
  public int packsTaken() {
    return packsTaken;
  }

  /** How many packs are asked for their headers. */
  public int packsToRead() {
    return toRead.size();
  }

  /** The index files that are replaced. */
  public List<Id> replacedFiles() {
    return load.files();
  }

  /** Those of them that can't be read, sorted. */
  public List<Id> unreadableFiles() {
    return load.unreadable().keySet().stream().sorted().toList();
  }

  /** Packs that the index lists and that aren't there: they leave the index. */
  public List<Id> missingPacks() {
    return missing;
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

  List<Listed> toRead() {
    return toRead;
  }
}
