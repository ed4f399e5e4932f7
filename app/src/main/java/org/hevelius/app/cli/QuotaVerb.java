package org.hevelius.app.cli;

import picocli.CommandLine.Command;

@Command(
    name = "quota",
    description = {
      "set, show and expand the quotas of views",
      "",
      "Budgets, thresholds and growth by itself stand in storage.yaml in the home; see"
          + " docs/storage-views.md."
    },
    footer = {"", "More on each: hevelius help quota expand"},
    subcommands = {QuotaSetVerb.class, QuotaListVerb.class, QuotaExpandVerb.class})
final class QuotaVerb implements Runnable {
  @Override
  public void run() {
    throw Groups.needsVerb("quota", "set", "list", "expand");
  }
}
