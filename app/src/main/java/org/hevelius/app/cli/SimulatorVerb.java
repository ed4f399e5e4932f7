package org.hevelius.app.cli;

import picocli.CommandLine.Command;

@Command(
    name = "simulator",
    description = {
      "run a stand-in for a storage system, for tests and evaluation",
      "",
      "It answers as the system would, over a directory of this machine. No data of yours belongs"
          + " there."
    },
    footer = {"", "More: hevelius help simulator vast"},
    subcommands = {SimulatorVastVerb.class})
final class SimulatorVerb implements Runnable {
  @Override
  public void run() {
    throw Groups.needsVerb("simulator", "vast");
  }
}
