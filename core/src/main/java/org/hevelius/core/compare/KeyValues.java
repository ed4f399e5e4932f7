package org.hevelius.core.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Small parameter files: {@code key = value} lines, with comments and sections. */
final class KeyValues {
  private static final int MOST_LINES = 2_000;
  private static final Pattern PAIR =
      Pattern.compile("\\s*([\\p{L}_][\\p{L}\\p{N}_.-]*)\\s*[=:]\\s*(.*?)\\s*");
  private static final Pattern SECTION = Pattern.compile("\\s*\\[([^\\]]+)]\\s*");
  private static final Pattern COMMENT = Pattern.compile("\\s*([#;!].*)?");

  private KeyValues() {}

  /** The values that differ; empty when one of the texts is not a parameter file. */
  static List<ValueChange> changes(List<String> left, List<String> right) {
    Map<String, String> before = parse(left);
    Map<String, String> after = parse(right);
    if (before == null || after == null) {
      return List.of();
    }
    List<ValueChange> changes = new ArrayList<>();
    before.forEach(
        (key, value) -> {
          if (!Objects.equals(value, after.get(key))) {
            changes.add(new ValueChange(key, value, after.get(key)));
          }
        });
    after.forEach(
        (key, value) -> {
          if (!before.containsKey(key)) {
            changes.add(new ValueChange(key, null, value));
          }
        });
    return changes;
  }

  private static @Nullable Map<String, String> parse(List<String> lines) {
    if (lines.size() > MOST_LINES) {
      return null;
    }
    Map<String, String> values = new LinkedHashMap<>();
    String section = "";
    for (String marked : lines) {
      String line = marked.replace(Lines.NO_NEWLINE, "");
      Matcher heading = SECTION.matcher(line);
      Matcher pair = PAIR.matcher(line);
      if (heading.matches()) {
        section = heading.group(1) + ".";
      } else if (pair.matches()) {
        // A key that comes twice means that lines belong to something larger, as in YAML.
        if (values.put(section + pair.group(1), value(pair)) != null) {
          return null;
        }
      } else if (!COMMENT.matcher(line).matches()) {
        return null;
      }
    }
    return values.isEmpty() ? null : values;
  }

  private static String value(Matcher pair) {
    String value = Objects.requireNonNull(pair.group(2));
    int comment = value.indexOf(" #");
    return comment < 0 ? value : value.substring(0, comment).strip();
  }
}
