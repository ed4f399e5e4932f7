package org.hevelius.repository.work;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.hevelius.repository.RepositoryException;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that make more tasks, run by a few worker threads. The task pushed last runs first: a walk
 * over a tree goes deep before it goes wide, and what waits is bounded by the depth of the tree and
 * the size of one directory.
 *
 * @param <W> what each worker thread has for itself: codecs and buffers
 */
public final class WorkStack<W extends WorkStack.Worker> {
  /** What a worker thread has for itself; closed when the run ends. */
  public interface Worker extends AutoCloseable {
    @Override
    void close();
  }

  /** A task; runs on one worker. */
  @FunctionalInterface
  public interface Task<W> {
    /** Does the work; an exception stops the whole run. */
    void run(W worker);
  }

  private final Deque<Task<W>> waiting = new ArrayDeque<>();
  private final BooleanSupplier canceled;
  private int unfinished;
  private int idle;
  private @Nullable Throwable failure;

  /**
   * Makes an empty stack.
   *
   * @param canceled asked before each task; once true, the run ends with a {@code CANCELED}
   *     exception
   */
  public WorkStack(BooleanSupplier canceled) {
    this.canceled = canceled;
  }

  /** Adds a task. */
  public synchronized void push(Task<W> task) {
    waiting.push(task);
    unfinished++;
    notify();
  }

  /** Adds tasks so that the first of the list runs first. */
  public synchronized void pushAll(List<? extends Task<W>> tasks) {
    for (int i = tasks.size() - 1; i >= 0; i--) {
      waiting.push(tasks.get(i));
    }
    unfinished += tasks.size();
    notifyAll();
  }

  /** Whether a worker has nothing to do now. */
  public synchronized boolean hasIdleWorker() {
    return idle > waiting.size();
  }

  /**
   * Runs until no task is left.
   *
   * @throws RuntimeException the first failure of a task; the tasks that waited are dropped
   */
  public void run(int workers, Supplier<W> newWorker) {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      threads.add(StandBack.threads("worker-", i).start(() -> work(newWorker)));
    }
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
          fail(canceledException());
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    rethrow();
  }

  private synchronized void rethrow() {
    switch (failure) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  private void work(Supplier<W> newWorker) {
    try (W worker = newWorker.get()) {
      for (Task<W> task = next(); task != null; task = next()) {
        task.run(worker);
        done();
      }
    } catch (Throwable e) {
      fail(e);
    }
  }

  private synchronized @Nullable Task<W> next() throws InterruptedException {
    while (waiting.isEmpty() && unfinished > 0 && failure == null) {
      idle++;
      wait();
      idle--;
    }
    if (failure != null || waiting.isEmpty()) {
      return null;
    }
    if (canceled.getAsBoolean()) {
      throw canceledException();
    }
    return waiting.pop();
  }

  private static RepositoryException canceledException() {
    return new RepositoryException(
        RepositoryException.Kind.CANCELED,
        "canceled",
        "nothing was published; everything from before is intact");
  }

  private synchronized void done() {
    unfinished--;
    if (unfinished == 0) {
      notifyAll();
    }
  }

  private synchronized void fail(Throwable e) {
    if (failure == null) {
      failure = e;
    } else if (!failure.equals(e)) {
      failure.addSuppressed(e);
    }
    notifyAll();
  }
}
