package org.hevelius.app.cli;

import java.util.List;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.usecase.Lineage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "known-bad",
    description = {
      "say that the data of a snapshot was found to be bad",
      "",
      "It stays, under the same rules as before. It is no longer known good, and list, show and"
          + " lineage warn of it and of all that was made from it."
    },
    footer = {
      "",
      "hevelius known-bad cosmos7/raw@12 --note \"wrong gain in the calibration\"",
      "What it has spoiled:  hevelius lineage cosmos7/raw@12 --impact"
    })
final class KnownBadVerb implements Runnable {
  private record Marked(Snapshot snapshot, List<Lineage.Step> spoiled) {}

  private final Session session;

  @Parameters(paramLabel = "REF", description = "the snapshot, such as cosmos7/raw@12")
  String reference = "";

  @Option(names = "--note", paramLabel = "T", description = "what is wrong")
  String note = "";

  @Option(names = "--remove", description = "take the mark away")
  boolean remove;

  KnownBadVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    Marked marked =
        session.withFacade(
            home -> {
              Snapshot snapshot = home.snapshots().knownBad(reference, !remove, note);
              return new Marked(
                  snapshot,
                  home.lineage()
                      .around(snapshot, Lineage.Direction.IMPACT, Lineage.DEEPEST)
                      .steps());
            });
    Snapshot snapshot = marked.snapshot();
    MarkText.print(
        session,
        snapshot,
        remove
            ? "no longer marked as known bad"
            : "known bad" + (note.isEmpty() ? "" : " (\"" + note + "\")"));
    if (!remove && !marked.spoiled().isEmpty()) {
      session.hint(
          "%s made from it: hevelius lineage %s --impact"
              .formatted(
                  Humans.count(marked.spoiled().size(), "snapshot was", "snapshots were"),
                  snapshot.reference()));
    }
  }
}
