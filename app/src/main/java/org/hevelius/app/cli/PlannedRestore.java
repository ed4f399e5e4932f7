package org.hevelius.app.cli;

import java.util.Map;
import java.util.function.BooleanSupplier;
import org.hevelius.core.catalog.Operation;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.provider.RestoreAction.Kind;
import org.hevelius.core.usecase.Facade;
import org.hevelius.core.usecase.Origin;
import org.hevelius.core.usecase.RestorePlan;
import org.hevelius.core.usecase.RestoreView;
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
    RestorePlan plan(Facade.RestoreUses restores, Progress progress, BooleanSupplier canceled);
  }

  /** Runs it; the result is the exit code. */
  int run(Planner planner) {
    return session.withFacade(hevelius -> run(hevelius, planner));
  }

  private int run(Facade hevelius, Planner planner) {
    Facade.RestoreUses restores = hevelius.restores();
    RestoreText text = new RestoreText(session);
    RestorePlan plan;
    RestorePlan.Count extras = new RestorePlan.Count(0, 0);
    Map<String, Origin> origins;
    // Closed before anybody is asked: at the question Ctrl-C ends the program at once.
    try (Interruption interruption = session.interruption()) {
      plan = planner.plan(restores, session.phases(), interruption);
      if (!session.json() && plan.kind() == Operation.Kind.RESTORE) {
        extras = restores.extras(plan, session.phases(), interruption);
      }
      int shown = session.json() ? plan.first().size() : RestoreText.SHOWN;
      origins = restores.origins(plan, shown, interruption);
    }
    if (!session.json()) {
      text.plan(plan, extras, origins);
    }
    if (dryRun) {
      session.result(RestoreView.of(plan, origins), () -> text.afterDryRun(plan));
      return ExitCode.DONE.number();
    }
    if (plan.changes() == 0) {
      session.result(RestoreView.of(plan, origins), () -> text.nothingToDo(plan));
      return code(plan.count(Kind.CONFLICT).entries());
    }
    session.approve("plan " + RestoreText.shortId(plan.id()), yes || goesToAnEmptyPlace(plan));
    Restores.Result result;
    try (Interruption interruption = session.interruption()) {
      result = restores.execute(plan, session.phases(), interruption);
    }
    session.result(RestoreView.of(result, origins), () -> text.result(result));
    return code(result.count(Kind.CONFLICT).entries() + result.count(Kind.FAILED).entries());
  }

  /** The directory of a service, of which only the plan can tell that nothing is in the way. */
  private boolean goesToAnEmptyPlace(RestorePlan plan) {
    return session.service().isPresent()
        && plan.target() != null
        && plan.counts().entrySet().stream()
            .allMatch(count -> count.getKey() == Kind.CREATE || count.getValue().entries() == 0);
  }

  private static int code(long problems) {
    return (problems == 0 ? ExitCode.DONE : ExitCode.DIFFERENT).number();
  }
}
