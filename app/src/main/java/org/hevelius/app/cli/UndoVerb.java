package org.hevelius.app.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.hevelius.core.dataset.DatasetName;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "undo",
    description = {
      "take back the last restore or revert",
      "",
      "Every restore in place and every revert begins with a guard snapshot of the data as it was."
          + " This brings that state back, where nobody has changed it since. Called again, it"
          + " takes back the restore or revert before that one. An undo is taken back with --redo,"
          + " as long as nothing was restored or reverted since.",
      "",
      "What several datasets were restored or reverted by at once is taken back as one, too; with"
          + " DATASET only there."
    },
    footer = {
      "",
      "See what it would do:      hevelius undo --dry-run",
      "The last one of a dataset: hevelius undo cosmos7/raw",
      "Take the undo back:        hevelius undo --redo"
    })
final class UndoVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(
      paramLabel = "DATASET",
      arity = "0..1",
      description = "the dataset; else the last restore or revert of any")
  @Nullable String dataset;

  @Option(names = "--redo", description = "take back the last undo instead")
  boolean redo;

  @Option(names = "--dry-run", description = "show the plan and end")
  boolean dryRun;

  @Option(names = "--yes", description = "don't ask")
  boolean yes;

  UndoVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    // A service undoes what it did for one dataset; a batch is taken back where it was carried out.
    if (dataset == null && session.service().isEmpty()) {
      List<DatasetName> batch = session.withHome(home -> home.restoreBatches().lastBatch(redo));
      if (!batch.isEmpty()) {
        return new PlannedBatch(session, dryRun, yes)
            .run(
                (home, progress, planned, canceled) ->
                    home.restoreBatches().planUndo(batch, redo, progress, planned, canceled));
      }
    }
    return new PlannedRestore(session, dryRun, yes)
        .run(
            (restores, progress, canceled) ->
                redo
                    ? restores.planRedo(dataset, progress, canceled)
                    : restores.planUndo(dataset, progress, canceled));
  }
}
