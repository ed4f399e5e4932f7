package org.hevelius.app.cli;

import java.util.List;
import org.hevelius.core.usecase.DrillView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "list", description = "list drills, the newest first")
final class DrillListVerb implements Runnable {
  private final Session session;

  @Parameters(
      index = "0",
      paramLabel = "DATASET",
      arity = "0..1",
      description = "only those of this dataset")
  @Nullable String dataset;

  @Option(names = "--limit", paramLabel = "N", description = "at most so many (${DEFAULT-VALUE})")
  int limit = 20;

  DrillListVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    List<DrillView> drills =
        session.withFacade(home -> home.drills().list(dataset, Math.max(1, limit)));
    session.result(drills, () -> print(drills));
  }

  private void print(List<DrillView> drills) {
    if (drills.isEmpty()) {
      session.console().line("There was no drill yet.");
      session.hint("Run one:  hevelius drill run " + (dataset == null ? "DATASET" : dataset));
      return;
    }
    Table table =
        new Table()
            .number("NO")
            .column("SNAPSHOT")
            .column("BEGAN (" + session.times().zoneName() + ")")
            .column("STATE")
            .column("SCENARIO")
            .number("FILES")
            .column("RTO")
            .column("BY");
    for (DrillView drill : drills) {
      table.row(
          String.valueOf(drill.number()),
          drill.snapshot(),
          session.times().minute(drill.started()),
          drill.state(),
          drill.scenario(),
          Humans.count(drill.measured().files()),
          drill.finished() == null
              ? "-"
              : DrillText.length(drill.measured().rto())
                  + (drill.measured().extrapolated() ? " (computed)" : ""),
          drill.by());
    }
    table.print(session.console(), "  ");
    session.hint(
        "All of one:  hevelius drill show %s %d"
            .formatted(drills.getFirst().dataset(), drills.getFirst().number()));
  }
}
