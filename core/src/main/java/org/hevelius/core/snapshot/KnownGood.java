package org.hevelius.core.snapshot;

import java.time.Instant;
import org.hevelius.core.dataset.Texts;

/**
 * Says that the data of a snapshot was found to be good.
 *
 * @param by the person or drill that found it
 * @param note how it was found, for people; may be empty
 */
public record KnownGood(String by, Instant since, String note) {
  /** Checks the text. */
  public KnownGood {
    by = Texts.line("author of the known-good mark", by);
    note = Texts.text("note of the known-good mark", note);
  }
}
