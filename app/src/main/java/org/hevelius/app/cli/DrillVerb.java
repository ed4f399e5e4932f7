package org.hevelius.app.cli;

import picocli.CommandLine.Command;

@Command(
    name = "drill",
    description = {
      "rehearse a restore, and keep the evidence",
      "",
      "A drill brings a snapshot back into a scratch directory, compares every byte with the"
          + " capture, runs the dataset's own check, measures how long it took, and removes what it"
          + " made. It never touches live data. A policy can ask for drills (docs/drills.md)."
    },
    footer = {"", "More on each: hevelius help drill run"},
    subcommands = {
      DrillRunVerb.class,
      DrillListVerb.class,
      DrillShowVerb.class,
      DrillNoteVerb.class,
      DrillReportVerb.class
    })
final class DrillVerb implements Runnable {
  @Override
  public void run() {
    throw Groups.needsVerb("drill", "run", "list", "show", "note", "report");
  }
}
