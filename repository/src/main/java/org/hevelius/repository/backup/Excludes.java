package org.hevelius.repository.backup;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Patterns of what not to capture, as in a {@code .gitignore} without negation: {@code *} and
 * {@code ?} stay within one name, {@code **} crosses directories, {@code [abc]} is a set; a pattern
 * without a slash (but at its end) matches a name at any depth, one with a slash is relative to the
 * source; a slash at the end matches directories alone.
 */
public final class Excludes {
  /** Excludes nothing. */
  public static final Excludes NONE = new Excludes(List.of());

  private record Rule(Pattern pattern, boolean directoriesOnly, boolean anyDepth) {}

  private final List<Rule> rules;

  private Excludes(List<Rule> rules) {
    this.rules = rules;
  }

  /**
   * Reads patterns.
   *
   * @throws IllegalArgumentException naming the pattern that can't be understood
   */
  public static Excludes of(List<String> patterns) {
    List<Rule> rules = new ArrayList<>();
    for (String pattern : patterns) {
      String body = pattern.endsWith("/") ? pattern.substring(0, pattern.length() - 1) : pattern;
      if (body.isBlank() || body.equals("/")) {
        throw new IllegalArgumentException("the exclude pattern \"" + pattern + "\" is empty");
      }
      boolean anyDepth = body.indexOf('/') < 0;
      String relative = body.startsWith("/") ? body.substring(1) : body;
      rules.add(
          new Rule(
              Pattern.compile(regex(relative, pattern), Pattern.DOTALL),
              pattern.endsWith("/"),
              anyDepth));
    }
    return new Excludes(List.copyOf(rules));
  }

  private static String regex(String glob, String shown) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      if (glob.startsWith("**/", i)) {
        regex.append("(?:.*/)?");
        i += 2;
      } else if (glob.startsWith("**", i)) {
        regex.append(".*");
        i++;
      } else if (c == '*') {
        regex.append("[^/]*");
      } else if (c == '?') {
        regex.append("[^/]");
      } else if (c == '[') {
        int end = glob.indexOf(']', i + 2);
        if (end < 0) {
          throw new IllegalArgumentException(
              "the exclude pattern \""
                  + shown
                  + "\" opens a set at position "
                  + (i + 1)
                  + " that it doesn't close");
        }
        String set =
            glob.substring(i + 1, end)
                .replace("\\", "\\\\")
                .replace("[", "\\[")
                .replace("&&", "&\\&");
        regex.append('[').append(set.startsWith("!") ? "^" + set.substring(1) : set).append(']');
        i = end;
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return regex.toString();
  }

  /** Whether there are no patterns. */
  public boolean isEmpty() {
    return rules.isEmpty();
  }

  /**
   * Whether an entry is excluded.
   *
   * @param path raw bytes relative to the source, with slashes
   */
  public boolean matches(byte[] path, boolean directory) {
    if (rules.isEmpty()) {
      return false;
    }
    // Bytes that are no UTF-8 become U+FFFD here, which * and ? match.
    String text = new String(path, StandardCharsets.UTF_8);
    String name = text.substring(text.lastIndexOf('/') + 1);
    for (Rule rule : rules) {
      if ((directory || !rule.directoriesOnly)
          && rule.pattern.matcher(rule.anyDepth ? name : text).matches()) {
        return true;
      }
    }
    return false;
  }
}
