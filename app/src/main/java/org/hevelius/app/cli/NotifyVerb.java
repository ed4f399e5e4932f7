package org.hevelius.app.cli;

import picocli.CommandLine.Command;

@Command(
    name = "notify",
    description = {
      "show the channels by which people are told, and try them",
      "",
      "Channels stand in notifications.yaml in the home: mail, signed webhooks, Slack's incoming"
          + " webhooks and pings as Healthchecks takes them. The service tells them of runs that"
          + " failed or were missed, and of snapshots that are too old."
    },
    footer = {"", "More on each: hevelius help notify test"},
    subcommands = {NotifyListVerb.class, NotifyTestVerb.class})
final class NotifyVerb implements Runnable {
  @Override
  public void run() {
    throw Groups.needsVerb("notify", "list", "test");
  }
}
