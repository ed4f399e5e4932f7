package org.hevelius.app.cli;

import org.hevelius.core.usecase.DatasetView;
import org.hevelius.core.usecase.Datasets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "remove",
    description = {
      "remove a dataset that has no snapshots",
      "",
      "Only its definition goes; the data in its sources is not touched."
    },
    footer = {"", "hevelius dataset remove cosmos7/scratch"})
final class DatasetRemoveVerb implements Runnable {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "the dataset")
  String name = "";

  DatasetRemoveVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    DatasetView removed =
        session.withFacade(
            home -> DatasetView.of(new Datasets.Summary(home.datasets().remove(name), 0, null)));
    session.result(
        removed,
        () ->
            session
                .console()
                .line("Dataset " + removed.name() + " removed; its sources were not touched"));
  }
}
