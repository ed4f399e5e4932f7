package org.hevelius.app.cli;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.hevelius.core.usecase.CapabilityView;
import org.hevelius.core.usecase.DatasetView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = "show one dataset",
    footer = {"", "hevelius dataset show cosmos7/raw"})
final class DatasetShowVerb implements Runnable {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "the dataset")
  String name = "";

  DatasetShowVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    DatasetView dataset =
        session.withFacade(
            home ->
                DatasetView.of(home.datasets().show(name))
                    .withStorage(home.datasets().storage(name)));
    session.result(
        dataset,
        () -> {
          session.console().line("Dataset " + session.console().bold(dataset.name()));
          print(session, dataset);
          Objects.requireNonNullElse(dataset.storage(), List.<CapabilityView>of())
              .forEach(this::storage);
        });
    session.hint(
        dataset.snapshots() == 0
            ? "First snapshot:  hevelius create " + name + " \"why it is taken\""
            : "Its snapshots:  hevelius list " + name);
  }

  private void storage(CapabilityView storage) {
    if (storage.capabilities().isEmpty() && storage.problem().isEmpty()) {
      return;
    }
    Console console = session.console();
    console.line();
    console.line(console.bold("What the storage of " + Text.printable(storage.source()) + " can"));
    if (!storage.problem().isEmpty()) {
      console.line("  it can't be asked: " + Text.printable(storage.problem()));
      return;
    }
    Table table = new Table().column("").column("").column("");
    for (CapabilityView.Answer answer : storage.capabilities()) {
      table.row(answer.capability(), answer.available() ? "yes" : "no", answer.note());
    }
    table.print(console, "  ");
  }

  static void print(Session session, DatasetView dataset) {
    Table table = new Table().column("").column("");
    for (String line : dataset.description().lines().toList()) {
      table.row(dataset.description().startsWith(line) ? "description" : "", line);
    }
    for (String source : dataset.sources()) {
      table.row(source.equals(dataset.sources().getFirst()) ? "sources" : "", source);
    }
    for (String exclude : dataset.excludes()) {
      table.row(exclude.equals(dataset.excludes().getFirst()) ? "leaves out" : "", exclude);
    }
    if (!dataset.tags().isEmpty()) {
      table.row("tags", String.join("  ", dataset.tags()));
    }
    table.row("repository", dataset.repository());
    table.row("added", session.times().exact(dataset.created()));
    Instant latest = dataset.latestAt();
    table.row(
        "snapshots",
        latest == null
            ? "none yet"
            : Humans.count(dataset.snapshots())
                + ", the newest "
                + dataset.latest()
                + " of "
                + session.times().minute(latest)
                + " ("
                + session.times().age(latest)
                + ")");
    table.print(session.console(), "  ");
  }
}
