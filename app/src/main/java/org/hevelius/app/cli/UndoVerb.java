package org.hevelius.app.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.Selection;
import org.hevelius.core.usecase.Facade;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
      "Of each of a mission:      hevelius undo 'cosmos7/**'",
      "Take the undo back:        hevelius undo --redo"
    })
final class UndoVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(
      paramLabel = "DATASET",
      arity = "0..*",
      description = "the dataset, or several, or 'cosmos7/**'; else the last of any")
  List<String> named = List.of();

  @Mixin DatasetTags tags = new DatasetTags();

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
    boolean several =
        named.size() > 1 || !tags.where.isEmpty() || named.stream().anyMatch(Selection::isPattern);
    if (several) {
      Selection selection = Selection.of(named, tags.where);
      return batch(home -> home.batches().datasets(selection).stream().map(Dataset::name).toList());
    }
    if (named.isEmpty() && session.withFacade(home -> home.restores().last(redo)).size() > 1) {
      return batch(_ -> List.of());
    }
    String dataset = named.isEmpty() ? null : named.getFirst();
    return new PlannedRestore(session, dryRun, yes)
        .run(
            (restores, progress, canceled) ->
                redo
                    ? restores.planRedo(dataset, progress, canceled)
                    : restores.planUndo(dataset, progress, canceled));
  }

  private int batch(Function<Facade, List<DatasetName>> datasets) {
    return new PlannedBatch(session, dryRun, yes)
        .run(
            (home, progress, planned, canceled) ->
                home.restoreBatches()
                    .planUndo(datasets.apply(home), redo, progress, planned, canceled));
  }
}
