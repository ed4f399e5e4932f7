package org.hevelius.core.snapshot;

import java.time.Instant;
import org.hevelius.core.dataset.Texts;

/**
 * Forbids forgetting a snapshot, whatever retention says.
 *
 * @param reason why, for people; may be empty
 * @param by who set it
 * @param since when it was set
 */
public record Hold(Kind kind, String reason, String by, Instant since) {

  /** Why a snapshot is held. A snapshot has at most one hold of each kind. */
  public enum Kind {
    /** A person wants it kept for good. */
    PERMANENT,
    /** The law or a contract wants it kept. */
    LEGAL,
    /** A publication cites it. */
    PUBLISHED
  }

  /** Checks the text. */
  public Hold {
    reason = Texts.text("reason of the hold", reason);
    by = Texts.line("owner of the hold", by);
  }
}
