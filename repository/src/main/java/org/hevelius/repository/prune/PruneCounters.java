package org.hevelius.repository.prune;

import java.util.concurrent.atomic.LongAdder;

/** What a running prune or repair has done so far; read by progress displays at any time. */
public final class PruneCounters {
  final LongAdder trees = new LongAdder();
  final LongAdder packsRead = new LongAdder();
  final LongAdder blobsMoved = new LongAdder();
  final LongAdder bytesMoved = new LongAdder();
  final LongAdder packsRemoved = new LongAdder();

  /** Makes counters that stand at zero. */
  public PruneCounters() {}

  /** Trees read while planning. */
  public long trees() {
    return trees.sum();
  }

  /** Packs read. */
  public long packsRead() {
    return packsRead.sum();
  }

  /** Blobs moved into new packs. */
  public long blobsMoved() {
    return blobsMoved.sum();
  }

  /** Stored bytes of these blobs. */
  public long bytesMoved() {
    return bytesMoved.sum();
  }

  /** Packs removed. */
  public long packsRemoved() {
    return packsRemoved.sum();
  }
}
