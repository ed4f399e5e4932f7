package org.hevelius.app.cli;

import java.time.Instant;
import java.util.List;
import org.hevelius.core.access.ApiToken;
import org.hevelius.core.usecase.Accounts;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    description = "list tokens: whose they are, what for, when they were used last",
    footer = {"", "hevelius token list --user sam"})
final class TokenListVerb implements Runnable {
  private final Session session;

  @Option(names = "--user", paramLabel = "NAME", description = "only the tokens of this user")
  @Nullable String user;

  TokenListVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    List<ApiToken> tokens =
        session.withFacade(
            home -> user == null ? home.accounts().tokens() : home.accounts().plan(user).tokens());
    session.result(tokens, () -> print(tokens));
  }

  private void print(List<ApiToken> tokens) {
    if (tokens.isEmpty()) {
      session.console().line("There is no token.");
      session.hint("Make one:  hevelius token create \"what it is for\" --user NAME");
      return;
    }
    Table table =
        new Table()
            .column("TOKEN")
            .column("USER")
            .column("LAST USED")
            .column("EXPIRES")
            .column("LIMITED TO")
            .column("FOR");
    for (ApiToken token : tokens) {
      table.row(
          token.prefix(),
          token.owner(),
          age(token.lastUsed(), "never"),
          expiry(token),
          token.limits().equals(Accounts.UNLIMITED)
              ? "all of the user"
              : GrantOptions.text(token.limits()),
          token.name());
    }
    table.print(session.console(), "  ");
  }

  private String expiry(ApiToken token) {
    String age = age(token.expires(), "never");
    return token.hasExpired(session.clock().instant()) ? "expired " + age : age;
  }

  private String age(@Nullable Instant time, String without) {
    return time == null ? without : session.times().age(time);
  }
}
