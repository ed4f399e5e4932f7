package org.hevelius.repository;

import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.SnapshotFile;

/** A snapshot's record with its id. */
public record StoredSnapshot(Id id, SnapshotFile file) {
  /** The id that the snapshot had first, before its record was rewritten. */
  public Id firstId() {
    return file.original() != null ? file.original() : id;
  }
}
