package org.hevelius.app.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.hevelius.core.provider.Repositories.Damaged;
import org.hevelius.core.provider.Repositories.Lost;
import org.hevelius.core.usecase.Hevelius;
import org.hevelius.core.usecase.SnapshotRepairs;
import org.hevelius.core.usecase.SnapshotRepairs.Left;
import org.hevelius.core.usecase.SnapshotRepairs.Plan;
import org.hevelius.core.usecase.SnapshotRepairs.Repair;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "repair-snapshots",
    description = {
      "leave out of snapshots what the repository has lost",
      "",
      "For a repository in which `hevelius check` still finds missing content after rebuild-index"
          + " and repair-packs. If the data still has the lost files, first take a new snapshot of"
          + " it: that heals the older ones. What is lost for good is left out, all else of a"
          + " snapshot stays, with its version, name and holds. It gets the tag `incomplete` and is"
          + " marked as known good no more. Snapshots of other programs are never changed."
    },
    footer = {
      "",
      "hevelius repository repair-snapshots --dry-run",
      "hevelius repository repair-snapshots",
      "All that is lost, as JSON:  hevelius repository repair-snapshots --dry-run --json"
    })
final class RepairSnapshotsVerb implements Callable<Integer> {
  private static final int SHOWN = 20;

  /**
   * What {@code --json} prints.
   *
   * @param executed whether it was carried out
   */
  record Document(
      String plan, boolean executed, String repository, List<Item> repairs, List<Left> left) {
    Document {
      repairs = List.copyOf(repairs);
      left = List.copyOf(left);
    }
  }

  /**
   * A snapshot that is repaired.
   *
   * @param whole whether only its manifest is written anew
   */
  record Item(String snapshot, boolean whole, Damaged damage) {}

  private final Session session;

  @Mixin RepositoryArgument repository = new RepositoryArgument();

  @Option(names = "--dry-run", description = "show the plan and end")
  boolean dryRun;

  @Option(names = "--yes", description = "don't ask")
  boolean yes;

  RepairSnapshotsVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return session.withHome(this::run);
  }

  private int run(Hevelius hevelius) {
    String name = repository.of(hevelius);
    Plan plan = interruptible(stop -> hevelius.care().planSnapshotRepair(name, stop));
    if (!session.json()) {
      show(plan, name);
    }
    if (dryRun || plan.repairs().isEmpty()) {
      session.result(document(plan, name, false), () -> sayWhyNot(plan));
    } else {
      session.approve("plan " + RestoreText.shortId(plan.id()), yes);
      int repaired = interruptible(stop -> hevelius.care().repairSnapshots(plan, stop)).size();
      session.result(
          document(plan, name, true),
          () ->
              session
                  .console()
                  .line("Repaired " + Humans.count(repaired, "snapshot", "snapshots") + "."));
      session.hint("Look whether all is well now: hevelius check");
    }
    return (plan.left().isEmpty() ? ExitCode.DONE : ExitCode.DAMAGED).number();
  }

  private <T> T interruptible(Function<Interruption, T> work) {
    try (Interruption interruption = session.interruption()) {
      return work.apply(interruption);
    }
  }

  private static Document document(Plan plan, String repository, boolean executed) {
    return new Document(
        plan.id(),
        executed,
        repository,
        plan.repairs().stream()
            .map(r -> new Item(r.snapshot().reference(), r.complete(), r.damage()))
            .toList(),
        plan.left());
  }

  private void sayWhyNot(Plan plan) {
    if (plan.repairs().isEmpty() && plan.left().isEmpty()) {
      session.console().line("No snapshot misses anything.");
    } else {
      session.console().line("Nothing was changed" + (dryRun ? ": a dry run." : "."));
    }
  }

  private void show(Plan plan, String name) {
    Console console = session.console();
    if (!plan.repairs().isEmpty()) {
      console.line(
          console.bold("Plan " + RestoreText.shortId(plan.id()))
              + "  repair "
              + Humans.count(plan.repairs().size(), "snapshot", "snapshots")
              + Text.printable(" of the repository " + name));
      plan.repairs().forEach(this::show);
      console.line(
          "What is lost is left out for good. Where the data still has it, take a new snapshot"
              + " first: that heals these.");
    }
    for (Left left : plan.left()) {
      console.line(
          "  "
              + console.yellow("stays damaged: ")
              + Text.printable(left.id().substring(0, 8) + "; " + left.why()));
      console.line("    " + Text.printable(left.remedy()));
    }
  }

  private void show(Repair repair) {
    Console console = session.console();
    console.line("  " + Text.printable(MarkText.title(repair.snapshot())));
    List<Lost> lost = repair.damage().lost();
    for (Lost one : lost.subList(0, Math.min(SHOWN, lost.size()))) {
      console.line(
          "    "
              + console.red("lost: ")
              + Text.printable(one.path())
              + (one.bytes() == 0 ? "" : "  " + Humans.bytes(one.bytes())));
    }
    if (repair.damage().lostCount() > SHOWN) {
      console.line("    and " + Humans.count(repair.damage().lostCount() - SHOWN) + " more");
    }
    if (repair.complete()) {
      console.line("    only its record, which is written anew");
      return;
    }
    if (repair.snapshot().knownGood() != null) {
      console.line("    it was marked as known good; that mark goes");
    }
    console.line("    it is tagged " + SnapshotRepairs.INCOMPLETE);
  }
}
