package org.hevelius.app.cli;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.hevelius.core.catalog.Operation;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.provider.RestoreAction.Kind;
import org.hevelius.core.usecase.Batch;
import org.hevelius.core.usecase.BatchView;
import org.hevelius.core.usecase.Facade;
import org.hevelius.core.usecase.RestoreBatches;
import org.hevelius.core.usecase.RestorePlan;
import org.hevelius.core.usecase.Restores;

/**
 * What restore, revert and undo of several datasets have in common: one plan with a section for
 * each dataset, one question, and a result for each.
 *
 * @param dryRun whether it ends with the plan
 * @param yes whether the command line has confirmed it
 */
record PlannedBatch(Session session, boolean dryRun, boolean yes) {
  /** Makes the plan, and tells of each dataset as soon as it is planned. */
  @FunctionalInterface
  interface Planner {
    RestoreBatches.Plan plan(
        Facade home,
        Progress progress,
        Consumer<Batch.Item<RestoreBatches.Part>> planned,
        BooleanSupplier canceled);
  }

  /** Runs it; the result is the exit code. */
  int run(Planner planner) {
    return session.withFacade(home -> run(home, planner));
  }

  private int run(Facade home, Planner planner) {
    RestoreText text = new RestoreText(session);
    RestoreBatches.Plan plan;
    // Closed before anybody is asked: at the question Ctrl-C ends the program at once.
    try (Interruption interruption = session.interruption()) {
      plan =
          planner.plan(
              home,
              session.phases(),
              session.json() ? _ -> {} : item -> section(home, text, item, interruption),
              interruption);
    }
    if (!session.json()) {
      totals(plan);
    }
    if (dryRun) {
      session.result(BatchView.of(plan), () -> afterDryRun(plan));
      return BatchText.code(plan.plans(), false);
    }
    if (plan.changes() == 0) {
      session.result(BatchView.of(plan), () -> session.console().line("There is nothing to do."));
      return BatchText.code(plan.plans(), conflicts(plan) > 0);
    }
    session.approve("plan " + RestoreText.shortId(plan.id()), yes);
    Batch<Restores.Result> done;
    try (Interruption interruption = session.interruption()) {
      done =
          home.restoreBatches()
              .execute(
                  plan,
                  session.phases(),
                  session.json() ? _ -> {} : item -> result(text, item),
                  interruption);
    }
    session.result(BatchView.of(plan, done), () -> tell(plan, done));
    return BatchText.code(
        done,
        done.results()
            .anyMatch(r -> r.count(Kind.CONFLICT).entries() + r.count(Kind.FAILED).entries() > 0));
  }

  private static long conflicts(RestoreBatches.Plan plan) {
    return plan.plans().results().mapToLong(p -> p.count(Kind.CONFLICT).entries()).sum();
  }

  private void section(
      Facade home,
      RestoreText text,
      Batch.Item<RestoreBatches.Part> item,
      BooleanSupplier canceled) {
    RestoreBatches.Part part = item.result();
    if (part == null) {
      BatchText.failure(session, item);
      return;
    }
    RestorePlan plan = part.plan();
    RestorePlan.Count extras =
        plan.kind() == Operation.Kind.RESTORE
            ? home.restoreBatches().extras(plan, session.phases(), canceled)
            : new RestorePlan.Count(0, 0);
    text.section(plan, extras, part.origins());
  }

  private void totals(RestoreBatches.Plan plan) {
    Console console = session.console();
    Map<Kind, RestorePlan.Count> all = new EnumMap<>(Kind.class);
    plan.plans()
        .results()
        .forEach(
            one ->
                one.counts()
                    .forEach(
                        (kind, count) ->
                            all.merge(
                                kind,
                                count,
                                (a, b) ->
                                    new RestorePlan.Count(
                                        a.entries() + b.entries(), a.bytes() + b.bytes()))));
    StringBuilder line = new StringBuilder();
    for (Kind kind : List.of(Kind.OVERWRITE, Kind.CREATE, Kind.DELETE)) {
      RestorePlan.Count count = all.getOrDefault(kind, new RestorePlan.Count(0, 0));
      line.append(", ")
          .append(kind.name().toLowerCase(Locale.ROOT))
          .append(' ')
          .append(Humans.count(count.entries()))
          .append(count.entries() == 0 ? "" : " (" + Humans.bytes(count.bytes()) + ")");
    }
    int failed = plan.plans().failed().size();
    console.line(
        console.bold("Plan " + RestoreText.shortId(plan.id()))
            + "  "
            + Humans.count(plan.plans().results().count(), "dataset", "datasets")
            + line
            + (failed == 0
                ? ""
                : console.yellow(
                    "; " + Humans.count(failed) + " can't be planned and stay as they are")));
    if (plan.inPlace() && plan.changes() > 0) {
      console.line(
          "A guard snapshot of each dataset's present state is taken first; `%s` returns to all of"
                  .formatted(wayBack(plan))
              + " them.");
    }
  }

  private static String wayBack(RestoreBatches.Plan plan) {
    return plan.plans().results().findFirst().map(RestoreText::wayBack).orElse("hevelius undo");
  }

  private void afterDryRun(RestoreBatches.Plan plan) {
    session
        .console()
        .line(
            plan.changes() == 0
                ? "There is nothing to do."
                : "Nothing was changed: this was a dry run. To carry it out, leave out --dry-run.");
  }

  private void result(RestoreText text, Batch.Item<Restores.Result> item) {
    Restores.Result result = item.result();
    if (result == null) {
      BatchText.failure(session, item);
      return;
    }
    Console console = session.console();
    console.line(console.bold(Text.printable(item.dataset())));
    if (result.plan().changes() == 0) {
      text.nothingToDo(result.plan());
    } else {
      text.result(result, RestoreText.wayBack(result.plan()) + " " + item.dataset());
    }
  }

  private void tell(RestoreBatches.Plan plan, Batch<Restores.Result> done) {
    BatchText.end(session, done, "done", "dataset", "datasets");
    if (!done.complete()) {
      session.hint(
          "What failed or was not begun is as it was, or is named above; the same again, when the"
              + " cause is gone, does only what is left.");
    }
    if (plan.inPlace() && done.results().anyMatch(result -> result.guard() != null)) {
      session.hint("All of it is taken back with: " + wayBack(plan));
    }
  }
}
