package org.hevelius.repository.prune;

import java.util.Collection;
import java.util.List;
import java.util.function.IntPredicate;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.IndexFile;
import org.hevelius.repository.index.BlobIndex;
import org.hevelius.repository.index.IndexWriter;
import org.hevelius.repository.index.PackEntries;
import org.hevelius.repository.pack.CodecWorker;
import org.hevelius.repository.pack.RepositoryParts;
import org.hevelius.repository.storage.Handle;
import org.hevelius.repository.work.Each;

/**
 * Replaces index files: first the new ones are durable, then the old ones go. Dying in between
 * leaves both, which is as good as either.
 */
final class IndexRewrite {
  private final RepositoryParts parts;
  private final BlobIndex index;
  private final PackEntries entries;
  private List<Id> current;

  IndexRewrite(RepositoryParts parts, BlobIndex index, PackEntries entries, List<Id> files) {
    this.parts = parts;
    this.index = index;
    this.entries = entries;
    this.current = files;
  }

  /** Writes files for the packs that stay, beside those of the writer, and removes the old ones. */
  void replace(IntPredicate stays, IndexWriter writer) {
    for (int p = 0; p < entries.packs(); p++) {
      if (stays.test(p)) {
        writer.add(new IndexFile.Pack(index.packAt(p), entries.blobs(p)));
      }
    }
    writer.flush();
    current.forEach(id -> parts.storage().remove(Handle.of(FileKind.INDEX, id)));
    current = writer.written();
  }

  /** Removes packs that no index lists any more. Not canceled half way: it is soon done. */
  static void removePacks(RepositoryParts parts, Collection<Id> packs, PruneCounters counters) {
    List<Id> list = List.copyOf(packs);
    Each.run(
        list.size(),
        parts.workers(),
        () -> new CodecWorker(parts.codecs().get()),
        () -> false,
        (_, i) -> {
          parts.storage().remove(Handle.of(FileKind.PACK, list.get(i)));
          counters.packsRemoved.increment();
        });
  }
}
