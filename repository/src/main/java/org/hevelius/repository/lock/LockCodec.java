package org.hevelius.repository.lock;

import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.LockFile;

/**
 * Turns locks into stored bytes and back. Whoever implements it compresses and seals; the id of a
 * lock is the SHA-256 of its stored bytes. Called by several threads at once.
 */
public interface LockCodec {
  /** The bytes to store; different at every call, for each sealing is. */
  byte[] encode(LockFile lock);

  /**
   * Opens stored bytes.
   *
   * @param id for messages
   * @throws RepositoryException {@code DAMAGED} if they can't be opened or understood
   */
  LockFile decode(Id id, byte[] stored);
}
