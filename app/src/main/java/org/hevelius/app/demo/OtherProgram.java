package org.hevelius.app.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.hevelius.app.demo.Stage.Ran;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/** Runs a program of someone else. */
final class OtherProgram {
  private OtherProgram() {}

  /** What it did, or nothing when it isn't installed. */
  static Optional<Ran> run(List<String> command, Path directory) {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return Optional.of(new Ran(process.waitFor(), output));
    } catch (IOException e) {
      // The only reason for which a program can't be started in a directory that exists.
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HeveliusException(
          Category.CANCELED, "the demo was stopped", List.of("nothing else was touched"), e);
    }
  }
}
