package org.hevelius.repository.pack;

import org.hevelius.repository.work.WorkStack;

/** A worker thread that opens and seals blobs. */
public record CodecWorker(BlobCodec codec) implements WorkStack.Worker {
  @Override
  public void close() {
    codec.close();
  }
}
