package org.hevelius.repository.restore;

import java.nio.file.Path;
import org.hevelius.repository.TestRepository;
import org.hevelius.repository.backup.Backup;
import org.hevelius.repository.backup.Excludes;
import org.hevelius.repository.chunk.Polynomial;
import org.hevelius.repository.chunk.RabinChunker;
import org.hevelius.repository.format.Node;
import org.hevelius.repository.fs.FileSystems;
import org.hevelius.repository.index.BlobIndex;
import org.hevelius.repository.pack.BlobReader;
import org.hevelius.repository.pack.BlobWriter;
import org.hevelius.repository.pack.RepositoryParts;
import org.hevelius.repository.storage.MemoryStorage;

/** Restores of states that lie in a repository. */
class StoredStateTest extends RestoreInterruptedContract {
  private static final RabinChunker CHUNKER = new RabinChunker(Polynomial.parse("2f918af0dfaa2f"));

  private final TestRepository repository = new TestRepository(new MemoryStorage(), 1);

  @Override
  State capture(Path root) {
    RepositoryParts parts = repository.parts();
    BlobIndex index = repository.index();
    try (BlobWriter writer = parts.blobWriter(index, parts.indexWriter())) {
      Backup backup =
          new Backup(
              FileSystems.local(),
              CHUNKER,
              new BlobReader(repository.storage(), index),
              writer,
              parts.codecs(),
              2);
      Node node =
          backup
              .capture(
                  new Backup.Source(root.toString(), Excludes.NONE), null, _ -> {}, () -> false)
              .node();
      writer.flush();
      BlobReader reader = new BlobReader(repository.storage(), repository.index());
      return State.stored(repository.storage(), reader, parts.codecs(), node);
    }
  }
}
