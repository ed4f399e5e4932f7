package org.hevelius.core.event;

import java.util.Locale;
import org.hevelius.core.dataset.DatasetName;

/**
 * What came of an event for one dataset.
 *
 * @param snapshot reference of the snapshot that was taken or merged into; empty when there is none
 * @param pair reference of the snapshot of the same pair before it; empty when there is none
 * @param detail for people; may be empty
 */
public record Outcome(DatasetName dataset, Kind kind, String snapshot, String pair, String detail) {
  /** What may come of it. */
  public enum Kind {
    /** A snapshot was taken. */
    TAKEN,
    /** One was taken that lacks something, or something around it failed. */
    PARTIAL,
    /** The same event had come just before: its snapshot is this one's. */
    MERGED,
    /** No snapshot could be taken. */
    FAILED,
    /** It was canceled before a snapshot was taken. */
    CANCELED;

    /** As it is written. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether there is a snapshot. */
    public boolean hasSnapshot() {
      return this == TAKEN || this == PARTIAL || this == MERGED;
    }
  }
}
