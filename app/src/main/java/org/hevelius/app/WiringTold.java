package org.hevelius.app;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.hevelius.core.alert.Alerts;
import org.hevelius.core.metrics.MetricSource;
import org.hevelius.core.notify.Notifications;
import org.hevelius.core.usecase.Hevelius;

/**
 * Joins what is told to people and watching programs.
 *
 * @param notifications a chore of the runner, too: it delivers what waits
 */
record WiringTold(Notifications notifications, ExecutorService executor) implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Over an open home. */
  static WiringTold of(Hevelius home, Consumer<String> log) {
    ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    return new WiringTold(home.notifications(executor, log), executor);
  }

  /** What the runner raises its alerts to. */
  Alerts alerts() {
    return notifications;
  }

  /** The numbers of what is told. */
  List<MetricSource> sources() {
    return List.of(notifications);
  }

  @Override
  public void close() {
    notifications.close();
    // What is cut off here is delivered at the next start.
    var _ = executor.shutdownNow();
    try {
      boolean _ = executor.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
