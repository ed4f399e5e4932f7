package org.hevelius.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.compare.Change;
import org.hevelius.core.compare.ContentChange;
import org.hevelius.core.compare.ContentOptions;
import org.hevelius.core.compare.DiffOptions;
import org.hevelius.core.compare.DiffResult;
import org.hevelius.core.compare.DiffSink;
import org.hevelius.core.compare.SameContent;
import org.hevelius.core.tree.Names;
import org.hevelius.core.usecase.Comparisons;
import org.hevelius.core.usecase.Comparisons.Sides;
import org.hevelius.core.usecase.ContentView;
import org.hevelius.core.usecase.DiffDocument;
import org.hevelius.core.usecase.Facade;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "diff",
    description = {
      "compare two snapshots, or a snapshot with the data as it is now",
      "",
      "M is changed content, A added, D deleted, R renamed, T of another type, m other metadata"
          + " (mode, owner, time). --content shows what changed in one file: lines of text, cells"
          + " of a CSV table, header cards and columns of a FITS file."
    },
    footer = {
      "",
      "hevelius diff cosmos7/raw@11                 (against the data as it is now)",
      "hevelius diff cosmos7/raw@11 cosmos7/raw@12 --path calib",
      "hevelius diff cosmos7/raw@11 live --content calib/mars.caldb",
      "",
      "Exit code 0 says that all is the same, 1 that something differs."
    })
final class DiffVerb implements Callable<Integer> {
  private static final int KEPT = 5_000;
  private static final int SHOWN = 40;

  private final Session session;

  @Parameters(index = "0", paramLabel = "REF", description = "the older snapshot")
  String left = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "REF|live",
      description = "the newer one, or live: the sources as they are now (the default)")
  @Nullable String right;

  @Option(names = "--content", paramLabel = "PATH", description = "what changed in this file")
  @Nullable String content;

  @Option(
      names = "--path",
      paramLabel = "PATH",
      description = "only this and what is below it; may be given again")
  List<String> paths = List.of();

  @Option(names = "--all", description = "every change, however many there are")
  boolean all;

  @Option(
      names = "--key",
      paramLabel = "COLUMN",
      description = "with --content: the column that names the rows of a table (else the first)")
  @Nullable String key;

  DiffVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (Interruption interruption = session.interruption()) {
      boolean same = session.withFacade(home -> run(home, interruption));
      return (same ? ExitCode.DONE : ExitCode.DIFFERENT).number();
    }
  }

  private boolean run(Facade home, Interruption interruption) {
    Facade.ComparisonUses comparisons = home.comparisons();
    Sides sides = comparisons.sides(left, right);
    if (content != null) {
      return content(comparisons, sides, content);
    }
    if (key != null) {
      throw new HeveliusException(
          Category.INVALID, "--key belongs to --content", "give the file: --content PATH");
    }
    DiffOptions options = Comparisons.options(paths);
    if (session.json()) {
      return new DiffDocument(session.console()::raw)
          .print(sides, sink -> diff(comparisons, sides, options, sink, interruption));
    }
    List<Change> kept = new ArrayList<>();
    DiffResult result =
        diff(
            comparisons,
            sides,
            options,
            change -> {
              if (kept.size() < KEPT) {
                kept.add(change);
              }
            },
            interruption);
    DiffText text = new DiffText(session, sides, result);
    if (result.same()) {
      text.same();
      return true;
    }
    text.directories(all);
    int shown = all ? Integer.MAX_VALUE : SHOWN;
    List<Change> first = text.withoutRenamed(kept);
    if (all && result.total().changes() > kept.size()) {
      text.renames(shown);
      diff(
          comparisons,
          sides,
          options.withRenameCandidates(0).withCountUnchanged(false),
          text::streamed,
          interruption);
    } else {
      text.changes(first, shown, comparisons);
    }
    text.totals();
    return false;
  }

  private DiffResult diff(
      Facade.ComparisonUses comparisons,
      Sides sides,
      DiffOptions options,
      DiffSink sink,
      Interruption interruption) {
    try (Progress progress = session.progress(Progress.Unit.ITEMS)) {
      return comparisons.diff(
          sides,
          options,
          new DiffSink() {
            private long directories;

            @Override
            public void accept(Change change) {
              sink.accept(change);
            }

            @Override
            public void entering(String directory) {
              progress.update(++directories, 0, "directories compared: " + Names.show(directory));
              if (interruption.getAsBoolean()) {
                throw new HeveliusException(
                    Category.CANCELED, "the comparison was stopped", "nothing was changed");
              }
            }
          });
    }
  }

  private boolean content(Facade.ComparisonUses comparisons, Sides sides, String path) {
    ContentChange change =
        comparisons.content(sides, path, ContentOptions.standard().withKeyColumn(key));
    String leftName = sides.left().reference();
    session.result(
        ContentView.of(sides, path, change),
        () ->
            new ContentText(session.console(), all)
                .print(leftName, sides.rightName(), path, change));
    return change instanceof SameContent;
  }
}
