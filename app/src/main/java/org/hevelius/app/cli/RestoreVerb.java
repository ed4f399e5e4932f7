package org.hevelius.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.tree.Names;
import org.hevelius.core.usecase.Choice;
import org.hevelius.core.usecase.RestoreBatches;
import org.hevelius.core.usecase.Restores;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "restore",
    description = {
      "get a snapshot, or a part of it, back",
      "",
      "First shows the plan: every file that would be made, overwritten or deleted. Nothing is"
          + " changed before you have confirmed it. In place, a guard snapshot of the present state"
          + " is taken first, so that `hevelius undo` can return to it."
    },
    footer = {
      "",
      "Look first, change nothing:",
      "  hevelius restore cosmos7/raw@11 --in-place --dry-run",
      "Everything into a new directory (the safe way to look at old data):",
      "  hevelius restore cosmos7/raw@11 --to ./raw-11",
      "Several datasets as one plan, each with a guard and a result of its own:",
      "  hevelius restore 'cosmos7/**@2026-11-20T1030' --in-place",
      "One folder, over the data as it is now:",
      "  hevelius restore cosmos7/raw@11 --path calib --in-place",
      "Make the data exactly as it was, files added since then removed:",
      "  hevelius restore cosmos7/raw@11 --in-place --delete"
    })
final class RestoreVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(
      paramLabel = "REF",
      arity = "0..*",
      description = "the snapshot, such as cosmos7/raw@11; or several, or 'cosmos7/**@latest'")
  List<String> references = List.of();

  @Mixin SnapshotChoice choice = new SnapshotChoice();

  @Option(
      names = "--path",
      paramLabel = "P",
      description = "only this file or folder of the dataset; may be repeated")
  List<String> paths = List.of();

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description =
          "into this directory, with --server one of its machine; what is there already and differs"
              + " is left alone")
  @Nullable Path to;

  @Option(names = "--in-place", description = "over the data itself")
  boolean inPlace;

  @Option(
      names = "--delete",
      description = "in place: remove what the snapshot doesn't have (it is in the guard snapshot)")
  boolean delete;

  @Option(names = "--dry-run", description = "show the plan and end")
  boolean dryRun;

  @Option(names = "--yes", description = "don't ask")
  boolean yes;

  @Option(
      names = "--verify",
      description = "read everything that was written back and compare it (in place: always)")
  boolean verify;

  @Option(
      names = "--compare-content",
      description = "compare content also where size and time are equal (slower)")
  boolean compareContent;

  RestoreVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    requireOnePlace();
    boolean service = session.service().isPresent();
    if (service && to != null && !to.isAbsolute()) {
      throw SourceArguments.elsewhere("the directory " + to);
    }
    Path target = to == null ? null : session.workingDirectory().resolve(to).normalize();
    List<String> confined = paths.stream().map(Names::parse).toList();
    boolean go = yes || (target != null && !service && isNewOrEmpty(target));
    if (choice.isMany(references)) {
      RestoreBatches.Request request =
          new RestoreBatches.Request(
              confined,
              target == null ? null : target.toString(),
              delete,
              compareContent,
              verify || inPlace);
      Choice meant = choice.choice(references, session.times());
      return new PlannedBatch(session, dryRun, go)
          .run(
              (home, progress, planned, canceled) ->
                  home.restoreBatches()
                      .plan(home.batches().oneOfEach(meant), request, progress, planned, canceled));
    }
    Restores.Request request =
        new Restores.Request(
            SnapshotChoice.one(references),
            confined,
            target == null ? null : target.toString(),
            delete,
            compareContent,
            verify || inPlace);
    return new PlannedRestore(session, dryRun, go)
        .run((restores, progress, canceled) -> restores.plan(request, progress, canceled));
  }

  private void requireOnePlace() {
    if (inPlace != (to != null)) {
      return;
    }
    String what =
        String.join(" ", references.stream().map(Text::word).toList())
            + String.join("", paths.stream().map(path -> " --path " + path).toList());
    throw new HeveliusException(
        Category.INVALID,
        inPlace
            ? "restore either goes to another directory or in place, not both"
            : "say where the data should go: to another directory, or in place",
        "to another directory, nothing is overwritten:  hevelius restore " + what + " --to DIR",
        "over the data itself, with a way back (undo):  hevelius restore " + what + " --in-place");
  }

  /** A place where nothing can be lost. */
  private static boolean isNewOrEmpty(Path target) {
    if (!Files.exists(target, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      return true;
    }
    if (!Files.isDirectory(target)) {
      throw new HeveliusException(
          Category.CONFLICT,
          target + " is no directory",
          "nothing was written; give a new or empty directory");
    }
    try (Stream<Path> entries = Files.list(target)) {
      return entries.findAny().isEmpty();
    } catch (IOException e) {
      throw new HeveliusException(
          Category.DENIED,
          "can't look into " + target + ": " + e.getMessage(),
          List.of("nothing was written; give a directory that you may read and write"),
          e);
    }
  }
}
