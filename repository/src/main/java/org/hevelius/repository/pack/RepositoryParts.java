package org.hevelius.repository.pack;

import java.time.Clock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.index.BlobIndex;
import org.hevelius.repository.index.IndexWriter;
import org.hevelius.repository.storage.Storage;
import org.hevelius.repository.storage.UnpackedFiles;

/**
 * What an operation on a whole repository works with.
 *
 * @param files indexes and snapshots
 * @param codecs makes a codec for each thread
 * @param random spreads blobs over packs
 * @param workers number of threads
 */
public record RepositoryParts(
    Storage storage,
    UnpackedFiles files,
    Supplier<BlobCodec> codecs,
    RandomGenerator random,
    Clock clock,
    int workers) {

  /** A writer of index files. */
  public IndexWriter indexWriter() {
    return new IndexWriter(json -> files.save(FileKind.INDEX, json), clock);
  }

  /** A writer of packs. */
  public BlobWriter blobWriter(BlobIndex index, IndexWriter indexWriter) {
    return new BlobWriter(storage, index, indexWriter, codecs, random);
  }
}
