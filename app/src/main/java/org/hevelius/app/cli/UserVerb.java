package org.hevelius.app.cli;

import picocli.CommandLine.Command;

@Command(
    name = "user",
    description = {
      "add, list, change and remove the users of the service",
      "",
      "A user has roles on datasets. Roles, each with all that the one before may:",
      "  viewer      look, search, compare, download",
      "  researcher  take and describe snapshots, restore into another directory",
      "  operator    restore in place, hold, delete, clean up, check and repair",
      "  admin       change datasets, policies, repositories, users and tokens",
      "Who can read the home needs no user: these verbs work on it directly."
    },
    footer = {"", "More on each: hevelius help user add"},
    subcommands = {UserAddVerb.class, UserListVerb.class, UserSetVerb.class, UserRemoveVerb.class})
final class UserVerb implements Runnable {
  @Override
  public void run() {
    throw Groups.needsVerb("user", "add", "list", "set", "remove");
  }
}
