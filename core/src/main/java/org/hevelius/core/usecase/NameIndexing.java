package org.hevelius.core.usecase;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.metrics.Metric;
import org.hevelius.core.metrics.MetricSource;
import org.hevelius.core.provider.Progress;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the index of file names up to date in a process that stays, so that who searches finds it
 * ready. It looks by itself for snapshots that the index lacks, whoever took them.
 *
 * <p>One thread adds to the index; whoever asks reads meanwhile what it has and waits for nobody.
 * What is asked for goes first.
 */
public final class NameIndexing implements AutoCloseable, MetricSource {
  private static final long LOOK_MILLIS = 1000;
  private static final long PATIENT_MILLIS = 10;

  /** A dataset that could not be indexed is tried again after so long, or when it has changed. */
  private static final Duration REST = Duration.ofMinutes(1);

  private record Failed(Finds.Lag lag, Instant when) {}

  private final Context context;
  private final Finds finds;
  private final Runnable onIdle;
  private final Consumer<String> log;
  private final Queue<DatasetName> asked = new ConcurrentLinkedQueue<>();
  private final Semaphore wake = new Semaphore(0);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Map<String, Failed> failed = new ConcurrentHashMap<>();
  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private @Nullable Thread thread;

  /**
   * Over these parts.
   *
   * @param onIdle gives back what others may wait for, once nothing is left to add
   */
  NameIndexing(Context context, Consumer<String> log, Runnable onIdle) {
    this.context = context;
    this.onIdle = onIdle;
    this.finds = new Finds(context);
    this.log = log;
  }

  /** Begins to look, in a thread of its own. */
  public synchronized void start() {
    thread = Thread.ofPlatform().name("file names").daemon().start(this::loop);
  }

  private void loop() {
    try {
      while (stopped.getCount() > 0) {
        boolean _ = wake.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        wake.drainPermits();
        round();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Adds what the index lacks, until there is nothing that could be added. */
  void round() {
    try {
      boolean added = false;
      for (Finds.Lag next = next(); next != null && !stopping(); next = next()) {
        add(next);
        added = true;
      }
      if (added) {
        onIdle.run();
      }
    } catch (RuntimeException e) {
      log.accept("the index of file names: " + text(e));
    }
  }

  private Finds.@Nullable Lag next() {
    List<Finds.Lag> behind = finds.behind(null).stream().filter(this::isDue).toList();
    for (DatasetName name = asked.poll(); name != null; name = asked.poll()) {
      String wanted = name.text();
      for (Finds.Lag lag : behind) {
        if (lag.dataset().equals(wanted)) {
          return lag;
        }
      }
    }
    return behind.isEmpty() ? null : behind.getFirst();
  }

  private boolean isDue(Finds.Lag lag) {
    Failed last = failed.get(lag.dataset());
    return last == null
        || !last.lag().equals(lag)
        || Duration.between(last.when(), context.clock().instant()).abs().compareTo(REST) >= 0;
  }

  private void add(Finds.Lag lag) {
    DatasetName name = DatasetName.of(lag.dataset());
    try {
      finds.update(name, () -> !asked.isEmpty(), Progress.NONE, this::stopping);
      failed.remove(lag.dataset());
      finds.skipped().stream()
          .filter(told::add)
          .forEach(gone -> log.accept(gone + " is gone from its storage, and isn't indexed"));
    } catch (RuntimeException e) {
      if (!stopping()) {
        Failed before = failed.put(lag.dataset(), new Failed(lag, context.clock().instant()));
        if (before == null || !before.lag().equals(lag)) {
          log.accept("the index of file names of %s: %s".formatted(name, text(e)));
        }
      }
    }
  }

  private static String text(RuntimeException e) {
    return e instanceof HeveliusException ? String.valueOf(e.getMessage()) : e.toString();
  }

  private boolean stopping() {
    return stopped.getCount() == 0;
  }

  /** Lets it look at once, and at this dataset first. */
  public void ask(DatasetName dataset) {
    asked.add(dataset);
    wake.release();
  }

  /**
   * Waits until the index has all of a dataset.
   *
   * @param patience for how long at most; nothing happens to the dataset or the index after it
   * @return whether it has
   */
  public boolean await(DatasetName dataset, Duration patience) {
    List<Finds.Lag> behind = finds.behind(dataset);
    if (!behind.isEmpty()) {
      ask(dataset);
    }
    try {
      for (long left = patience.toMillis() / PATIENT_MILLIS;
          left > 0
              && behind.stream().anyMatch(this::isDue)
              && !stopped.await(PATIENT_MILLIS, TimeUnit.MILLISECONDS);
          left--) {
        behind = finds.behind(dataset);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return behind.isEmpty();
  }

  /**
   * Waits until the index has all of a dataset.
   *
   * @throws HeveliusException UNAVAILABLE when it hasn't after this long
   */
  public void require(DatasetName dataset, Duration patience) {
    if (!await(dataset, patience)) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "the names of files in the newest snapshots of " + dataset + " are not indexed yet",
          "nothing is wrong with the snapshots; ask again in a while");
    }
  }

  @Override
  public List<Metric> metrics() {
    return List.of(
        new Metric.Builder(
                "hevelius_file_index_behind",
                Metric.Type.GAUGE,
                "Datasets whose newest snapshots this service's index of file names lacks.")
            .add(finds.behind(null).size())
            .build());
  }

  /** Stops; what was being added is dropped, and added again another time. */
  @Override
  public void close() {
    stopped.countDown();
    wake.release();
    Thread started = thread;
    if (started != null) {
      try {
        started.join(Duration.ofSeconds(20));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
