package org.hevelius.app.cli;

import java.util.List;
import java.util.Map;
import org.hevelius.core.usecase.PolicyView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "show what a policy says")
final class PolicyShowVerb implements Runnable {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "a policy")
  String name = "";

  PolicyShowVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    PolicyView policy = session.withFacade(home -> home.policies().show(name));
    session.result(policy, () -> print(policy));
  }

  private void print(PolicyView policy) {
    Console console = session.console();
    console.line(console.bold("Policy " + policy.name()) + "  " + policy.state());
    if (!policy.description().isEmpty()) {
      console.line("  " + Text.printable(policy.description()));
    }
    Table table = new Table().column("").column("");
    table.row("scopes", String.join(", ", policy.scopes()));
    table.row("datasets", datasets(policy.datasets()));
    if (policy.template() != null) {
      table.row("template", policy.template());
    }
    for (Map.Entry<String, String> setting : policy.settings().entrySet()) {
      table.row(setting.getKey(), setting.getValue());
    }
    table.row("from", policy.file() + ":" + policy.line());
    table.print(console, "  ");
    policy.notes().forEach(note -> console.line("note: " + Text.printable(note)));
  }

  private static String datasets(List<String> names) {
    return names.isEmpty() ? "none yet" : String.join(", ", names);
  }
}
