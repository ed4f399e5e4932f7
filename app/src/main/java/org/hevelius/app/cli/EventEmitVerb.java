package org.hevelius.app.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.snapshot.Tags;
import org.hevelius.core.usecase.EventView;
import org.hevelius.core.usecase.Events;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "emit",
    description = {
      "tell of an event; datasets whose policy listens to it get a snapshot",
      "",
      "Snapshots are taken now. With --id an event is taken in once: the same id again gets the"
          + " first answer."
    },
    footer = {
      "",
      "hevelius event emit phase-complete --dataset cosmos7/** --attribute phase=2",
      "hevelius event emit calibration-change --dataset cosmos7/raw --phase before",
      "",
      "Exit code 1: not every dataset that listens has its snapshot whole. 3: nobody listens."
    })
final class EventEmitVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "what happened, such as phase-complete")
  String name = "";

  @Option(
      names = "--dataset",
      paramLabel = "DATASET",
      required = true,
      description = "a dataset; cosmos7/** for it and all below, ** for all")
  String dataset = "";

  @Option(
      names = {"-a", "--attribute"},
      paramLabel = "KEY=VALUE",
      description = "what is known of it; may be given again")
  List<String> attributes = List.of();

  @Option(
      names = "--phase",
      paramLabel = "PHASE",
      description = "for one half of a pair: before or after")
  String phase = "";

  @Option(names = "--id", paramLabel = "KEY", description = "names exactly this event")
  @Nullable String id;

  @Option(
      names = "--resume",
      description = "go on with the event of this --id that was interrupted")
  boolean resume;

  EventEmitVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (resume && id == null) {
      throw new HeveliusException(
          Category.INVALID,
          "--resume goes on with an event, and --id doesn't name it",
          "ids of events: hevelius event list");
    }
    Map<String, String> known = new LinkedHashMap<>();
    for (String attribute : attributes) {
      Map.Entry<String, String> entry = Tags.parse(attribute);
      if (known.put(entry.getKey(), entry.getValue()) != null) {
        throw new HeveliusException(
            Category.INVALID, "the attribute " + entry.getKey() + " is given twice");
      }
    }
    Events.Request request = new Events.Request(name, dataset, phase, known, id, resume);
    try (Interruption interruption = session.interruption()) {
      EventView view =
          session.withFacade(home -> home.events().emit(request, session.phases(), interruption));
      session.result(view, () -> print(view));
      return code(view).number();
    }
  }

  private static ExitCode code(EventView view) {
    if (view.results().isEmpty()) {
      return ExitCode.NOT_FOUND;
    }
    return view.isComplete() ? ExitCode.DONE : ExitCode.DIFFERENT;
  }

  private void print(EventView view) {
    Console console = session.console();
    console.line(
        "Event %s  for %s%s"
            .formatted(
                console.bold(EventText.name(view)),
                view.dataset(),
                view.repeated()
                    ? "  (taken in before, at " + session.times().exact(view.time()) + ")"
                    : ""));
    Table table = new Table().column("").column("").column("").column("");
    view.results()
        .forEach(r -> table.row(r.dataset(), r.result(), EventText.snapshot(r), r.detail()));
    table.print(console, "  ");
    view.notes().forEach(note -> console.error("note: " + Text.printable(note)));
    for (EventView.Result result : view.results()) {
      String before = result.before();
      if (before != null) {
        session.hint("What changed: hevelius diff " + before + " " + EventText.snapshot(result));
      }
    }
  }
}
