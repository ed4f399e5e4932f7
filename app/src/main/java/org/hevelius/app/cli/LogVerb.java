package org.hevelius.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.compare.DiffResult;
import org.hevelius.core.json.JsonArray;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.usecase.ChangeLog.Changes;
import org.hevelius.core.usecase.ChangeLog.Count;
import org.hevelius.core.usecase.ChangeLog.Entry;
import org.hevelius.core.usecase.ChangeLog.NotableFile;
import org.hevelius.core.usecase.Hevelius;
import org.hevelius.core.usecase.LogView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "log",
    description = {
      "show what changed from version to version of a dataset",
      "",
      "Newest first, each against the version before it. M is changed content, A added, D deleted,"
          + " R renamed, T of another type; of each version the largest files are named. Only"
          + " listings are compared, no file is read."
    },
    footer = {
      "",
      "hevelius log cosmos7/raw --since 14d",
      "hevelius log cosmos7/raw --author maya --files 20",
      "All changes of one version:  hevelius diff cosmos7/raw@11 cosmos7/raw@12"
    })
final class LogVerb implements Runnable {
  private final Session session;

  @Parameters(paramLabel = "DATASET", description = "the dataset")
  String dataset = "";

  @Option(names = "--since", paramLabel = "TIME", description = "only from 14d ago, or a date, on")
  @Nullable String since;

  @Option(names = "--until", paramLabel = "TIME", description = "only up to then; days count whole")
  @Nullable String until;

  @Option(names = "--author", paramLabel = "NAME", description = "only versions of this author")
  @Nullable String author;

  @Option(names = "--limit", paramLabel = "N", description = "only the newest N")
  long limit = Long.MAX_VALUE;

  @Option(names = "--files", paramLabel = "N", description = "name the N largest changes (5)")
  int files = 5;

  LogVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    if (limit < 1) {
      throw new HeveliusException(Category.INVALID, "the limit must be at least 1, not " + limit);
    }
    if (dataset.endsWith("**")) {
      throw new HeveliusException(
          Category.INVALID,
          "a change log is of one dataset",
          "name it; all of them: hevelius dataset list");
    }
    try (Interruption interruption = session.interruption()) {
      boolean any = session.withHome(home -> print(entries(home, interruption)));
      if (!any && !session.json()) {
        session.console().line("No version is like that.");
      }
    }
  }

  private Stream<Entry> entries(Hevelius home, Interruption interruption) {
    Moments moments = new Moments(session.times());
    SnapshotQuery query =
        home.snapshots()
            .query(dataset)
            .between(
                since == null ? null : moments.from(since),
                until == null ? null : moments.until(until));
    return home.changeLog().entries(query, author, files, interruption).limit(limit);
  }

  private boolean print(Stream<Entry> entries) {
    if (session.json()) {
      try (JsonArray array = new JsonArray(session.console()::raw)) {
        entries.forEach(entry -> array.add(LogView.of(entry)));
      }
      return true;
    }
    boolean[] any = {false};
    entries.forEach(
        entry -> {
          if (any[0]) {
            session.console().line();
          }
          any[0] = true;
          print(entry);
        });
    return any[0];
  }

  private void print(Entry entry) {
    Console console = session.console();
    Snapshot snapshot = entry.snapshot();
    String shortName = snapshot.shortName();
    List<String> marks = LineageText.marks(snapshot);
    console.line(
        console.bold(snapshot.reference())
            + "  "
            + session.times().minute(snapshot.createdAt())
            + "  "
            + Text.printable(snapshot.author())
            + (shortName == null ? "" : "  " + shortName)
            + (marks.isEmpty() ? "" : "  " + String.join(", ", marks)));
    snapshot.description().lines().forEach(line -> console.line("    " + Text.printable(line)));
    String milestone = snapshot.milestone();
    if (milestone != null) {
      console.line("  milestone " + Text.printable(milestone));
    }
    if (!snapshot.tags().isEmpty()) {
      console.line("  tags " + Text.printable(String.join("  ", snapshot.tagTexts())));
    }
    SnapshotText.git(snapshot.git()).ifPresent(git -> console.line("  git " + git));
    console.line("  " + against(entry) + changes(entry));
    entry.renames().forEach(this::rename);
    entry.notable().forEach(this::file);
  }

  private static String against(Entry entry) {
    Snapshot before = entry.before();
    Long gone = entry.gone();
    String note = gone == null ? "" : " (@%d, which it descends from, is gone)".formatted(gone);
    return (before == null ? "first version" : "against @" + before.version()) + note + ": ";
  }

  private static String changes(Entry entry) {
    Changes changes = entry.changes();
    if (changes == null) {
      return "can't be compared: " + Text.printable(entry.problem());
    }
    List<String> parts = new ArrayList<>();
    part(parts, changes.added(), "new");
    part(parts, changes.changed(), "changed");
    part(parts, changes.removed(), "deleted");
    part(parts, changes.renamed(), "renamed");
    if (changes.metadata().files() > 0) {
      parts.add(Humans.count(changes.metadata().files()) + " with other metadata only");
    }
    if (parts.isEmpty()) {
      return "no file changed";
    }
    return String.join(", ", parts)
        + "; "
        + (changes.deltaBytes() == 0 ? "the same size" : Humans.change(changes.deltaBytes()))
        + (changes.renamesComplete() ? "" : "; too much to look for renames");
  }

  private static void part(List<String> parts, Count count, String word) {
    if (count.files() > 0) {
      parts.add(
          "%s %s (%s)".formatted(Humans.count(count.files()), word, Humans.bytes(count.bytes())));
    }
  }

  private void rename(DiffResult.Rename rename) {
    String slash = rename.directory() ? "/" : "";
    session
        .console()
        .line(
            "    R %s%s -> %s%s"
                .formatted(Text.path(rename.from()), slash, Text.path(rename.to()), slash));
  }

  private void file(NotableFile file) {
    String size =
        switch (file.kind()) {
          case ADDED -> Humans.bytes(file.bytesAfter());
          case REMOVED -> Humans.bytes(file.bytesBefore());
          case MODIFIED, METADATA, TYPE_CHANGED ->
              file.bytesAfter() == file.bytesBefore()
                  ? Humans.bytes(file.bytesAfter())
                  : Humans.bytes(file.bytesBefore()) + " -> " + Humans.bytes(file.bytesAfter());
        };
    String letter =
        switch (file.kind()) {
          case ADDED -> "A";
          case REMOVED -> "D";
          case MODIFIED -> "M";
          case TYPE_CHANGED -> "T";
          case METADATA -> "m";
        };
    session
        .console()
        .line("    " + letter + " " + Text.padded(Text.path(file.path()), 36) + "  " + size);
  }
}
