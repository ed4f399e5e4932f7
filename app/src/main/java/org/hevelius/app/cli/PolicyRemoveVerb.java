package org.hevelius.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "remove", description = "remove a policy; its snapshots stay")
final class PolicyRemoveVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "a policy")
  String name = "";

  @Option(names = "--dry-run", description = "show what would go and end")
  boolean dryRun;

  @Option(names = "--yes", description = "don't ask")
  boolean yes;

  PolicyRemoveVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return session.withFacade(
        home -> PolicyText.carryOut(session, home, home.policies().planRemove(name), dryRun, yes));
  }
}
