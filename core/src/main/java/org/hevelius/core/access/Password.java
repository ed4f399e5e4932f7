package org.hevelius.core.access;

import java.text.Normalizer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/**
 * A user's password, in Unicode's composed form whichever keyboard it came from. Never shows
 * itself.
 */
public final class Password {
  /** The fewest characters of a new one. */
  public static final int SHORTEST = 12;

  /** The most characters, so that hashing one takes bounded work. */
  public static final int LONGEST = 1024;

  private final String text;

  private Password(String text) {
    if (text.length() > LONGEST) {
      throw new HeveliusException(
          Category.INVALID, "the password has more than " + LONGEST + " characters");
    }
    this.text = Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  /** What somebody gives to be let in. */
  public static Password given(String text) {
    return new Password(text);
  }

  /**
   * What a user shall have from now on.
   *
   * @throws HeveliusException INVALID when it is too short or too long
   */
  public static Password chosen(String text) {
    if (text.codePointCount(0, text.length()) < SHORTEST) {
      throw new HeveliusException(
          Category.INVALID,
          "the password is too short: at least " + SHORTEST + " characters are needed",
          "nothing was changed; a few words in a row are easy to remember and hard to guess");
    }
    return new Password(text);
  }

  /** The text, for hashing alone. */
  public String reveal() {
    return text;
  }

  @Override
  public String toString() {
    return "a password";
  }
}
