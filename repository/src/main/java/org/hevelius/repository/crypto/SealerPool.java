package org.hevelius.repository.crypto;

import java.security.SecureRandom;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * A sealer for several threads: lends each call one of its sealers and makes as many as there are
 * calls at the same time. The master key must stay open as long as this is in use.
 */
public final class SealerPool implements Sealer {
  private final MasterKey key;
  private final SecureRandom random;
  private final ConcurrentLinkedDeque<Sealer> idle = new ConcurrentLinkedDeque<>();

  SealerPool(MasterKey key, SecureRandom random) {
    this.key = key;
    this.random = random;
  }

  @Override
  public int seal(byte[] plain, int offset, int length, byte[] target, int targetOffset) {
    Sealer sealer = take();
    try {
      return sealer.seal(plain, offset, length, target, targetOffset);
    } finally {
      idle.offerFirst(sealer);
    }
  }

  @Override
  public int open(byte[] sealed, int offset, int length, byte[] target, int targetOffset) {
    Sealer sealer = take();
    try {
      return sealer.open(sealed, offset, length, target, targetOffset);
    } finally {
      idle.offerFirst(sealer);
    }
  }

  private Sealer take() {
    Sealer sealer = idle.pollFirst();
    return sealer != null ? sealer : key.sealer(random);
  }
}
