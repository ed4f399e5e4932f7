package org.hevelius.app.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotKind;
import org.hevelius.core.usecase.Choice;
import org.hevelius.core.usecase.DeletionView;
import org.hevelius.core.usecase.Facade;
import org.hevelius.core.usecase.Freed;
import org.hevelius.core.usecase.Snapshots.DeletePlan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "delete",
    description = {
      "delete snapshots",
      "",
      "The data itself and all other snapshots stay as they are. A deleted snapshot can't be"
          + " brought back, and its number is never given again. A permanent or held snapshot is"
          + " refused without --force, a published one in any case. The space is freed by `hevelius"
          + " cleanup`."
    },
    footer = {
      "",
      "Delete after a look at the plan:  hevelius delete cosmos7/raw@9",
      "Several as one plan:              hevelius delete 'cosmos7/**' --tagged trial --until"
          + " 2026-06-30",
      "To have old snapshots go by rule: hevelius cleanup --dry-run"
    })
final class DeleteVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(
      paramLabel = "REF",
      arity = "0..*",
      description = "the snapshot, such as cosmos7/raw@9; or several, or 'cosmos7/**@latest'")
  List<String> references = List.of();

  @Mixin SnapshotChoice choice = new SnapshotChoice();

  @Option(names = "--force", description = "delete it although it is permanent or held")
  boolean force;

  @Option(names = "--dry-run", description = "show the plan and end")
  boolean dryRun;

  @Option(names = "--yes", description = "don't ask")
  boolean yes;

  DeleteVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (choice.isMany(references)) {
      Choice meant = choice.choice(references, session.times());
      DeleteSeveral several = new DeleteSeveral(session, force, dryRun, yes);
      return session.withFacade(home -> several.run(home, home.batches().snapshots(meant)));
    }
    String reference = SnapshotChoice.one(references);
    return session.withFacade(home -> run(home, reference));
  }

  private int run(Facade hevelius, String reference) {
    DeletePlan plan = hevelius.snapshots().planDelete(reference, force);
    if (!session.json()) {
      show(plan);
    }
    if (dryRun) {
      session.result(
          DeletionView.of(plan, false),
          () -> session.console().line("Nothing was changed: a dry run."));
      return ExitCode.DONE.number();
    }
    session.approve("plan " + RestoreText.shortId(plan.id()), yes);
    Snapshot deleted = hevelius.snapshots().delete(plan);
    session.result(
        DeletionView.of(plan, true),
        () -> session.console().line("Deleted " + deleted.reference() + "."));
    if (deleted.captures().stream().anyMatch(capture -> !capture.repository().isEmpty())) {
      session.hint("Free its space with: hevelius cleanup");
    }
    return ExitCode.DONE.number();
  }

  private void show(DeletePlan plan) {
    Console console = session.console();
    Snapshot snapshot = plan.snapshot();
    console.line(
        console.bold("Plan " + RestoreText.shortId(plan.id()))
            + "  delete "
            + Text.printable(MarkText.title(snapshot)));
    console.line("  \"" + Text.printable(snapshot.description()) + "\"");
    console.line(
        "  taken %s (%s) by %s; %s%s"
            .formatted(
                session.times().minute(snapshot.createdAt()),
                session.times().zoneName(),
                Text.printable(snapshot.author()),
                SnapshotText.files(snapshot),
                plan.bytes() == 0 && !SnapshotText.isCounted(snapshot)
                    ? "its size isn't known"
                    : Humans.bytes(plan.bytes())));
    snapshot
        .holds()
        .forEach(
            hold ->
                console.line(
                    console.yellow("  overruled: ")
                        + Text.printable(HoldVerb.text(hold, session.times()))));
    if (snapshot.knownGood() != null) {
      console.line("  it is marked as known good");
    }
    if (plan.derived() > 0) {
      console.line(
          "  %s made from it; which: hevelius lineage %s --down"
              .formatted(
                  Humans.count(plan.derived(), "snapshot was", "snapshots were"),
                  snapshot.reference()));
      if (snapshot.knownBad() != null) {
        console.line("  it is marked as known bad, of which nothing will warn there any more");
      }
    }
    if (snapshot.kind() == SnapshotKind.GUARD) {
      console.line(
          "  it is a guard: the restore or revert that it was taken for can't be undone without"
              + " it");
    }
    freed(console, plan.freed());
    if (plan.newest()) {
      console.line("  it is the newest snapshot of " + snapshot.dataset());
    }
    console.line("It can't be brought back. The data itself and all other snapshots stay.");
  }

  /** Tells what storage that snapshots by itself frees, and what is in the way there. */
  static void freed(Console console, @Nullable Freed freed) {
    if (freed == null) {
      return;
    }
    if (freed.gone() > 0) {
      console.line(
          "  %s gone from its storage already, removed by others: only the record goes"
              .formatted(Humans.count(freed.gone(), "capture is", "captures are")));
    }
    console.line(
        freed.bytes() == 0 && !freed.exact()
            ? "  its storage doesn't tell how much it frees"
            : "  its storage frees %s%s"
                .formatted(freed.exact() ? "" : "at least ", Humans.bytes(freed.bytes())));
    freed
        .blocks()
        .forEach(why -> console.line(console.yellow("  in the way: ") + Text.printable(why)));
  }
}
