package org.hevelius.repository;

import java.time.Duration;

/** Waits. Handed in wherever the engine has to wait, so that tests need not. */
@FunctionalInterface
public interface Sleeper {
  /**
   * Returns after this time; at once when it is zero or negative.
   *
   * @throws InterruptedException if the thread was interrupted before or meanwhile
   */
  void sleep(Duration time) throws InterruptedException;

  /** Waits in real time. */
  static Sleeper real() {
    return Thread::sleep;
  }
}
