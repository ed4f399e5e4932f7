package org.hevelius.app.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Turns Ctrl-C and a polite kill into a request to stop: long operations ask {@link #getAsBoolean}
 * now and then and end themselves cleanly. After the grace time the process ends all the same; the
 * Java machine then exits with 130 or 143 by itself.
 */
final class Interruption implements BooleanSupplier, AutoCloseable {
  private final AtomicBoolean asked = new AtomicBoolean();
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook;

  private Interruption(Duration grace) {
    hook =
        new Thread(
            () -> {
              asked.set(true);
              try {
                var _ = finished.await(grace.toMillis(), TimeUnit.MILLISECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "interruption");
  }

  /** Watches for signals until it is closed. */
  static Interruption watch(Duration grace) {
    Interruption interruption = new Interruption(grace);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** Whether the user wants the operation to stop. */
  @Override
  public boolean getAsBoolean() {
    return asked.get();
  }

  @Override
  public void close() {
    finished.countDown();
    if (!asked.get()) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The signal came in this very moment; the hook has nothing to wait for anymore.
        asked.set(true);
      }
    }
  }
}
