package org.hevelius.app.cli;

import java.util.concurrent.Callable;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.find.FileHit;
import org.hevelius.core.find.FileInterval;
import org.hevelius.core.json.JsonArray;
import org.hevelius.core.tree.TreeEntry;
import org.hevelius.core.usecase.Facade;
import org.hevelius.core.usecase.HitView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "find",
    description = {
      "find files by name over all snapshots, deleted ones too",
      "",
      "* and ? stand for any characters and any one, [a-f] for one of a set, ** for directories"
          + " too. A pattern with a slash is held against the whole path. Versions that are not in"
          + " the index of names are added to it first."
    },
    footer = {
      "",
      "hevelius find 'night_04*.fits' cosmos7/raw",
      "hevelius find 'calib/**/*.caldb'",
      "",
      "Exit code 1 says that nothing was found."
    })
final class FindVerb implements Callable<Integer> {
  private static final int VERSIONS = 11;
  private static final int SIZE = 8;

  private final Session session;

  @Parameters(
      index = "0",
      paramLabel = "PATTERN",
      description = "the name or path, in quotes when it has * or ?")
  String pattern = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "DATASET",
      description = "only in this dataset (else in all)")
  @Nullable String dataset;

  @Option(names = "--limit", paramLabel = "N", description = "at most N lines (else 1000)")
  int limit = 1000;

  private long found;

  FindVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (limit < 1 || limit == Integer.MAX_VALUE) {
      throw new HeveliusException(
          Category.INVALID, "the limit must be at least 1 and below 2,147,483,647");
    }
    try (Interruption interruption = session.interruption()) {
      session.<Boolean>withFacade(
          home -> {
            Facade.FindUses finds = home.finds();
            if (session.json()) {
              try (JsonArray array = new JsonArray(session.console()::raw)) {
                finds.find(
                    pattern,
                    dataset,
                    limit,
                    hit -> {
                      found++;
                      array.add(HitView.of(hit));
                    },
                    new Indexing(session),
                    interruption);
              }
            } else {
              Times times = session.times();
              finds.find(
                  pattern,
                  dataset,
                  limit + 1,
                  hit -> print(hit, times),
                  new Indexing(session),
                  interruption);
            }
            Indexing.tellSkipped(session, finds);
            return true;
          });
    }
    if (!session.json()) {
      ending();
    }
    return (found == 0 ? ExitCode.DIFFERENT : ExitCode.DONE).number();
  }

  private void print(FileHit hit, Times times) {
    found++;
    if (found > limit) {
      return;
    }
    Console console = session.console();
    if (found == 1) {
      console.line(
          console.bold(
              "  %s  %s  %s  FILE"
                  .formatted(
                      Text.padded("VERSIONS", VERSIONS),
                      Text.right("SIZE", SIZE),
                      Text.padded("MODIFIED (" + times.zoneName() + ")", 16))));
    }
    FileInterval file = hit.interval();
    boolean content = file.type() == TreeEntry.Type.FILE;
    console.line(
        "  %s  %s  %s  %s"
            .formatted(
                Text.padded(versions(file), VERSIONS),
                Text.right(content ? Humans.bytes(file.size()) : "-", SIZE),
                times.minute(file.modified()),
                hit.dataset()
                    + ":"
                    + Text.printable(hit.path())
                    + (file.type() == TreeEntry.Type.DIRECTORY ? "/" : "")));
  }

  private static String versions(FileInterval file) {
    if (file.present()) {
      return "since @" + file.firstVersion();
    }
    return file.firstVersion() == file.lastVersion()
        ? "@" + file.firstVersion()
        : "@" + file.firstVersion() + "-@" + file.lastVersion();
  }

  private void ending() {
    if (found == 0) {
      session
          .console()
          .error(
              "nothing found: no version"
                  + (dataset == null ? "" : " of " + dataset)
                  + " has a file like "
                  + Text.printable(pattern));
      if (!session.quiet() && !pattern.contains("*")) {
        session
            .console()
            .error("  in names that contain it: hevelius find '*" + Text.printable(pattern) + "*'");
      }
      return;
    }
    if (found > limit) {
      session.console().error("only the first " + Humans.count(limit) + "; more: --limit N");
    }
    session.hint("every version of one: hevelius history DATASET:PATH");
  }
}
