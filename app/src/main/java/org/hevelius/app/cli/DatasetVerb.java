package org.hevelius.app.cli;

import picocli.CommandLine.Command;

@Command(
    name = "dataset",
    description = {
      "add, list, show, change and remove datasets",
      "",
      "A dataset is a named body of data that is versioned as one. Its name may be a path, such as"
          + " cosmos7/raw; its sources are the places where the data lives."
    },
    footer = {"", "More on each: hevelius help dataset add"},
    subcommands = {
      DatasetAddVerb.class,
      DatasetListVerb.class,
      DatasetShowVerb.class,
      DatasetSetVerb.class,
      DatasetRemoveVerb.class
    })
final class DatasetVerb implements Runnable {
  @Override
  public void run() {
    throw Groups.needsVerb("dataset", "add", "list", "show", "set", "remove");
  }
}
