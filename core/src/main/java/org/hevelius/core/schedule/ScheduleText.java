package org.hevelius.core.schedule;

import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/** The words of a schedule, read one after the other, and what to say when one doesn't fit. */
final class ScheduleText {
  private final String text;
  private int at;

  ScheduleText(String text) {
    this.text = text;
  }

  /**
   * A word.
   *
   * @param position of its first character, from 1
   */
  record Word(String text, int position) {}

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  /** Whether all words were read. */
  boolean done() {
    skipSpace();
    return at == text.length();
  }

  /**
   * The next word.
   *
   * @param expected what it is, for the message when there is none
   */
  Word word(String expected) {
    if (done()) {
      throw refused(expected + " is missing at the end");
    }
    int start = at;
    while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return new Word(text.substring(start, at), start + 1);
  }

  /** Makes sure that nothing follows. */
  void end() {
    if (!done()) {
      Word rest = word("");
      throw refused("\"" + rest.text() + "\" is too much", rest.position());
    }
  }

  HeveliusException refused(String why, int position) {
    return refused(why + " (position " + position + ")");
  }

  HeveliusException refused(String why) {
    return new HeveliusException(
        Category.INVALID,
        "\"%s\" is no schedule: %s".formatted(text, why),
        "write \"02:00\", \"Sunday 03:00\", \"1st 04:00\", \"every 6h from 00:00\", or the five"
            + " fields of cron such as \"0 2 * * *\"");
  }
}
