package org.hevelius.app.cli;

import java.util.List;
import org.hevelius.core.usecase.Accounts;
import picocli.CommandLine.Command;

@Command(
    name = "list",
    description = "list the users of the service with their roles",
    footer = {"", "hevelius user list --json"})
final class UserListVerb implements Runnable {
  private final Session session;

  UserListVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    List<Accounts.View> users = session.withFacade(home -> home.accounts().users());
    session.result(users, () -> print(users));
  }

  private void print(List<Accounts.View> users) {
    if (users.isEmpty()) {
      session.console().line("There is no user yet: nobody can use the service.");
      session.hint("Add the first administrator:  hevelius user add NAME --role admin");
      return;
    }
    Table table =
        new Table()
            .column("USER")
            .column("PASSWORD")
            .number("TOKENS")
            .number("SESSIONS")
            .column("ROLES");
    for (Accounts.View user : users) {
      table.row(
          user.name(),
          user.password() ? "yes" : "none",
          Humans.count(user.tokens()),
          Humans.count(user.sessions()),
          GrantOptions.text(user.grants()));
    }
    table.print(session.console(), "  ");
  }
}
