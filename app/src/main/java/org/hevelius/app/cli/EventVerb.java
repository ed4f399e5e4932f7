package org.hevelius.app.cli;

import picocli.CommandLine.Command;

@Command(
    name = "event",
    description = {
      "tell of something that happened, so that snapshots are taken",
      "",
      "A policy says which events it listens to (docs/events.md). Every event is recorded, with the"
          + " snapshots that it caused."
    },
    footer = {"", "More on each: hevelius help event emit"},
    subcommands = {EventEmitVerb.class, EventListVerb.class})
final class EventVerb implements Runnable {
  @Override
  public void run() {
    throw Groups.needsVerb("event", "emit", "list");
  }
}
