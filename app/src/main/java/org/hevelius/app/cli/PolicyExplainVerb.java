package org.hevelius.app.cli;

import org.hevelius.core.usecase.PolicyView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "explain",
    description = {
      "say what holds for a dataset, and where each value comes from",
      "",
      "Defaults give way to the template, the template to policies, a broader policy to a nearer"
          + " one."
    })
final class PolicyExplainVerb implements Runnable {
  private final Session session;

  @Parameters(paramLabel = "DATASET", description = "a dataset")
  String dataset = "";

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
    session.hint(
        "When it runs: hevelius policy next %s        What stands then: hevelius policy simulate %s"
            .formatted(explained.dataset(), explained.dataset()));
  }
}
