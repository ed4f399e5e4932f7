package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hevelius.core.metrics.FigureStore;
import org.hevelius.core.metrics.Metric;
import org.hevelius.core.metrics.Metric.Label;
import org.hevelius.core.metrics.Work;

/** What was done so far, in numbers. Durations are told by kind alone, lest labels multiply. */
final class WorkGauges {
  /** What ended one way for one kind and dataset, whatever it took. */
  private record Ended(String kind, String dataset, String result) implements Comparable<Ended> {
    @Override
    public int compareTo(Ended other) {
      int kinds = kind.compareTo(other.kind);
      int datasets = kinds == 0 ? dataset.compareTo(other.dataset) : kinds;
      return datasets == 0 ? result.compareTo(other.result) : datasets;
    }
  }

  private final FigureStore figures;

  WorkGauges(FigureStore figures) {
    this.figures = figures;
  }

  /**
   * The numbers of these datasets, and of what belongs to none.
   *
   * @param datasets those that there are: of others nothing is told any more
   */
  List<Metric> metrics(Set<String> datasets) {
    List<Work> work =
        figures.work().stream()
            .filter(w -> w.dataset().isEmpty() || datasets.contains(w.dataset()))
            .toList();
    List<Metric> metrics = new ArrayList<>();
    metrics.add(counts(work));
    metrics.add(durations(work));
    metrics.add(successes(work));
    metrics.add(failures(datasets));
    metrics.addAll(bytes(datasets));
    return metrics;
  }

  private static Metric counts(List<Work> work) {
    SortedMap<Ended, Long> counts =
        work.stream()
            .collect(
                Collectors.groupingBy(
                    w -> new Ended(w.kind(), w.dataset(), w.result()),
                    TreeMap::new,
                    Collectors.summingLong(Work::times)));
    Metric.Builder runs =
        new Metric.Builder(
            "hevelius_runs_total",
            Metric.Type.COUNTER,
            "Runs and operations that have ended, by kind, dataset and how they ended.");
    counts.forEach(
        (ended, times) ->
            runs.add(
                List.of(
                    new Label("kind", ended.kind()),
                    new Label("dataset", ended.dataset()),
                    new Label("result", ended.result())),
                (double) times));
    return runs.build();
  }

  private static Metric durations(List<Work> work) {
    SortedMap<String, List<Work>> byKind =
        work.stream()
            .filter(w -> w.bucket() != Work.UNTIMED)
            .collect(Collectors.groupingBy(Work::kind, TreeMap::new, Collectors.toList()));
    Metric.Builder durations =
        new Metric.Builder(
            "hevelius_run_duration_seconds",
            Metric.Type.HISTOGRAM,
            "How long runs and operations took from their begin to their end, by kind.");
    byKind.forEach(
        (kind, all) -> {
          long[] counts = new long[Work.BOUNDS.size() + 1];
          all.forEach(w -> counts[Math.min(w.bucket(), Work.BOUNDS.size())] += w.times());
          durations.addHistogram(
              List.of(new Label("kind", kind)),
              Work.BOUNDS,
              counts,
              all.stream().mapToLong(Work::millis).sum() / 1000.0);
        });
    return durations.build();
  }

  private static Metric successes(List<Work> work) {
    SortedMap<Ended, Instant> last = new TreeMap<>();
    work.stream()
        .filter(w -> w.result().equals("succeeded"))
        .forEach(
            w ->
                last.merge(
                    new Ended(w.kind(), w.dataset(), w.result()),
                    w.last(),
                    (one, other) -> one.isAfter(other) ? one : other));
    Metric.Builder successes =
        new Metric.Builder(
            "hevelius_run_last_success_timestamp_seconds",
            Metric.Type.GAUGE,
            "When a run or operation of the kind ended well last.");
    last.forEach(
        (ended, time) ->
            successes.add("kind", ended.kind(), "dataset", ended.dataset(), time.getEpochSecond()));
    return successes.build();
  }

  private Metric failures(Set<String> datasets) {
    Map<String, Long> rows = figures.failuresInARow();
    Metric.Builder failures =
        new Metric.Builder(
            "hevelius_snapshot_consecutive_failures",
            Metric.Type.GAUGE,
            "Snapshot runs that failed or were interrupted since the last good one.");
    datasets.forEach(name -> failures.add("dataset", name, rows.getOrDefault(name, 0L)));
    return failures.build();
  }

  private List<Metric> bytes(Set<String> datasets) {
    Metric.Builder count =
        new Metric.Builder(
            "hevelius_snapshots_taken_total",
            Metric.Type.COUNTER,
            "Snapshots that were taken, also those that were forgotten since.");
    Metric.Builder processed =
        new Metric.Builder(
            "hevelius_snapshot_processed_bytes_total",
            Metric.Type.COUNTER,
            "Size of the content of all snapshots that were taken.");
    Metric.Builder added =
        new Metric.Builder(
            "hevelius_snapshot_added_bytes_total",
            Metric.Type.COUNTER,
            "How much of that was not stored before.");
    Metric.Builder stored =
        new Metric.Builder(
            "hevelius_snapshot_stored_bytes_total",
            Metric.Type.COUNTER,
            "What the added part took in storage, after compression.");
    for (FigureStore.Taken taken : figures.taken()) {
      if (datasets.contains(taken.dataset())) {
        count.add("dataset", taken.dataset(), taken.snapshots());
        processed.add("dataset", taken.dataset(), taken.bytes());
        added.add("dataset", taken.dataset(), taken.addedBytes());
        stored.add("dataset", taken.dataset(), taken.storedBytes());
      }
    }
    return List.of(count.build(), processed.build(), added.build(), stored.build());
  }
}
