package org.hevelius.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of the whole project, for tests that look at them. */
final class Project {
  /** The folder of the root pom. */
  static final Path ROOT = Path.of(System.getProperty("hevelius.root", "..")).toAbsolutePath();

  private Project() {}

  /** All our Java sources, of every module, in order. */
  static List<Path> javaSources() {
    return files("src").filter(file -> file.toString().endsWith(".java")).toList();
  }

  /** All our Java sources that ship. */
  static List<Path> mainSources() {
    return javaSources().stream().filter(file -> file.toString().contains("/src/main/")).toList();
  }

  private static Stream<Path> files(String part) {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(
              file -> {
                String path = "/" + ROOT.relativize(file);
                return path.contains("/" + part + "/")
                    && !path.contains("/target/")
                    && !path.contains("/.");
              })
          .filter(Files::isRegularFile)
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
