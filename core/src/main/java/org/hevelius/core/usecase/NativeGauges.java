package org.hevelius.core.usecase;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.hevelius.core.metrics.Metric;
import org.hevelius.core.metrics.MetricSource;
import org.hevelius.core.provider.NativeSchedules.Replica;

/** How storage does that takes and copies by itself, in numbers, as it was last seen. */
final class NativeGauges implements MetricSource {
  private final Map<String, Boolean> schedules = new ConcurrentSkipListMap<>();
  private final Map<String, List<Replica>> copies = new ConcurrentSkipListMap<>();

  /** Notes whether what was set up for a dataset is in effect. */
  void schedule(String dataset, boolean inEffect) {
    schedules.put(dataset, inEffect);
  }

  /** Notes that nothing is set up for a dataset. */
  void noSchedule(String dataset) {
    schedules.remove(dataset);
  }

  /** Notes how the sources of a dataset are copied. */
  void copies(String dataset, List<Replica> replicas) {
    if (replicas.isEmpty()) {
      copies.remove(dataset);
    } else {
      copies.put(dataset, List.copyOf(replicas));
    }
  }

  @Override
  public List<Metric> metrics() {
    Metric.Builder inEffect =
        new Metric.Builder(
            "hevelius_native_schedule_ok",
            Metric.Type.GAUGE,
            "1 when the storage keeps the schedules that it was told, else 0.");
    Metric.Builder healthy =
        new Metric.Builder(
            "hevelius_native_replication_ok",
            Metric.Type.GAUGE,
            "1 when the storage copies to another system as it should, else 0.");
    Metric.Builder through =
        new Metric.Builder(
            "hevelius_native_replication_through_timestamp_seconds",
            Metric.Type.GAUGE,
            "Up to when all of a source is on the other system.");
    schedules.forEach((dataset, is) -> inEffect.add("dataset", dataset, is ? 1 : 0));
    copies.forEach(
        (dataset, replicas) -> {
          for (Replica one : replicas) {
            healthy.add("dataset", dataset, "target", one.target(), one.healthy() ? 1 : 0);
            if (one.through() != null) {
              through.add(
                  "dataset", dataset, "target", one.target(), one.through().getEpochSecond());
            }
          }
        });
    return List.of(inEffect.build(), healthy.build(), through.build());
  }
}
