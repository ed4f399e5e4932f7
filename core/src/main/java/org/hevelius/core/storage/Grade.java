package org.hevelius.core.storage;

import java.util.Arrays;
import java.util.Locale;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/** How bad something is, the best first. */
public enum Grade {
  /** All is well. */
  OK,
  /** Worth a look. */
  WARN,
  /** Something must be done soon. */
  ALERT,
  /** Work stops now or at any moment. */
  CRITICAL;

  /**
   * The one of a text.
   *
   * @throws HeveliusException INVALID for any other word
   */
  public static Grade parse(String text) {
    return Arrays.stream(values())
        .filter(grade -> grade.text().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new HeveliusException(
                    Category.INVALID,
                    "\"" + text + "\" is no grade",
                    "there are: ok, warn, alert, critical"));
  }

  /** As it is shown. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The worse of two. */
  public Grade or(Grade other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
