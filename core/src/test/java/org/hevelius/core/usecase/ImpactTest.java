package org.hevelius.core.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.metrics.Metric;
import org.hevelius.core.runner.Impact;
import org.hevelius.core.runner.Runner;
import org.hevelius.core.tree.MemoryTree;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ImpactTest {
  private final RunnerHome home = new RunnerHome("2026-11-22T04:30:00Z").dataset("raw");
  private final AtomicInteger looks = new AtomicInteger();
  private volatile long millis = 2;

  /** A source into which a look takes as long as the test says. */
  private void watched(String rule) {
    home.storage.live(
        () -> {
          looks.incrementAndGet();
          home.clock.advance(Duration.ofMillis(millis));
          return MemoryTree.builder().file("a.txt", "small").build();
        });
    home.apply(
        """
        policies:
          - name: p
            scopes: [raw]
            zone: UTC
            impact: %s
            schedules: {s: {at: every 1h, keep: last 3}}
        """
            .formatted(rule));
  }

  /** While the snapshot is taken looks take longer; it ends when there were enough of them. */
  private void slowedTo(long slow) {
    home.storage.onCapture(
        () -> {
          millis = slow;
          int before = looks.get();
          CountDownLatch enough = new CountDownLatch(1);
          home.storage.live(
              () -> {
                home.clock.advance(Duration.ofMillis(slow));
                if (looks.incrementAndGet() >= before + 4) {
                  millis = 2;
                  enough.countDown();
                }
                return MemoryTree.builder().file("a.txt", "small").build();
              });
          try {
            assertThat(enough.await(50, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }

  private @Nullable Impact only() {
    return new Jobs(home.context(home.storage.catalog, home.storage))
        .list("raw", null, 9).runs().stream()
            .filter(run -> run.kind().equals("snapshot"))
            .findFirst()
            .orElseThrow()
            .impact();
  }

  @Test
  void saysHowMuchSlowerASourceWasAndTellsWhatIsMoreThanThePolicyAllows() {
    watched("3x");
    slowedTo(40);
    Runner node = home.node("a");
    home.at("2026-11-22T04:30:00Z", node);
    home.at("2026-11-22T05:00:00Z", node);
    Impact impact = Objects.requireNonNull(only());
    assertThat(impact.before()).isEqualTo(new Impact.Latency(5, 2000, 2000));
    assertThat(impact.meanwhile().samples()).isBetween(4, 5);
    assertThat(impact.meanwhile().medianMicros()).isEqualTo(40_000);
    assertThat(impact.slowdown()).isEqualTo(20);
    assertThat(home.alerts)
        .filteredOn(alert -> alert.kind() == Alert.Kind.SOURCE_SLOWED)
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.summary()).contains("20.0 times as long");
              assertThat(alert.details().getFirst()).contains("2.0 ms before, 40.0 ms meanwhile");
            });
    assertThat(numbers(node, "before")).isEqualTo(5);
    assertThat(numbers(node, "during")).isBetween(4.0, 5.0);
    assertThat(home.home().gauges().metrics())
        .filteredOn(metric -> metric.name().equals("hevelius_source_slowdown_ratio"))
        .first()
        .satisfies(m -> assertThat(m.samples().getFirst().value()).isEqualTo(20));
  }

  private static double numbers(Runner node, String phase) {
    return node.metrics().stream()
        .filter(metric -> metric.name().equals("hevelius_source_latency_seconds"))
        .flatMap(metric -> metric.samples().stream())
        .filter(sample -> sample.part().equals("_count"))
        .filter(sample -> sample.labels().contains(new Metric.Label("phase", phase)))
        .mapToDouble(Metric.Sample::value)
        .sum();
  }

  @Test
  void tellsNobodyWhereThePolicyNamesNoFactor() {
    watched("watch");
    slowedTo(40);
    Runner node = home.node("a");
    home.at("2026-11-22T04:30:00Z", node);
    home.at("2026-11-22T05:00:00Z", node);
    assertThat(Objects.requireNonNull(only()).slowdown()).isEqualTo(20);
    assertThat(home.alerts).extracting(Alert::kind).doesNotContain(Alert.Kind.SOURCE_SLOWED);
  }

  @Test
  void looksIntoNothingWhereThePolicySaysSo() {
    watched("off");
    Runner node = home.node("a");
    home.at("2026-11-22T04:30:00Z", node);
    home.at("2026-11-22T05:00:00Z", node);
    assertThat(home.runs("raw")).isEqualTo(List.of("2026-11-22T05:00:00Z SUCCEEDED"));
    assertThat(looks).hasValue(0);
    assertThat(only()).isNull();
  }

  @Test
  void aSourceThatCannotBeLookedIntoIsCapturedAllTheSame() {
    watched("3x");
    home.storage.live(
        () -> {
          throw new IllegalStateException("no look");
        });
    Runner node = home.node("a");
    home.at("2026-11-22T04:30:00Z", node);
    home.at("2026-11-22T05:00:00Z", node);
    assertThat(home.runs("raw")).isEqualTo(List.of("2026-11-22T05:00:00Z SUCCEEDED"));
    assertThat(only()).isNull();
  }
}
