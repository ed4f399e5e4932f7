package org.hevelius.core.snapshot;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/**
 * What a short name may be: 1 to 64 lower-case letters, digits, dots, underscores and hyphens that
 * begins and ends with a letter or digit, without two dots in a row, and that can't be taken for
 * another form of reference (a number, a moment, {@code latest}, {@code known-good}, {@code live},
 * a generated name, or 8 or more hex digits).
 */
public final class NamingRule {
  private static final int MAX_LENGTH = 64;
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{8,}");
  private static final Set<String> RESERVED = Set.of("latest", "live", "known-good");

  private NamingRule() {}

  /** Why the text can't be a short name; nothing when it can. */
  public static Optional<String> problem(String text) {
    if (text.isEmpty()) {
      return Optional.of("it is empty");
    }
    if (text.length() > MAX_LENGTH) {
      return Optional.of(
          "it has %d characters; at most %d fit".formatted(text.length(), MAX_LENGTH));
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isLetterOrDigit(c) && ".-_".indexOf(c) < 0) {
        return Optional.of(
            "%s at position %d doesn't fit"
                .formatted(
                    c < ' ' || c > '~' ? "U+%04X".formatted((int) c) : "\"" + c + "\"", i + 1));
      }
    }
    if (!isLetterOrDigit(text.charAt(0)) || !isLetterOrDigit(text.charAt(text.length() - 1))) {
      return Optional.of("it doesn't begin and end with a letter or digit");
    }
    if (text.contains("..")) {
      return Optional.of("it has two dots in a row");
    }
    return confusion(text);
  }

  /**
   * The text itself.
   *
   * @throws HeveliusException INVALID with the reason and a name that would do
   */
  public static String checked(String text) {
    Optional<String> problem = problem(text);
    if (problem.isPresent()) {
      String slug = SnapshotNames.slug(text).replace('_', '-');
      throw new HeveliusException(
          Category.INVALID,
          "\"" + text + "\" can't be a snapshot's short name: " + problem.get(),
          "short names are lower-case letters, digits, '.', '_' and '-', such as "
              + (problem(slug).isEmpty() ? slug : "pre-calibration-change"));
    }
    return text;
  }

  private static Optional<String> confusion(String text) {
    if (NUMBER.matcher(text).matches()) {
      return Optional.of("it would read as a version number");
    }
    if (Reference.MOMENT.matcher(text).matches()) {
      return Optional.of("it would read as a moment; put a word to it");
    }
    if (HEX.matcher(text).matches()) {
      return Optional.of("it would read as the beginning of an id (8 or more hex digits)");
    }
    if (SnapshotNames.isName(text)) {
      return Optional.of("it would read as a generated name");
    }
    return RESERVED.contains(text)
        ? Optional.of("\"" + text + "\" has a meaning of its own")
        : Optional.empty();
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }
}
