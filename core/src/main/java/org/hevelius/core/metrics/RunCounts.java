package org.hevelius.core.metrics;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.alert.Alerts;

/** Counts from alerts how runs ended since the program started. */
public final class RunCounts implements Alerts, MetricSource {
  private static final int MOST = 20_000;

  private enum Result {
    SUCCEEDED("succeeded"),
    FAILED("failed"),
    MISSED("missed");

    private final String word;

    Result(String word) {
      this.word = word;
    }
  }

  /** The counts of one dataset, guarded by itself. */
  private static final class Counts {
    private final Map<Result, Long> results = new EnumMap<>(Result.class);
    private long failuresInARow;
  }

  private final Map<String, Counts> counts = new ConcurrentSkipListMap<>();

  @Override
  public void raise(Alert alert) {
    switch (alert.kind()) {
      case RUN_SUCCEEDED -> count(alert.subject(), Result.SUCCEEDED);
      case RUN_FAILED -> count(alert.subject(), Result.FAILED);
      case RUN_MISSED -> count(alert.subject(), Result.MISSED);
      case RUN_STARTED, RETENTION_REFUSED, SNAPSHOT_TOO_OLD -> {}
    }
  }

  private void count(String dataset, Result result) {
    if (counts.size() >= MOST && !counts.containsKey(dataset)) {
      return;
    }
    Counts known = counts.computeIfAbsent(dataset, _ -> new Counts());
    synchronized (known) {
      known.results.merge(result, 1L, Long::sum);
      known.failuresInARow =
          switch (result) {
            case SUCCEEDED -> 0;
            case FAILED -> known.failuresInARow + 1;
            case MISSED -> known.failuresInARow;
          };
    }
  }

  @Override
  public List<Metric> metrics() {
    Metric.Builder runs =
        new Metric.Builder(
            "hevelius_snapshot_runs_total",
            Metric.Type.COUNTER,
            "Runs by schedule or event since the service started, by how they ended.");
    Metric.Builder failures =
        new Metric.Builder(
            "hevelius_snapshot_consecutive_failures",
            Metric.Type.GAUGE,
            "Failed runs since the last good one, or since the service started.");
    counts.forEach(
        (dataset, known) -> {
          synchronized (known) {
            Arrays.stream(Result.values())
                .forEach(
                    result ->
                        runs.add(
                            "dataset",
                            dataset,
                            "result",
                            result.word,
                            known.results.getOrDefault(result, 0L)));
            failures.add("dataset", dataset, known.failuresInARow);
          }
        });
    return List.of(runs.build(), failures.build());
  }
}
