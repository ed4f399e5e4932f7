package org.hevelius.catalog.sql;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Several texts in one, a line each; they may hold line ends themselves. */
final class Lines {
  private Lines() {}

  static String join(List<String> texts) {
    return texts.stream()
        .map(text -> text.replace("\\", "\\\\").replace("\n", "\\n"))
        .collect(Collectors.joining("\n"));
  }

  static List<String> split(String lines) {
    return Stream.of(lines.split("\n", -1)).map(Lines::text).toList();
  }

  private static String text(String line) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && ++i < line.length()) {
        c = line.charAt(i) == 'n' ? '\n' : line.charAt(i);
      }
      text.append(c);
    }
    return text.toString();
  }
}
