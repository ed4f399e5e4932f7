package org.hevelius.core.storage;

import java.time.Instant;

/**
 * A change of limits, written down before the storage is asked for it.
 *
 * @param id given by the store; 0 before
 * @param actor who wanted it
 * @param automatic whether a rule wanted it and no person
 */
public record QuotaChange(
    long id,
    String view,
    String quotaId,
    Limits before,
    Limits wanted,
    Instant time,
    String actor,
    boolean automatic,
    State state) {
  /** What became of it. */
  public enum State {
    /** It was begun; how it ended is not known. */
    BEGUN,
    /** The limits were set. */
    DONE,
    /** The limits were not set. */
    FAILED
  }
}
