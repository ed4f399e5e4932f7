package org.hevelius.repository.restore;

import org.hevelius.repository.fs.OpenFile;

/** The content of one file of a {@link State}, in pieces that are read as one each. */
sealed interface FileContent permits StoredContent, MountedContent, StreamedContent {
  /** The number of pieces; none for an empty file. */
  int pieces();

  /** The length of a piece in bytes; negative when it isn't known because the piece is lost. */
  long length(int piece);

  /** Whether a file's bytes are exactly these. */
  boolean isIn(RestoreWorker worker, OpenFile file);

  /** Whether another content is the same. */
  boolean isSameAs(RestoreWorker worker, FileContent other);

  /**
   * Whether a file that differs from its node in the guard by the number or times of its inode may
   * still be what the guard holds, so that it is worth to compare the bytes.
   *
   * @param links how many names the guard's node has
   */
  boolean mayHaveMoved(long links);

  /**
   * Gives a new file this content by sharing the blocks on the disk.
   *
   * @return false, with nothing done, where that can't be
   */
  boolean share(OpenFile target);
}
