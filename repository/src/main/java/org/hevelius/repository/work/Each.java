package org.hevelius.repository.work;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Does one thing for each number from 0 on, with a few worker threads. */
public final class Each {
  private Each() {}

  /** What is done for a number. */
  @FunctionalInterface
  public interface Step<W> {
    /** Does it; an exception stops the whole run. */
    void run(W worker, int number);
  }

  /**
   * Runs the step for 0 to {@code count - 1}, each once, in no order.
   *
   * @throws RuntimeException the first failure; the numbers that waited are dropped
   */
  public static <W extends WorkStack.Worker> void run(
      int count, int workers, Supplier<W> newWorker, BooleanSupplier canceled, Step<W> step) {
    WorkStack<W> stack = new WorkStack<>(canceled);
    AtomicInteger next = new AtomicInteger();
    int threads = Math.min(workers, count);
    for (int i = 0; i < threads; i++) {
      stack.push(new Chain<>(stack, next, count, step)::run);
    }
    stack.run(threads, newWorker);
  }

  /** Takes one number and then waits again as a task, so that cancellation is asked in between. */
  private record Chain<W extends WorkStack.Worker>(
      WorkStack<W> stack, AtomicInteger next, int count, Step<W> step) {
    void run(W worker) {
      int number = next.getAndIncrement();
      if (number < count) {
        step.run(worker, number);
        stack.push(this::run);
      }
    }
  }
}
