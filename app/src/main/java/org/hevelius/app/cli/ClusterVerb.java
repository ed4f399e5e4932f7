package org.hevelius.app.cli;

import picocli.CommandLine.Command;

@Command(
    name = "cluster",
    description = {
      "add, show and remove the VAST clusters that a home knows",
      "",
      "They stand in clusters.yaml in the home, with the place of each secret and never the secret."
    },
    footer = {"", "More on each: hevelius help cluster add"},
    subcommands = {
      ClusterAddVerb.class,
      ClusterListVerb.class,
      ClusterShowVerb.class,
      ClusterRemoveVerb.class
    })
final class ClusterVerb implements Runnable {
  @Override
  public void run() {
    throw Groups.needsVerb("cluster", "add", "list", "show", "remove");
  }
}
