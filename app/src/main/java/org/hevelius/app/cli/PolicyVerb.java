package org.hevelius.app.cli;

import picocli.CommandLine.Command;

@Command(
    name = "policy",
    description = {
      "say what is taken when and how long it is kept",
      "",
      "A policy is written in a file (docs/policies.md) and applied; it holds for the datasets in"
          + " its scopes, and the nearest one wins. cleanup keeps what it says."
    },
    footer = {"", "More on each: hevelius help policy apply"},
    subcommands = {
      PolicyApplyVerb.class,
      PolicyListVerb.class,
      PolicyShowVerb.class,
      PolicyRemoveVerb.class,
      PolicyExplainVerb.class,
      PolicyNextVerb.class,
      PolicySimulateVerb.class,
      PolicySyncVerb.class
    })
final class PolicyVerb implements Runnable {
  @Override
  public void run() {
    throw Groups.needsVerb(
        "policy", "apply", "list", "show", "remove", "explain", "next", "simulate", "sync");
  }
}
