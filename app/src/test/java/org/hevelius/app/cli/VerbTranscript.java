package org.hevelius.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Command lines with what they print, held against a file. Run the test with {@code
 * -Dtranscripts=write} to take over what is printed now, and look at the difference.
 */
final class VerbTranscript {
  private final MemoryHome home;
  private final StringBuilder text = new StringBuilder();

  VerbTranscript(MemoryHome home) {
    this.home = home;
  }

  /** Runs a command line and adds it with what it printed. */
  VerbTranscript run(String... line) {
    MemoryHome.Run run = home.run(line);
    text.append("$ hevelius");
    List.of(line).forEach(word -> text.append(' ').append(Text.word(word)));
    text.append(run.code() == 0 ? "\n" : "   [exit code " + run.code() + "]\n");
    text.append(run.out());
    run.err().lines().forEach(error -> text.append("! ").append(error).append('\n'));
    text.append('\n');
    return this;
  }

  /** Compares all with the file of that name. */
  void isAsIn(String name) {
    Path file = Path.of("src/test/resources/transcripts", name);
    try {
      if ("write".equals(System.getProperty("transcripts"))) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
      }
      assertThat(text.toString()).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
