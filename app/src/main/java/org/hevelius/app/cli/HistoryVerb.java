package org.hevelius.app.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.find.FileInterval;
import org.hevelius.core.snapshot.Reference;
import org.hevelius.core.tree.Names;
import org.hevelius.core.tree.TreeEntry;
import org.hevelius.core.usecase.Finds.FileVersion;
import org.hevelius.core.usecase.Hevelius;
import org.jspecify.annotations.Nullable;
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
  /** What became of a file in a version. */
  private enum State {
    FIRST_SEEN("first seen"),
    CHANGED("changed"),
    METADATA("same content, other metadata"),
    BACK("back again"),
    DELETED("deleted");

    private final String text;

    State(String text) {
      this.text = text;
    }
  }

  /** What {@code --json} prints of one version. */
  record Document(
      String reference,
      long version,
      long lastVersion,
      Instant createdAt,
      String state,
      String path,
      String type,
      long size,
      Instant modified,
      String mode,
      String summary) {}

  private record Line(FileVersion version, State state) {}

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
      session.<Boolean>withHome(
          home -> {
            String place = place(home);
            List<Line> lines =
                lines(home.finds().history(place, !noContent, new Indexing(session), interruption));
            session.result(
                lines.stream().map(line -> document(place, line)).toList(),
                () -> print(place, lines));
            return true;
          });
    }
  }

  private String place(Hevelius home) {
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

  private static List<Line> lines(List<FileVersion> newestFirst) {
    List<Line> lines = new ArrayList<>();
    FileVersion before = null;
    for (FileVersion version : newestFirst.reversed()) {
      lines.add(new Line(version, state(before, version)));
      before = version;
    }
    return lines.reversed();
  }

  private static State state(@Nullable FileVersion before, FileVersion now) {
    if (now.gone()) {
      return State.DELETED;
    }
    if (before == null) {
      return State.FIRST_SEEN;
    }
    if (before.gone()) {
      return State.BACK;
    }
    FileInterval was = before.interval();
    FileInterval is = now.interval();
    boolean same = was.contentKey() != null && was.contentKey().equals(is.contentKey());
    return same && was.type() == is.type() && is.type() == TreeEntry.Type.FILE
        ? State.METADATA
        : State.CHANGED;
  }

  private static Document document(String place, Line line) {
    FileVersion version = line.version();
    FileInterval file = version.interval();
    return new Document(
        version.snapshot().reference(),
        version.snapshot().version(),
        version.last(),
        version.snapshot().createdAt(),
        line.state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        Reference.split(place).path().orElse(""),
        file.type().name().toLowerCase(Locale.ROOT),
        file.size(),
        file.modified(),
        String.format(Locale.ROOT, "%04o", file.mode()),
        version.summary());
  }

  private void print(String place, List<Line> lines) {
    Times times = session.times();
    Table table = new Table().column("").column("").number("").column("").column("");
    for (Line line : lines) {
      FileVersion version = line.version();
      String summary = line.state() == State.METADATA ? "" : version.summary();
      table.row(
          "@" + version.snapshot().version(),
          times.minute(version.snapshot().createdAt()),
          version.gone() ? "-" : Humans.bytes(version.interval().size()),
          line.state().text,
          summary.isEmpty() ? "" : "(" + summary + ")");
    }
    table.print(session.console(), "  ");
    Reference.Split split = Reference.split(place);
    String head = split.head();
    int at = head.indexOf('@');
    Optional<Line> content = lines.stream().filter(line -> !line.version().gone()).findFirst();
    session.hint(
        "times in "
            + times.zoneName()
            + content
                .map(
                    line ->
                        "      one of them: hevelius cat "
                            + (at < 0 ? head : head.substring(0, at))
                            + "@"
                            + line.version().last()
                            + " "
                            + Text.word(Names.parse(split.path().orElse(""))))
                .orElse(""));
  }
}
