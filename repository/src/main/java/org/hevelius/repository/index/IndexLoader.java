package org.hevelius.repository.index;

import java.util.ArrayList;
import java.util.List;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.SealedFiles;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.IndexFile;
import org.hevelius.repository.format.PackedBlob;
import org.hevelius.repository.work.WorkStack;
import org.jspecify.annotations.Nullable;

/** Reads all index files into one index. */
public final class IndexLoader {
  private IndexLoader() {}

  private static final class Nothing implements WorkStack.Worker {
    @Override
    public void close() {}
  }

  /**
   * Loads the index.
   *
   * @throws RepositoryException {@code DAMAGED} naming the index file that can't be read
   */
  public static BlobIndex load(SealedFiles files, int workers) {
    BlobIndex index = new BlobIndex();
    WorkStack<Nothing> stack = new WorkStack<>(() -> false);
    List<WorkStack.Task<Nothing>> tasks = new ArrayList<>();
    for (Id id : files.list(FileKind.INDEX)) {
      tasks.add(worker -> add(index, id, files.load(FileKind.INDEX, id)));
    }
    stack.pushAll(tasks);
    stack.run(Math.min(workers, tasks.size()), Nothing::new);
    return index;
  }

  /** Adds what one index file says. */
  public static void add(BlobIndex index, Id file, byte[] json) {
    Collector collector = new Collector(index);
    try {
      IndexFile.read(json, collector);
    } catch (IllegalArgumentException e) {
      throw new RepositoryException(
          Kind.DAMAGED,
          "index/" + file + " can't be understood: " + e.getMessage(),
          "the data itself may be intact: run `hevelius repository rebuild-index`",
          e);
    }
    collector.flush();
  }

  /** Hands the blobs of one pack to the index together. */
  private static final class Collector implements IndexFile.Sink {
    private final BlobIndex index;
    private final List<PackedBlob> blobs = new ArrayList<>();
    private @Nullable Id pack;

    Collector(BlobIndex index) {
      this.index = index;
    }

    @Override
    public void blob(Id blobPack, PackedBlob blob) {
      if (!blobPack.equals(pack)) {
        flush();
        pack = blobPack;
      }
      blobs.add(blob);
    }

    void flush() {
      if (pack != null) {
        index.addAll(pack, blobs);
      }
      blobs.clear();
    }
  }
}
