package org.hevelius.app;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another process does. */
final class Await {
  private static final int CHECKS = 3000;
  private static final long BETWEEN_NANOS = 10_000_000;

  private Await() {}

  /** Returns when the condition holds, and fails when it doesn't within half a minute. */
  static void until(String what, BooleanSupplier condition) {
    for (int i = 0; i < CHECKS; i++) {
      if (condition.getAsBoolean()) {
        return;
      }
      LockSupport.parkNanos(BETWEEN_NANOS);
    }
    throw new AssertionError("still waiting: " + what);
  }
}
