package org.hevelius.core.usecase;

import java.util.List;
import java.util.Map;
import org.hevelius.core.catalog.Operation;
import org.hevelius.core.provider.RestoreAction;
import org.hevelius.core.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * What a restore, revert or undo would do, completely counted. Executing it does exactly this; if
 * the target has changed meanwhile, the same question gives a plan of another id, and the old one
 * is refused.
 *
 * @param id names exactly this set of actions on this target
 * @param want the state that is brought back
 * @param base the state whose difference to {@code want} is taken back; null for a plain restore
 * @param target where it goes; null for the sources themselves
 * @param paths to which it is confined; empty for all
 * @param delete whether what the snapshot doesn't have is removed
 * @param counts entries and bytes of each kind of action
 * @param first the first 1,000 actions by path, without what is unchanged
 * @param undoes the operation that this takes back, or null
 * @param missing the sources that are gone altogether: there is no present state of them to guard,
 *     and so nothing to go back to
 */
public record RestorePlan(
    String id,
    Operation.Kind kind,
    Snapshot want,
    @Nullable Snapshot base,
    @Nullable String target,
    List<String> paths,
    boolean delete,
    boolean compareContent,
    boolean verify,
    Map<RestoreAction.Kind, Count> counts,
    List<RestoreAction> first,
    @Nullable Operation undoes,
    List<String> missing) {
  /** Copies the collections. */
  public RestorePlan {
    paths = List.copyOf(paths);
    counts = Map.copyOf(counts);
    first = List.copyOf(first);
    missing = List.copyOf(missing);
  }

  /**
   * Actions of one kind.
   *
   * @param entries how many
   * @param bytes of content that is written or removed
   */
  public record Count(long entries, long bytes) {}

  /** Actions of a kind. */
  public Count count(RestoreAction.Kind kind) {
    return counts.getOrDefault(kind, new Count(0, 0));
  }

  /** How many actions change the target. */
  public long changes() {
    return counts.entrySet().stream()
        .filter(e -> e.getKey().changes())
        .mapToLong(e -> e.getValue().entries())
        .sum();
  }

  /** Whether live data is changed, so that a guard snapshot is taken first. */
  public boolean inPlace() {
    return target == null;
  }

  /** The same plan, of whose actions only the first few are kept to be shown. */
  RestorePlan shortened(int shown) {
    return with(id, counts, first.stream().limit(shown).toList(), missing);
  }

  /** The same question with what it came to. */
  RestorePlan with(
      String given,
      Map<RestoreAction.Kind, Count> counted,
      List<RestoreAction> few,
      List<String> gone) {
    return new RestorePlan(
        given,
        kind,
        want,
        base,
        target,
        paths,
        delete,
        compareContent,
        verify,
        counted,
        few,
        undoes,
        gone);
  }
}
