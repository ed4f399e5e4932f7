package org.hevelius.app.cli;

import picocli.CommandLine.Command;

@Command(
    name = "alert",
    description = {
      "show what is wrong, and say that you look after it",
      "",
      "An alert is open until what it tells of is well again. Channels with \"after\" in"
          + " notifications.yaml are told of what is open so long, unless somebody has"
          + " acknowledged it."
    },
    footer = {"", "More on each: hevelius help alert ack"},
    subcommands = {AlertListVerb.class, AlertAckVerb.class})
final class AlertVerb implements Runnable {
  @Override
  public void run() {
    throw Groups.needsVerb("alert", "list", "ack");
  }
}
