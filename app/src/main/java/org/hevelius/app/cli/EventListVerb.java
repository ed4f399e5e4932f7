package org.hevelius.app.cli;

import java.util.List;
import java.util.stream.Collectors;
import org.hevelius.core.usecase.EventView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    description = {
      "list events, the newest first, with what came of them",
      "",
      "An event that has not ended is being taken in, or was interrupted: its snapshots stand, and"
          + " event emit --id ID --resume takes those that are missing."
    })
final class EventListVerb implements Runnable {
  private final Session session;

  @Option(names = "--dataset", paramLabel = "DATASET", description = "only those about it")
  @Nullable String dataset;

  @Option(names = "--name", paramLabel = "NAME", description = "only those of this name")
  @Nullable String name;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "how many at most, up to 1000 (${DEFAULT-VALUE})")
  int limit = 20;

  EventListVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    List<EventView> events = session.withFacade(home -> home.events().list(dataset, name, limit));
    session.result(events, () -> print(events));
  }

  private void print(List<EventView> events) {
    if (events.isEmpty()) {
      session.console().line("No events.");
      return;
    }
    Table table =
        new Table()
            .column("WHEN (" + session.times().zoneName() + ")")
            .column("EVENT")
            .column("FOR")
            .column("BY")
            .column("CAME OF IT");
    for (EventView event : events) {
      table.row(
          session.times().minute(event.time()),
          EventText.name(event),
          event.dataset(),
          event.by(),
          outcome(event));
    }
    table.print(session.console(), "  ");
  }

  private static String outcome(EventView event) {
    String results =
        event.results().stream()
            .map(
                r ->
                    r.snapshot() == null
                        ? r.dataset() + " " + r.result()
                        : EventText.snapshot(r)
                            + (r.result().equals("taken") ? "" : " (" + r.result() + ")"))
            .collect(Collectors.joining(", "));
    if (event.ended() == null) {
      return "not ended, id " + event.id() + (results.isEmpty() ? "" : ": " + results);
    }
    return results.isEmpty() ? "nobody listened" : results;
  }
}
