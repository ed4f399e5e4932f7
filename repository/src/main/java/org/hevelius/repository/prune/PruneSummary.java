package org.hevelius.repository.prune;

/**
 * What a prune would do, in numbers. Bytes are as stored.
 *
 * @param blobsUsed blobs that snapshots need
 * @param blobsUnused blobs that no snapshot needs
 * @param blobsDuplicate superfluous copies of blobs that snapshots need
 * @param packsKept packs that stay as they are
 * @param packsRepacked packs whose needed blobs move into new packs
 * @param packsDeleted packs that hold nothing needed
 * @param packsUnindexed packs that no index lists, left by interrupted backups; they go as well
 * @param bytesRewritten size of the blobs that move
 * @param bytesFreed what the storage gains in the end, about
 * @param bytesUnusedAfter what remains unused or duplicate in packs that stay
 * @param indexFiles index files that are replaced; 0 when they stay
 */
public record PruneSummary(
    int snapshots,
    long blobsUsed,
    long bytesUsed,
    long blobsUnused,
    long bytesUnused,
    long blobsDuplicate,
    long bytesDuplicate,
    int packsKept,
    int packsRepacked,
    int packsDeleted,
    int packsUnindexed,
    long bytesUnindexed,
    long bytesRewritten,
    long bytesFreed,
    long bytesUnusedAfter,
    int indexFiles) {

  /** Whether there is nothing to do. */
  public boolean isEmpty() {
    return packsRepacked + packsDeleted + packsUnindexed + indexFiles == 0;
  }
}
