package org.hevelius.repository.lock;

import org.hevelius.repository.RepositoryException;

/** How a session stands against others: with a lock, or, to read alone, without one. */
public sealed interface Hold permits PendingLock, WithoutLock {
  /**
   * The lock, made sure; to be asked for before anything in the repository is changed.
   *
   * @throws RepositoryException {@code LOCKED} if another process is in the way; or why no lock
   *     could be written
   */
  Lock confirm();

  /**
   * Makes sure, before what was read is written elsewhere, that nobody is in the way.
   *
   * @throws RepositoryException {@code LOCKED} if another process is
   */
  void ensureAlone();

  /**
   * For work that only reads: ends it with an exception as soon as another process is known to be
   * in the way. Never waits.
   */
  void ensureNotLost();

  /** Removes the lock. */
  void release();
}
