package org.hevelius.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.usecase.Runbooks;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "runbook",
    description = {
      "write the recovery procedure of a dataset, as it is configured now",
      "",
      "Markdown to be printed, or kept where it can be read when the machine can't. It names where"
          + " the repository's password comes from, and never what it is."
    },
    footer = {
      "",
      "hevelius runbook metis --output metis.md",
      "Whether the last one still holds (exit code 1 when not):  hevelius runbook metis --check"
    })
final class RunbookVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "DATASET", description = "the dataset")
  String dataset = "";

  @Option(names = "--output", paramLabel = "FILE", description = "into this file")
  @Nullable Path output;

  @Option(
      names = "--check",
      description = "only tell whether the configuration has changed since it was last written")
  boolean check;

  RunbookVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return session.withFacade(
        home -> {
          Runbooks.Written written = home.runbooks().look(dataset);
          if (check) {
            session.result(written, () -> tell(written));
            return (written.current() ? ExitCode.DONE : ExitCode.DIFFERENT).number();
          }
          Path file = output == null ? null : session.workingDirectory().resolve(output);
          if (file != null) {
            write(file, written.markdown());
          }
          home.runbooks().wrote(written);
          session.result(
              written,
              () -> {
                if (file == null) {
                  session.console().line(written.markdown().stripTrailing());
                } else {
                  session.console().line("Wrote " + Text.printable(file.toString()));
                }
              });
          return ExitCode.DONE.number();
        });
  }

  private void tell(Runbooks.Written written) {
    Runbooks.Last last = written.last();
    session
        .console()
        .line(
            last == null
                ? "No runbook of %s was written yet.".formatted(written.dataset())
                : written.current()
                    ? "The runbook of %s, written %s, still says how it is configured."
                        .formatted(written.dataset(), session.times().exact(last.written()))
                    : "The runbook of %s, written %s, is out of date: the configuration has changed."
                        .formatted(written.dataset(), session.times().exact(last.written())));
    if (!written.current()) {
      session.hint("Write it:  hevelius runbook " + written.dataset() + " --output FILE");
    }
  }

  /** The old one stays until the new one is whole. */
  private static void write(Path file, String text) {
    Path directory = file.toAbsolutePath().getParent();
    try {
      Path part = Files.createTempFile(directory, ".runbook", "");
      try {
        Files.writeString(part, text);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "can't write %s: %s".formatted(file, e),
          List.of("what was there before is as it was"),
          e);
    }
  }
}
