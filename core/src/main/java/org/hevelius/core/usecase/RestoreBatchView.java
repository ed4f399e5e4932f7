package org.hevelius.core.usecase;

import java.util.List;
import java.util.Map;

/**
 * A restore, revert or undo of several datasets as programs see it, planned or done.
 *
 * @param plan the name of the plan as a whole
 * @param executed whether it was carried out
 * @param items one of each dataset
 * @param notBegun what was left when somebody stopped it
 */
public record RestoreBatchView(
    String plan, boolean executed, List<Batch.Item<RestoreView>> items, List<String> notBegun) {
  /** Copies the lists. */
  public RestoreBatchView {
    items = List.copyOf(items);
    notBegun = List.copyOf(notBegun);
  }

  /** The view of a plan that is not carried out. */
  public static RestoreBatchView of(RestoreBatches.Plan plan) {
    Batch<RestoreView> views = plan.plans().map(one -> RestoreView.of(one, Map.of()));
    return new RestoreBatchView(plan.id(), false, views.items(), views.notBegun());
  }

  /** The view of what was done. */
  public static RestoreBatchView of(RestoreBatches.Plan plan, Batch<Restores.Result> done) {
    Batch<RestoreView> views = done.map(one -> RestoreView.of(one, Map.of()));
    return new RestoreBatchView(plan.id(), true, views.items(), views.notBegun());
  }
}
