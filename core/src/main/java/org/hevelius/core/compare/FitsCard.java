package org.hevelius.core.compare;

import org.jspecify.annotations.Nullable;

/**
 * One card of a FITS header (FITS standard 4.0, section 4.1; HIERARCH after the ESO convention).
 *
 * @param keyword without padding; empty for a blank one
 * @param value without quotes and padding; for commentary the text
 * @param string whether the value was quoted
 * @param comment behind the slash; null when there is none
 * @param commentary whether the card has text in place of a value
 */
record FitsCard(
    String keyword, String value, boolean string, @Nullable String comment, boolean commentary) {
  private static final String LONGER = "&";

  /** Reads a card of 80 characters. */
  static FitsCard parse(String card) {
    String keyword = card.substring(0, 8).strip();
    if (keyword.equals("HIERARCH") && card.indexOf('=') > 9) {
      int equals = card.indexOf('=');
      return valued(card.substring(9, equals).strip(), card.substring(equals + 1));
    }
    if (keyword.equals("CONTINUE")) {
      return valued(keyword, card.substring(8));
    }
    boolean text =
        keyword.equals("COMMENT")
            || keyword.equals("HISTORY")
            || keyword.isEmpty()
            || card.charAt(8) != '=';
    return text
        ? new FitsCard(keyword, card.substring(8).strip(), false, null, true)
        : valued(keyword, card.substring(9));
  }

  private static FitsCard valued(String keyword, String rest) {
    String text = rest.stripLeading();
    if (!text.startsWith("'")) {
      int slash = text.indexOf('/');
      return new FitsCard(
          keyword,
          (slash < 0 ? text : text.substring(0, slash)).strip(),
          false,
          slash < 0 ? null : text.substring(slash + 1).strip(),
          false);
    }
    StringBuilder value = new StringBuilder();
    int at = 1;
    for (; at < text.length(); at++) {
      if (text.charAt(at) == '\'') {
        if (at + 1 >= text.length() || text.charAt(at + 1) != '\'') {
          break;
        }
        at++;
      }
      value.append(text.charAt(at));
    }
    int slash = text.indexOf('/', at);
    return new FitsCard(
        keyword,
        value.toString().stripTrailing(),
        true,
        slash < 0 ? null : text.substring(slash + 1).strip(),
        false);
  }

  /** Whether this string goes on in a CONTINUE card. */
  boolean goesOn() {
    return string && value.endsWith(LONGER);
  }

  /** This string and the one that continues it (section 4.2.1.2). */
  FitsCard with(FitsCard next) {
    String start = value.substring(0, value.length() - LONGER.length());
    String more = next.comment == null ? "" : next.comment;
    String both = comment == null ? more : (comment + " " + more).strip();
    return new FitsCard(
        keyword, start + next.value, true, both.isEmpty() ? null : both, commentary);
  }
}
