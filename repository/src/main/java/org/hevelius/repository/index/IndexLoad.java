package org.hevelius.repository.index;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.IndexFile;
import org.hevelius.repository.format.PackedBlob;
import org.hevelius.repository.storage.Storage;
import org.hevelius.repository.storage.UnpackedFiles;
import org.hevelius.repository.work.Each;
import org.hevelius.repository.work.WorkStack;

/**
 * All index files of a repository, loaded. Whoever reads snapshots lists them before, so that the
 * index covers every one that was listed.
 *
 * @param files the index files that were there, readable or not
 * @param unreadable the files that can't be read, each with the reason
 */
public record IndexLoad(BlobIndex index, List<Id> files, Map<Id, RepositoryException> unreadable) {
  /** Makes the collections immutable. */
  public IndexLoad {
    files = List.copyOf(files);
    unreadable = Map.copyOf(unreadable);
  }

  private record Loader() implements WorkStack.Worker {
    @Override
    public void close() {}
  }

  /**
   * Loads all index files. What can't be read is named in the result and left out.
   *
   * @throws RepositoryException when the storage fails, or {@code CANCELED}
   */
  public static IndexLoad load(
      Storage storage, UnpackedFiles unpacked, int workers, BooleanSupplier canceled) {
    List<Id> files = new ArrayList<>();
    storage.list(FileKind.INDEX, listed -> files.add(listed.id()));
    BlobIndex index = new BlobIndex();
    Map<Id, RepositoryException> unreadable = new ConcurrentHashMap<>();
    Each.run(
        files.size(),
        workers,
        Loader::new,
        canceled,
        (_, i) -> {
          try {
            read(unpacked, files.get(i), index);
          } catch (RepositoryException e) {
            if (e.kind() != Kind.DAMAGED && e.kind() != Kind.NOT_FOUND) {
              throw e;
            }
            unreadable.put(files.get(i), e);
          }
        });
    return new IndexLoad(index, files, unreadable);
  }

  /**
   * The index, if all of it could be read: whoever writes, or gives data back, must not miss a
   * part.
   */
  public BlobIndex complete() {
    for (RepositoryException first : unreadable.values()) {
      throw first;
    }
    return index;
  }

  private static void read(UnpackedFiles unpacked, Id file, BlobIndex index) {
    byte[] json = unpacked.load(FileKind.INDEX, file);
    // Gathered first, so that of a file that is wrong in the middle nothing is taken.
    Map<Id, List<PackedBlob>> packs = new LinkedHashMap<>();
    try {
      IndexFile.read(
          json, (pack, blob) -> packs.computeIfAbsent(pack, p -> new ArrayList<>()).add(blob));
    } catch (IllegalArgumentException e) {
      throw new RepositoryException(
          Kind.DAMAGED,
          "index " + file + " can't be understood: " + e.getMessage(),
          "run `hevelius repository rebuild-index`",
          e);
    }
    packs.forEach(index::addAll);
  }
}
