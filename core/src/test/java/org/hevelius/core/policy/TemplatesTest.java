package org.hevelius.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.hevelius.core.dataset.DatasetName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The numbers of the templates, and what stands after they have run for long enough. */
class TemplatesTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "raw | daily | 01:00 | 7d | 7",
        "processed | 4-hourly | every 4h from 00:00 | 3d | 18",
        "analysis | weekly | Sunday 01:00 | 30d | 4",
        "published | monthly | 1st 01:00 | 1y | 12",
        "recent | daily | 02:00 | 7d | 7",
        "milestone | weekly | Sunday 02:00 | 30d | 4",
        "release | monthly | 1st 02:00 | 90d | 3",
        "6h-3d | 6-hourly | every 6h from 00:00 | 3d | 12",
        "1w-3mo | weekly | Sunday 00:00 | 3mo | 13",
        "nightly-30 | nightly | 02:00 | 30d | 30",
        "dr-nightly | dr-nightly | 02:00 | 30d | 30",
        "five-tier | 6-hourly | every 6h from 00:00 | 3d | 12",
        "five-tier | daily | 00:00 | 14d | 14",
        "five-tier | weekly | Sunday 00:00 | 3mo | 13",
        "five-tier | monthly | 1st 00:00 | 1y | 12",
        "five-tier | yearly | 0 0 1 1 * | 5y | 5",
        "tams-db | daily | 02:00 | last 7 + 7d | 7",
        "tams-db | weekly | Sunday 03:00 | last 4 + 28d | 4",
        "tams-db | monthly | 1st 04:00 | last 12 + 12mo | 12",
        "tams-s3 | bucket | every 6h from 00:00 | 30d | 120",
      })
  void keepsWhatWasAskedFor(String template, String schedule, String at, String keep, int count) {
    EffectivePolicy effective = effective(template);
    assertThat(effective.get(Field.AT, schedule)).contains(at);
    assertThat(effective.get(Field.KEEP, schedule).map(KeepText::text)).contains(keep);
    Simulation.Point last =
        Simulation.play(effective, List.of(), NOW, 6 * 365, Simulation.Rate.UNKNOWN).getLast();
    // One more or less: the day of the week on which the simulation ends.
    assertThat(last.standing().getOrDefault(schedule, 0L)).isBetween(count - 1L, count + 1L);
  }

  @Test
  void keepsTheLast10AndTheNewestOfEachWeek() {
    EffectivePolicy effective = effective("last-10-weekly-3mo");
    assertThat(effective.schedules()).isEmpty();
    assertThat(effective.get(Field.RETENTION).map(KeepText::text))
        .contains("last 10 + weekly for 90d");
  }

  @Test
  void areAllTested() {
    assertThat(Templates.all().keySet())
        .containsExactlyInAnyOrder(
            "raw",
            "processed",
            "analysis",
            "published",
            "recent",
            "milestone",
            "release",
            "6h-3d",
            "1w-3mo",
            "nightly-30",
            "dr-nightly",
            "last-10-weekly-3mo",
            "five-tier",
            "tams-db",
            "tams-s3");
    for (Map.Entry<String, Policy> template : Templates.all().entrySet()) {
      assertThat(template.getValue().description()).as(template.getKey()).isNotEmpty();
    }
  }

  private static EffectivePolicy effective(String template) {
    String text = "policies:\n- {name: p, scopes: [raw], template: %s}\n".formatted(template);
    return new Policies(PolicyReader.read("p.yaml", text, null)).of(DatasetName.of("raw"), false);
  }
}
