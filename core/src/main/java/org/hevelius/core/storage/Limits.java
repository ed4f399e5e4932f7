package org.hevelius.core.storage;

import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a quota in bytes.
 *
 * @param soft beyond which somebody is warned; null when there is none
 * @param hard beyond which nothing can be written; null when there is none
 */
public record Limits(@Nullable Long soft, @Nullable Long hard) {
  /** Nothing limits. */
  public static final Limits NONE = new Limits(null, null);

  /** Checks that they fit each other. */
  public Limits {
    if ((soft != null && soft <= 0) || (hard != null && hard <= 0)) {
      throw new HeveliusException(Category.INVALID, "a limit is more than 0 bytes");
    }
    if (soft != null && hard != null && soft > hard) {
      throw new HeveliusException(
          Category.INVALID,
          "the soft limit of %,d bytes is above the hard limit of %,d bytes".formatted(soft, hard),
          "nothing was changed; give a soft limit up to the hard one");
    }
  }

  /** The limit that counts: the hard one, else the soft one; null when there is none. */
  public @Nullable Long top() {
    return hard != null ? hard : soft;
  }
}
