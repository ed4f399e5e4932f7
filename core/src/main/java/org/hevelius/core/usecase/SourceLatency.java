package org.hevelius.core.usecase;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.runner.Impact.Latency;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.core.tree.TreeEntry;

/**
 * Measures how long looking into a dataset's sources takes before, while and after they are
 * captured, in a thread of its own: it lists their roots and reads some small files there. Whoever
 * captures waits at most a moment for it, and no failure here reaches them.
 */
final class SourceLatency {
  private static final int BURST = 5;
  private static final int FILES = 3;
  private static final int SOURCES = 4;
  private static final int SMALL = 64 << 10;
  private static final long MOMENT_MILLIS = 1000;
  private static final long PAUSE_MILLIS = 500;

  /** Looks take at most this share of the time, so that they don't weigh themselves. */
  private static final int SHARE = 20;

  /** A look that takes longer is too dear to be repeated. */
  private static final Duration DEAR = Duration.ofSeconds(1);

  private final Context context;
  private final Dataset dataset;
  private final List<Long> before = Collections.synchronizedList(new ArrayList<>());
  private final List<Long> meanwhile = Collections.synchronizedList(new ArrayList<>());
  private final List<Long> after = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch ready = new CountDownLatch(1);
  private final CountDownLatch captured = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);

  private SourceLatency(Context context, Dataset dataset) {
    this.context = context;
    this.dataset = dataset;
  }

  /** Begins to look; gives back when it has looked at what was before. */
  static SourceLatency begin(Context context, Dataset dataset) {
    SourceLatency latency = new SourceLatency(context, dataset);
    Thread _ = Thread.ofPlatform().name("latency").daemon().start(latency::look);
    await(latency.ready);
    return latency;
  }

  private void look() {
    try {
      boolean cheap = burst(before);
      ready.countDown();
      for (boolean ended = false; cheap && !ended; ) {
        long micros = once(meanwhile);
        cheap = micros <= toMicros(DEAR);
        ended = captured.await(pause(micros), TimeUnit.MILLISECONDS);
      }
      if (cheap) {
        boolean _ = burst(after);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // What can't be looked into isn't measured; that it can't be read, the capture tells.
    } finally {
      ready.countDown();
      done.countDown();
    }
  }

  private static long pause(long micros) {
    return Math.max(PAUSE_MILLIS, SHARE * micros / 1000);
  }

  /** Whether looks are cheap enough for more. */
  private boolean burst(List<Long> samples) {
    boolean cheap = true;
    for (int i = 0; i < BURST && cheap; i++) {
      cheap = once(samples) <= toMicros(DEAR) / BURST;
    }
    return samples.getLast() <= toMicros(DEAR);
  }

  private long once(List<Long> samples) {
    Instant start = context.clock().instant();
    dataset.sources().stream().limit(SOURCES).forEach(this::lookInto);
    // A clock that was set back meanwhile would tell nonsense.
    long micros = Math.max(0, toMicros(Duration.between(start, context.clock().instant())));
    samples.add(micros);
    return micros;
  }

  private void lookInto(SourceSpec source) {
    try (SnapshotTree tree = context.provider(source).live(dataset, source)) {
      List<TreeEntry> files =
          tree.children(tree.root()).stream()
              .filter(entry -> entry.isFile() && entry.size() <= SMALL)
              .limit(FILES)
              .toList();
      for (TreeEntry file : files) {
        try (InputStream content = tree.open(file)) {
          int _ = content.readNBytes(SMALL).length;
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static long toMicros(Duration time) {
    return time.toNanos() / 1000;
  }

  private static void await(CountDownLatch latch) {
    try {
      boolean _ = latch.await(MOMENT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The capture has ended, well or not. */
  void captured() {
    captured.countDown();
  }

  /**
   * What was measured.
   *
   * @param before each look in microseconds, as in the others
   */
  record Samples(List<Long> before, List<Long> meanwhile, List<Long> after) {
    /** Copies the lists. */
    Samples {
      before = List.copyOf(before);
      meanwhile = List.copyOf(meanwhile);
      after = List.copyOf(after);
    }

    Latency latencyBefore() {
      return Latency.of(before);
    }

    Latency latencyMeanwhile() {
      return Latency.of(meanwhile);
    }

    Latency latencyAfter() {
      return Latency.of(after);
    }
  }

  /** Waits a moment for looks at what is after it, and gives all. */
  Samples end() {
    captured();
    await(done);
    return new Samples(copy(before), copy(meanwhile), copy(after));
  }

  private static List<Long> copy(List<Long> samples) {
    synchronized (samples) {
      return List.copyOf(samples);
    }
  }
}
