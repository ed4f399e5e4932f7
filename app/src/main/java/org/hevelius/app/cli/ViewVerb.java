package org.hevelius.app.cli;

import picocli.CommandLine.Command;

@Command(
    name = "view",
    description = {
      "make and show views of storage: of VAST clusters, and ZFS datasets",
      "",
      "A view is tuned to how its data is read, may have a quota, and can be the source of a"
          + " dataset. docs/storage-views.md says what each profile sets."
    },
    footer = {"", "More on each: hevelius help view create"},
    subcommands = {ViewCreateVerb.class, ViewListVerb.class, ViewShowVerb.class})
final class ViewVerb implements Runnable {
  @Override
  public void run() {
    throw Groups.needsVerb("view", "create", "list", "show");
  }
}
