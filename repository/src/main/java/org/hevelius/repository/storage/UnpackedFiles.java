package org.hevelius.repository.storage;

import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;

/**
 * The files that hold one JSON text each: indexes, snapshots, locks. Seals and compresses on the
 * way in; opens and verifies on the way back. Safe for use by several threads.
 */
public interface UnpackedFiles {
  /**
   * The JSON text of a file.
   *
   * @throws RepositoryException {@code NOT_FOUND} when it isn't there, {@code DAMAGED} when its
   *     bytes don't hash to its name, or its seal or compression is wrong
   */
  byte[] load(FileKind kind, Id id);

  /** Stores a JSON text durably and gives the name of the new file. */
  Id save(FileKind kind, byte[] json);
}
