package org.hevelius.core.usecase;

import java.util.List;
import org.hevelius.core.audit.AuditEvent.Outcome;
import org.hevelius.core.drill.Drill;
import org.hevelius.core.drill.DrillStore;
import org.hevelius.core.provider.Scratch;
import org.jspecify.annotations.Nullable;

/** What drills have left behind whose process has died. */
final class DrillLeftovers {
  private static final int LOOKED_AT = 1_000;

  private final Context context;

  DrillLeftovers(Context context) {
    this.context = context;
  }

  /**
   * Removes what drills of this machine have left behind, and records that these were interrupted.
   *
   * @param into where the next one goes, or null for the usual place
   */
  void settle(@Nullable String into) {
    Scratch scratch = context.scratch();
    int _ = scratch.sweep(into);
    DrillStore store = context.catalog().drills();
    List<Drill> running =
        store.page(new DrillStore.Query(null, Drill.State.RUNNING, Long.MAX_VALUE, LOOKED_AT));
    for (Drill drill : running) {
      if (drill.host().equals(context.actor().host()) && scratch.reclaim(drill.place())) {
        String why = "its process has died";
        boolean _ =
            store.end(
                drill.ended(
                    Drill.State.INTERRUPTED, context.clock().instant(), Drill.Measure.NONE, why),
                List.of(),
                context.event(
                    "drill",
                    drill.reference(),
                    Outcome.FAILED,
                    "drill %d: %s".formatted(drill.number(), why)));
      }
    }
  }
}
