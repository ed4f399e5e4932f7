package org.hevelius.core.usecase;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.catalog.ReferenceResolver;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.metrics.Metric;
import org.hevelius.core.metrics.Metric.Label;
import org.hevelius.core.metrics.MetricSource;
import org.hevelius.core.policy.EffectivePolicy;
import org.hevelius.core.policy.Field;
import org.hevelius.core.policy.ImpactRule;
import org.hevelius.core.runner.Impact;
import org.hevelius.core.runner.Run;
import org.hevelius.core.snapshot.Capture;

/** Watches what runs mean for the sources that they take, records and counts it, and tells. */
final class ImpactWatch implements MetricSource {
  /** In seconds, up to which looks are counted together. */
  private static final List<Double> BOUNDS = List.of(0.001, 0.005, 0.025, 0.1, 0.5, 2.0);

  private static final double MICROS = 1e6;

  private final Automation.Parts parts;
  private final Counts before = new Counts();
  private final Counts meanwhile = new Counts();
  private final Counts after = new Counts();

  /** How many looks took how long, since the service began. */
  private static final class Counts {
    private final long[] counts = new long[BOUNDS.size() + 1];
    private double seconds;

    synchronized void add(List<Long> micros) {
      for (long each : micros) {
        int bucket = 0;
        while (bucket < BOUNDS.size() && each / MICROS > BOUNDS.get(bucket)) {
          bucket++;
        }
        counts[bucket]++;
        seconds += each / MICROS;
      }
    }

    synchronized void to(Metric.Builder metric, String phase) {
      metric.addHistogram(
          List.of(new Label("phase", phase)),
          BOUNDS,
          Arrays.copyOf(counts, counts.length),
          seconds);
    }
  }

  ImpactWatch(Automation.Parts parts) {
    this.parts = parts;
  }

  /** Begins to look at the sources of a run; nothing where the policy doesn't want it. */
  Optional<SourceLatency> begin(Run run, EffectivePolicy policy) {
    if (!rule(policy).watched()) {
      return Optional.empty();
    }
    return Optional.of(
        SourceLatency.begin(
            parts.context(),
            new ReferenceResolver(parts.context().catalog())
                .dataset(DatasetName.of(run.dataset()))));
  }

  private static ImpactRule rule(EffectivePolicy policy) {
    return policy.get(Field.IMPACT).orElse(ImpactRule.WATCH);
  }

  /** Records what a run meant; a failure to do so is told and changes nothing of the run. */
  void ended(Run run, EffectivePolicy policy, SourceLatency latency, Creation.Result result) {
    SourceLatency.Samples samples = latency.end();
    if (samples.before().isEmpty() || samples.meanwhile().isEmpty()) {
      return;
    }
    before.add(samples.before());
    meanwhile.add(samples.meanwhile());
    after.add(samples.after());
    Impact impact = impact(samples, result);
    try {
      parts.context().catalog().impacts().record(run.id(), run.dataset(), impact);
    } catch (RuntimeException e) {
      parts.log().line("%s: what its run meant for it: %s".formatted(run.dataset(), e));
    }
    ImpactRule rule = rule(policy);
    if (rule.factor() > 0 && impact.isSlowedBy(rule.factor())) {
      tell(run, rule, impact);
    } else if (rule.factor() > 0) {
      String words = "%s: its snapshot has not slowed it down".formatted(run.dataset());
      new Relief(parts)
          .tell(Alert.Kind.SOURCE_AT_EASE, run.dataset(), String.valueOf(run.id()), words);
    }
  }

  private static Impact impact(SourceLatency.Samples samples, Creation.Result result) {
    List<Capture> captures = result.snapshot().captures();
    return new Impact(
        samples.latencyBefore(),
        samples.latencyMeanwhile(),
        samples.latencyAfter(),
        captures.stream().mapToLong(Capture::bytes).sum(),
        captures.stream().mapToLong(Capture::addedBytes).sum(),
        captures.stream().mapToLong(Capture::storedBytes).sum(),
        Math.max(0, Duration.between(result.started(), result.finished()).toMillis()));
  }

  private void tell(Run run, ImpactRule rule, Impact impact) {
    parts
        .alerts()
        .raise(
            new Alert(
                Alert.Kind.SOURCE_SLOWED,
                run.dataset(),
                String.valueOf(run.id()),
                parts.context().clock().instant(),
                String.format(
                    Locale.ROOT,
                    "%s: looking into it took %.1f times as long while its snapshot was taken",
                    run.dataset(),
                    impact.slowdown()),
                List.of(
                    String.format(
                        Locale.ROOT,
                        "median %.1f ms before, %.1f ms meanwhile, %.1f ms after; allowed are %s",
                        impact.before().medianMicros() / 1000.0,
                        impact.meanwhile().medianMicros() / 1000.0,
                        impact.after().medianMicros() / 1000.0,
                        rule),
                    "the snapshot was taken; another time or a blackout window may suit better")));
  }

  @Override
  public List<Metric> metrics() {
    Metric.Builder latency =
        new Metric.Builder(
            "hevelius_source_latency_seconds",
            Metric.Type.HISTOGRAM,
            "How long looking into sources took before, while and after their snapshots were"
                + " taken.");
    before.to(latency, "before");
    meanwhile.to(latency, "during");
    after.to(latency, "after");
    return List.of(latency.build());
  }
}
