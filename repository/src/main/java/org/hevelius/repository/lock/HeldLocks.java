package org.hevelius.repository.lock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hevelius.repository.format.Id;

/**
 * All locks of this process, whatever repository they are for: so that a lock with the number of
 * this process is known to be its own or not, and so that an interrupted process takes its locks
 * with it.
 */
final class HeldLocks {
  private static final Duration SHUTDOWN_PATIENCE = Duration.ofSeconds(5);
  private static final Set<Lock> LOCKS = ConcurrentHashMap.newKeySet();
  private static final Set<Id> ABANDONED = ConcurrentHashMap.newKeySet();

  private HeldLocks() {}

  static {
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(HeldLocks::closeAll, "hevelius-unlock"));
    } catch (IllegalStateException e) {
      // Shutting down already: the next process sees that this one is gone.
      ABANDONED.clear();
    }
  }

  static void add(Lock lock) {
    LOCKS.add(lock);
  }

  static void remove(Lock lock) {
    LOCKS.remove(lock);
  }

  /** Whether a lock of this process stands, or will in a moment, under this id. */
  static boolean holds(Id id) {
    return LOCKS.stream().anyMatch(lock -> lock.owns(id));
  }

  /** Remembers an own lock file that could not be removed. */
  static void abandon(Id id) {
    ABANDONED.add(id);
  }

  /** Whether this process wrote the lock file and holds it no more. */
  static boolean abandoned(Id id) {
    return ABANDONED.contains(id);
  }

  // Storage that hangs must not keep the process from ending.
  private static void closeAll() {
    List<Thread> closing = new ArrayList<>();
    for (Lock lock : LOCKS) {
      closing.add(Thread.ofPlatform().daemon().start(lock::close));
    }
    try {
      for (Thread thread : closing) {
        thread.join(SHUTDOWN_PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
