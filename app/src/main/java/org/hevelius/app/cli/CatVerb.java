package org.hevelius.app.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.json.JsonOutput;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.core.tree.TreeEntry;
import org.hevelius.core.usecase.EntryView;
import org.hevelius.core.usecase.Facade;
import org.hevelius.core.usecase.Trees;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "cat",
    description = {
      "print a file of a snapshot",
      "",
      "Its bytes go to the output as they are, each block verified before it is printed. With"
          + " --json they stand in a document, in base64."
    },
    footer = {
      "",
      "hevelius cat cosmos7/raw@11 calib/mars.caldb | diff - /data/raw/calib/mars.caldb",
      "hevelius cat cosmos7/raw@11:events/night_0412.fits > night_0412.fits"
    })
final class CatVerb implements Runnable {
  private final Session session;

  @Parameters(
      index = "0",
      paramLabel = "REF",
      description = "a snapshot, or a dataset for its newest one; :PATH may follow")
  String reference = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "PATH", description = "the file")
  @Nullable String path;

  CatVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    session.<Boolean>withFacade(
        home -> {
          cat(home);
          return true;
        });
  }

  private void cat(Facade home) {
    Trees.Place place = home.trees().place(reference, path);
    Snapshot snapshot = place.snapshot();
    if (place.path().isEmpty()) {
      throw new HeveliusException(
          Category.INVALID,
          "no file is named",
          "write its path: hevelius cat " + snapshot.reference() + " PATH");
    }
    try (SnapshotTree tree = home.trees().open(snapshot)) {
      TreeEntry entry = Trees.entry(tree, snapshot.reference(), place.path());
      try (InputStream content = Trees.content(tree, entry, snapshot.reference())) {
        if (session.json()) {
          document(snapshot, entry, content);
        } else {
          OutputStream out = guarded(session.console().bytes());
          content.transferTo(out);
          out.flush();
        }
      } catch (UncheckedIOException e) {
        ended(Objects.requireNonNull(e.getCause()), "can't write the content of ", entry);
      } catch (IOException e) {
        throw failed(e, "can't read ", entry);
      }
    }
  }

  private void document(Snapshot snapshot, TreeEntry entry, InputStream content)
      throws IOException {
    String head = JsonOutput.line(EntryView.of(entry)).stripTrailing();
    session
        .console()
        .raw(
            "{\"reference\":\""
                + snapshot.reference()
                + "\","
                + head.substring(1, head.length() - 1)
                + ",\"encoding\":\"base64\",\"content\":\"");
    OutputStream out = guarded(session.console().bytes());
    OutputStream encoded =
        Base64.getEncoder()
            .wrap(
                new FilterOutputStream(out) {
                  @Override
                  public void write(byte[] bytes, int from, int count) throws IOException {
                    out.write(bytes, from, count);
                  }

                  @Override
                  public void close() {}
                });
    content.transferTo(encoded);
    encoded.close();
    out.write("\"}\n".getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  /** Tells failures of the output from those of the content. */
  private static OutputStream guarded(OutputStream out) {
    return new OutputStream() {
      @Override
      public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int from, int count) {
        try {
          out.write(bytes, from, count);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      public void flush() {
        try {
          out.flush();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  private static void ended(IOException failure, String what, TreeEntry entry) {
    // As with head: who reads has seen enough.
    if (!String.valueOf(failure.getMessage()).contains("Broken pipe")) {
      throw failed(failure, what, entry);
    }
  }

  private static HeveliusException failed(IOException failure, String what, TreeEntry entry) {
    return new HeveliusException(
        Category.UNAVAILABLE,
        what + Text.path(entry.path()) + ": " + failure.getMessage(),
        List.of("what was printed is incomplete; the snapshot is untouched"),
        failure);
  }
}
