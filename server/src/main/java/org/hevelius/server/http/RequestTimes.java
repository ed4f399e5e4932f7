package org.hevelius.server.http;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.hevelius.core.metrics.Metric;
import org.hevelius.core.metrics.Metric.Label;
import org.hevelius.core.metrics.MetricSource;

/**
 * How long answers took since the start, by route and never by path: there are as many numbers as
 * the service has routes, whatever is asked for.
 */
public final class RequestTimes implements Answered.Watcher, MetricSource {
  private static final List<Double> BOUNDS = List.of(0.005, 0.025, 0.1, 0.25, 1.0, 2.5, 10.0);

  private record Key(String route, String method, int hundreds) {}

  /** The counts of one key, guarded by itself. */
  private static final class Counts {
    private final long[] within = new long[BOUNDS.size() + 1];
    private long nanos;
  }

  private final Map<Key, Counts> counts =
      new ConcurrentSkipListMap<>(
          Comparator.comparing(Key::route)
              .thenComparing(Key::method)
              .thenComparingInt(Key::hundreds));

  @Override
  public void answered(Answered request) {
    if (request.stream()) {
      return;
    }
    boolean known = !request.route().isEmpty();
    Counts mine =
        counts.computeIfAbsent(
            // Methods that no route takes are of the caller's making.
            new Key(request.route(), known ? request.method() : "", request.status() / 100),
            _ -> new Counts());
    long nanos = request.took().toNanos();
    int bucket = 0;
    while (bucket < BOUNDS.size() && nanos > BOUNDS.get(bucket) * 1e9) {
      bucket++;
    }
    synchronized (mine) {
      mine.within[bucket]++;
      mine.nanos += nanos;
    }
  }

  @Override
  public List<Metric> metrics() {
    Metric.Builder times =
        new Metric.Builder(
            "hevelius_http_request_duration_seconds",
            Metric.Type.HISTOGRAM,
            "How long requests took since the service started, by route; streams of events left"
                + " out.");
    counts.forEach(
        (key, mine) -> {
          synchronized (mine) {
            times.addHistogram(
                List.of(
                    new Label("method", key.method()),
                    new Label("route", key.route()),
                    new Label("status", key.hundreds() + "xx")),
                BOUNDS,
                mine.within.clone(),
                mine.nanos / 1e9);
          }
        });
    return List.of(times.build());
  }
}
