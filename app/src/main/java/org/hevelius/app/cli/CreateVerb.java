package org.hevelius.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.usecase.Batch;
import org.hevelius.core.usecase.Creation;
import org.hevelius.core.usecase.CreationView;
import org.hevelius.core.usecase.Facade;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "create",
    description = {
      "take a snapshot of a dataset, or of several",
      "",
      "Without DATASET it is the only one, or the one whose source holds the directory in which you"
          + " stand. The description says why; it is found again by its words."
    },
    footer = {
      "",
      "hevelius create cosmos7/raw \"Before Mars calibration change\" --name pre-mars",
      "hevelius create cosmos7/raw \"Baseline v2.0\" --permanent --tag release=2.0",
      "Several at once, each by itself: hevelius create 'cosmos7/**' \"Before Mars\" --name"
          + " pre-mars",
      "Protect a directory in one step: hevelius create cosmos7/raw \"start\" --source /data/raw",
      "",
      "Exit code 1 says that the snapshot was taken, but some files could not be read."
    })
final class CreateVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(
      paramLabel = "[DATASET...] DESCRIPTION",
      arity = "1..*",
      hideParamSyntax = true,
      description =
          "the dataset, or several, or 'cosmos7/**' for it and all below it; and in quotes why the"
              + " snapshot is taken")
  List<String> words = List.of();

  @Mixin DatasetTags datasets = new DatasetTags();

  @Option(
      names = "--missing",
      description =
          "with --name: only where no snapshot is called so, to finish what was interrupted")
  boolean missing;

  @Mixin SnapshotOptions options = new SnapshotOptions();

  @Mixin NewDatasetOption newDataset = new NewDatasetOption();

  CreateVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    ManyDatasets many = new ManyDatasets(words, datasets.where);
    if (many.isMany() || missing) {
      return createMany(many);
    }
    DatasetWords named = new DatasetWords("create", words);
    if (newDataset.given()) {
      if (words.size() < 2) {
        throw new HeveliusException(
            Category.INVALID,
            "with --source both a name for the dataset and a description are needed",
            "hevelius create NAME \"why\" --source " + newDataset.sources.getFirst());
      }
      if (session.service().isEmpty()) {
        InitVerb.ensureHome(session);
      }
    }
    try (Interruption interruption = session.interruption()) {
      Creation.Result result = session.withFacade(home -> create(home, named, interruption));
      session.result(CreationView.of(result), () -> print(result));
      return (result.losses() == 0 ? ExitCode.DONE : ExitCode.DIFFERENT).number();
    }
  }

  private int createMany(ManyDatasets many) {
    if (newDataset.given()) {
      throw new HeveliusException(
          Category.INVALID,
          "--source makes one dataset, and here several are named",
          "nothing was taken; add datasets first: hevelius dataset add NAME --source DIR");
    }
    if (missing && options.name == null) {
      throw new HeveliusException(
          Category.INVALID,
          "--missing takes the snapshots that have no such --name yet, and none is given",
          "nothing was taken; such as: hevelius create 'cosmos7/**' \"why\" --name pre-mars"
              + " --missing");
    }
    try (Interruption interruption = session.interruption()) {
      Batch<Creation.Result> batch =
          session.withFacade(
              home -> {
                Batch<Creation.Result> all =
                    home.batches()
                        .create(
                            meant(home, many),
                            options.request("", many.description(), session.times()),
                            session.phases(),
                            session.json() ? _ -> {} : item -> print(home, item),
                            interruption);
                List<Batch.Item<Creation.Result>> told =
                    all.items().stream().filter(item -> !wasThere(home, item)).toList();
                return new Batch<>(told, all.notBegun());
              });
      boolean losses = batch.results().anyMatch(result -> result.losses() > 0);
      session.result(
          batch.map(CreationView::of),
          () -> BatchText.end(session, batch, "taken", "dataset", "datasets"));
      if (!batch.complete()) {
        hintAtTheRest(batch, many.description());
      }
      return BatchText.code(batch, losses);
    }
  }

  /**
   * Whether what was missing wasn't: a snapshot that was complete when its process died is known
   * only once the dataset is written to again.
   */
  private boolean wasThere(Facade home, Batch.Item<Creation.Result> item) {
    Batch.Failure error = item.error();
    return missing
        && error != null
        && error.kind().equals(Optional.of(Category.CONFLICT))
        && !lacksName(home, item.dataset());
  }

  private void print(Facade home, Batch.Item<Creation.Result> item) {
    Creation.Result result = item.result();
    if (result != null) {
      taken(result);
    } else if (wasThere(home, item)) {
      session.console().line(Text.printable(item.dataset() + "@" + options.name + " is there"));
    } else {
      BatchText.failure(session, item);
    }
  }

  private List<Dataset> meant(Facade home, ManyDatasets many) {
    List<Dataset> all = many.resolve(home);
    if (!missing) {
      return all;
    }
    List<Dataset> without =
        all.stream().filter(dataset -> lacksName(home, dataset.name().text())).toList();
    if (without.isEmpty()) {
      session.hint(
          "Nothing is missing: all %s have a snapshot called \"%s\"."
              .formatted(Humans.count(all.size(), "dataset", "datasets"), options.name));
    }
    return without;
  }

  private boolean lacksName(Facade home, String dataset) {
    try {
      var _ = home.snapshots().show(dataset + "@" + options.name);
      return false;
    } catch (HeveliusException e) {
      if (e.category() == Category.NOT_FOUND) {
        return true;
      }
      throw e;
    }
  }

  private void hintAtTheRest(Batch<Creation.Result> batch, String description) {
    List<String> rest = new ArrayList<>();
    batch.failed().forEach(item -> rest.add(item.dataset()));
    rest.addAll(batch.notBegun());
    session.hint(
        "What was taken is complete. For the others, when the cause is gone: hevelius create "
            + String.join(" ", rest)
            + " "
            + Text.word(description)
            + (options.name == null ? "" : " --name " + options.name));
  }

  private Creation.Result create(Facade home, DatasetWords named, Interruption interruption) {
    if (newDataset.given()) {
      newDataset.ensure(home, words.getFirst(), session);
    }
    Creation.Request request =
        options.request(named.dataset(home, session), named.description(), session.times());
    return home.creation().create(request, session.phases(), interruption);
  }

  private void print(Creation.Result result) {
    taken(result);
    Snapshot snapshot = result.snapshot();
    Long previous = result.previous();
    session.hint(
        "See it:     hevelius show "
            + snapshot.reference()
            + (previous == null
                ? "        Look inside: hevelius browse " + snapshot.reference()
                : "        What changed: hevelius diff "
                    + (snapshot.dataset() + "@" + previous)
                    + " "
                    + snapshot.reference()));
  }

  private void taken(Creation.Result result) {
    Console console = session.console();
    Snapshot snapshot = result.snapshot();
    String shortName = snapshot.shortName();
    String called = shortName == null ? snapshot.name() : shortName;
    console.line("Snapshot " + console.bold(snapshot.reference()) + "  " + called);
    console.line("  " + SnapshotText.taken(result));
    console.line("  guarantee  " + SnapshotText.guarantee(snapshot));
    SnapshotText.git(snapshot.git()).ifPresent(git -> console.line("  git        " + git));
    LineageText.from(snapshot).forEach(from -> console.line("  made from  " + from));
    if (snapshot.isPermanent()) {
      console.line("  kept       permanent");
    } else if (snapshot.expires() != null) {
      console.line("  kept       until " + session.times().exact(snapshot.expires()));
    }
    SnapshotText.losses(result, console::red).forEach(console::line);
    result
        .notes()
        .forEach(note -> console.line(console.yellow("  warning    " + Text.printable(note))));
  }
}
