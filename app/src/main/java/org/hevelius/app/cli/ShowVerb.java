package org.hevelius.app.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Hold;
import org.hevelius.core.snapshot.KnownGood;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.TakenBy;
import org.hevelius.core.usecase.Facade;
import org.hevelius.core.usecase.KeptBy;
import org.hevelius.core.usecase.SnapshotView;
import org.hevelius.core.usecase.Trees;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = "show all that is known of a snapshot",
    footer = {
      "",
      "hevelius show cosmos7/raw@12",
      "hevelius show cosmos7/raw@pre-mars-calibration",
      "hevelius show cosmos7/raw           (the newest)"
    })
final class ShowVerb implements Runnable {
  /** A snapshot with what is told about it. */
  private record Found(
      Snapshot snapshot,
      @Nullable KeptBy decision,
      Optional<Snapshot> before,
      List<Snapshot> badAncestors,
      Map<SourceSpec, Path> paths,
      @Nullable Long alone) {}

  private final Session session;

  @Parameters(
      paramLabel = "REF",
      description = "DATASET@VERSION, @NAME, @latest, @known-good or @DATE, a full name, or an id")
  String reference = "";

  ShowVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    Found found =
        session.withFacade(
            home -> {
              Trees.Place place = home.trees().place(reference, null);
              Snapshot snapshot = place.snapshot();
              if (!place.path().isEmpty()) {
                throw new HeveliusException(
                    Category.INVALID,
                    "\"" + reference + "\" names something in a snapshot",
                    "look at it: hevelius browse " + reference);
              }
              return new Found(
                  snapshot,
                  home.snapshots().keptBy(snapshot.dataset()).get(snapshot.version()),
                  home.snapshots().parent(snapshot),
                  home.snapshots().badAncestors(snapshot),
                  home.trees().paths(snapshot),
                  alone(home, snapshot));
            });
    KeptBy decision = found.decision();
    session.result(
        SnapshotView.of(found.snapshot(), decision == null ? null : decision.text(), found.alone()),
        () -> print(found));
  }

  /** What would be free without it, where storage that takes snapshots itself has all of it. */
  private static @Nullable Long alone(Facade home, Snapshot snapshot) {
    return snapshot.captures().stream().anyMatch(capture -> !capture.repository().isEmpty())
        ? null
        : home.snapshots()
            .uniqueBytes(snapshot.dataset(), snapshot.version())
            .get(snapshot.version());
  }

  private void print(Found found) {
    Console console = session.console();
    Snapshot snapshot = found.snapshot();
    String shortName = snapshot.shortName();
    console.line(
        "Snapshot "
            + console.bold(snapshot.reference())
            + (shortName == null ? "" : "  " + shortName));
    snapshot.description().lines().forEach(line -> console.line("  " + Text.printable(line)));
    LineageText.warnings(snapshot, found.badAncestors())
        .forEach(warning -> console.line("  " + console.red(warning)));
    console.line();
    Table table = new Table().column("").column("");
    what(table, snapshot);
    kept(table, found);
    content(table, found);
    table.print(console, "  ");
    captures(snapshot);
    hints(found);
  }

  private void what(Table table, Snapshot snapshot) {
    Times times = session.times();
    table.row("name", snapshot.name());
    table.row(
        "taken",
        "%s (%s) by %s on %s"
            .formatted(
                times.exact(snapshot.createdAt()),
                times.age(snapshot.createdAt()),
                snapshot.author(),
                snapshot.host()));
    table.row("kind", snapshot.kind().name().toLowerCase(Locale.ROOT));
    String milestone = snapshot.milestone();
    if (milestone != null) {
      table.row("milestone", milestone);
    }
    if (!snapshot.tags().isEmpty()) {
      table.row("tags", String.join("  ", snapshot.tagTexts()));
    }
    table.row("guarantee", SnapshotText.guarantee(snapshot));
    SnapshotText.git(snapshot.git()).ifPresent(git -> table.row("git", git));
    LineageText.from(snapshot).forEach(from -> table.row("made from", from));
  }

  private void kept(Table table, Found found) {
    Times times = session.times();
    Snapshot snapshot = found.snapshot();
    for (Hold hold : snapshot.holds()) {
      table.row(
          "held",
          "%s%s, by %s since %s"
              .formatted(
                  hold.kind().name().toLowerCase(Locale.ROOT),
                  hold.reason().isEmpty() ? "" : " (\"" + hold.reason() + "\")",
                  hold.by(),
                  times.minute(hold.since())));
    }
    Instant expires = snapshot.expires();
    if (expires != null) {
      table.row("expires", times.exact(expires) + " (" + times.age(expires) + ")");
    }
    KnownGood good = snapshot.knownGood();
    if (good != null) {
      table.row(
          "known good",
          "by %s since %s%s"
              .formatted(
                  good.by(),
                  times.minute(good.since()),
                  good.note().isEmpty() ? "" : ": " + good.note()));
    }
    if (!snapshot.takenBy().isEmpty()) {
      table.row(
          "taken for",
          String.join(", ", snapshot.takenBy().stream().map(TakenBy::toString).toList()));
    }
    KeptBy decision = found.decision();
    if (decision != null) {
      table.row(decision.keep() ? "kept by" : "not kept", SnapshotText.keptBy(decision, times));
    }
  }

  private static void content(Table table, Found found) {
    Snapshot snapshot = found.snapshot();
    long directories = snapshot.directories().orElse(0);
    table.row(
        "content",
        SnapshotText.content(snapshot)
            + (directories == 0
                ? ""
                : ", in " + Humans.count(directories, "directory", "directories")));
    table.row("new", SnapshotText.added(snapshot));
    Long alone = found.alone();
    if (alone != null) {
      table.row(
          "alone", (alone == 0 ? "nothing" : Humans.bytes(alone)) + " would be free without it");
    }
    found
        .before()
        .ifPresent(
            before -> {
              OptionalLong is = snapshot.bytes();
              OptionalLong was = before.bytes();
              if (was.isEmpty() || is.isEmpty()) {
                return;
              }
              OptionalLong now = snapshot.files();
              OptionalLong then = before.files();
              table.row(
                  "against @" + before.version(),
                  (now.isEmpty() || then.isEmpty() ? "" : more(now.getAsLong() - then.getAsLong()))
                      + (is.equals(was)
                          ? "the same size"
                          : Humans.change(is.getAsLong() - was.getAsLong())));
            });
  }

  private static String more(long files) {
    return (files > 0 ? "+" : "") + Humans.count(files, "file", "files") + ", ";
  }

  private void captures(Snapshot snapshot) {
    Console console = session.console();
    console.line();
    Table table = new Table().column("SOURCE").number("FILES").number("SIZE").column("STORED AS");
    for (Capture capture : snapshot.captures()) {
      table.row(
          capture.source().toString(),
          capture.isCounted() ? Humans.count(capture.files()) : "-",
          SnapshotText.size(capture),
          capture.repository().isEmpty()
              ? capture.provider() + " " + capture.id()
              : "restic snapshot "
                  + InitVerb.shortId(capture.id())
                  + " in repository "
                  + capture.repository());
    }
    table.print(console, "  ");
  }

  private void hints(Found found) {
    Snapshot snapshot = found.snapshot();
    String reference = snapshot.reference();
    session.hint("");
    session.hint("Look inside:    hevelius browse " + reference);
    found
        .paths()
        .values()
        .forEach(path -> session.hint("                cd " + Text.word(path.toString())));
    found
        .before()
        .ifPresent(
            before ->
                session.hint(
                    "What changed:   hevelius diff " + before.reference() + " " + reference));
    session.hint("Get it back:    hevelius restore " + reference + " --to DIR");
    List<Capture> stored =
        snapshot.captures().stream().filter(c -> !c.repository().isEmpty()).toList();
    if (!stored.isEmpty()) {
      session.hint(
          "Without Hevelius: restic -r REPOSITORY restore "
              + InitVerb.shortId(stored.getFirst().id())
              + " --target DIR   (REPOSITORY: hevelius repository info)");
    }
  }
}
