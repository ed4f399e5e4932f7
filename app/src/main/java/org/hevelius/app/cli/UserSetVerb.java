package org.hevelius.app.cli;

import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.Grant;
import org.hevelius.core.access.Password;
import org.hevelius.core.usecase.Accounts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "set",
    description = {
      "change the roles or the password of a user",
      "",
      "Roles that are given take the place of all that the user has, and count from the next"
          + " request on. Another password ends the user's sessions; tokens stay."
    },
    footer = {
      "",
      "hevelius user set sam --role operator --on cosmos7/raw --role viewer",
      "hevelius user set sam --password"
    })
final class UserSetVerb implements Runnable {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "the user")
  String name = "";

  @Option(names = "--password", description = "ask for a new password")
  boolean ask;

  @Mixin GrantOptions roles = new GrantOptions();
  @Mixin PasswordOptions password = new PasswordOptions();

  UserSetVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    List<Grant> grants = roles.grants();
    if (grants.isEmpty() && !ask && !password.none && password.file == null) {
      throw new HeveliusException(
          Category.INVALID,
          "nothing is to be changed",
          "see what can be: hevelius user set --help");
    }
    password.check(ask);
    Password chosen = ask ? PasswordOptions.typed(session, name) : password.fromFile(session);
    Accounts.Change change =
        new Accounts.Change(name, grants.isEmpty() ? null : grants, chosen, password.none);
    Accounts.View changed = session.withFacade(home -> home.accounts().change(change));
    session.result(
        changed,
        () -> {
          session
              .console()
              .line("User " + changed.name() + " changed: " + GrantOptions.text(changed.grants()));
          if (chosen != null) {
            session.console().line("The new password counts from now on; all sessions ended.");
          } else if (password.none) {
            session.console().line("There is no password any more; all sessions ended.");
          }
        });
  }
}
