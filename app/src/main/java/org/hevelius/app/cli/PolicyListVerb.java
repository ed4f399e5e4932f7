package org.hevelius.app.cli;

import java.util.List;
import org.hevelius.core.usecase.PolicyView;
import picocli.CommandLine.Command;

@Command(name = "list", description = "list all policies")
final class PolicyListVerb implements Runnable {
  private final Session session;

  PolicyListVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    List<PolicyView> all = session.withFacade(home -> home.policies().list());
    session.result(all, () -> print(all));
  }

  private void print(List<PolicyView> all) {
    if (all.isEmpty()) {
      session.console().line("There is no policy yet.");
      session.hint("Add some:  hevelius policy apply FILE");
      return;
    }
    Table table =
        new Table()
            .column("POLICY")
            .column("STATE")
            .column("SCOPES")
            .column("TEMPLATE")
            .number("DATASETS")
            .column("FROM");
    for (PolicyView policy : all) {
      table.row(
          policy.name(),
          policy.state(),
          String.join(", ", policy.scopes()),
          policy.template() == null ? "" : policy.template(),
          Humans.count(policy.datasets().size()),
          policy.file() + ":" + policy.line());
    }
    table.print(session.console(), "  ");
  }
}
