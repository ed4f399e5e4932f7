package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.hevelius.core.catalog.Operation;
import org.hevelius.core.provider.RestoreAction;
import org.hevelius.core.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * A restore, revert or undo as programs see it, planned or done.
 *
 * @param plan the name of the plan
 * @param executed whether it was carried out
 * @param reference the version that is brought back
 * @param base the version whose difference to {@code reference} is taken back; null for a plain
 *     restore
 * @param undoes what is taken back; null for a restore or revert
 * @param target the directory; null for in place
 * @param missing the sources that are gone altogether, of which no guard can be taken
 * @param guard the snapshot of the state before; null when none was taken
 * @param counts entries and bytes of each kind of action, as planned or as done
 * @param actions the first 1,000 planned actions by path, without what is unchanged
 * @param problems the first 1,000 conflicts and failures of what was done
 */
public record RestoreView(
    String plan,
    Operation.Kind kind,
    boolean executed,
    String reference,
    @Nullable String base,
    @Nullable Undone undoes,
    @Nullable String target,
    List<String> paths,
    boolean delete,
    List<String> missing,
    @Nullable String guard,
    Map<RestoreAction.Kind, RestorePlan.Count> counts,
    List<Action> actions,
    List<RestoreAction> problems,
    @Nullable Instant started,
    @Nullable Instant finished) {

  /**
   * A planned action.
   *
   * @param bytes content that is written or removed
   * @param note why, in a few words; may be empty
   * @param origin which version has what is overwritten or deleted; null for other actions, and
   *     where it isn't known
   */
  public record Action(
      RestoreAction.Kind kind, String path, long bytes, String note, @Nullable Origin origin) {}

  /** What an undo or redo takes back. */
  public record Undone(Operation.Kind kind, String reference, Instant started) {
    private static @Nullable Undone of(@Nullable Operation operation) {
      return operation == null
          ? null
          : new Undone(operation.kind(), operation.reference(), operation.started());
    }
  }

  /** The view of a plan that is not carried out. */
  public static RestoreView of(RestorePlan plan, Map<String, Origin> origins) {
    List<RestoreAction> conflicts =
        plan.first().stream()
            .filter(action -> action.kind() == RestoreAction.Kind.CONFLICT)
            .toList();
    return of(plan, origins, false, null, plan.counts(), conflicts, null, null);
  }

  /** The view of what was done. */
  public static RestoreView of(Restores.Result result, Map<String, Origin> origins) {
    return of(
        result.plan(),
        origins,
        true,
        result.guard(),
        result.counts(),
        result.problems(),
        result.started(),
        result.finished());
  }

  private static RestoreView of(
      RestorePlan plan,
      Map<String, Origin> origins,
      boolean executed,
      @Nullable Snapshot guard,
      Map<RestoreAction.Kind, RestorePlan.Count> counts,
      List<RestoreAction> problems,
      @Nullable Instant started,
      @Nullable Instant finished) {
    Snapshot base = plan.base();
    return new RestoreView(
        plan.id(),
        plan.kind(),
        executed,
        plan.want().reference(),
        base == null ? null : base.reference(),
        Undone.of(plan.undoes()),
        plan.target(),
        plan.paths(),
        plan.delete(),
        plan.missing(),
        guard == null ? null : guard.reference(),
        counts,
        plan.first().stream()
            .map(a -> new Action(a.kind(), a.path(), a.bytes(), a.note(), origins.get(a.path())))
            .toList(),
        problems,
        started,
        finished);
  }
}
