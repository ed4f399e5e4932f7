package org.hevelius.core.usecase;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hevelius.core.metrics.Metric;
import org.hevelius.core.runner.Impact;
import org.hevelius.core.runner.ImpactStore;

/** What the newest run of each dataset meant for its sources, in numbers. */
final class ImpactGauges {
  private ImpactGauges() {}

  static List<Metric> metrics(ImpactStore store, Set<String> datasets) {
    Metric.Builder slowdown =
        new Metric.Builder(
            "hevelius_source_slowdown_ratio",
            Metric.Type.GAUGE,
            "How many times as long looking into the source took while its newest scheduled"
                + " snapshot was taken.");
    Metric.Builder speed =
        new Metric.Builder(
            "hevelius_snapshot_bytes_per_second",
            Metric.Type.GAUGE,
            "Content that the newest scheduled snapshot captured in a second.");
    Metric.Builder stored =
        new Metric.Builder(
            "hevelius_snapshot_new_bytes_per_second",
            Metric.Type.GAUGE,
            "New content that it compressed and encrypted in a second.");
    for (Map.Entry<String, Impact> entry : store.newest().entrySet()) {
      Impact impact = entry.getValue();
      if (datasets.contains(entry.getKey())) {
        slowdown.addFraction("dataset", entry.getKey(), impact.slowdown());
        speed.add("dataset", entry.getKey(), impact.bytesPerSecond());
        stored.add("dataset", entry.getKey(), impact.addedBytesPerSecond());
      }
    }
    return List.of(slowdown.build(), speed.build(), stored.build());
  }
}
