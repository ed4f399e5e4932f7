package org.hevelius.core.compare;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a text file is a table.
 *
 * @param columns the names of the columns; made up where there is no header
 * @param header whether the first record holds the names
 */
record TableShape(Charset charset, char delimiter, boolean header, List<String> columns) {
  private static final char[] DELIMITERS = {',', '\t', ';', '|'};
  private static final Pattern NUMBER =
      Pattern.compile("\\s*[+-]?(\\d+\\.?\\d*|\\.\\d+)([eEdD][+-]?\\d+)?\\s*");

  /** The shape of a file, or null when it has only one column. */
  static @Nullable TableShape of(Content content) throws IOException {
    byte[] start;
    try (InputStream in = content.open()) {
      start = in.readNBytes(Contents.BUFFER);
    }
    Charset charset =
        ContentDiff.isUtf8(start) ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
    char delimiter = delimiter(new String(start, charset), content.path());
    if (delimiter == 0) {
      return null;
    }
    try (CsvReader reader = new CsvReader(content.open(), charset, delimiter)) {
      List<String> first = reader.next();
      if (first == null) {
        return null;
      }
      boolean header = first.stream().noneMatch(cell -> NUMBER.matcher(cell).matches());
      return new TableShape(charset, delimiter, header, names(first, header));
    }
  }

  /** Opens the file behind its header. */
  CsvReader open(Content content) throws IOException {
    CsvReader reader = new CsvReader(content.open(), charset, delimiter);
    if (header) {
      reader.next();
    }
    return reader;
  }

  private static List<String> names(List<String> first, boolean header) {
    List<String> names = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < first.size(); i++) {
      String name = header ? first.get(i).strip() : "";
      name = name.isEmpty() ? "column " + (i + 1) : name;
      int count = seen.merge(name, 1, Integer::sum);
      names.add(count == 1 ? name : name + " (" + count + ")");
    }
    return List.copyOf(names);
  }

  private static char delimiter(String start, String path) {
    String line =
        start
            .lines()
            .filter(text -> !text.isBlank() && !text.startsWith("#"))
            .findFirst()
            .orElse("");
    char best = 0;
    long most = 0;
    for (char candidate : DELIMITERS) {
      long count = count(line, candidate);
      if (count > 0 && candidate == named(path)) {
        return candidate;
      }
      if (count > most) {
        best = candidate;
        most = count;
      }
    }
    return best;
  }

  private static char named(String path) {
    return switch (String.valueOf(ContentDiff.tableExtension(path))) {
      case "tsv" -> '\t';
      case "psv" -> '|';
      default -> 0;
    };
  }

  private static long count(String line, char delimiter) {
    long count = 0;
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      quoted ^= line.charAt(i) == '"';
      count += !quoted && line.charAt(i) == delimiter ? 1 : 0;
    }
    return count;
  }
}
