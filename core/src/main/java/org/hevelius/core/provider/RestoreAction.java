package org.hevelius.core.provider;

/**
 * One thing that a restore does, or would do.
 *
 * @param path relative to the target, escaped to one line
 * @param bytes content that is written or removed
 * @param note why, in a few words; may be empty
 */
public record RestoreAction(Kind kind, String path, long bytes, String note) {
  /** What is done. */
  public enum Kind {
    /** Something that isn't there is made. */
    CREATE,
    /** Content that differs is replaced. */
    OVERWRITE,
    /** Content is equal; owner, mode, times or attributes are set. */
    METADATA,
    /** Something that isn't wanted is removed. */
    DELETE,
    /** It is as wanted. */
    UNCHANGED,
    /** It is left alone, because doing what is wanted would lose something. */
    CONFLICT,
    /** It was tried and failed. */
    FAILED;

    /** Whether it changes the target. */
    public boolean changes() {
      return this == CREATE || this == OVERWRITE || this == METADATA || this == DELETE;
    }
  }
}
