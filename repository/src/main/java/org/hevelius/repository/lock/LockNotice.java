package org.hevelius.repository.lock;

import java.time.Duration;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.LockFile;

/** Something about locks that the user should know although the work goes on. */
public sealed interface LockNotice {
  /** One sentence for people. */
  String text();

  /**
   * A lock that nobody holds any more was removed.
   *
   * @param reason why that is certain
   */
  record StaleRemoved(LockFile lock, String reason) implements LockNotice {
    @Override
    public String text() {
      return "removed the stale " + LockText.describe(lock) + ": " + reason;
    }
  }

  /**
   * Another process is in the way and this one waits for it.
   *
   * @param upTo the longest that it will wait
   */
  record Waiting(RepositoryException because, Duration upTo) implements LockNotice {
    @Override
    public String text() {
      return because.getMessage() + "; waiting up to " + LockText.duration(upTo);
    }
  }

  /** The lock could not be renewed; it is tried again until it has to be given up. */
  record RenewalFailed(RepositoryException because) implements LockNotice {
    @Override
    public String text() {
      return "the lock could not be renewed and will be tried again: " + because.getMessage();
    }
  }

  /** A session reads without a lock, because none can be written. */
  record ReadingWithoutLock(String location, RepositoryException because) implements LockNotice {
    @Override
    public String text() {
      return "the repository at "
          + location
          + " is read without a lock, for "
          + (because.kind() == RepositoryException.Kind.FULL
              ? "its disk is full"
              : "its file system is read-only")
          + ": until this ends, nobody may prune it, here or with restic on another machine; all"
          + " that is read is verified";
    }
  }

  /** An own lock could not be removed; every program takes it for stale after 30 minutes. */
  record NotRemoved(Id id, RepositoryException because) implements LockNotice {
    @Override
    public String text() {
      return "the own lock "
          + id.brief()
          + " could not be removed and will expire in 30 min: "
          + because.getMessage();
    }
  }
}
