package org.hevelius.app.cli;

import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/**
 * Two versions of one dataset, written {@code cosmos7/raw@11..cosmos7/raw@12} or, shorter, {@code
 * cosmos7/raw@11..12}.
 *
 * @param from reference of the first
 * @param to reference of the second
 */
record RefRange(String from, String to) {
  private static final String DOTS = "..";

  /** The range for what somebody typed. */
  static RefRange parse(String text) {
    int dots = text.indexOf(DOTS);
    String from = dots < 0 ? text : text.substring(0, dots);
    String to = dots < 0 ? "" : text.substring(dots + DOTS.length());
    if (from.isEmpty() || to.isEmpty()) {
      throw new HeveliusException(
          Category.INVALID,
          "\"" + text + "\" is no range of two versions",
          "write the version before the change, two dots, and the version that has it,",
          "such as cosmos7/raw@11..12 or cosmos7/raw@11..cosmos7/raw@latest");
    }
    int at = from.indexOf('@');
    boolean shortForm = at >= 0 && (to.startsWith("@") || to.matches("[0-9]{1,18}"));
    if (shortForm) {
      to = from.substring(0, at) + (to.startsWith("@") ? to : "@" + to);
    }
    return new RefRange(from, to);
  }
}
