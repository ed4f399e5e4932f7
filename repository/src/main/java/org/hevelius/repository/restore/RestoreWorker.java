package org.hevelius.repository.restore;

import java.util.HashMap;
import java.util.Map;
import org.hevelius.repository.pack.BlobCodec;
import org.hevelius.repository.work.WorkStack;

/** What one worker thread of a restore has for itself. */
final class RestoreWorker implements WorkStack.Worker {
  private final Map<StoredBlobs, BlobCodec> codecs = new HashMap<>();
  private byte[] range = new byte[1 << 20];
  private byte[] live = new byte[1 << 16];

  /** What opens the blobs of a repository. */
  BlobCodec codec(StoredBlobs blobs) {
    return codecs.computeIfAbsent(blobs, from -> from.codecs().get());
  }

  /** A buffer for what is read of a state. */
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
    codecs.values().forEach(BlobCodec::close);
  }
}
