package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class FormatTest {
  @Test
  void everySourceIsFormatted() {
    List<Path> sources = Project.javaSources();
    assertThat(sources).hasSizeGreaterThan(50);
    List<Path> unformatted =
        sources.parallelStream()
            .filter(source -> !isFormatted(source))
            .map(Project.ROOT::relativize)
            .toList();
    assertThat(unformatted).as("sources to format; run ./format").isEmpty();
  }

  private static boolean isFormatted(Path source) {
    String text = Project.read(source);
    try {
      return new Formatter().formatSourceAndFixImports(text).equals(text);
    } catch (FormatterException e) {
      throw new AssertionError(source + " can't be parsed", e);
    }
  }
}
