package org.hevelius.providers.directory;

import java.util.concurrent.atomic.AtomicBoolean;
import org.hevelius.repository.ReadSession;

/** The right to use a shared read session until this is closed. */
final class ReadLease implements AutoCloseable {
  private final ReadSession session;
  private final Runnable release;
  private final AtomicBoolean closed = new AtomicBoolean();

  ReadLease(ReadSession session, Runnable release) {
    this.session = session;
    this.release = release;
  }

  ReadSession session() {
    return session;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      release.run();
    }
  }
}
