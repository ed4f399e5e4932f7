package org.hevelius.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.hevelius.core.dataset.DatasetName;
import org.junit.jupiter.api.Test;

class EffectiveScheduleTest {
  @Test
  void runsOnceWhereClocksAreSet() {
    EffectiveSchedule nightly = schedule("zone: Europe/Berlin", "\"02:30\"");
    assertThat(shown(nightly, "2026-03-27T12:00:00Z", 3))
        .containsExactly("2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z");
    assertThat(shown(nightly, "2026-10-23T12:00:00Z", 3))
        .containsExactly("2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
  }

  @Test
  void movesRunsToTheEndOfAWindowOnceAndDropsOthers() {
    EffectiveSchedule hourly = schedule("blackout: 08:00-11:30 move", "every 1h");
    assertThat(shown(hourly, "2026-11-21T06:30:00Z", 4))
        .containsExactly(
            "2026-11-21T07:00:00Z",
            "2026-11-21T11:30:00Z moved",
            "2026-11-21T12:00:00Z",
            "2026-11-21T13:00:00Z");
    assertThat(shown(hourly, "2026-11-21T10:30:00Z", 1))
        .containsExactly("2026-11-21T11:30:00Z moved");
    EffectiveSchedule dropped = schedule("blackout: Sat 22:00-06:00 drop", "every 4h");
    assertThat(shown(dropped, "2026-11-21T19:00:00Z", 3))
        .containsExactly("2026-11-21T20:00:00Z", "2026-11-22T08:00:00Z", "2026-11-22T12:00:00Z");
  }

  @Test
  void movesRunsThroughWindowsThatFollowEachOther() {
    EffectiveSchedule daily =
        schedule(
            "blackout: [01:00-03:00 move, 03:00-04:00 move, Mon 00:00-24:00 move]", "\"02:00\"");
    assertThat(shown(daily, "2026-11-21T12:00:00Z", 3))
        .containsExactly(
            "2026-11-22T04:00:00Z moved",
            "2026-11-24T00:00:00Z moved",
            "2026-11-24T04:00:00Z moved");
  }

  @Test
  void shiftsAllRunsOfADatasetByTheSameTime() {
    EffectiveSchedule daily = schedule("jitter: 1h", "\"02:00\"");
    assertThat(daily.shift()).isPositive().isLessThan(java.time.Duration.ofHours(1));
    Instant start = Instant.parse("2026-11-21T12:00:00Z");
    List<EffectiveSchedule.Due> due = daily.after(start).limit(20).toList();
    assertThat(due)
        .allSatisfy(d -> assertThat(d.time()).isEqualTo(d.planned().plus(daily.shift())));
    assertThat(daily.next(due.getFirst().time().minusSeconds(1))).contains(due.getFirst());
    assertThat(daily.next(due.getFirst().time())).contains(due.get(1));
  }

  @Test
  void givesTheSameRunFromAnyMomentBeforeIt() {
    EffectiveSchedule every =
        schedule("blackout: [08:00-12:00 move, 20:00-21:00 drop]\n    jitter: 20min", "every 1h");
    Instant at = Instant.parse("2026-11-20T00:00:00Z");
    for (int i = 0; i < 72; i++) {
      EffectiveSchedule.Due next = every.next(at).orElseThrow();
      assertThat(every.next(next.time().minusMillis(1)).orElseThrow().time())
          .isEqualTo(next.time());
      assertThat(next.time()).isAfter(at);
      at = at.plusSeconds(1200);
    }
  }

  private static List<String> shown(EffectiveSchedule schedule, String start, int count) {
    return schedule
        .after(Instant.parse(start))
        .limit(count)
        .map(d -> d.time() + (d.moved() ? " moved" : ""))
        .toList();
  }

  private static EffectiveSchedule schedule(String field, String at) {
    String text =
        """
        policies:
          - name: p
            scopes: [raw]
            %s
            schedules: {s: {at: %s}}
        """
            .formatted(field, at);
    return new Policies(PolicyReader.read("p.yaml", text, null))
        .of(DatasetName.of("raw"), false)
        .schedules()
        .getFirst();
  }
}
