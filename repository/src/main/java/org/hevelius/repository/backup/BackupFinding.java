package org.hevelius.repository.backup;

/**
 * Something that a backup met and could not, or did not, capture as it should. The path is text for
 * people.
 */
public sealed interface BackupFinding {
  /** The path, escaped to one line. */
  String path();

  /** What it is, in one sentence. */
  String sentence();

  /** Whether something that the user expects in the snapshot is missing from it. */
  boolean isLoss();

  /** A file or directory that can't be read; it is not in the snapshot. */
  record Unreadable(String path, String reason) implements BackupFinding {
    @Override
    public String sentence() {
      return path + " can't be read (" + reason + ") and is not in the snapshot";
    }

    @Override
    public boolean isLoss() {
      return true;
    }
  }

  /** A file that changed while it was read; the snapshot holds what was read. */
  record ChangedWhileRead(String path, long sizeBefore, long bytesRead) implements BackupFinding {
    @Override
    public String sentence() {
      return path
          + " changed while it was read ("
          + sizeBefore
          + " bytes before, "
          + bytesRead
          + " read); the snapshot holds what was read";
    }

    @Override
    public boolean isLoss() {
      return false;
    }
  }

  /** An entry that was listed and gone when it was looked at; it is not in the snapshot. */
  record Vanished(String path) implements BackupFinding {
    @Override
    public String sentence() {
      return path + " vanished while the snapshot was taken and is not in it";
    }

    @Override
    public boolean isLoss() {
      return false;
    }
  }

  /** Extended attributes that can't be read; the file itself is in the snapshot. */
  record AttributesUnreadable(String path, String reason) implements BackupFinding {
    @Override
    public String sentence() {
      return path
          + ": its extended attributes can't be read ("
          + reason
          + ") and are not in the snapshot";
    }

    @Override
    public boolean isLoss() {
      return true;
    }
  }
}
