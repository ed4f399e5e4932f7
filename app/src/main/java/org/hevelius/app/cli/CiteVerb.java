package org.hevelius.app.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.publication.CitationFormat;
import org.hevelius.core.publication.Publication;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.usecase.Facade;
import org.hevelius.core.usecase.PublicationView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "cite",
    description = {
      "write the citation of a published version",
      "",
      "Each form names the version and its content, so that hevelius verify-citation can hold it"
          + " against the bytes. What isn't published, or was withdrawn, is not cited."
    },
    footer = {
      "",
      "hevelius cite cosmos7/l2@3",
      "hevelius cite cosmos7/l2@3 --format bibtex >> paper.bib",
      "hevelius cite cosmos7/l2@3 --format ro-crate --output ro-crate-metadata.json"
    })
final class CiteVerb implements Runnable {
  private final Session session;

  @Parameters(paramLabel = "REF", description = "the snapshot, such as cosmos7/l2@3")
  String reference = "";

  @Option(
      names = "--format",
      paramLabel = "F",
      description = "text, bibtex, datacite (JSON), or ro-crate with every file (text)")
  String format = "text";

  @Option(names = "--output", paramLabel = "FILE", description = "a new file to write it to")
  @Nullable String output;

  CiteVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    CitationFormat wanted = CitationFormat.parse(format);
    try (Interruption interruption = session.interruption()) {
      session.<Boolean>withFacade(
          home -> {
            cite(home, wanted, interruption);
            return true;
          });
    }
  }

  private void cite(Facade home, CitationFormat wanted, Interruption interruption) {
    Facade.PublicationUses publications = home.publications();
    Snapshot snapshot = home.trees().place(reference, null).snapshot();
    Publication publication = publications.cited(snapshot);
    String file = output;
    if (file != null) {
      write(
          session.workingDirectory().resolve(file),
          out ->
              publications.cite(
                  snapshot, publication, wanted, text -> print(out, text), interruption));
      session.result(
          PublicationView.of(publication),
          () -> session.console().line("Wrote the citation to " + Text.printable(file)));
    } else if (session.json() && wanted == CitationFormat.TEXT) {
      session.result(PublicationView.of(publication), () -> {});
    } else {
      publications.cite(snapshot, publication, wanted, session.console()::raw, interruption);
    }
  }

  private interface Work {
    void to(OutputStream out);
  }

  /** Only a new file; one that was written in part is taken away again. */
  private static void write(Path file, Work work) {
    boolean made = false;
    boolean done = false;
    try {
      try (OutputStream plain = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
        made = true;
        OutputStream out = new BufferedOutputStream(plain);
        work.to(out);
        out.flush();
        done = true;
      } finally {
        if (made && !done) {
          Files.deleteIfExists(file);
        }
      }
    } catch (FileAlreadyExistsException e) {
      throw new HeveliusException(
          Category.CONFLICT,
          "there is a file " + file + " already",
          List.of("nothing was written; name a new one"),
          e);
    } catch (IOException | UncheckedIOException e) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "%s can't be written: %s".formatted(file, e.getMessage()),
          List.of("nothing of it was left; the version is untouched"),
          e);
    }
  }

  private static void print(OutputStream out, String text) {
    try {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
