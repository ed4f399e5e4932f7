package org.hevelius.app.cli;

import org.hevelius.core.access.ApiToken;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "revoke",
    description = {
      "revoke a token",
      "",
      "From the next request on nobody gets in by it. It can't be brought back."
    },
    footer = {"", "hevelius token revoke hev_5tGh0aQz"})
final class TokenRevokeVerb implements Runnable {
  private final Session session;

  @Parameters(paramLabel = "PREFIX", description = "the beginning that `token list` shows")
  String prefix = "";

  @Option(names = "--dry-run", description = "show which token it is and end")
  boolean dryRun;

  @Option(names = "--yes", description = "don't ask")
  boolean yes;

  TokenRevokeVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    ApiToken revoked =
        session.withFacade(
            home -> {
              ApiToken token = home.accounts().token(prefix);
              if (!session.json()) {
                session
                    .console()
                    .line(
                        "Token %s of %s (%s) would be revoked."
                            .formatted(
                                token.prefix(), token.owner(), Text.printable(token.name())));
              }
              if (dryRun) {
                return token;
              }
              session.approve("the revocation of " + token.prefix(), yes);
              return home.accounts().revoke(token.prefix());
            });
    session.result(
        revoked,
        () ->
            session
                .console()
                .line(
                    dryRun
                        ? "Nothing was changed: a dry run."
                        : "Revoked token " + revoked.prefix() + "."));
  }
}
