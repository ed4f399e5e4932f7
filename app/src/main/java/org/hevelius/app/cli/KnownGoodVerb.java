package org.hevelius.app.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.usecase.Mark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
      "All of a mission:       hevelius known-good 'cosmos7/**@latest'",
      "The last good version:  hevelius list cosmos7/raw --known-good"
    })
final class KnownGoodVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(
      paramLabel = "REF",
      arity = "0..*",
      description = "the snapshot, such as cosmos7/raw@12; or several, or 'cosmos7/**@latest'")
  List<String> references = List.of();

  @Option(names = "--note", paramLabel = "T", description = "how it was found")
  String note = "";

  @Option(names = "--remove", description = "take the mark away")
  boolean remove;

  @Mixin MarkSeveral several = new MarkSeveral();

  KnownGoodVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (several.isAsked(references)) {
      return several.run(session, references, null, new Mark.Good(!remove, note), _ -> said());
    }
    String one = SnapshotChoice.one(references);
    Snapshot marked = session.withFacade(h -> h.snapshots().knownGood(one, !remove, note));
    MarkText.print(session, marked, said());
    return ExitCode.DONE.number();
  }

  private String said() {
    return remove
        ? "no longer marked as known good"
        : "known good" + (note.isEmpty() ? "" : " (\"" + note + "\")");
  }
}
