package org.hevelius.core.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.metrics.Metric;
import org.junit.jupiter.api.Test;

/** Storage in numbers. */
class StorageGaugesTest {
  private static final String VIEW = "vast:lab/swift/burst";

  private final StorageFixture home = new StorageFixture();

  /** All numbers, by the name of their metric and what they are about. */
  private Map<String, Double> numbers() {
    Map<String, Double> numbers = new TreeMap<>();
    for (Metric metric : home.care.metrics().metrics()) {
      metric
          .samples()
          .forEach(
              sample ->
                  numbers.put(
                      metric.name().replace("hevelius_", "")
                          + " "
                          + sample.labels().getFirst().value(),
                      sample.value()));
    }
    return numbers;
  }

  @Test
  void tellsHowFullItIsAndWhenItWillBe() {
    home.view(VIEW, 6_000).round();
    assertThat(numbers())
        .containsEntry("view_used_bytes " + VIEW, 6_000.0)
        .containsEntry("view_limit_bytes " + VIEW, 10_000.0)
        .containsEntry("storage_grade vast:lab", 0.0)
        .containsKeys("storage_bytes vast:lab", "storage_used_bytes vast:lab")
        .doesNotContainKey("view_full_timestamp_seconds " + VIEW);
    home.storage.use(VIEW, 7_000);
    home.round(Duration.ofDays(1));
    home.round();
    assertThat(numbers().get("view_full_timestamp_seconds " + VIEW))
        .isBetween(
            home.now().plus(Duration.ofDays(2)).getEpochSecond() * 1.0,
            home.now().plus(Duration.ofDays(4)).getEpochSecond() * 1.0);
  }

  @Test
  void tellsWhatRulesMadeOfLimits() {
    home.view(VIEW, 8_500).rule("apply: true").round();
    assertThat(numbers())
        .containsEntry("quota_expansions_total done", 1.0)
        .containsEntry("quota_expansions_total refused", 0.0);
  }

  @Test
  void aSystemThatIsAwayHasAGradeAndNoSizes() {
    home.view(VIEW, 100).round();
    home.storage.fail(new HeveliusException(Category.UNAVAILABLE, "lab doesn't answer"));
    home.round();
    assertThat(numbers())
        .doesNotContainKeys("storage_bytes vast:lab", "view_used_bytes " + VIEW)
        .hasEntrySatisfying("storage_grade vast:lab", grade -> assertThat(grade).isPositive());
  }

  @Test
  void whatNobodyLooksAtAnyMoreIsNotTold() {
    home.view(VIEW, 100).round();
    home.clock.advance(Duration.ofHours(2));
    assertThat(numbers()).doesNotContainKey("storage_grade vast:lab");
  }
}
