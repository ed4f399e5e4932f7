package org.hevelius.repository.restore;

import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.fs.FileSystemException;

/** Failures that end a restore. */
final class Failures {
  private Failures() {}

  /** A target without space fails for every file: say it once and stop. */
  static void raiseIfFull(FileSystemException e) {
    if (e.reason() == FileSystemException.Reason.FULL) {
      throw new RepositoryException(
          RepositoryException.Kind.FULL,
          "the target has no space left: " + e.getMessage(),
          "what was restored so far is good; free space and run the same restore again, it goes on"
              + " where it stopped",
          e);
    }
  }
}
