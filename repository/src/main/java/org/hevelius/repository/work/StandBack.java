package org.hevelius.repository.work;

/**
 * Threads for bulk work, which let others have the processors first. Java heeds that only where it
 * was started with {@code -XX:ThreadPriorityPolicy=1}, as the launcher does for the service;
 * elsewhere they are threads like all others.
 *
 * <p>What such a thread starts or wakes may take over its priority and can't give it back. So they
 * must not be the ones to start virtual threads.
 */
public final class StandBack {
  private StandBack() {}

  /** A maker of daemon threads with this name and a number, from the first number on. */
  @SuppressWarnings("ThreadPriorityCheck") // Only how soon work is done depends on it.
  public static Thread.Builder.OfPlatform threads(String name, int first) {
    return Thread.ofPlatform().daemon().priority(Thread.MIN_PRIORITY).name(name, first);
  }
}
