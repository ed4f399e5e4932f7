package org.hevelius.repository.lock;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.Sleeper;

/**
 * A lock that is written but not yet sure: another process may have written its own at the same
 * moment. Nothing may be published, removed or written elsewhere before {@link #confirm}; reading,
 * and storing what nothing refers to yet, is fine, so that nobody waits for it.
 */
public final class PendingLock implements Hold, AutoCloseable {
  private static final Duration SETTLING = Duration.ofMillis(200);

  private final Lock lock;
  private final LockTable table;
  private final Clock clock;
  private final Sleeper sleeper;
  private final Instant written;
  private boolean confirmed;

  PendingLock(Lock lock, LockTable table, Clock clock, Sleeper sleeper) {
    this.lock = lock;
    this.table = table;
    this.clock = clock;
    this.sleeper = sleeper;
    this.written = clock.instant();
  }

  /**
   * Waits what is left of 200 ms since the lock was written and looks at the others again. After a
   * failure the own lock is removed.
   *
   * @return the lock, to be closed by the caller
   * @throws RepositoryException {@code LOCKED} if another process was there, {@code CANCELED} if
   *     the thread was interrupted
   */
  @Override
  public synchronized Lock confirm() {
    if (confirmed) {
      return lock;
    }
    try {
      Duration left = left();
      if (left.isPositive()) {
        sleeper.sleep(left);
      }
      table.requireFree(lock.mode(), lock::owns);
      lock.ensureHeld();
      confirmed = true;
      return lock;
    } catch (InterruptedException e) {
      throw LockText.canceled(e);
    } finally {
      close();
    }
  }

  /**
   * For work that only reads while the lock settles: ends it with an exception as soon as another
   * process is known to be in the way, or the lock is lost later. Never waits.
   *
   * @throws RepositoryException as {@link #confirm}
   */
  @Override
  public void ensureNotLost() {
    if (left().isPositive()) {
      return;
    }
    confirm().ensureHeld();
  }

  @Override
  public void ensureAlone() {
    confirm().ensureHeld();
  }

  private Duration left() {
    Duration passed = Duration.between(written, clock.instant());
    return SETTLING.minus(passed.isNegative() ? Duration.ZERO : passed);
  }

  /** Removes the lock, confirmed or not. */
  @Override
  public synchronized void release() {
    lock.close();
  }

  /** Removes the lock unless it was confirmed. */
  @Override
  public synchronized void close() {
    if (!confirmed) {
      lock.close();
    }
  }
}
