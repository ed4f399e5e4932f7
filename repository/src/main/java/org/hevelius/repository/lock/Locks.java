package org.hevelius.repository.lock;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.Sleeper;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.LockFile;
import org.hevelius.repository.storage.Handle;
import org.hevelius.repository.storage.Storage;

/**
 * Takes locks on a repository that restic and all other programs of the format respect. A shared
 * lock stands beside other shared ones, an exclusive one alone. Locks of processes that no longer
 * run are removed on the way, never without a {@link LockNotice.StaleRemoved}. May be used by
 * several threads.
 */
public final class Locks {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final Storage storage;
  private final LockCodec codec;
  private final Owner owner;
  private final Clock clock;
  private final Sleeper sleeper;
  private final Sleeper heartbeat;
  private final Consumer<LockNotice> notices;
  private final LockTable table;
  private final AtomicBoolean saidWithoutLock = new AtomicBoolean();

  /**
   * Locks of one repository.
   *
   * @param clock its zone is the offset in which times are written
   * @param sleeper for the waits of the calling thread; the background always waits in real time
   * @param notices told what the user should know; called from the calling thread and, for
   *     renewals, from the background
   */
  public Locks(
      Storage storage,
      LockCodec codec,
      Owner owner,
      Clock clock,
      Sleeper sleeper,
      Consumer<LockNotice> notices) {
    this(storage, codec, owner, Processes.of(owner), clock, sleeper, Sleeper.real(), notices);
  }

  Locks(
      Storage storage,
      LockCodec codec,
      Owner owner,
      Processes processes,
      Clock clock,
      Sleeper sleeper,
      Sleeper heartbeat,
      Consumer<LockNotice> notices) {
    this.storage = storage;
    this.codec = codec;
    this.owner = owner;
    this.clock = clock;
    this.sleeper = sleeper;
    this.heartbeat = heartbeat;
    this.notices = notices;
    this.table = new LockTable(storage, codec, owner, processes, clock, sleeper, notices);
  }

  /**
   * Takes a lock, which takes 200 ms.
   *
   * @throws RepositoryException {@code LOCKED} if another process is in the way
   */
  public Lock acquire(LockMode mode) {
    return acquire(mode, Duration.ZERO);
  }

  /**
   * Takes a lock, waiting for others to end.
   *
   * @throws RepositoryException {@code LOCKED} if another process is still in the way after that
   */
  public Lock acquire(LockMode mode, Duration waitUpTo) {
    return waiting(
        waitUpTo,
        () -> {
          try (PendingLock pending = beginOnce(mode)) {
            return pending.confirm();
          }
        });
  }

  /**
   * Writes a lock and returns at once, so that the caller can read while others get the time to
   * show up; {@link PendingLock#confirm} then makes it sure.
   *
   * @throws RepositoryException {@code LOCKED} if another process is in the way
   */
  public PendingLock begin(LockMode mode) {
    return beginOnce(mode);
  }

  /** As {@link #begin(LockMode)}, waiting for others to end. */
  public PendingLock begin(LockMode mode, Duration waitUpTo) {
    return waiting(waitUpTo, () -> beginOnce(mode));
  }

  /**
   * As {@link #begin(LockMode, Duration)}, for work that changes nothing in the repository: where
   * the lock can't be written because the disk is full or read-only it goes on without, with a
   * {@link LockNotice.ReadingWithoutLock}, since that is when people need their data. A lock of
   * others that is in the way keeps it out all the same.
   *
   * @throws RepositoryException {@code LOCKED} if another process is in the way
   */
  public Hold beginReading(LockMode mode, Duration waitUpTo) {
    return waiting(
        waitUpTo,
        () -> {
          try {
            return beginOnce(mode);
          } catch (RepositoryException e) {
            if (e.kind() != Kind.FULL && e.kind() != Kind.READ_ONLY) {
              throw e;
            }
            if (saidWithoutLock.compareAndSet(false, true)) {
              notices.accept(new LockNotice.ReadingWithoutLock(storage.location(), e));
            }
            return new WithoutLock(table, mode, clock, e);
          }
        });
  }

  /** The locks of all processes that are not stale; stale ones are removed. */
  public List<LockFile> live() {
    return table.live(_ -> false);
  }

  /**
   * Removes every lock of others, whether they work or not. Only for a user who knows that none of
   * them does.
   *
   * @return how many were removed
   */
  public int removeAll() {
    int removed = 0;
    for (Id id : table.ids()) {
      if (!HeldLocks.holds(id)) {
        storage.remove(Handle.of(FileKind.LOCK, id));
        removed++;
      }
    }
    return removed;
  }

  private PendingLock beginOnce(LockMode mode) {
    table.requireFree(mode, _ -> false);
    Lock lock = new Lock(storage, table, codec, owner, clock, notices, mode);
    lock.start(heartbeat);
    return new PendingLock(lock, table, clock, sleeper);
  }

  private <T> T waiting(Duration upTo, Supplier<T> attempt) {
    Instant end = clock.instant().plus(upTo);
    Duration pause = FIRST_PAUSE;
    boolean said = false;
    // Two that wait for each other must not meet again and again.
    RandomGenerator random = ThreadLocalRandom.current();
    while (true) {
      try {
        return attempt.get();
      } catch (RepositoryException e) {
        Duration left = Duration.between(clock.instant(), end);
        if (e.kind() != Kind.LOCKED || !left.isPositive()) {
          throw e;
        }
        if (!said) {
          notices.accept(new LockNotice.Waiting(e, upTo));
          said = true;
        }
        Duration spread = pause.multipliedBy(random.nextLong(75, 126)).dividedBy(100);
        sleep(spread.compareTo(left) < 0 ? spread : left);
        Duration twice = pause.multipliedBy(2);
        pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
      }
    }
  }

  private void sleep(Duration time) {
    try {
      sleeper.sleep(time);
    } catch (InterruptedException e) {
      throw LockText.canceled(e);
    }
  }
}
