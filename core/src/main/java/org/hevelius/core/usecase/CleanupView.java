package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.List;
import org.hevelius.core.provider.Repositories;
import org.jspecify.annotations.Nullable;

/**
 * A cleanup as programs see it, planned or done.
 *
 * @param plan the name of the plan
 * @param executed whether it was carried out
 * @param rules the rules in words
 * @param policies which policies the rules are of, a sentence for each dataset that has some
 * @param brakes which datasets would lose more at once than their brake allows
 * @param forgotten references of what would go, or of what went
 * @param problems what could not be done, a sentence each
 * @param prune what pruning would free, or freed, in each repository
 * @param freed what storage that snapshots by itself frees; null when nothing is in such storage
 */
public record CleanupView(
    String plan,
    boolean executed,
    String rules,
    List<String> policies,
    List<String> brakes,
    List<Line> snapshots,
    List<String> forgotten,
    List<String> problems,
    List<Repositories.PrunePlan> prune,
    @Nullable Freed freed) {
  /** What happens to one snapshot, and why. */
  public record Line(String reference, Instant createdAt, boolean keep, String reason) {}

  /** The view of a plan that is not carried out. */
  public static CleanupView of(Cleanup.Plan plan) {
    return new CleanupView(
        plan.id(),
        false,
        plan.rules(),
        plan.policies(),
        plan.brakes(),
        lines(plan),
        plan.forgotten().stream().map(snapshot -> snapshot.reference()).toList(),
        List.of(),
        plan.prune(),
        plan.freed());
  }

  /** The view of what was done. */
  public static CleanupView of(Cleanup.Result result) {
    return new CleanupView(
        result.plan().id(),
        true,
        result.plan().rules(),
        result.plan().policies(),
        result.plan().brakes(),
        lines(result.plan()),
        result.forgotten(),
        result.problems(),
        result.pruned(),
        result.plan().freed());
  }

  private static List<Line> lines(Cleanup.Plan plan) {
    return plan.decisions().stream()
        .map(
            decision ->
                new Line(
                    decision.snapshot().reference(),
                    decision.snapshot().createdAt(),
                    decision.keep(),
                    decision.reason()))
        .toList();
  }
}
