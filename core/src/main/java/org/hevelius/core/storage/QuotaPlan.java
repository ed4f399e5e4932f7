package org.hevelius.core.storage;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What would become of the limits of a view.
 *
 * @param plan names exactly this step from these limits to those; empty when nothing would change
 * @param view as it was seen
 * @param wanted the new limits; null unless it may grow
 * @param reason why, a sentence
 */
public record QuotaPlan(
    String plan,
    View view,
    BigDecimal factor,
    @Nullable Long ceiling,
    Decision decision,
    @Nullable Limits wanted,
    String reason) {
  /** What comes of it. */
  public enum Decision {
    /** The limits grow. */
    EXPAND,
    /** It isn't full enough, or has no limit. */
    NOT_NEEDED,
    /** It should grow, and something forbids it. */
    REFUSED
  }

  /** The name of a step. */
  static String name(View view, Quota quota, Limits wanted) {
    String text = String.join("\n", view.view(), quota.id(), "" + quota.limits(), "" + wanted);
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
