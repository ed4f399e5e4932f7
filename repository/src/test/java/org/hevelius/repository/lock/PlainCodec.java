package org.hevelius.repository.lock;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.LockFile;

/** Stores plain JSON behind bytes that differ each time, as a sealing would. */
final class PlainCodec implements LockCodec {
  private static final AtomicLong COUNT = new AtomicLong(ProcessHandle.current().pid() << 32);

  @Override
  public byte[] encode(LockFile lock) {
    byte[] json = lock.toJson();
    return ByteBuffer.allocate(8 + json.length).putLong(COUNT.incrementAndGet()).put(json).array();
  }

  @Override
  public LockFile decode(Id id, byte[] stored) {
    return LockFile.parse(Arrays.copyOfRange(stored, Math.min(8, stored.length), stored.length));
  }
}
