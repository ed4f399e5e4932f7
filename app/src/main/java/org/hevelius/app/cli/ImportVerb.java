package org.hevelius.app.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.usecase.Creation;
import org.hevelius.core.usecase.Hevelius;
import org.hevelius.core.usecase.ImportView;
import org.hevelius.core.usecase.Imports;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "import",
    description = {
      "make snapshots of dated copies that were made by hand",
      "",
      "Directories such as raw_20250131, backup-2025-02-28_1430 or 2025-03-31 become versions of"
          + " one dataset in the order of time, as if its source had been captured then; what they"
          + " have in common is stored once. The moment stands in the name: YYYYMMDD or YYYY-MM-DD,"
          + " then HHMM or HHMMSS behind _, - or T where it matters.",
      "",
      "All directories are looked at first; when one can't be imported, none is. The copies are"
          + " only read. An import that was interrupted goes on when it is repeated: copies that"
          + " are there already are known by their name.",
      "",
      "Without DATASET it is the only one, or the one whose source holds the directory in which you"
          + " stand."
    },
    footer = {
      "",
      "See the plan: hevelius import cosmos7/raw /backup/raw_* --dry-run",
      "A new dataset: hevelius import cosmos7/raw /backup/raw_* --source /data/raw --permanent",
      "",
      "Import before the first create: versions stand in the order of time."
    })
final class ImportVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(
      paramLabel = "[DATASET] DIR...",
      arity = "1..*",
      hideParamSyntax = true,
      description = "the dataset, and the copies of its source")
  List<String> words = List.of();

  @Mixin NewDatasetOption newDataset = new NewDatasetOption();

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description = "the zone of the moments in the names, such as Europe/Berlin; else UTC")
  @Nullable ZoneId zone;

  @Option(
      names = "--by-time",
      description = "the moment is the newest modification of a file in the copy, not its name")
  boolean byTime;

  @Option(names = "--permanent", description = "never forget them, whatever the rules say")
  boolean permanent;

  @Option(names = "--dry-run", description = "show the plan and end")
  boolean dryRun;

  ImportVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (byTime && zone != null) {
      throw new HeveliusException(
          Category.INVALID,
          "--zone is of moments in names, and --by-time doesn't read them",
          "give one of them");
    }
    if (newDataset.given() && words.size() < 2) {
      throw new HeveliusException(
          Category.INVALID,
          "with --source both a name for the dataset and directories are needed",
          "hevelius import NAME DIR... --source " + newDataset.sources.getFirst());
    }
    if (newDataset.given() && !dryRun) {
      InitVerb.ensureHome(session);
    }
    try (Interruption interruption = session.interruption()) {
      return session.withHome(home -> run(home, interruption));
    }
  }

  private int run(Hevelius home, Interruption interruption) {
    Imports.Plan plan = home.imports().plan(request(home));
    if (!session.json()) {
      print(plan);
    }
    if (dryRun && plan.refused().isEmpty()) {
      session.result(
          ImportView.of(plan),
          () -> session.console().line("Nothing was imported: this was a dry run."));
      return ExitCode.DONE.number();
    }
    session.console().flush();
    Imports.Result result =
        home.imports().execute(plan, this::taken, session.phases(), interruption);
    session.result(ImportView.of(result), () -> print(ImportView.of(result)));
    return ExitCode.DONE.number();
  }

  private Imports.Request request(Hevelius home) {
    String first = words.getFirst();
    boolean named =
        newDataset.given()
            || home.datasets().list().stream()
                .anyMatch(known -> known.dataset().name().text().equals(first));
    List<String> directories = named ? words.subList(1, words.size()) : words;
    if (directories.isEmpty()) {
      throw new HeveliusException(
          Category.INVALID,
          "the copies are missing",
          "name their directories: hevelius import " + first + " DIR...");
    }
    String here = session.workingDirectory().toString();
    String dataset = named ? first : home.datasets().only(here).name().text();
    return new Imports.Request(
        dataset,
        newDataset.given() ? Optional.of(newDataset.request(dataset, session)) : Optional.empty(),
        directories.stream()
            .map(typed -> SourceArguments.absolute(typed, session.workingDirectory()))
            .toList(),
        zone == null ? ZoneOffset.UTC : zone,
        byTime,
        permanent);
  }

  private void print(Imports.Plan plan) {
    Times times = session.times();
    Console console = session.console();
    console.line(
        "Import into "
            + console.bold(plan.request().dataset())
            + "  ("
            + Text.printable(plan.source().toString())
            + ")");
    Table table =
        new Table()
            .column("VERSION")
            .column("MOMENT (" + times.zoneName() + ")")
            .column("DESCRIPTION")
            .column("DIRECTORY");
    for (Imports.Copy copy : plan.copies()) {
      Instant moment = copy.moment();
      table.row(
          copy.version() == null
              ? "refused"
              : "@" + copy.version() + (copy.known() ? "  is there" : ""),
          moment == null ? "" : times.minute(moment),
          copy.description(),
          copy.directory());
    }
    table.print(console, "  ");
  }

  private void taken(Creation.Result result) {
    if (!session.json()) {
      Snapshot snapshot = result.snapshot();
      session
          .console()
          .line("Snapshot " + snapshot.reference() + "  " + SnapshotText.taken(result));
      session.console().flush();
    }
  }

  private void print(ImportView view) {
    Console console = session.console();
    console.line(
        view.imported() == 0
            ? "All of them were imported before; nothing was to be done"
            : "Imported %s of %s; they take %s in the repository. The copies were only read."
                .formatted(
                    Humans.count(view.imported(), "copy", "copies"),
                    Humans.bytes(view.bytes()),
                    Humans.bytes(view.storedBytes())));
    if (view.forgettable() > 0) {
      console.line(
          "%s of them would be forgotten by `hevelius cleanup` with its usual rules"
              .formatted(Humans.count(view.forgettable())));
      session.hint(
          "To keep one for good: hevelius hold %s@VERSION        All from the start: --permanent"
              .formatted(view.dataset()));
    }
    session.hint("See them:   hevelius list " + view.dataset());
  }
}
