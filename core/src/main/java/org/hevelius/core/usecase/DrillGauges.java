package org.hevelius.core.usecase;

import java.util.List;
import java.util.Optional;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.metrics.Metric;
import org.hevelius.core.policy.EffectivePolicy;

/** How the drills stand, in numbers. */
final class DrillGauges {
  private final Context context;
  private final Metric.Builder passed =
      new Metric.Builder(
          "hevelius_drill_last_passed_timestamp_seconds",
          Metric.Type.GAUGE,
          "When the last drill that passed began; absent while none has.");
  private final Metric.Builder sound =
      new Metric.Builder(
          "hevelius_drill_ok",
          Metric.Type.GAUGE,
          "1 when the last drill has passed and none is overdue, else 0; absent where there was"
              + " none and none is asked for.");
  private final Metric.Builder rto =
      new Metric.Builder(
          "hevelius_drill_rto_seconds",
          Metric.Type.GAUGE,
          "How long it takes until the data is back and verified, as the last drill that passed has"
              + " measured it.");

  DrillGauges(Context context) {
    this.context = context;
  }

  void add(String dataset, Optional<EffectivePolicy> policy) {
    DrillStanding standing =
        DrillStanding.of(context, DatasetName.of(dataset), policy, context.clock().instant());
    DrillView last = standing.passed();
    if (last != null) {
      passed.add("dataset", dataset, last.started().getEpochSecond());
      rto.addFraction("dataset", dataset, last.measured().rto().toMillis() / 1000.0);
    }
    if (standing.last() != null || standing.overdue()) {
      sound.add("dataset", dataset, standing.sound() ? 1 : 0);
    }
  }

  List<Metric> metrics() {
    return List.of(passed.build(), sound.build(), rto.build());
  }
}
