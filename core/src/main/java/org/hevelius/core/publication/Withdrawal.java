package org.hevelius.core.publication;

import java.time.Instant;
import org.hevelius.core.dataset.Texts;

/**
 * Says that a publication no longer holds. The record stays.
 *
 * @param reason why, for people; never empty
 */
public record Withdrawal(Instant at, String by, String reason) {
  /** Checks the texts. */
  public Withdrawal {
    by = Texts.line("author of the withdrawal", by);
    reason = Texts.line("reason of the withdrawal", reason);
  }
}
