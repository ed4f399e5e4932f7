package org.hevelius.core.snapshot;

import java.time.Instant;
import org.hevelius.core.dataset.Texts;

/**
 * Says that the data of a snapshot was found to be bad. It stays; whoever looks at it, or at what
 * was derived from it, is warned.
 *
 * @param by the person or drill that found it
 * @param note what is wrong, for people; may be empty
 */
public record KnownBad(String by, Instant since, String note) {
  /** Checks the text. */
  public KnownBad {
    by = Texts.line("author of the known-bad mark", by);
    note = Texts.text("note of the known-bad mark", note);
  }
}
