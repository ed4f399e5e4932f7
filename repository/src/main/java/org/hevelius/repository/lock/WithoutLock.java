package org.hevelius.repository.lock;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.hevelius.repository.RepositoryException;

/**
 * Reading where no lock can be written, because the disk of the repository is full or read-only.
 * Others can't see this reader; it looks for their locks itself, so that a prune that has begun
 * ends it with a clear message.
 */
final class WithoutLock implements Hold {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

  private final LockTable table;
  private final LockMode mode;
  private final Clock clock;
  private final RepositoryException because;
  private Instant looked;

  WithoutLock(LockTable table, LockMode mode, Clock clock, RepositoryException because) {
    this.table = table;
    this.mode = mode;
    this.clock = clock;
    this.because = because;
    this.looked = clock.instant();
  }

  @Override
  public Lock confirm() {
    throw new RepositoryException(
        because.kind(), String.valueOf(because.getMessage()), because.advice(), because);
  }

  @Override
  public synchronized void ensureAlone() {
    table.requireFree(mode, _ -> false);
    looked = clock.instant();
  }

  @Override
  public synchronized void ensureNotLost() {
    if (Duration.between(looked, clock.instant()).abs().compareTo(LOOK_AGAIN) >= 0) {
      ensureAlone();
    }
  }

  @Override
  public void release() {
    // There is nothing to give back.
  }
}
