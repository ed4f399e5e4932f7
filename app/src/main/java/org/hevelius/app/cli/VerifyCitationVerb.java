package org.hevelius.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.publication.CitationReader;
import org.hevelius.core.publication.CitedVersion;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.core.usecase.CitationChecks;
import org.hevelius.core.usecase.CitationChecks.Result;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "verify-citation",
    description = {
      "hold a citation against the bytes",
      "",
      "Finds the version that it cites and reads all of it; with --against it reads a directory"
          + " instead, such as a downloaded copy, and needs no home. Takes every form that cite"
          + " writes; where it lists files, the ones that differ are named."
    },
    footer = {
      "",
      "hevelius verify-citation paper.bib",
      "hevelius verify-citation ro-crate-metadata.json --against ~/Downloads/mars",
      "",
      "Exit code 0 says that the content is what is cited, 6 that it is something else, 3 that the"
          + " version isn't here."
    })
final class VerifyCitationVerb implements Callable<Integer> {
  private static final int SHOWN = 40;

  private final Session session;

  @Parameters(paramLabel = "FILE", description = "text, BibTeX, DataCite JSON or RO-Crate")
  String file = "";

  @Option(names = "--against", paramLabel = "DIR", description = "a directory with the data")
  @Nullable String against;

  VerifyCitationVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Path path = session.workingDirectory().resolve(file);
    CitedVersion cited = read(path);
    String directory = against;
    try (Interruption interruption = session.interruption()) {
      Result result =
          directory == null
              ? session.withFacade(
                  home -> home.citationChecks().inStorage(cited, session.phases(), interruption))
              : directory(cited, path, session.workingDirectory().resolve(directory), interruption);
      session.result(result, () -> print(result, directory));
      return code(result).number();
    }
  }

  private static ExitCode code(Result result) {
    return switch (result.verdict()) {
      case VERIFIED -> ExitCode.DONE;
      case DIFFERS -> ExitCode.DAMAGED;
      case NOT_HERE -> ExitCode.NOT_FOUND;
    };
  }

  private CitedVersion read(Path path) {
    if (Files.isDirectory(path)) {
      throw new HeveliusException(
          Category.INVALID, file + " is a directory", "name the file with the citation");
    }
    try (InputStream in = Files.newInputStream(path)) {
      return CitationReader.read(in, file);
    } catch (NoSuchFileException e) {
      throw new HeveliusException(Category.NOT_FOUND, "there is no file " + file, List.of(), e);
    } catch (IOException e) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "%s can't be read: %s".formatted(file, e.getMessage()),
          List.of("nothing was changed"),
          e);
    }
  }

  /** The citation itself often lies in the directory that it describes, and is none of the data. */
  private Result directory(
      CitedVersion cited, Path citation, Path directory, Interruption interruption) {
    Path inside = directory.toAbsolutePath().normalize();
    Path own = citation.toAbsolutePath().normalize();
    String leftOut =
        own.startsWith(inside) && !isListed(cited, inside, own)
            ? inside.relativize(own).toString()
            : "";
    try (SnapshotTree tree = session.homes().directory(inside)) {
      return CitationChecks.directory(
          cited, tree, path -> path.equals(leftOut), session.phases(), interruption);
    }
  }

  private static boolean isListed(CitedVersion cited, Path inside, Path own) {
    return cited.files() != null && cited.files().containsKey(inside.relativize(own).toString());
  }

  private void print(Result result, @Nullable String directory) {
    Console console = session.console();
    String reference = result.reference();
    String what = directory != null ? directory : reference == null ? "" : reference;
    String read =
        Humans.count(result.files(), "file", "files") + ", " + Humans.bytes(result.bytes());
    switch (result.verdict()) {
      case VERIFIED ->
          console.line(
              "Verified: %s is what %s cites (%s read)"
                  .formatted(Text.printable(what), Text.printable(file), read));
      case DIFFERS ->
          console.line(
              console.red("It differs:")
                  + " %s is not what %s cites (%s read)"
                      .formatted(Text.printable(what), Text.printable(file), read));
      case NOT_HERE ->
          console.line(
              "The version that %s cites is not in this home.".formatted(Text.printable(file)));
    }
    console.line("  cited  " + result.cited());
    if (result.found() != null && !result.found().equals(result.cited())) {
      console.line("  found  " + result.found());
    }
    result.notes().forEach(note -> console.line("  note   " + Text.printable(note)));
    result.differences().stream()
        .limit(SHOWN)
        .forEach(d -> console.line("    %-7s  %s".formatted(d.kind(), Text.printable(d.path()))));
    long more = result.differing() - Math.min(SHOWN, result.differences().size());
    if (more > 0) {
      console.line("    and " + Humans.count(more) + " more");
    }
    if (result.verdict() == CitationChecks.Verdict.NOT_HERE) {
      session.hint(
          "A copy of the data: hevelius verify-citation " + Text.word(file) + " --against DIR");
    }
  }
}
