package org.hevelius.repository.restore;

/**
 * One thing that a restore does, or would do, to the target.
 *
 * @param path relative to the target, escaped to one line
 * @param bytes content that is written (create, overwrite) or removed (delete)
 * @param note why, in a few words; empty when the kind says it all
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
    /** Something that the snapshot doesn't have is removed. */
    DELETE,
    /** It is as wanted. */
    UNCHANGED,
    /** It is left alone, because doing what is wanted would lose something; the note says what. */
    CONFLICT,
    /** It was tried and failed; the note says why. */
    FAILED
  }
}
