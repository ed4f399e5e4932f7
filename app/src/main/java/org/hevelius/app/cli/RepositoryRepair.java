package org.hevelius.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.hevelius.core.provider.Repositories;
import org.hevelius.core.usecase.Hevelius;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The verbs below {@code repository} that mend: shown first, then carried out. */
final class RepositoryRepair {
  private RepositoryRepair() {}

  /**
   * What was or would be done.
   *
   * @param done whether it was done
   * @param steps what, a sentence each
   */
  record Outcome(String repository, boolean done, List<String> steps) {
    Outcome {
      steps = List.copyOf(steps);
    }
  }

  /** A repair that tells what it does, or would do. */
  @FunctionalInterface
  private interface Work {
    List<String> run(
        Repositories repositories, String name, boolean dryRun, Consumer<String> notice);
  }

  /** Shows, asks, and does. */
  private record Run(
      Session session, String action, RepositoryArgument repository, boolean dryRun, boolean yes) {
    void run(Work work) {
      Outcome outcome = session.withHome(hevelius -> outcome(hevelius, work));
      session.result(outcome, () -> tell(outcome));
    }

    private Outcome outcome(Hevelius hevelius, Work work) {
      Repositories repositories = hevelius.care().repositories();
      String name = repository.of(hevelius);
      Consumer<String> notice =
          text -> {
            if (!session.quiet()) {
              session.console().error(Text.printable(text));
            }
          };
      List<String> planned = work.run(repositories, name, true, notice);
      if (dryRun || planned.isEmpty()) {
        return new Outcome(name, false, planned);
      }
      if (!session.json()) {
        session.console().line(Text.printable("Plan: " + action + " of " + name));
        planned.forEach(step -> session.console().line("  " + Text.printable(step)));
      }
      session.approve("the " + action + " of " + name, yes);
      List<String> done =
          hevelius
              .care()
              .changing(
                  "repository " + action, name, () -> work.run(repositories, name, false, notice));
      return new Outcome(name, true, new ArrayList<>(done));
    }

    private void tell(Outcome outcome) {
      Console console = session.console();
      if (outcome.steps().isEmpty()) {
        console.line("There is nothing to do.");
        return;
      }
      console.line(outcome.done() ? "Done:" : "It would:");
      outcome.steps().forEach(step -> console.line("  " + Text.printable(step)));
      session.hint(
          outcome.done()
              ? "Look whether all is well now: hevelius check"
              : "Nothing was changed: this was a dry run.");
    }
  }

  @Command(
      name = "rebuild-index",
      description = {
        "make the index of a repository anew from its packs",
        "",
        "For a repository whose index is lost or damaged. No data is removed."
      },
      footer = {
        "",
        "hevelius repository rebuild-index --dry-run",
        "hevelius repository rebuild-index"
      })
  static final class RebuildIndex implements Runnable {
    private final Session session;

    @Mixin RepositoryArgument repository = new RepositoryArgument();

    @Option(
        names = "--read-all-packs",
        description = "trust no index file: read the table of contents of every pack (slow)")
    boolean readAllPacks;

    @Option(names = "--dry-run", description = "show the plan and end")
    boolean dryRun;

    @Option(names = "--yes", description = "don't ask")
    boolean yes;

    RebuildIndex(Session session) {
      this.session = session;
    }

    @Override
    public void run() {
      new Run(session, "rebuild-index", repository, dryRun, yes)
          .run(
              (repositories, name, dry, notice) ->
                  repositories.rebuildIndex(name, readAllPacks, dry, notice));
    }
  }

  @Command(
      name = "repair-packs",
      description = {
        "bring what is good in damaged packs to safety, and drop these",
        "",
        "For a repository in which `hevelius check --read-data` found damaged packs. Files whose"
            + " content is lost are named. Where the data still has them, `hevelius create` brings"
            + " them back for the older snapshots too; the rest is left out of these by `hevelius"
            + " repository repair-snapshots`."
      },
      footer = {
        "",
        "hevelius repository repair-packs --dry-run",
        "hevelius repository repair-packs"
      })
  static final class RepairPacks implements Runnable {
    private final Session session;

    @Mixin RepositoryArgument repository = new RepositoryArgument();

    @Option(names = "--dry-run", description = "show the plan and end")
    boolean dryRun;

    @Option(names = "--yes", description = "don't ask")
    boolean yes;

    RepairPacks(Session session) {
      this.session = session;
    }

    @Override
    public void run() {
      new Run(session, "repair-packs", repository, dryRun, yes)
          .run((repositories, name, dry, notice) -> repositories.repairPacks(name, dry, notice));
    }
  }

  @Command(
      name = "unlock",
      description = {
        "remove locks that dead processes have left",
        "",
        "Only locks whose process is known not to run any more are removed."
      },
      footer = {"", "hevelius repository unlock"})
  static final class Unlock implements Runnable {
    private final Session session;

    @Mixin RepositoryArgument repository = new RepositoryArgument();

    Unlock(Session session) {
      this.session = session;
    }

    @Override
    public void run() {
      int removed =
          session.withHome(
              h -> {
                Repositories repositories = h.care().repositories();
                String name = repository.of(h);
                return h.care()
                    .changing("repository unlock", name, () -> repositories.unlock(name));
              });
      session.result(
          Map.of("removed", removed),
          () ->
              session
                  .console()
                  .line(
                      removed == 0
                          ? "No lock of a dead process was there."
                          : "Removed "
                              + Humans.count(removed, "lock", "locks")
                              + " of dead processes."));
    }
  }
}
