package org.hevelius.app.cli;

import org.hevelius.core.snapshot.Snapshot;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "known-good",
    description = {
      "say that the data of a snapshot was found to be good",
      "",
      "The newest known-good snapshot of a dataset is never forgotten by cleanup."
    },
    footer = {
      "",
      "hevelius known-good cosmos7/raw@12 --note \"passed the photometry suite\"",
      "The last good version:  hevelius list cosmos7/raw --known-good"
    })
final class KnownGoodVerb implements Runnable {
  private final Session session;

  @Parameters(paramLabel = "REF", description = "the snapshot, such as cosmos7/raw@12")
  String reference = "";

  @Option(names = "--note", paramLabel = "T", description = "how it was found")
  String note = "";

  @Option(names = "--remove", description = "take the mark away")
  boolean remove;

  KnownGoodVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    Snapshot marked = session.withFacade(h -> h.snapshots().knownGood(reference, !remove, note));
    MarkText.print(
        session,
        marked,
        remove
            ? "no longer marked as known good"
            : "known good" + (note.isEmpty() ? "" : " (\"" + note + "\")"));
  }
}
