package org.hevelius.repository.lock;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.Sleeper;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.storage.Handle;
import org.hevelius.repository.storage.Storage;
import org.jspecify.annotations.Nullable;

/**
 * A lock that is held: renewed every 5 minutes in the background until it is closed. Should
 * renewing fail for 22.5 minutes the lock is lost for good, well before others may take it for
 * stale. Whoever publishes something calls {@link #ensureHeld} just before.
 *
 * <p>Source: restic design document, "Locks"; times as restic has them.
 */
public final class Lock implements AutoCloseable {
  static final Duration RENEWAL = Duration.ofMinutes(5);
  static final Duration RENEWAL_RETRY = Duration.ofSeconds(30);
  static final Duration LIFETIME = Duration.ofSeconds(1350);

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Storage storage;
  private final LockTable table;
  private final LockCodec codec;
  private final Owner owner;
  private final Clock clock;
  private final Consumer<LockNotice> notices;
  private final LockMode mode;

  /** Every id this lock ever had, so that a listing from before a renewal shows none as foreign. */
  private final Set<Id> ids = ConcurrentHashMap.newKeySet();

  /** Ids under which a file of this lock stands or may stand. */
  private final Set<Id> standing = ConcurrentHashMap.newKeySet();

  private final ReentrantLock renewing = new ReentrantLock();
  private volatile @Nullable Id current;
  private volatile Instant renewed;
  private volatile @Nullable String lost;
  private volatile boolean closed;
  private boolean removed;
  private volatile @Nullable Thread heart;

  Lock(
      Storage storage,
      LockTable table,
      LockCodec codec,
      Owner owner,
      Clock clock,
      Consumer<LockNotice> notices,
      LockMode mode) {
    this.storage = storage;
    this.table = table;
    this.codec = codec;
    this.owner = owner;
    this.clock = clock;
    this.notices = notices;
    this.mode = mode;
    this.renewed = clock.instant();
  }

  /** Writes the first lock file and begins to renew it. */
  void start(Sleeper heartbeat) {
    HeldLocks.add(this);
    try {
      current = write();
      ensureHeld();
    } catch (RuntimeException | Error e) {
      closed = true;
      giveBack();
      throw e;
    }
    heart = Thread.ofPlatform().daemon().name("hevelius-lock").start(() -> beat(heartbeat));
  }

  /** Whether others may work meanwhile. */
  public LockMode mode() {
    return mode;
  }

  /** When the lock file that stands now was written. */
  public Instant renewed() {
    return renewed;
  }

  /**
   * Returns if the lock is still held; to be called before anything is published or removed.
   *
   * @throws RepositoryException {@code LOCKED} if it was lost; {@code CANCELED} if it was given
   *     back, as when the process is asked to end
   */
  public void ensureHeld() {
    if (closed) {
      throw new RepositoryException(
          Kind.CANCELED,
          "canceled",
          "the lock was given back; what was not complete by then was not published");
    }
    expire();
    String reason = lost;
    if (reason != null) {
      throw LockText.lost(storage.location(), reason);
    }
  }

  /** Gives the lock back: removes its file. Never fails; closing again does nothing. */
  @Override
  public void close() {
    closed = true;
    // A canceled thread must still be able to take its lock away.
    boolean interrupted = Thread.interrupted();
    Thread thread = heart;
    try {
      if (renewing.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          giveBack();
        } finally {
          renewing.unlock();
        }
      }
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      // It may still hang in a renewal; then it gives the lock back itself when it wakes.
      if (thread != null) {
        thread.interrupt();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void giveBack() {
    for (Id id : List.copyOf(standing)) {
      try {
        remove(id);
      } catch (RepositoryException e) {
        standing.remove(id);
        HeldLocks.abandon(id);
        notices.accept(new LockNotice.NotRemoved(id, e));
      }
    }
    HeldLocks.remove(this);
  }

  private void remove(Id id) {
    storage.remove(Handle.of(FileKind.LOCK, id));
    standing.remove(id);
  }

  boolean owns(Id id) {
    return ids.contains(id);
  }

  private void beat(Sleeper heartbeat) {
    Duration pause = RENEWAL;
    try {
      while (!closed && lost == null) {
        heartbeat.sleep(pause);
        pause = renew() ? RENEWAL : RENEWAL_RETRY;
      }
    } catch (InterruptedException e) {
      // Closing wakes the thread to let it end.
      return;
    }
  }

  /** Writes a new lock file, then removes the old one; false if that is to be tried again soon. */
  boolean renew() {
    renewing.lock();
    try {
      expire();
      Id old = current;
      if (!closed && lost == null && old != null) {
        replace(old);
      }
      return true;
    } catch (RepositoryException e) {
      if (!closed) {
        notices.accept(new LockNotice.RenewalFailed(e));
      }
      return false;
    } finally {
      if (closed) {
        // Closing did not wait for this renewal to end, and may have interrupted it.
        boolean interrupted = Thread.interrupted();
        giveBack();
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
      renewing.unlock();
    }
  }

  private void replace(Id old) {
    removed |= !storage.contains(Handle.of(FileKind.LOCK, old));
    Id next = write();
    current = next;
    for (Id id : List.copyOf(standing)) {
      if (!id.equals(next)) {
        remove(id);
      }
    }
    if (removed) {
      seeWhoRemovedIt();
      removed = false;
    }
  }

  // Somebody took this lock for stale or removed all. That did no harm unless he then began
  // something that this lock should have kept out.
  private void seeWhoRemovedIt() {
    try {
      table.requireFree(mode, this::owns);
    } catch (RepositoryException e) {
      if (e.kind() == Kind.LOCKED) {
        lost = "another process removed it, and now " + e.getMessage();
      }
      throw e;
    }
  }

  private Id write() {
    Instant now = clock.instant();
    byte[] stored = codec.encode(owner.lock(OffsetDateTime.ofInstant(now, clock.getZone()), mode));
    Id id = Id.of(stored);
    ids.add(id);
    standing.add(id);
    try {
      storage.save(Handle.of(FileKind.LOCK, id), ByteBuffer.wrap(stored));
    } catch (RepositoryException e) {
      if (e.kind() == Kind.READ_ONLY) {
        // Nothing was written, and nothing can be removed.
        standing.remove(id);
      }
      throw e;
    }
    renewed = now;
    return id;
  }

  private void expire() {
    Duration age = Duration.between(renewed, clock.instant());
    if (lost == null && age.compareTo(LIFETIME) > 0) {
      lost = "it could not be renewed for " + LockText.duration(age);
    }
  }
}
