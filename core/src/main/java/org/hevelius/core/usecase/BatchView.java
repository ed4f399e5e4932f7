package org.hevelius.core.usecase;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is planned for several datasets or snapshots, or was done to them, as programs see it.
 *
 * @param plan the name of the plan as a whole
 * @param executed whether it was carried out
 * @param items one of each
 * @param notBegun what was left when somebody stopped it
 */
public record BatchView<T>(
    String plan, boolean executed, List<Batch.Item<T>> items, List<String> notBegun) {
  /** Copies the lists. */
  public BatchView {
    items = List.copyOf(items);
    notBegun = List.copyOf(notBegun);
  }

  private static <T> BatchView<T> of(String plan, boolean executed, Batch<T> views) {
    return new BatchView<>(plan, executed, views.items(), views.notBegun());
  }

  /** The view of restores, reverts or undos that are not carried out. */
  public static BatchView<RestoreView> of(RestoreBatches.Plan plan) {
    return of(plan.id(), false, plan.parts().map(p -> RestoreView.of(p.plan(), p.origins())));
  }

  /** The view of restores, reverts or undos that were done. */
  public static BatchView<RestoreView> of(RestoreBatches.Plan plan, Batch<Restores.Result> done) {
    Map<String, Map<String, Origin>> origins = new HashMap<>();
    plan.parts().results().forEach(part -> origins.put(part.plan().id(), part.origins()));
    return of(
        plan.id(),
        true,
        done.map(one -> RestoreView.of(one, origins.getOrDefault(one.plan().id(), Map.of()))));
  }

  /** The view of deletions that are not carried out. */
  public static BatchView<DeletionView> of(Batches.Deletion plan) {
    return of(plan.id(), false, plan.plans().map(one -> DeletionView.of(one, false)));
  }

  /** The view of deletions that were done. */
  public static BatchView<DeletionView> of(
      Batches.Deletion plan, Batch<Snapshots.DeletePlan> done) {
    return of(plan.id(), true, done.map(one -> DeletionView.of(one, true)));
  }
}
