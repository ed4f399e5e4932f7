package org.hevelius.core.compare;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hevelius.core.tree.Names;

/** Short pieces of the lines that sum up a change. */
final class Phrases {
  private static final int LONGEST = 40;

  private Phrases() {}

  /** A value from a file, on one line, without control characters and not too long. */
  static String clip(String value) {
    if (value.isEmpty()) {
      return "\"\"";
    }
    int end = value.length();
    if (end > LONGEST) {
      int cut = LONGEST - 3;
      end = Character.isHighSurrogate(value.charAt(cut - 1)) ? cut - 1 : cut;
    }
    return Names.show(value.substring(0, end)) + (end < value.length() ? "..." : "");
  }

  static String join(String separator, String... parts) {
    return Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining(separator));
  }

  /** The first few, and how many more there are. */
  static String list(List<String> items, int most, String separator) {
    String named = items.stream().limit(most).collect(Collectors.joining(separator));
    return items.size() <= most
        ? named
        : String.format("%s%s%,d more", named, separator, items.size() - most);
  }

  /** {@code 1 row}, {@code 2 rows}; empty for 0. */
  static String count(long number, String thing, String rest) {
    return number == 0
        ? ""
        : String.format("%,d %s%s%s", number, thing, number == 1 ? "" : "s", rest);
  }
}
