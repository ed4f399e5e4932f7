package org.hevelius.repository.restore;

import org.hevelius.repository.fs.Stat;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a restore does, or would do, to the target.
 *
 * @param path relative to the target, escaped to one line
 * @param bytes content that is written (create, overwrite) or removed (delete)
 * @param note why, in a few words; empty when the kind says it all
 * @param present tells what stands there now from whatever else stood there: its inode, size and
 *     times; empty when nothing is there, for directories, and once it was done
 */
public record RestoreAction(Kind kind, String path, long bytes, String note, String present) {
  /** An action that was done, or concerns nothing that is there. */
  RestoreAction(Kind kind, String path, long bytes, String note) {
    this(kind, path, bytes, note, "");
  }

  /** An action on what is there, if anything. */
  static RestoreAction on(@Nullable Stat live, Kind kind, String path, long bytes, String note) {
    String present =
        live == null
            ? ""
            : "%d:%d:%d:%d.%d:%d.%d"
                .formatted(
                    live.device(),
                    live.inode(),
                    live.size(),
                    live.mtimeSeconds(),
                    live.mtimeNanos(),
                    live.ctimeSeconds(),
                    live.ctimeNanos());
    return new RestoreAction(kind, path, bytes, note, present);
  }

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
