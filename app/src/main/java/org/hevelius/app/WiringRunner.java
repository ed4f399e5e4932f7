package org.hevelius.app;

import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.hevelius.core.alert.Alerts;
import org.hevelius.core.metrics.Metric;
import org.hevelius.core.runner.Chore;
import org.hevelius.core.runner.Runner;
import org.hevelius.core.usecase.Automation;
import org.hevelius.core.usecase.Hevelius;
import org.hevelius.repository.lock.Owner;

/** Joins the runner of a service, with the threads in which its long work is done. */
final class WiringRunner implements AutoCloseable {
  /** How many snapshots are taken at once, each of another dataset. */
  private static final int WORKERS = 2;

  private static final long PATIENCE_SECONDS = 20;

  private final ExecutorService workers;
  private final Runner runner;

  private WiringRunner(ExecutorService workers, Runner runner) {
    this.workers = workers;
    this.runner = runner;
  }

  /**
   * Starts to take what is due.
   *
   * @param more what is done with each beat besides
   */
  static WiringRunner start(Hevelius home, Alerts alerts, List<Chore> more, Consumer<String> log) {
    ExecutorService workers =
        Executors.newFixedThreadPool(
            WORKERS, Thread.ofPlatform().name("worker-", 1).daemon().factory());
    Runner runner = home.runner(new Automation.Settings(node(), workers, alerts, log), more);
    runner.start();
    return new WiringRunner(workers, runner);
  }

  private static String node() {
    return "%s/%d/%08x"
        .formatted(
            Owner.current().hostname(),
            ProcessHandle.current().pid(),
            new SecureRandom().nextInt());
  }

  /** When it beat, and whether it leads. */
  List<Metric> metrics() {
    return runner.metrics();
  }

  /** Whether it beats. */
  boolean isAlive() {
    return runner.isAlive();
  }

  /** Cancels what runs, waits for its clean end, and lets another node go on. */
  @Override
  public void close() {
    runner.stop();
    workers.shutdown();
    try {
      boolean _ = workers.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    runner.close();
  }
}
