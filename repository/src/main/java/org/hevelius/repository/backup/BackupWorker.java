package org.hevelius.repository.backup;

import org.hevelius.repository.chunk.Chunker;
import org.hevelius.repository.pack.BlobCodec;
import org.hevelius.repository.work.WorkStack;

/** What one worker thread of a backup has for itself. */
final class BackupWorker implements WorkStack.Worker {
  /** How much of a large file is read at once. */
  static final int READ = 1 << 20;

  private final BlobCodec codec;
  private byte[] small = new byte[64 << 10];
  private byte[] large = new byte[0];

  BackupWorker(BlobCodec codec) {
    this.codec = codec;
  }

  BlobCodec codec() {
    return codec;
  }

  /** A buffer for a whole small file. */
  byte[] small(int length) {
    if (small.length < length) {
      small = new byte[Math.max(length, Math.min(small.length * 2, Chunker.MIN + 1))];
    }
    return small;
  }

  /** A buffer that takes the longest chunk and what is read beyond it. */
  byte[] large() {
    if (large.length == 0) {
      large = new byte[Chunker.MAX + READ];
    }
    return large;
  }

  @Override
  public void close() {
    codec.close();
  }
}
