package org.hevelius.app.cli;

import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.Grant;
import org.hevelius.core.access.Password;
import org.hevelius.core.usecase.Accounts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "add",
    description = {
      "add a user of the service",
      "",
      "Asks for a password unless it comes from a file. No service needs to run: this is how the"
          + " first administrator is made."
    },
    footer = {
      "",
      "The first one:  hevelius user add maya --role admin",
      "A researcher:   hevelius user add sam --role researcher --on 'cosmos7/**' --role viewer",
      "A program:      hevelius user add nightly --role operator --on cosmos7/raw --no-password"
    })
final class UserAddVerb implements Runnable {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "lower-case letters, digits, '.', '_', '-', '@'")
  String name = "";

  @Mixin GrantOptions roles = new GrantOptions();
  @Mixin PasswordOptions password = new PasswordOptions();

  UserAddVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    List<Grant> grants = roles.grants();
    if (grants.isEmpty()) {
      throw new HeveliusException(
          Category.INVALID,
          "a user needs a role",
          "hevelius user add " + name + " --role researcher --on 'cosmos7/**'");
    }
    password.check(false);
    Password chosen =
        password.none
            ? null
            : password.file == null
                ? PasswordOptions.typed(session, name)
                : password.fromFile(session);
    Accounts.View added = session.withFacade(home -> home.accounts().add(name, grants, chosen));
    session.result(
        added,
        () ->
            session
                .console()
                .line("User " + added.name() + " added: " + GrantOptions.text(added.grants())));
    session.hint(
        "A token for programs:  hevelius token create \"what it is for\" --user " + added.name());
  }
}
