package org.hevelius.app.cli;

import java.time.Instant;
import java.util.List;
import org.hevelius.core.usecase.DatasetView;
import picocli.CommandLine.Command;

@Command(name = "list", description = "list all datasets")
final class DatasetListVerb implements Runnable {
  private final Session session;

  DatasetListVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    List<DatasetView> all =
        session.withFacade(home -> home.datasets().list().stream().map(DatasetView::of).toList());
    session.result(all, () -> print(all));
  }

  private void print(List<DatasetView> all) {
    if (all.isEmpty()) {
      session.console().line("There is no dataset yet.");
      session.hint("Add one:  hevelius dataset add NAME --source /path/to/the/data");
      return;
    }
    Table table =
        new Table().column("DATASET").number("SNAPSHOTS").column("NEWEST").column("SOURCES");
    for (DatasetView dataset : all) {
      Instant latest = dataset.latestAt();
      table.row(
          dataset.name(),
          Humans.count(dataset.snapshots()),
          latest == null ? "none yet" : session.times().age(latest),
          String.join(", ", dataset.sources()));
    }
    table.print(session.console(), "  ");
    session.hint(
        Humans.count(all.size(), "dataset", "datasets")
            + "      its snapshots: hevelius list "
            + all.getFirst().name());
  }
}
