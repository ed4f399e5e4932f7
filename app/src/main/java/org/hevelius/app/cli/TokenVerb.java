package org.hevelius.app.cli;

import picocli.CommandLine.Command;

@Command(
    name = "token",
    description = {
      "create, list and revoke the tokens by which programs use the service",
      "",
      "A token acts for a user and can be limited to less than the user may. It is shown once;"
          + " Hevelius keeps its hash."
    },
    footer = {"", "More on each: hevelius help token create"},
    subcommands = {TokenCreateVerb.class, TokenListVerb.class, TokenRevokeVerb.class})
final class TokenVerb implements Runnable {
  @Override
  public void run() {
    throw Groups.needsVerb("token", "create", "list", "revoke");
  }
}
