package org.hevelius.repository.tree;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.SnapshotFile;
import org.hevelius.repository.storage.Storage;
import org.hevelius.repository.storage.UnpackedFiles;

/**
 * All snapshots of a repository.
 *
 * @param readable newest first
 * @param unreadable those that can't be read, each with the reason
 */
public record Snapshots(List<Stored> readable, Map<Id, RepositoryException> unreadable) {
  /** Makes the collections immutable. */
  public Snapshots {
    readable = List.copyOf(readable);
    unreadable = Map.copyOf(unreadable);
  }

  /** A snapshot and its name. */
  public record Stored(Id id, SnapshotFile file) {}

  /** Lists and loads the snapshots; to be called before the index is loaded. */
  public static Snapshots load(Storage storage, UnpackedFiles files) {
    List<Id> ids = new ArrayList<>();
    storage.list(FileKind.SNAPSHOT, listed -> ids.add(listed.id()));
    List<Stored> readable = new ArrayList<>();
    Map<Id, RepositoryException> unreadable = new HashMap<>();
    for (Id id : ids) {
      try {
        readable.add(load(files, id));
      } catch (RepositoryException e) {
        if (e.kind() != Kind.DAMAGED && e.kind() != Kind.NOT_FOUND) {
          throw e;
        }
        unreadable.put(id, e);
      }
    }
    readable.sort(
        Comparator.comparing((Stored stored) -> stored.file().time())
            .reversed()
            .thenComparing(Stored::id));
    return new Snapshots(readable, unreadable);
  }

  /**
   * Loads one snapshot.
   *
   * @throws RepositoryException {@code DAMAGED} when it can't be understood
   */
  public static Stored load(UnpackedFiles files, Id id) {
    byte[] json = files.load(FileKind.SNAPSHOT, id);
    try {
      return new Stored(id, SnapshotFile.fromJson(json));
    } catch (IllegalArgumentException e) {
      throw new RepositoryException(
          Kind.DAMAGED,
          "snapshot " + id + " can't be understood: " + e.getMessage(),
          "the other snapshots are not affected",
          e);
    }
  }

  /** The root trees. */
  public List<Id> roots() {
    return readable.stream().map(stored -> stored.file().tree()).distinct().toList();
  }
}
