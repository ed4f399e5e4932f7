package org.hevelius.core.policy;

import java.util.Locale;
import org.hevelius.core.dataset.Texts;
import org.hevelius.core.snapshot.Hold;

/**
 * The hold that snapshots get when they are taken.
 *
 * @param reason for people; may be empty
 */
public record HoldRule(Hold.Kind kind, String reason) {
  /** Checks the reason. */
  public HoldRule {
    reason = Texts.text("reason of the hold", reason);
  }

  @Override
  public String toString() {
    String text = kind.name().toLowerCase(Locale.ROOT);
    return reason.isEmpty() ? text : text + ": " + reason;
  }
}
