package org.hevelius.simulator.vms;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.hevelius.simulator.task.Due;

/** Lets happen what is due, in the order of its times. */
final class Keeper implements AutoCloseable {
  private static final long BEAT_MILLIS = 100;
  private static final long LOOK_EVERY = 20;

  private final Clock clock;
  private final List<Due> all;
  private final Runnable look;
  private final Consumer<String> log;
  private final ReentrantLock settling = new ReentrantLock();
  private final ScheduledExecutorService beat =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("simulator-keeper").daemon().factory());
  private long beats;

  /**
   * A keeper that begins to beat.
   *
   * @param look done now and then besides
   * @param log told of what failed
   */
  Keeper(Clock clock, List<Due> all, Runnable look, Consumer<String> log) {
    this.clock = clock;
    this.all = all;
    this.look = look;
    this.log = log;
    Future<?> _ =
        beat.scheduleWithFixedDelay(this::tick, BEAT_MILLIS, BEAT_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void tick() {
    try {
      settle();
      if (beats++ % LOOK_EVERY == 0) {
        look.run();
      }
    } catch (RuntimeException e) {
      log.accept("what was due failed: " + e);
    }
  }

  /** Returns when nothing is due any more. */
  void settle() {
    settling.lock();
    try {
      for (Optional<Due> due = first(); due.isPresent(); due = first()) {
        due.get().runNext();
      }
    } finally {
      settling.unlock();
    }
  }

  private Optional<Due> first() {
    Instant earliest = clock.instant();
    Optional<Due> found = Optional.empty();
    for (Due due : all) {
      Optional<Instant> next = due.next();
      if (next.isPresent()
          && (next.get().isBefore(earliest) || (found.isEmpty() && next.get().equals(earliest)))) {
        earliest = next.get();
        found = Optional.of(due);
      }
    }
    return found;
  }

  /** Stops to beat and waits for what is happening. */
  @Override
  public void close() {
    beat.shutdown();
    try {
      boolean _ = beat.awaitTermination(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
