package org.hevelius.app.cli;

import java.util.List;
import java.util.Optional;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.snapshot.Reference;
import org.hevelius.core.tree.Names;
import org.hevelius.core.usecase.Facade;
import org.hevelius.core.usecase.FileVersionView;
import org.hevelius.core.usecase.FileVersionView.State;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "history",
    description = {
      "show every version of one file, deleted ones too",
      "",
      "Newest first, each with the first snapshot that has it so, and what changed in the content."
          + " A path alone is looked up among the sources of the datasets."
    },
    footer = {
      "",
      "hevelius history cosmos7/raw:events/night_0412.fits",
      "cd /data/raw && hevelius history events/night_0412.fits"
    })
final class HistoryVerb implements Runnable {
  private final Session session;

  @Parameters(
      paramLabel = "DATASET:PATH",
      description = "the file, as DATASET:PATH or as a path on this machine")
  String target = "";

  @Option(names = "--no-content", description = "don't compare contents, which reads each version")
  boolean noContent;

  HistoryVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    try (Interruption interruption = session.interruption()) {
      session.<Boolean>withFacade(
          home -> {
            String place = place(home);
            Facade.FindUses finds = home.finds();
            List<FileVersionView> lines =
                finds.lines(place, !noContent, new Indexing(session), interruption);
            Indexing.tellSkipped(session, finds);
            session.result(lines, () -> print(place, lines));
            return true;
          });
    }
  }

  private String place(Facade home) {
    Reference.Split split = Reference.split(target);
    if (split.path().isPresent() && isDataset(split.head())) {
      return target;
    }
    return home.datasets().locate(SourceArguments.absolute(target, session.workingDirectory()));
  }

  private static boolean isDataset(String head) {
    int at = head.indexOf('@');
    try {
      DatasetName.of(at < 0 ? head : head.substring(0, at));
      return true;
    } catch (HeveliusException e) {
      return false;
    }
  }

  private void print(String place, List<FileVersionView> lines) {
    Times times = session.times();
    Table table = new Table().column("").column("").number("").column("").column("");
    for (FileVersionView line : lines) {
      State state = State.of(line.state());
      String summary = state == State.METADATA ? "" : line.summary();
      table.row(
          "@" + line.version(),
          times.minute(line.createdAt()),
          state == State.DELETED ? "-" : Humans.bytes(line.size()),
          state.text(),
          summary.isEmpty() ? "" : "(" + summary + ")");
    }
    table.print(session.console(), "  ");
    Reference.Split split = Reference.split(place);
    String head = split.head();
    int at = head.indexOf('@');
    Optional<FileVersionView> content =
        lines.stream().filter(line -> State.of(line.state()) != State.DELETED).findFirst();
    session.hint(
        "times in "
            + times.zoneName()
            + content
                .map(
                    line ->
                        "      one of them: hevelius cat "
                            + (at < 0 ? head : head.substring(0, at))
                            + "@"
                            + line.lastVersion()
                            + " "
                            + Text.word(Names.parse(split.path().orElse(""))))
                .orElse(""));
  }
}
