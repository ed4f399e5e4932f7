package org.hevelius.core.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.policy.EffectivePolicy;
import org.hevelius.core.policy.EffectiveSchedule;
import org.hevelius.core.policy.Simulation;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.runner.Run;
import org.hevelius.core.runner.Runner;
import org.hevelius.core.snapshot.TakenBy;
import org.junit.jupiter.api.Test;

/** A year of datasets all over the world through the real runner. */
class SimulatedYearTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("2027-01-01T00:00:00Z");

  private static final List<String> ZONES =
      List.of(
          "Europe/Berlin",
          "America/Santiago",
          "Asia/Kolkata",
          "Pacific/Apia",
          "Australia/Lord_Howe",
          "UTC");

  private final RunnerHome home = new RunnerHome(START.toString());

  @Test
  void everyDueRunHappensOnceAndWhatStandsIsWhatWasPredicted() {
    ZONES.forEach(zone -> home.dataset(name(zone)));
    home.apply(policies());
    Map<String, Simulation.Point> predicted = new HashMap<>();
    Map<String, SortedMap<Instant, List<TakenBy>>> due = new HashMap<>();
    SortedSet<Instant> beats = new TreeSet<>();
    for (Instant time = START; !time.isAfter(END); time = time.plus(Duration.ofHours(8))) {
      beats.add(time);
    }
    for (String zone : ZONES) {
      predicted.put(zone, home.home().policies().simulate(name(zone), 365).points().getLast());
      due.put(zone, due(zone));
      beats.addAll(due(zone).keySet());
    }
    Runner node = home.node("a");
    beats.forEach(time -> home.at(time, node));
    for (String zone : ZONES) {
      List<Run> runs = home.rows(name(zone));
      SortedMap<Instant, List<TakenBy>> happened = new TreeMap<>();
      runs.forEach(run -> happened.put(run.planned(), run.causes()));
      assertThat(runs).as(zone).hasSameSizeAs(happened.keySet());
      assertThat(happened).as(zone).isEqualTo(due.get(zone));
      assertThat(runs).as(zone).allMatch(run -> run.state() == Run.State.SUCCEEDED);
      Cleanup cleanup = home.home().cleanup();
      var _ =
          cleanup.execute(cleanup.plan(name(zone), null, false), false, Progress.NONE, () -> false);
      Simulation.Point end = Objects.requireNonNull(predicted.get(zone));
      assertThat(home.snapshots(name(zone))).as(zone).hasSize((int) end.total());
      assertThat(runs).as(zone).hasSize((int) end.taken());
    }
    assertThat(home.told(name("UTC")))
        .doesNotContain(org.hevelius.core.alert.Alert.Kind.RUN_MISSED);
    whereClocksAreSetTheRunsAreKnown();
  }

  private void whereClocksAreSetTheRunsAreKnown() {
    // 02:30 doesn't exist on 29 March, and comes twice on 25 October.
    assertThat(on("Europe/Berlin", "2026-03-29")).containsExactly("2026-03-29T01:00:00Z");
    assertThat(on("Europe/Berlin", "2026-10-25")).containsExactly("2026-10-25T00:30:00Z");
    assertThat(on("Europe/Berlin", "2026-10-26")).containsExactly("2026-10-26T01:30:00Z");
    // Midnight itself is skipped there on 6 September; 23:30 of 4 April comes twice.
    assertThat(on("America/Santiago", "2026-09-05")).containsExactly("2026-09-05T06:30:00Z");
    assertThat(on("America/Santiago", "2026-09-07")).containsExactly("2026-09-07T05:30:00Z");
    assertThat(on("Asia/Kolkata", "2026-07-01")).containsExactly("2026-07-01T21:00:00Z");
    assertThat(on("Pacific/Apia", "2026-07-01")).containsExactly("2026-07-01T13:30:00Z");
    // Half an hour: 02:00 to 02:30 is skipped on 4 October, 01:30 to 02:00 repeated on 5 April.
    assertThat(on("Australia/Lord_Howe", "2026-10-03")).containsExactly("2026-10-03T15:30:00Z");
    assertThat(on("Australia/Lord_Howe", "2026-10-02")).containsExactly("2026-10-02T16:00:00Z");
    assertThat(on("UTC", "2026-03-29")).containsExactly("2026-03-29T02:30:00Z");
  }

  /** When the nightly run of a zone was taken on a day of UTC. */
  private List<String> on(String zone, String day) {
    return home.rows(name(zone)).stream()
        .filter(run -> run.causes().contains(new TakenBy(policy(zone), "nightly")))
        .map(run -> run.planned().toString())
        .filter(time -> time.startsWith(day))
        .toList();
  }

  private SortedMap<Instant, List<TakenBy>> due(String zone) {
    EffectivePolicy policy = home.home().policies().effective(DatasetName.of(name(zone)), false);
    SortedMap<Instant, List<TakenBy>> due = new TreeMap<>();
    for (EffectiveSchedule schedule : policy.schedules()) {
      schedule
          .after(START)
          .map(EffectiveSchedule.Due::time)
          .takeWhile(time -> !time.isAfter(END))
          .forEach(
              time -> due.computeIfAbsent(time, _ -> new ArrayList<>()).add(schedule.identity()));
    }
    due.values().forEach(causes -> causes.sort(null));
    return due;
  }

  private static String name(String zone) {
    return "site/" + policy(zone);
  }

  private static String policy(String zone) {
    return zone.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z]", "-");
  }

  private static String policies() {
    StringBuilder text = new StringBuilder("policies:\n");
    for (String zone : ZONES) {
      text.append(
          """
            - name: %s
              scopes: [%s]
              zone: %s
              schedules:
                nightly: {at: "02:30", keep: last 7 + 7d}
                weekly: {at: "Sunday 02:30", keep: 4 weeks}
                monthly: {at: "1st 04:00", keep: last 12}
                twice: {at: every 12h, keep: 3d, jitter: 10min}
          """
              .formatted(policy(zone), name(zone), zone)
              .replace("4 weeks", "last 4 + 4w"));
    }
    return text.toString();
  }
}
