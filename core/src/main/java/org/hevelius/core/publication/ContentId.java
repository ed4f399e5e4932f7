package org.hevelius.core.publication;

import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/**
 * Names the content of a whole version: the SHA-256 of its {@link ContentListing}. Equal content
 * has an equal name wherever and whenever it was captured.
 *
 * @param hash 64 lower-case hex digits
 */
public record ContentId(String hash) {
  /** What such a name looks like within a text. */
  public static final Pattern PATTERN = Pattern.compile("\\bhevelius:1:([0-9a-f]{64})\\b");

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  /** Checks the digits. */
  public ContentId {
    if (!HASH.matcher(hash).matches()) {
      throw new HeveliusException(
          Category.INVALID, "\"" + hash + "\" is no SHA-256: 64 lower-case hex digits");
    }
  }

  /**
   * The name that is written as {@link #toString} writes it.
   *
   * @throws HeveliusException INVALID when it is not of that form
   */
  public static ContentId parse(String text) {
    if (!text.startsWith("hevelius:1:")) {
      throw new HeveliusException(
          Category.INVALID,
          "\"" + text + "\" names no content",
          "such names read hevelius:1: and 64 hex digits");
    }
    return new ContentId(text.substring("hevelius:1:".length()));
  }

  @Override
  public String toString() {
    return "hevelius:1:" + hash;
  }
}
