package org.hevelius.core.dataset;

import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/** Checks of text that people write and that later stands in lists, logs and stored records. */
public final class Texts {
  /** The longest description, note or reason, in characters. */
  public static final int MAX_TEXT = 4000;

  private Texts() {}

  /**
   * The text without surrounding white space. Line breaks and tabs may stand inside.
   *
   * @param what what it is, for the error message, such as "description"
   * @throws HeveliusException INVALID when it is longer than {@link #MAX_TEXT} or has other control
   *     characters or unpaired surrogates
   */
  public static String text(String what, String value) {
    return checked(what, value.strip(), true);
  }

  /**
   * The text without surrounding white space, on one line and not blank.
   *
   * @throws HeveliusException INVALID when it is blank, too long or has control characters
   */
  public static String line(String what, String value) {
    String stripped = value.strip();
    if (stripped.isEmpty()) {
      throw new HeveliusException(Category.INVALID, "the " + what + " is empty");
    }
    return checked(what, stripped, false);
  }

  private static String checked(String what, String value, boolean breaks) {
    if (value.length() > MAX_TEXT) {
      throw new HeveliusException(
          Category.INVALID,
          "the %s has %d characters; at most %d fit".formatted(what, value.length(), MAX_TEXT));
    }
    for (int i = 0; i < value.length(); i++) {
      int c = value.codePointAt(i);
      boolean allowed = breaks && (c == '\n' || c == '\t' || c == '\r');
      boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
      if (surrogate || (Character.isISOControl(c) && !allowed)) {
        throw new HeveliusException(
            Category.INVALID,
            "the %s has the character U+%04X at position %d, which can't be stored or shown"
                .formatted(what, c, i + 1));
      }
      if (Character.isSupplementaryCodePoint(c)) {
        i++;
      }
    }
    return value;
  }
}
