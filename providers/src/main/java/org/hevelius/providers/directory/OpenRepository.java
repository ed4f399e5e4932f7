package org.hevelius.providers.directory;

import org.hevelius.providers.files.EngineFailures;
import org.hevelius.repository.ReadSession;
import org.hevelius.repository.Repository;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.storage.CachingStorage;
import org.jspecify.annotations.Nullable;

/** An open repository with its shared read session. */
final class OpenRepository implements AutoCloseable {
  private final Repository repository;
  private final @Nullable CachingStorage cache;
  private @Nullable SharedSession current;

  /** Whether the present session lists snapshots that this process has forgotten since. */
  private boolean outdated;

  OpenRepository(Repository repository, @Nullable CachingStorage cache) {
    this.repository = repository;
    this.cache = cache;
  }

  Repository repository() {
    return repository;
  }

  /** A lease of the shared session; a new session if the present one doesn't know the snapshot. */
  synchronized ReadLease read(@Nullable Id needed) {
    return outdated ? readAnew() : readToForget(needed);
  }

  /** The session from now on lists something that is forgotten. */
  synchronized void outdate() {
    outdated = true;
  }

  /** As {@link #read}, but the session may list snapshots that are forgotten. */
  synchronized ReadLease readToForget(@Nullable Id needed) {
    SharedSession session = current;
    return session == null || (needed != null && !session.knows(needed))
        ? readAnew()
        : session.lease();
  }

  /** A lease of a new session, which is the shared one from now on. */
  synchronized ReadLease readAnew() {
    SharedSession session = new SharedSession(EngineFailures.translate(repository::read));
    CachingStorage caching = cache;
    if (caching != null) {
      caching.cacheTreePacks(session.session().content().treePacks()::contains);
    }
    SharedSession old = current;
    current = session;
    outdated = false;
    if (old != null) {
      old.release();
    }
    return session.lease();
  }

  /** Closes the shared session; false if some lease of it is still out. */
  synchronized boolean release() {
    SharedSession session = current;
    if (session == null) {
      return true;
    }
    if (session.isLeased()) {
      return false;
    }
    current = null;
    session.release();
    return true;
  }

  @Override
  public synchronized void close() {
    SharedSession session = current;
    current = null;
    if (session != null) {
      session.end();
    }
    repository.close();
  }

  /** A read session that is closed when its last user lets it go. */
  static final class SharedSession {
    private final ReadSession session;
    private int users = 1;

    SharedSession(ReadSession session) {
      this.session = session;
    }

    ReadSession session() {
      return session;
    }

    boolean knows(Id id) {
      return session.snapshots().stream().anyMatch(snapshot -> snapshot.id().equals(id));
    }

    synchronized ReadLease lease() {
      users++;
      return new ReadLease(session, this::release);
    }

    synchronized boolean isLeased() {
      return users > 1;
    }

    synchronized void release() {
      if (--users == 0) {
        session.close();
      }
    }

    synchronized void end() {
      users = Integer.MIN_VALUE;
      session.close();
    }
  }
}
