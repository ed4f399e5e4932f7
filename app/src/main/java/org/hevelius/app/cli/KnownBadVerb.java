package org.hevelius.app.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.usecase.Lineage;
import org.hevelius.core.usecase.Mark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
      "All of a night:       hevelius known-bad 'cosmos7/**' --since 2026-11-20 --note \"fogged\"",
      "What it has spoiled:  hevelius lineage cosmos7/raw@12 --impact"
    })
final class KnownBadVerb implements Callable<Integer> {
  private record Marked(Snapshot snapshot, List<Lineage.Step> spoiled) {}

  private final Session session;

  @Parameters(
      paramLabel = "REF",
      arity = "0..*",
      description = "the snapshot, such as cosmos7/raw@12; or several, or 'cosmos7/**@latest'")
  List<String> references = List.of();

  @Option(names = "--note", paramLabel = "T", description = "what is wrong")
  String note = "";

  @Option(names = "--remove", description = "take the mark away")
  boolean remove;

  @Mixin MarkSeveral several = new MarkSeveral();

  KnownBadVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    for (String word : references) {
      if (word.chars().anyMatch(Character::isWhitespace)) {
        throw new HeveliusException(
            Category.INVALID,
            "\"" + word + "\" is no reference: there is no blank in one",
            "if it says what is wrong, write: --note \"" + word + "\"");
      }
    }
    if (several.isAsked(references)) {
      return several.run(session, references, null, new Mark.Bad(!remove, note), _ -> said());
    }
    String reference = SnapshotChoice.one(references);
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
    MarkText.print(session, snapshot, said());
    if (!remove && !marked.spoiled().isEmpty()) {
      session.hint(
          "%s made from it: hevelius lineage %s --impact"
              .formatted(
                  Humans.count(marked.spoiled().size(), "snapshot was", "snapshots were"),
                  snapshot.reference()));
    }
    return ExitCode.DONE.number();
  }

  private String said() {
    return remove
        ? "no longer marked as known bad"
        : "known bad" + (note.isEmpty() ? "" : " (\"" + note + "\")");
  }
}
