package org.hevelius.app.cli;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.hevelius.core.catalog.Operation;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.provider.RestoreAction;
import org.hevelius.core.provider.RestoreAction.Kind;
import org.hevelius.core.usecase.Hevelius;
import org.hevelius.core.usecase.RestorePlan;
import org.hevelius.core.usecase.Restores;

/**
 * What restore, revert and undo have in common: plan, show, ask, carry out, tell.
 *
 * @param dryRun whether it ends with the plan
 * @param yes whether the command line has confirmed it
 */
record PlannedRestore(Session session, boolean dryRun, boolean yes) {
  /** Makes the plan. */
  @FunctionalInterface
  interface Planner {
    RestorePlan plan(Restores restores, Progress progress, BooleanSupplier canceled);
  }

  /** Runs it; the result is the exit code. */
  int run(Planner planner) {
    return session.withHome(hevelius -> run(hevelius, planner));
  }

  private int run(Hevelius hevelius, Planner planner) {
    Restores restores = hevelius.restores();
    RestoreText text = new RestoreText(session);
    RestorePlan plan;
    RestorePlan.Count extras = new RestorePlan.Count(0, 0);
    // Closed before anybody is asked: at the question Ctrl-C ends the program at once.
    try (Interruption interruption = session.interruption()) {
      plan = planner.plan(restores, session.phases(), interruption);
      if (!session.json() && plan.kind() == Operation.Kind.RESTORE) {
        extras = restores.extras(plan, session.phases(), interruption);
      }
    }
    if (!session.json()) {
      text.plan(plan, extras);
    }
    if (dryRun) {
      session.result(plan, () -> text.afterDryRun(plan));
      return ExitCode.DONE.number();
    }
    if (plan.changes() == 0) {
      Restores.Result nothing = nothing(plan);
      session.result(nothing, () -> text.nothingToDo(plan));
      return code(nothing);
    }
    session.approve("plan " + RestoreText.shortId(plan.id()), yes);
    Restores.Result result;
    try (Interruption interruption = session.interruption()) {
      result = restores.execute(plan, session.phases(), interruption);
    }
    session.result(result, () -> text.result(result));
    return code(result);
  }

  /** The result of a plan that changes nothing, which is not executed. */
  private Restores.Result nothing(RestorePlan plan) {
    List<RestoreAction> conflicts =
        plan.first().stream().filter(action -> action.kind() == Kind.CONFLICT).toList();
    var now = session.clock().instant();
    return new Restores.Result(plan, null, plan.counts(), conflicts, now, now);
  }

  private static int code(Restores.Result result) {
    boolean all =
        result.count(Kind.CONFLICT).entries() == 0 && result.count(Kind.FAILED).entries() == 0;
    return (all ? ExitCode.DONE : ExitCode.DIFFERENT).number();
  }
}
