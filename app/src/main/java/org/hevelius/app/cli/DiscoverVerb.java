package org.hevelius.app.cli;

import org.hevelius.core.usecase.NativeStores.Candidate;
import org.hevelius.core.usecase.NativeStores.Discovery;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "discover",
    description = {
      "show the storage that can snapshot by itself",
      "",
      "Whatever of it becomes the source of a dataset is captured at once, whatever its size, and"
          + " not copied into the repository. Nothing is changed by looking."
    },
    footer = {
      "",
      "hevelius discover                (all that is known)",
      "hevelius discover zfs            (also zfs:MACHINE, btrfs, vast:CLUSTER)",
      "hevelius dataset add cosmos7/raw --source zfs:tank/raw"
    })
final class DiscoverVerb implements Runnable {
  private final Session session;

  @Parameters(
      paramLabel = "zfs|btrfs|vast:CLUSTER",
      arity = "0..1",
      description = "only this kind, on this machine or cluster")
  @Nullable String what;

  DiscoverVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    Discovery discovery = session.withFacade(home -> home.stores().discover(what));
    session.result(discovery, () -> print(discovery));
  }

  private void print(Discovery discovery) {
    Console console = session.console();
    if (discovery.found().isEmpty()) {
      console.line("No storage was found that can snapshot by itself.");
    } else {
      Table table = new Table().column("SOURCE").number("SIZE").column("PLACE").column("DATASET");
      for (Candidate one : discovery.found()) {
        table.row(
            one.source(),
            one.bytes() == 0 ? "-" : Humans.bytes(one.bytes()),
            one.place().isEmpty() ? "-" : one.place(),
            one.datasets().isEmpty() ? "-" : String.join(", ", one.datasets()));
      }
      table.print(console, "  ");
    }
    discovery.notes().forEach(note -> console.error("note: " + Text.printable(note)));
    discovery.found().stream()
        .filter(one -> one.datasets().isEmpty())
        .findFirst()
        .ifPresent(
            one ->
                session.hint(
                    "Protect one:  hevelius dataset add NAME --source " + Text.word(one.source())));
  }
}
