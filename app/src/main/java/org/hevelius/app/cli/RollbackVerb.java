package org.hevelius.app.cli;

import java.util.concurrent.Callable;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.usecase.Facade;
import org.hevelius.core.usecase.RollbackPlan;
import org.hevelius.core.usecase.RollbackView;
import org.hevelius.core.usecase.Rollbacks;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "rollback",
    description = {
      "put a whole dataset back at once, where its storage can",
      "",
      "Other than `restore`, which writes the files that differ, this takes no longer for more"
          + " data. First shows all ways that the storage has, with everything that each destroys."
          + " The one that destroys nothing is taken, under a guard snapshot to which `hevelius"
          + " undo` returns; another one only when it is named with the number of things that it"
          + " destroys."
    },
    footer = {
      "",
      "Look first, change nothing:      hevelius rollback cosmos7/raw@11 --dry-run",
      "The way that destroys nothing:   hevelius rollback cosmos7/raw@11",
      "One that destroys 3 snapshots:   hevelius rollback cosmos7/raw@11 --way rollback --destroy"
          + " 3",
      "Only one file or folder:         hevelius restore cosmos7/raw@11 --path calib --in-place"
    })
final class RollbackVerb implements Callable<Integer> {
  private static final int SHOWN = 20;

  private final Session session;

  @Parameters(paramLabel = "REF", description = "the snapshot, such as cosmos7/raw@11")
  String reference = "";

  @Option(
      names = "--way",
      paramLabel = "exchange|rollback|replace",
      description = "the way to take, as the plan calls it")
  @Nullable String way;

  @Option(
      names = "--destroy",
      paramLabel = "N",
      description = "how many things this way destroys, exactly as the plan says")
  @Nullable Integer destroy;

  @Option(names = "--dry-run", description = "show the plan and end")
  boolean dryRun;

  @Option(names = "--yes", description = "don't ask")
  boolean yes;

  RollbackVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return session.withFacade(this::run);
  }

  private int run(Facade home) {
    RollbackPlan plan = home.rollbacks().plan(new Rollbacks.Request(reference, way, destroy));
    if (!session.json()) {
      show(plan);
    }
    if (dryRun) {
      session.result(
          RollbackView.of(plan), () -> session.console().line("Nothing was changed: a dry run."));
      return ExitCode.DONE.number();
    }
    plan = home.rollbacks().requireAllowed(plan);
    session.approve("plan " + RestoreText.shortId(plan.id()), yes);
    Rollbacks.Result result;
    try (Interruption interruption = session.interruption()) {
      result = home.rollbacks().execute(plan, session.phases(), interruption);
    }
    session.result(RollbackView.of(result), () -> print(result));
    return ExitCode.DONE.number();
  }

  private void show(RollbackPlan plan) {
    Console console = session.console();
    console.line(
        console.bold("Plan " + RestoreText.shortId(plan.id()))
            + "  roll back to "
            + Text.printable(MarkText.title(plan.snapshot())));
    for (RollbackPlan.Way one : plan.ways()) {
      boolean chosen = one.way().equals(plan.chosen());
      console.line("  " + (chosen ? "> " : "  ") + console.bold(one.way()) + "  " + sum(one));
      one.lost().stream().limit(SHOWN).forEach(lost -> console.line("      " + line(lost)));
      if (one.lost().size() > SHOWN) {
        console.line(
            "      and %s more; all of them: --json"
                .formatted(Humans.count(one.lost().size() - SHOWN)));
      }
      one.effects().forEach(effect -> console.line("      " + Text.printable(effect)));
      one.forbidden().stream()
          .limit(3)
          .forEach(
              why -> console.line("      " + console.red("not possible: " + Text.printable(why))));
    }
    plan.way().ifPresent(this::warn);
    if (plan.chosen() == null) {
      console.line("None of these destroys nothing, so none is taken unless you name it.");
    }
  }

  private static String sum(RollbackPlan.Way way) {
    if (way.keepsAll()) {
      return "destroys nothing";
    }
    long bytes = way.lost().stream().mapToLong(RollbackPlan.Lost::bytes).sum();
    long foreign = way.lost().stream().filter(lost -> !lost.ours()).count();
    return "destroys "
        + Humans.count(way.lost().size(), "thing", "things")
        + (foreign == 0 ? "" : ", " + Humans.count(foreign) + " of other programs")
        + (bytes == 0 ? "" : ", " + Humans.bytes(bytes));
  }

  private static String line(RollbackPlan.Lost lost) {
    String version = lost.reference();
    return "%-9s %s%s%s%s"
        .formatted(
            lost.what(),
            Text.printable(lost.name()),
            version == null ? "" : "  " + version,
            lost.ours() ? "" : "  (of another program)",
            lost.bytes() == 0 ? "" : "  " + Humans.bytes(lost.bytes()));
  }

  private void warn(RollbackPlan.Way way) {
    Console console = session.console();
    if (way.losesState()) {
      console.line(
          console.red("The present state can't be had back after it")
              + " unless it is kept elsewhere: hevelius clone");
    } else {
      console.line(
          "A guard snapshot of the present state is taken first; `hevelius undo` returns to it.");
    }
  }

  private void print(Rollbacks.Result result) {
    Console console = session.console();
    Snapshot guard = result.guard();
    console.line(
        "%s%s is as in %s.%s"
            .formatted(
                guard == null ? "" : "Guard " + guard.reference() + ".  ",
                result.plan().snapshot().dataset(),
                result.plan().snapshot().reference(),
                guard == null ? "" : "  Undo with: hevelius undo"));
    result
        .kept()
        .forEach(at -> console.line("  the state before is kept as " + Text.printable(at)));
    if (!result.forgotten().isEmpty()) {
      console.line("  gone: " + String.join(", ", result.forgotten()));
    }
    result.notes().forEach(note -> console.line("  " + Text.printable(note)));
  }
}
