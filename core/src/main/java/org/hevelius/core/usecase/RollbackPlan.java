package org.hevelius.core.usecase;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hevelius.core.provider.NativeStorage;
import org.hevelius.core.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * How the sources of a dataset could be put back at once, and which way was chosen. Executing it
 * destroys exactly what the chosen way names; in a world that has changed the same question gives a
 * plan of another id.
 *
 * @param id names exactly this plan
 * @param snapshot the state that is brought back
 * @param ways all that the storage has, the one that destroys least first
 * @param chosen the word of one of them; null when none is left that may be taken without being
 *     named
 * @param confirmed how many things may be destroyed, as somebody has said; null when nobody has
 */
public record RollbackPlan(
    String id,
    Snapshot snapshot,
    List<Way> ways,
    @Nullable String chosen,
    @Nullable Integer confirmed) {
  /** How the effect on another dataset begins; its name follows, up to a space. */
  public static final String ALSO_CHANGED = "also changed: dataset ";

  /** Copies the list. */
  public RollbackPlan {
    ways = List.copyOf(ways);
  }

  /**
   * Something that a way destroys.
   *
   * @param source in which it is
   * @param what such as {@code snapshot} or {@code clone}
   * @param name as the storage calls it
   * @param reference the version of ours that is lost with it, such as {@code cosmos7/raw@12}; null
   *     when it is none
   * @param ours whether Hevelius made it
   * @param bytes that are lost with it; 0 when not known
   */
  public record Lost(
      String source,
      String what,
      String name,
      @Nullable String reference,
      boolean ours,
      long bytes) {}

  /**
   * A way to put all sources back.
   *
   * @param parts the storage's own plans, one for each source
   * @param lost all that wouldn't be there any more
   * @param effects what else happens, a sentence each
   * @param forbidden why it can't be taken, a sentence each; empty when it can
   */
  public record Way(
      String way,
      List<NativeStorage.RollbackPlan> parts,
      List<Lost> lost,
      List<String> effects,
      List<String> forbidden) {
    /** Copies the lists. */
    public Way {
      parts = List.copyOf(parts);
      lost = List.copyOf(lost);
      effects = List.copyOf(effects);
      forbidden = List.copyOf(forbidden);
    }

    /** Whether nothing is lost by it. */
    public boolean keepsAll() {
      return lost.isEmpty();
    }

    /** Whether the present state can't be had back after it. */
    public boolean losesState() {
      return lost.stream().anyMatch(one -> one.what().equals(NativeStorage.Doomed.STATE));
    }

    /** All versions of ours that are lost, each once. */
    public List<String> references() {
      List<String> references = new ArrayList<>();
      for (Lost one : lost) {
        String reference = one.reference();
        if (reference != null && !references.contains(reference)) {
          references.add(reference);
        }
      }
      return references;
    }
  }

  /** The way that was chosen. */
  public Optional<Way> way() {
    return ways.stream().filter(way -> way.way().equals(chosen)).findFirst();
  }
}
