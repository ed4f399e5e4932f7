package org.hevelius.app.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.provider.PendingCapture;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotKind;
import org.hevelius.core.snapshot.Tags;
import org.hevelius.core.usecase.Creation;
import org.hevelius.core.usecase.Datasets;
import org.hevelius.core.usecase.Hevelius;
import org.hevelius.core.usecase.SnapshotView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "create",
    description = {
      "take a snapshot of a dataset",
      "",
      "Without DATASET it is the only one, or the one whose source holds the directory in which you"
          + " stand. The description says why; it is found again by its words."
    },
    footer = {
      "",
      "hevelius create cosmos7/raw \"Before Mars calibration change\" --name pre-mars",
      "hevelius create cosmos7/raw \"Baseline v2.0\" --permanent --tag release=2.0",
      "Protect a directory in one step: hevelius create cosmos7/raw \"start\" --source /data/raw",
      "",
      "Exit code 1 says that the snapshot was taken, but some files could not be read."
    })
final class CreateVerb implements Callable<Integer> {
  /**
   * What {@code --json} prints: the snapshot, and how it was taken.
   *
   * @param previous the version that it was compared with, or null
   * @param losses how many things that should be in it are not
   * @param findings what could not be captured as it should, the first ones
   */
  record Document(
      @JsonUnwrapped SnapshotView snapshot,
      @Nullable Long previous,
      long durationMillis,
      long filesNew,
      long filesChanged,
      long filesUnmodified,
      long losses,
      List<String> findings) {}

  private final Session session;

  @Parameters(
      paramLabel = "[DATASET] DESCRIPTION",
      arity = "1..*",
      hideParamSyntax = true,
      description = "the dataset, and in quotes why the snapshot is taken")
  List<String> words = List.of();

  @Option(
      names = {"-n", "--name"},
      paramLabel = "NAME",
      description = "a short name, unique in the dataset: cosmos7/raw@NAME")
  @Nullable String name;

  @Option(
      names = {"-t", "--tag"},
      paramLabel = "KEY=VALUE",
      description = "a tag; may be given again")
  List<String> tags = List.of();

  @Option(names = "--milestone", paramLabel = "TEXT", description = "what the data has reached")
  @Nullable String milestone;

  @Option(names = "--permanent", description = "never forget it, whatever the rules say")
  boolean permanent;

  @Option(names = "--keep", paramLabel = "TIME", description = "keep it that long: 30d, 6m, 2y")
  @Nullable String keep;

  @Option(names = "--expires", paramLabel = "DATE", description = "keep it until the end of a day")
  @Nullable String expires;

  @Option(
      names = {"-s", "--source"},
      paramLabel = "SOURCE",
      description = "for a new dataset: the directory to protect; may be given again")
  List<String> sources = List.of();

  CreateVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (words.size() > 2) {
      throw new HeveliusException(
          Category.INVALID,
          "too many words: the description needs quotes",
          "hevelius create "
              + words.getFirst()
              + " \""
              + join(words.subList(1, words.size()))
              + "\"");
    }
    if (!sources.isEmpty()) {
      if (words.size() < 2) {
        throw new HeveliusException(
            Category.INVALID,
            "with --source both a name for the dataset and a description are needed",
            "hevelius create NAME \"why\" --source " + sources.getFirst());
      }
      InitVerb.ensureHome(session);
    }
    try (Interruption interruption = session.interruption()) {
      Creation.Result result = session.withHome(home -> create(home, interruption));
      session.result(document(result), () -> print(result));
      return (result.losses() == 0 ? ExitCode.DONE : ExitCode.DIFFERENT).number();
    }
  }

  private static String join(List<String> words) {
    return String.join(" ", words);
  }

  private Creation.Result create(Hevelius home, Interruption interruption) {
    return home.creation().create(request(home), session.phases(), interruption);
  }

  private Creation.Request request(Hevelius home) {
    Map<String, String> parsed = new LinkedHashMap<>();
    for (String tag : tags) {
      Map.Entry<String, String> entry = Tags.parse(tag);
      parsed.put(entry.getKey(), entry.getValue());
    }
    return new Creation.Request(
        dataset(home),
        words.getLast(),
        name,
        parsed,
        milestone,
        SnapshotKind.MANUAL,
        List.of(),
        permanent,
        keep,
        expires == null ? null : new Moments(session.times()).expiry(expires));
  }

  private String dataset(Hevelius home) {
    Path here = session.workingDirectory();
    if (!sources.isEmpty()) {
      Datasets.Ensured ensured =
          home.datasets()
              .ensure(
                  new Datasets.AddRequest(
                      words.getFirst(), SourceArguments.full(sources, here), "", List.of(), null));
      if (ensured.added()) {
        session.console().error("note: added the dataset " + words.getFirst());
      }
      return words.getFirst();
    }
    if (words.size() == 2) {
      return words.getFirst();
    }
    if (home.datasets().list().stream()
        .anyMatch(d -> d.dataset().name().text().equals(words.getFirst()))) {
      throw new HeveliusException(
          Category.INVALID,
          "the description is missing",
          "say why it is taken: hevelius create " + words.getFirst() + " \"why\"");
    }
    return home.datasets().only(here.toString()).name().text();
  }

  private static Document document(Creation.Result result) {
    List<PendingCapture.Content> contents = result.contents();
    return new Document(
        SnapshotView.of(result.snapshot()),
        result.previous(),
        Duration.between(result.started(), result.finished()).toMillis(),
        contents.stream().mapToLong(PendingCapture.Content::filesNew).sum(),
        contents.stream().mapToLong(PendingCapture.Content::filesChanged).sum(),
        contents.stream().mapToLong(PendingCapture.Content::filesUnmodified).sum(),
        result.losses(),
        contents.stream().flatMap(c -> c.findings().stream()).toList());
  }

  private void print(Creation.Result result) {
    Console console = session.console();
    Snapshot snapshot = result.snapshot();
    String shortName = snapshot.shortName();
    String called = shortName == null ? snapshot.name() : shortName;
    console.line("Snapshot " + console.bold(snapshot.reference()) + "  " + called);
    Duration time = Duration.between(result.started(), result.finished());
    Long previous = result.previous();
    long bytes = SnapshotView.of(snapshot).bytes();
    long added = SnapshotView.of(snapshot).addedBytes();
    String shared =
        previous == null || added >= bytes
            ? ""
            : added == 0 ? ", all shared with @" + previous : ", the rest shared with @" + previous;
    console.line(
        "  %s in %s; %s%s"
            .formatted(
                SnapshotText.content(snapshot),
                Humans.duration(time),
                SnapshotText.added(snapshot),
                shared));
    console.line("  guarantee  " + SnapshotText.guarantee(snapshot));
    SnapshotText.git(snapshot.git()).ifPresent(git -> console.line("  git        " + git));
    if (snapshot.isPermanent()) {
      console.line("  kept       permanent");
    } else if (snapshot.expires() != null) {
      console.line("  kept       until " + session.times().exact(snapshot.expires()));
    }
    losses(result);
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

  private void losses(Creation.Result result) {
    Console console = session.console();
    List<String> findings =
        result.contents().stream().flatMap(content -> content.findings().stream()).toList();
    if (result.losses() > 0) {
      console.line(
          console.red("  " + Humans.count(result.losses(), "thing is", "things are"))
              + " missing from it:");
    }
    findings.forEach(finding -> console.line("    " + Text.printable(finding)));
    if (result.losses() > findings.size()) {
      console.line("    and " + Humans.count(result.losses() - findings.size()) + " more");
    }
  }
}
