package org.hevelius.repository.prune;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.index.EntrySet;

/** Exactly what a prune does. Made by {@link Prune#plan}, holds as long as nothing changes. */
public final class PrunePlan {
  /** What becomes of a pack. */
  enum Fate {
    KEEP,
    REPACK,
    DELETE
  }

  private final PruneOptions options;
  private final Inventory inventory;
  private final List<Fate> fates;
  private final EntrySet moved;
  private final EntrySet relied;
  private final PruneSummary summary;

  /**
   * Makes a plan.
   *
   * @param fates by pack number
   * @param moved entries that move into new packs
   * @param relied entries that stay and of which other copies go: verified before anything is
   *     removed
   */
  PrunePlan(
      PruneOptions options,
      Inventory inventory,
      List<Fate> fates,
      EntrySet moved,
      EntrySet relied,
      PruneSummary summary) {
    this.options = options;
    this.inventory = inventory;
    this.fates = List.copyOf(fates);
    this.moved = moved;
    this.relied = relied;
    this.summary = summary;
  }

  /** The plan in numbers. */
  public PruneSummary summary() {
    return summary;
  }

  /** Names this plan: equal for equal plans of a repository in an equal state. */
  public String token() {
    String state = inventory.world() + " " + options + " " + summary;
    return Id.of(state.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** The packs that are removed in the end, in no order. */
  public List<Id> removedPacks() {
    List<Id> removed = new ArrayList<>();
    for (int p = 0; p < fates.size(); p++) {
      if (fates.get(p) != Fate.KEEP) {
        removed.add(inventory.index().packAt(p));
      }
    }
    inventory.unindexed().forEach(listed -> removed.add(listed.id()));
    return removed;
  }

  PruneOptions options() {
    return options;
  }

  Inventory inventory() {
    return inventory;
  }

  Fate fate(int pack) {
    return fates.get(pack);
  }

  List<Integer> packs(Fate fate) {
    List<Integer> packs = new ArrayList<>();
    for (int p = 0; p < fates.size(); p++) {
      if (fates.get(p) == fate) {
        packs.add(p);
      }
    }
    return packs;
  }

  EntrySet moved() {
    return moved;
  }

  EntrySet relied() {
    return relied;
  }
}
