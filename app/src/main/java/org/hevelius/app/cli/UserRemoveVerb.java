package org.hevelius.app.cli;

import org.hevelius.core.usecase.Accounts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "remove",
    description = {
      "remove a user with all tokens and sessions",
      "",
      "From the next request on nobody gets in by them. What the user did stays in the audit trail."
    },
    footer = {"", "hevelius user remove sam"})
final class UserRemoveVerb implements Runnable {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "the user")
  String name = "";

  @Option(names = "--dry-run", description = "show what would be removed and end")
  boolean dryRun;

  @Option(names = "--yes", description = "don't ask")
  boolean yes;

  UserRemoveVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    Accounts.Removal removed =
        session.withFacade(
            home -> {
              Accounts.Removal plan = home.accounts().plan(name);
              if (!session.json()) {
                show(plan);
              }
              if (dryRun) {
                return plan;
              }
              session.approve("the removal of user " + name, yes);
              home.accounts().remove(plan);
              return plan;
            });
    session.result(
        removed,
        () ->
            session
                .console()
                .line(dryRun ? "Nothing was changed: a dry run." : "Removed user " + name + "."));
  }

  private void show(Accounts.Removal plan) {
    session
        .console()
        .line(
            "User %s (%s) would be removed with %s and %s."
                .formatted(
                    plan.user().name(),
                    GrantOptions.text(plan.user().grants()),
                    Humans.count(plan.tokens().size(), "token", "tokens"),
                    Humans.count(plan.sessions(), "session", "sessions")));
    plan.tokens()
        .forEach(
            token ->
                session
                    .console()
                    .line("  " + token.prefix() + "  " + Text.printable(token.name())));
  }
}
