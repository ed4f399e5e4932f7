package org.hevelius.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.compare.Change;
import org.hevelius.core.json.JsonArray;
import org.hevelius.core.snapshot.Tags;
import org.hevelius.core.usecase.ChangeLog;
import org.hevelius.core.usecase.ChangeLog.Changes;
import org.hevelius.core.usecase.ChangeLog.Count;
import org.hevelius.core.usecase.LogView;
import org.hevelius.core.usecase.SnapshotView;
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
    if (dataset.endsWith("**")) {
      throw new HeveliusException(
          Category.INVALID,
          "a change log is of one dataset",
          "name it; all of them: hevelius dataset list");
    }
    ChangeLog.Request request = request();
    try (Interruption interruption = session.interruption()) {
      boolean any = session.withFacade(home -> print(home.changeLog().log(request, interruption)));
      if (!any && !session.json()) {
        session.console().line("No version is like that.");
      }
    }
  }

  private ChangeLog.Request request() {
    Moments moments = new Moments(session.times());
    return new ChangeLog.Request(
        dataset,
        since == null ? null : moments.from(since),
        until == null ? null : moments.until(until),
        author,
        files,
        limit);
  }

  private boolean print(Stream<LogView> entries) {
    if (session.json()) {
      try (JsonArray array = new JsonArray(session.console()::raw)) {
        entries.forEach(array::add);
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

  private void print(LogView entry) {
    Console console = session.console();
    String shortName = entry.shortName();
    List<String> marks =
        LineageText.marks(
            entry.knownBad(), entry.knownGood(), entry.published(), entry.permanent());
    console.line(
        console.bold(entry.reference())
            + "  "
            + session.times().minute(entry.createdAt())
            + "  "
            + Text.printable(entry.author())
            + (shortName == null ? "" : "  " + shortName)
            + (marks.isEmpty() ? "" : "  " + String.join(", ", marks)));
    entry.description().lines().forEach(line -> console.line("    " + Text.printable(line)));
    String milestone = entry.milestone();
    if (milestone != null) {
      console.line("  milestone " + Text.printable(milestone));
    }
    if (!entry.tags().isEmpty()) {
      console.line("  tags " + Text.printable(String.join("  ", Tags.texts(entry.tags()))));
    }
    SnapshotView.GitView git = entry.git();
    SnapshotText.git(git == null ? null : git.toState())
        .ifPresent(text -> console.line("  git " + text));
    console.line("  " + against(entry) + changes(entry));
    entry.renames().forEach(this::rename);
    entry.notable().forEach(this::file);
  }

  private static String against(LogView entry) {
    Long before = entry.before();
    Long gone = entry.gone();
    String note = gone == null ? "" : " (@%d, which it descends from, is gone)".formatted(gone);
    return (before == null ? "first version" : "against @" + before) + note + ": ";
  }

  private static String changes(LogView entry) {
    Changes changes = entry.changes();
    if (changes == null) {
      return "can't be compared: " + Text.printable(String.valueOf(entry.problem()));
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

  private void rename(LogView.RenameView rename) {
    String slash = rename.directory() ? "/" : "";
    session
        .console()
        .line(
            "    R %s%s -> %s%s"
                .formatted(
                    Text.printable(rename.from()), slash, Text.printable(rename.to()), slash));
  }

  private void file(LogView.FileView file) {
    Change.Kind kind = Change.Kind.valueOf(file.kind().toUpperCase(Locale.ROOT));
    String size =
        switch (kind) {
          case ADDED -> Humans.bytes(file.bytesAfter());
          case REMOVED -> Humans.bytes(file.bytesBefore());
          case MODIFIED, METADATA, TYPE_CHANGED ->
              file.bytesAfter() == file.bytesBefore()
                  ? Humans.bytes(file.bytesAfter())
                  : Humans.bytes(file.bytesBefore()) + " -> " + Humans.bytes(file.bytesAfter());
        };
    String letter =
        switch (kind) {
          case ADDED -> "A";
          case REMOVED -> "D";
          case MODIFIED -> "M";
          case TYPE_CHANGED -> "T";
          case METADATA -> "m";
        };
    session
        .console()
        .line("    " + letter + " " + Text.padded(Text.printable(file.path()), 36) + "  " + size);
  }
}
