package org.hevelius.app.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.hevelius.core.dataset.Selection;
import org.hevelius.core.tree.Names;
import org.hevelius.core.usecase.Choice;
import org.hevelius.core.usecase.RestorePlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "revert",
    description = {
      "take back what changed between two versions, and keep everything else",
      "",
      "A..B looks at what changed from A to B and takes just that back, in place. Work that was"
          + " done after B stays. A file that was changed once more after B is a conflict: it is"
          + " listed and left alone."
    },
    footer = {
      "",
      "The calibration between versions 11 and 12 was wrong; keep what came after:",
      "  hevelius revert cosmos7/raw@11..12 --dry-run",
      "  hevelius revert cosmos7/raw@11..12",
      "Only in one folder:",
      "  hevelius revert cosmos7/raw@11..12 --path events",
      "In all datasets of a mission:",
      "  hevelius revert 'cosmos7/**@pre-mars..@latest'",
      "Take the revert back: hevelius undo"
    })
final class RevertVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(
      paramLabel = "REF..REF",
      description = "the version before the change, and the one with it")
  String range = "";

  @Option(
      names = "--path",
      paramLabel = "P",
      description = "only this file or folder of the dataset; may be repeated")
  List<String> paths = List.of();

  @Option(names = "--dry-run", description = "show the plan and end")
  boolean dryRun;

  @Option(names = "--yes", description = "don't ask")
  boolean yes;

  RevertVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    RefRange versions = RefRange.parse(range);
    List<String> confined = paths.stream().map(Names::parse).toList();
    if (Selection.isPattern(range)) {
      return new PlannedBatch(session, dryRun, yes)
          .run(
              (home, progress, planned, canceled) ->
                  home.restoreBatches()
                      .planRevert(
                          home.batches().snapshots(Choice.of(List.of(versions.from()))),
                          home.batches().snapshots(Choice.of(List.of(versions.to()))),
                          confined,
                          progress,
                          planned,
                          canceled));
    }
    return new PlannedRestore(session, dryRun, yes)
        .run(
            (restores, progress, canceled) -> {
              RestorePlan plan =
                  restores.planRevert(versions.from(), versions.to(), confined, progress, canceled);
              sayWhenReversed(plan);
              return plan;
            });
  }

  private void sayWhenReversed(RestorePlan plan) {
    var base = plan.base();
    if (base != null && plan.want().version() > base.version()) {
      session
          .console()
          .error(
              Text.printable(
                  "note: %s is newer than %s, so this brings the changes between them in again"
                      .formatted(plan.want().reference(), base.reference())));
    }
  }
}
