package org.hevelius.app.cli;

import java.util.concurrent.Callable;
import org.hevelius.core.provider.Repositories.PrunePlan;
import org.hevelius.core.retention.RetentionRules;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.usecase.Cleanup;
import org.hevelius.core.usecase.CleanupView;
import org.hevelius.core.usecase.Facade;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "cleanup",
    description = {
      "forget snapshots that no rule keeps, and free their space",
      "",
      "First shows every snapshot with what keeps it, or that it goes. Without --keep options the"
          + " policies for a dataset say what is kept; where there is none, the newest 10 and the"
          + " newest of each week for 90 days. A snapshot stays when any rule keeps it. Held"
          + " snapshots, the newest and the newest known-good one stay in any case. Each dataset is"
          + " judged by itself.",
      "",
      "Guards, the snapshots that a restore, revert or undo takes first, have a rule of their own"
          + " that no option changes: the newest 10 stay, and all that are younger than 30 days."
          + " They don't count for any other rule. To keep one longer: hevelius hold REF"
    },
    footer = {
      "",
      "See what would go, change nothing:",
      "  hevelius cleanup --dry-run",
      "Rules of your own, for one dataset:",
      "  hevelius cleanup cosmos7/raw --keep-last 20 --keep-daily-for 30d --keep-monthly unlimited",
      "Forget only, free the space another time:",
      "  hevelius cleanup --no-prune"
    })
final class CleanupVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(
      paramLabel = "DATASET",
      arity = "0..1",
      description = "a dataset, or a hierarchy such as 'cosmos7/**'; else all")
  @Nullable String dataset;

  @Option(names = "--dry-run", description = "show the plan and end")
  boolean dryRun;

  @Option(names = "--yes", description = "don't ask")
  boolean yes;

  @Option(names = "--no-prune", description = "forget only; free no space now")
  boolean noPrune;

  @Option(
      names = "--overrule-brake",
      description = "let more go at once than the brake of a policy allows")
  boolean overrule;

  @Mixin KeepOptions keep = new KeepOptions();

  CleanupVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return session.withFacade(hevelius -> run(hevelius, keep.rules()));
  }

  private int run(Facade hevelius, @Nullable RetentionRules rules) {
    Facade.CleanupUses cleanup = hevelius.cleanup();
    Cleanup.Plan plan = cleanup.plan(dataset, rules, !noPrune);
    if (!session.json()) {
      show(plan);
    }
    boolean nothing =
        plan.forgotten().isEmpty()
            && plan.prune().stream().noneMatch(prune -> prune.bytesFreed() > 0);
    if (dryRun) {
      session.result(
          CleanupView.of(plan),
          () ->
              session
                  .console()
                  .line(
                      nothing
                          ? "There is nothing to do."
                          : "Nothing was changed: this was a dry run. To carry it out, leave out"
                              + " --dry-run."));
      return ExitCode.DONE.number();
    }
    if (nothing) {
      session.result(CleanupView.of(plan), () -> session.console().line("There is nothing to do."));
      return ExitCode.DONE.number();
    }
    if (plan.brakes().isEmpty() || overrule) {
      session.approve("plan " + RestoreText.shortId(plan.id()), yes);
    }
    Cleanup.Result result;
    try (Interruption interruption = session.interruption()) {
      result = cleanup.execute(plan, overrule, session.phases(), interruption);
    }
    session.result(CleanupView.of(result), () -> tell(result));
    return (result.problems().isEmpty() ? ExitCode.DONE : ExitCode.DIFFERENT).number();
  }

  private void show(Cleanup.Plan plan) {
    Console console = session.console();
    console.line(
        console.bold("Plan " + RestoreText.shortId(plan.id()))
            + (plan.rules().isEmpty() ? "" : "  keep " + Text.printable(plan.rules()))
            + (dataset == null ? "" : " in " + Text.printable(dataset)));
    plan.policies().forEach(policy -> console.line("  " + Text.printable(policy)));
    Table table =
        new Table()
            .column("REF")
            .column("WHEN (" + session.times().zoneName() + ")")
            .column("")
            .column("WHY");
    for (Cleanup.Decision decision : plan.decisions()) {
      Snapshot snapshot = decision.snapshot();
      table.row(
          snapshot.reference(),
          session.times().minute(snapshot.createdAt()),
          decision.keep() ? "keep" : "forget",
          decision.reason() + (snapshot.shortName() == null ? "" : "   " + snapshot.shortName()));
    }
    table.print(console, "  ");
    int all = plan.decisions().size();
    int gone = plan.forgotten().size();
    console.line(
        "%s: %s kept, %s forgotten"
            .formatted(
                Humans.count(all, "snapshot", "snapshots"),
                Humans.count(all - gone),
                Humans.count(gone)));
    plan.brakes().forEach(brake -> console.line(console.yellow(Text.printable(brake))));
    plan.prune().forEach(prune -> console.line(Text.printable(text(prune, "frees"))));
    DeleteVerb.freed(console, plan.freed());
    if (noPrune && gone > 0) {
      console.line("No space is freed now (--no-prune).");
    }
  }

  private static String text(PrunePlan prune, String verb) {
    if (prune.bytesFreed() == 0 && prune.packsRemoved() == 0) {
      return "repository %s: nothing to free, %s in use"
          .formatted(prune.name(), Humans.bytes(prune.bytesUsed()));
    }
    return "repository %s: %s %s (%s of %s packs removed%s); %s stay in use"
        .formatted(
            prune.name(),
            verb,
            Humans.bytes(prune.bytesFreed()),
            Humans.count(prune.packsRemoved()),
            Humans.count(prune.packs()),
            prune.packsRewritten() == 0
                ? ""
                : ", %s rewritten with %s"
                    .formatted(
                        Humans.count(prune.packsRewritten()), Humans.bytes(prune.bytesRewritten())),
            Humans.bytes(prune.bytesUsed()));
  }

  private void tell(Cleanup.Result result) {
    Console console = session.console();
    console.line(
        "Forgot %s.".formatted(Humans.count(result.forgotten().size(), "snapshot", "snapshots")));
    result.pruned().forEach(prune -> console.line(Text.printable(text(prune, "freed"))));
    if (!result.problems().isEmpty()) {
      console.line(
          console.yellow(
              Humans.count(result.problems().size(), "snapshot", "snapshots")
                  + " could not be forgotten, so no space was freed:"));
      result.problems().forEach(problem -> console.line("  " + Text.printable(problem)));
      session.hint("Run it again when the cause is gone: what is forgotten already stays so.");
    } else if (noPrune) {
      session.hint("To free their space: hevelius cleanup");
    }
  }
}
