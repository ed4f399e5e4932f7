package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.List;
import org.hevelius.core.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * A rollback as programs see it, planned or done.
 *
 * @param plan the name of the plan
 * @param reference the version that is brought back
 * @param ways all that the storage has, the one that destroys least first
 * @param chosen the word of one of them; null when none destroys nothing and none was named
 * @param guard the snapshot of the state before; null when there is none any more
 * @param kept where the states before stand now
 * @param forgotten the versions that are gone now
 */
public record RollbackView(
    String plan,
    boolean executed,
    String reference,
    List<Way> ways,
    @Nullable String chosen,
    @Nullable String guard,
    List<String> kept,
    List<String> forgotten,
    List<String> notes,
    @Nullable Instant started,
    @Nullable Instant finished) {

  /**
   * A way to put all sources back.
   *
   * @param destroys how many things wouldn't be there any more
   * @param forbidden why it can't be taken; empty when it can
   */
  public record Way(
      String way,
      int destroys,
      List<RollbackPlan.Lost> lost,
      List<String> effects,
      List<String> forbidden) {}

  /** The view of a plan that is not carried out. */
  public static RollbackView of(RollbackPlan plan) {
    return new RollbackView(
        plan.id(),
        false,
        plan.snapshot().reference(),
        ways(plan),
        plan.chosen(),
        null,
        List.of(),
        List.of(),
        List.of(),
        null,
        null);
  }

  /** The view of what was done. */
  public static RollbackView of(Rollbacks.Result result) {
    Snapshot guard = result.guard();
    return new RollbackView(
        result.plan().id(),
        true,
        result.plan().snapshot().reference(),
        ways(result.plan()),
        result.plan().chosen(),
        guard == null ? null : guard.reference(),
        result.kept(),
        result.forgotten(),
        result.notes(),
        result.started(),
        result.finished());
  }

  private static List<Way> ways(RollbackPlan plan) {
    return plan.ways().stream()
        .map(
            way ->
                new Way(way.way(), way.lost().size(), way.lost(), way.effects(), way.forbidden()))
        .toList();
  }
}
