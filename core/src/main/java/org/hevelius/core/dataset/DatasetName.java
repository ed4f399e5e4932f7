package org.hevelius.core.dataset;

import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/**
 * The name of a dataset: a path such as {@code cosmos7/raw}, so that datasets form a hierarchy.
 * Each part begins with a lower-case letter or a digit; letters, digits, dots, underscores and
 * hyphens may follow. Names sort as text.
 *
 * @param text the name as it is written
 */
public record DatasetName(String text) implements Comparable<DatasetName> {
  /** The longest name, in characters: it stands in generated names and in file names. */
  public static final int MAX_LENGTH = 120;

  /**
   * Checks the name.
   *
   * @throws HeveliusException INVALID with the position of the first character that doesn't fit
   */
  public DatasetName {
    check(text);
  }

  /** The name for what somebody typed. */
  public static DatasetName of(String text) {
    return new DatasetName(text);
  }

  /** The parts of the path, outermost first. */
  public List<String> parts() {
    return List.of(text.split("/", -1));
  }

  /** Whether this dataset is the given one or lies below it in the hierarchy. */
  public boolean isWithin(DatasetName ancestor) {
    return text.equals(ancestor.text) || text.startsWith(ancestor.text + "/");
  }

  /** The name with hyphens in place of slashes, as it stands in generated snapshot names. */
  public String flat() {
    return text.replace('/', '-');
  }

  @Override
  public int compareTo(DatasetName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }

  private static void check(String text) {
    if (text.isEmpty()) {
      throw invalid(text, "it is empty");
    }
    if (text.length() > MAX_LENGTH) {
      throw invalid(
          text, "it has %d characters; at most %d fit".formatted(text.length(), MAX_LENGTH));
    }
    boolean start = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '/') {
        if (start) {
          throw invalid(text, "the part before the slash at position %d is empty".formatted(i + 1));
        }
        start = true;
      } else if (isLetterOrDigit(c) || (!start && (c == '.' || c == '_' || c == '-'))) {
        start = false;
      } else {
        throw invalid(text, problem(text, i, start));
      }
    }
    if (start) {
      throw invalid(text, "it ends with a slash");
    }
  }

  private static String problem(String text, int at, boolean start) {
    int c = text.codePointAt(at);
    String shown =
        Character.isISOControl(c) || Character.isSurrogate((char) c)
            ? "U+%04X".formatted(c)
            : "\"" + Character.toString(c) + "\"";
    String where = " at position " + (at + 1);
    return start && (c == '.' || c == '_' || c == '-')
        ? "a part can't begin with " + shown + where
        : shown + where + " doesn't fit";
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  private static HeveliusException invalid(String text, String why) {
    return new HeveliusException(
        Category.INVALID,
        "\"%s\" is no name for a dataset: %s".formatted(text, why),
        "names are paths of lower-case letters, digits, '.', '_' and '-', such as cosmos7/raw");
  }
}
