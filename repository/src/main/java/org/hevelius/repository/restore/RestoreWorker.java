package org.hevelius.repository.restore;

import org.hevelius.repository.pack.BlobCodec;
import org.hevelius.repository.work.WorkStack;

/** What one worker thread of a restore has for itself. */
final class RestoreWorker implements WorkStack.Worker {
  private final BlobCodec codec;
  private byte[] range = new byte[1 << 20];
  private byte[] live = new byte[1 << 16];

  RestoreWorker(BlobCodec codec) {
    this.codec = codec;
  }

  BlobCodec codec() {
    return codec;
  }

  /** A buffer for a stretch of a pack. */
  byte[] range(int length) {
    if (range.length < length) {
      range = new byte[length];
    }
    return range;
  }

  /** A buffer for what is in a file now. */
  byte[] live(int length) {
    if (live.length < length) {
      live = new byte[length];
    }
    return live;
  }

  @Override
  public void close() {
    codec.close();
  }
}
