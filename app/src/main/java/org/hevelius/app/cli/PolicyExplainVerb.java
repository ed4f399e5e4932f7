package org.hevelius.app.cli;

import java.util.List;
import org.hevelius.core.usecase.PolicyView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "explain",
    description = {
      "say what holds for a dataset, and where each value comes from",
      "",
      "Defaults give way to the template, the template to policies, a broader policy to a nearer"
          + " one.",
      "",
      "Storage such as VAST can take snapshots by itself, in frames: an interval, a start in UTC"
          + " and how long each is kept. --frames shows which schedules these can say exactly, and"
          + " what they can't of the others. With native-schedule: true in the policy the storage"
          + " is given these, and both halves are shown as they are in effect."
    })
final class PolicyExplainVerb implements Runnable {
  private final Session session;

  @Parameters(paramLabel = "DATASET", description = "a dataset")
  String dataset = "";

  @Option(names = "--frames", description = "also show the schedules as frames of such storage")
  boolean frames;

  PolicyExplainVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    PolicyView.Explained explained = session.withFacade(home -> home.policies().explain(dataset));
    session.result(explained, () -> print(explained));
  }

  private void print(PolicyView.Explained explained) {
    PolicyText.head(
        session,
        explained.dataset(),
        explained.policies(),
        explained.simulated(),
        explained.drafts());
    Table table = new Table().column("").column("VALUE").column("FROM");
    for (PolicyView.Value value : explained.values()) {
      table.row(
          value.key(),
          value.value(),
          value.from()
              + (value.overrides().isEmpty()
                  ? ""
                  : "  (over " + String.join("; ", value.overrides()) + ")"));
    }
    table.print(session.console(), "  ");
    session.console().line("Kept:");
    explained.keeps().forEach(keep -> session.console().line("  " + Text.printable(keep)));
    PolicyView.Handover storage = explained.storage();
    if (storage != null) {
      print(storage);
    }
    if (frames) {
      print(explained.frames());
    }
    session.hint(
        "When it runs: hevelius policy next %s        What stands then: hevelius policy simulate %s"
            .formatted(explained.dataset(), explained.dataset()));
  }

  /** Both halves, as they are in effect. */
  private void print(PolicyView.Handover halves) {
    Console console = session.console();
    if (!halves.trouble().isEmpty()) {
      console.line(
          console.yellow("Not in effect on the storage: " + Text.printable(halves.trouble())));
    }
    if (!halves.storage().isEmpty()) {
      console.line(
          "The storage takes and expires, by %s:".formatted(Text.printable(halves.name())));
      halves.storage().forEach(line -> console.line("  " + Text.printable(line)));
      console.line("  Hevelius lists each as a version, with tags and milestone; it removes none.");
    }
    if (!halves.hevelius().isEmpty()) {
      console.line("Hevelius takes, and forgets by the rules above:");
      halves.hevelius().forEach(line -> console.line("  " + Text.printable(line)));
    }
    if (!halves.copies().isEmpty()) {
      console.line("The storage copies:");
      halves.copies().forEach(line -> console.line("  " + Text.printable(line)));
    }
  }

  private void print(List<PolicyView.Framed> schedules) {
    session.console().line("As frames:" + (schedules.isEmpty() ? " there is no schedule" : ""));
    Table table = new Table().column("").column("");
    for (PolicyView.Framed schedule : schedules) {
      String name = schedule.schedule();
      for (String frame : schedule.frames()) {
        table.row(name, frame);
        name = "";
      }
      for (String why : schedule.why()) {
        table.row(name, "no frame: " + why);
        name = "";
      }
    }
    table.print(session.console(), "  ");
  }
}
