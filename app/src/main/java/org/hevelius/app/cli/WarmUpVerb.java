package org.hevelius.app.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.hevelius.core.json.JsonOutput;
import picocli.CommandLine.Command;

/**
 * What the start-up cache is made from: the launcher runs it once, and the classes that it has
 * loaded start faster ever after. It plays a small job through in a directory of its own, prints
 * what the verbs print, and leaves nothing behind; the launcher drops the output.
 */
@Command(name = "warm-up", hidden = true, description = "load what most verbs need")
final class WarmUpVerb implements Runnable {
  private static final List<List<String>> LINES =
      List.of(
          List.of("--version"),
          List.of("--help"),
          List.of("help", "help"),
          List.of("no-such-verb"),
          List.of("init"),
          List.of("dataset", "add", "warm", "--source", "DATA"),
          List.of("create", "warm", "first", "--tag", "a=b", "--name", "one"),
          List.of("create", "warm", "second"),
          List.of("list"),
          List.of("list", "--json"),
          List.of("show", "warm@1"),
          List.of("diff", "warm@1", "warm@2"),
          List.of("diff", "warm@1"),
          List.of("browse", "warm@1", "--recursive"),
          List.of("cat", "warm@1", "a.txt"),
          List.of("find", "*.txt"),
          List.of("history", "warm:a.txt"),
          List.of("tag", "warm@1", "c=d"),
          List.of("restore", "warm@1", "--to", "OUT", "--yes"),
          List.of("restore", "warm@1", "--in-place", "--yes"),
          List.of("undo", "--yes"),
          List.of("check", "--read-data"),
          List.of("cleanup", "--keep-last", "1", "--yes"),
          List.of("audit", "--verify"));

  private static final int LARGE = 24 << 20;
  private static final int SMALL_FILES = 1000;

  private final Session session;

  WarmUpVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    try {
      Path folder = Files.createTempDirectory("hevelius-warm-up-");
      try {
        play(folder);
      } finally {
        remove(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    session.console().raw(JsonOutput.document(LINES));
  }

  private void play(Path folder) throws IOException {
    Path data = folder.resolve("data");
    Files.createDirectories(data.resolve("below"));
    Files.writeString(data.resolve("a.txt"), "gain = 1\n");
    Files.writeString(data.resolve("below/b.txt"), "b\n");
    writeMuch(data);
    for (List<String> line : LINES) {
      if (line.contains("second")) {
        Files.writeString(data.resolve("a.txt"), "gain = 2\n");
      }
      session
          .program()
          .run(
              Stream.concat(Stream.of("--home", folder.resolve("home").toString()), line.stream())
                  .map(word -> word.equals("DATA") ? data.toString() : word)
                  .map(word -> word.equals("OUT") ? folder.resolve("out").toString() : word)
                  .toArray(String[]::new));
    }
  }

  /** Enough for the loops over bytes and over files to be known as hot ones. */
  private static void writeMuch(Path data) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    byte[] noise = new byte[LARGE];
    random.nextBytes(noise);
    Files.write(data.resolve("noise.bin"), noise);
    StringBuilder table = new StringBuilder();
    while (table.length() < LARGE) {
      table.append(random.nextInt(100_000)).append(",0.").append(random.nextInt(1000)).append('\n');
    }
    Files.writeString(data.resolve("table.csv"), table);
    for (int i = 0; i < SMALL_FILES; i++) {
      Path folder = Files.createDirectories(data.resolve("many/" + i / 20));
      Files.writeString(folder.resolve(i + ".txt"), "file " + i + "\n");
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
