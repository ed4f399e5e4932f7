package org.hevelius.core.usecase;

import org.jspecify.annotations.Nullable;

/**
 * The deletion of a snapshot as programs see it, planned or done.
 *
 * @param plan the name of the plan
 * @param executed whether it was carried out
 * @param newest whether the snapshot is the newest of its dataset
 * @param derived how many snapshots were made directly from it
 * @param force whether holds are overruled
 * @param freed what its own storage says that it frees; null for other storage
 */
public record DeletionView(
    String plan,
    boolean executed,
    SnapshotView snapshot,
    boolean newest,
    long derived,
    boolean force,
    @Nullable Freed freed) {
  /** The document of a plan. */
  public static DeletionView of(Snapshots.DeletePlan plan, boolean executed) {
    return new DeletionView(
        plan.id(),
        executed,
        SnapshotView.of(plan.snapshot()),
        plan.newest(),
        plan.derived(),
        plan.force(),
        plan.freed());
  }
}
