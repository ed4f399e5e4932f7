package org.hevelius.app.cli;

import java.util.List;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.usecase.Batch;
import org.hevelius.core.usecase.BatchView;
import org.hevelius.core.usecase.Batches;
import org.hevelius.core.usecase.DeletionView;
import org.hevelius.core.usecase.Facade;
import org.hevelius.core.usecase.Snapshots.DeletePlan;

/** Deletes several snapshots as one plan: shown, confirmed, then carried out one by one. */
record DeleteSeveral(Session session, boolean force, boolean dryRun, boolean yes) {
  int run(Facade home, List<Snapshot> snapshots) {
    Batches.Deletion plan = home.batches().planDelete(snapshots, force);
    if (!session.json()) {
      show(plan);
    }
    BatchView<DeletionView> planned = BatchView.of(plan);
    if (dryRun) {
      session.result(planned, () -> session.console().line("Nothing was changed: a dry run."));
      return ExitCode.DONE.number();
    }
    if (plan.plans().results().findAny().isEmpty()) {
      session.result(planned, () -> session.console().line("Nothing can be deleted."));
      return BatchText.code(plan.plans(), false);
    }
    session.approve("plan " + RestoreText.shortId(plan.id()), yes);
    try (Interruption interruption = session.interruption()) {
      Batch<DeletePlan> done = home.batches().delete(plan, interruption);
      session.result(BatchView.of(plan, done), () -> tell(done));
      return BatchText.code(done, false);
    }
  }

  private void show(Batches.Deletion plan) {
    Console console = session.console();
    console.line(
        console.bold("Plan " + RestoreText.shortId(plan.id()))
            + "  delete "
            + Humans.count(plan.plans().results().count(), "snapshot", "snapshots"));
    Table table =
        new Table()
            .column("REF")
            .column("WHEN (" + session.times().zoneName() + ")")
            .number("DATA")
            .column("WHAT");
    plan.plans().results().forEach(one -> row(table, one));
    table.print(console, "  ");
    plan.plans()
        .failed()
        .forEach(
            item -> {
              Batch.Failure error = item.error();
              console.line(
                  console.yellow("  stays: ")
                      + Text.printable(error == null ? item.name() : error.message()));
            });
    console.line("They can't be brought back. The data itself and all other snapshots stay.");
  }

  private void row(Table table, DeletePlan plan) {
    Snapshot snapshot = plan.snapshot();
    String notes =
        (snapshot.isHeld() ? "  HELD, overruled" : "")
            + (snapshot.knownGood() == null ? "" : "  known good")
            + (plan.newest() ? "  the newest" : "");
    table.row(
        snapshot.reference(),
        session.times().minute(snapshot.createdAt()),
        Humans.bytes(snapshot.captures().stream().mapToLong(Capture::bytes).sum()),
        SnapshotText.titleAndName(snapshot) + notes);
  }

  private void tell(Batch<DeletePlan> done) {
    done.failed().forEach(item -> BatchText.failure(session, item));
    BatchText.end(session, done, "deleted", "snapshot", "snapshots");
    session.hint("Free their space with: hevelius cleanup");
  }
}
