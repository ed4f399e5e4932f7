package org.hevelius.repository.lock;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.Sleeper;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.LockFile;
import org.hevelius.repository.storage.Handle;
import org.hevelius.repository.storage.Storage;

/** The lock files in the storage: reads them and tells which still mean something. */
final class LockTable {
  static final Duration STALE_AGE = Duration.ofMinutes(30);

  private static final int READ_TRIES = 4;
  private static final Duration FIRST_READ_WAIT = Duration.ofSeconds(5);

  private final Storage storage;
  private final LockCodec codec;
  private final Owner owner;
  private final Processes processes;
  private final Clock clock;
  private final Sleeper sleeper;
  private final Consumer<LockNotice> notices;

  LockTable(
      Storage storage,
      LockCodec codec,
      Owner owner,
      Processes processes,
      Clock clock,
      Sleeper sleeper,
      Consumer<LockNotice> notices) {
    this.storage = storage;
    this.codec = codec;
    this.owner = owner;
    this.processes = processes;
    this.clock = clock;
    this.sleeper = sleeper;
    this.notices = notices;
  }

  record Found(Id id, LockFile file) {}

  /** Removes stale locks with a notice and gives back the others but the own. */
  List<LockFile> live(Predicate<Id> own) {
    List<LockFile> live = new ArrayList<>();
    for (Found lock : read(own)) {
      Optional<String> stale = staleness(lock);
      if (stale.isPresent()) {
        removeStale(lock, stale.orElseThrow());
      } else {
        live.add(lock.file());
      }
    }
    return live;
  }

  private void removeStale(Found lock, String reason) {
    try {
      storage.remove(Handle.of(FileKind.LOCK, lock.id()));
      notices.accept(new LockNotice.StaleRemoved(lock.file(), reason));
    } catch (RepositoryException e) {
      // Where nothing can be removed nothing can be written either; readers pass it over.
      if (e.kind() != Kind.READ_ONLY) {
        throw e;
      }
    }
  }

  /** Fails if a lock of others doesn't go with one of this mode. */
  void requireFree(LockMode mode, Predicate<Id> own) {
    List<LockFile> conflicts =
        live(own).stream().filter(lock -> lock.exclusive() || mode == LockMode.EXCLUSIVE).toList();
    if (!conflicts.isEmpty()) {
      throw LockText.conflict(storage.location(), mode, conflicts, clock.instant());
    }
  }

  List<Id> ids() {
    List<Id> ids = new ArrayList<>();
    storage.list(FileKind.LOCK, file -> ids.add(file.id()));
    return ids;
  }

  private List<Found> read(Predicate<Id> own) {
    Duration wait = FIRST_READ_WAIT;
    for (int attempt = 1; ; attempt++) {
      List<Found> found = new ArrayList<>();
      Optional<RepositoryException> failure = readOnce(own, found);
      if (failure.isEmpty()) {
        return found;
      }
      if (attempt == READ_TRIES) {
        throw failure.orElseThrow();
      }
      try {
        sleeper.sleep(wait);
      } catch (InterruptedException e) {
        throw LockText.canceled(e);
      }
      wait = wait.multipliedBy(2);
    }
  }

  private Optional<RepositoryException> readOnce(Predicate<Id> own, List<Found> found) {
    for (Id id : ids()) {
      if (own.test(id)) {
        continue;
      }
      try {
        byte[] stored = storage.readAll(Handle.of(FileKind.LOCK, id));
        if (!Id.of(stored).equals(id)) {
          throw new RepositoryException(Kind.DAMAGED, "its bytes don't match its name", "");
        }
        found.add(new Found(id, codec.decode(id, stored)));
      } catch (RepositoryException e) {
        if (e.kind() == Kind.CANCELED) {
          throw e;
        }
        if (e.kind() != Kind.NOT_FOUND) {
          return Optional.of(LockText.unreadable(storage.location(), id, e));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> staleness(Found lock) {
    LockFile file = lock.file();
    Instant written = file.time().toInstant();
    Duration age = Duration.between(written, clock.instant());
    if (age.compareTo(STALE_AGE) > 0) {
      return Optional.of("it was not renewed for " + LockText.duration(age));
    }
    if (!file.hostname().equals(owner.hostname())) {
      return Optional.empty();
    }
    if (file.pid() == owner.pid()) {
      return isLeftOfThisNumber(lock.id(), written)
          ? Optional.of("its process, which had the same number as this one, no longer runs")
          : Optional.empty();
    }
    return processes.mayRun(file)
        ? Optional.empty()
        : Optional.of("its process no longer runs on this machine");
  }

  // Containers with one host name may each have a process of this number. A lock that was written
  // in this process's lifetime, but not by it, is taken for such a neighbor's.
  private boolean isLeftOfThisNumber(Id id, Instant written) {
    if (HeldLocks.holds(id)) {
      return false;
    }
    return HeldLocks.abandoned(id) || owner.started() == null || written.isBefore(owner.started());
  }
}
