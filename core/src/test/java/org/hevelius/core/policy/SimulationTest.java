package org.hevelius.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.retention.RetentionCandidate;
import org.hevelius.core.snapshot.SnapshotKind;
import org.junit.jupiter.api.Test;

class SimulationTest {
  private static final Instant NOW = Instant.parse("2026-11-22T00:30:00Z");

  @Test
  void whatThePolicyHoldsStandsForGood() {
    Simulation.Point end =
        end("hold: legal\n    schedules: {d: {at: \"02:00\", keep: last 3}}", 30);
    assertThat(end.total()).isEqualTo(30);
    assertThat(end.forgotten()).isZero();
    assertThat(end.standing()).containsEntry("held", 30L).containsEntry("d", 0L);
  }

  @Test
  void anExpiryIsTheLatestTimeAndLeavesTheTiersInForce() {
    Simulation.Point rules =
        end("expires: 2y\n    schedules: {d: {at: \"02:00\", keep: last 5}}", 30);
    assertThat(rules.total()).isEqualTo(5);
    assertThat(rules.standing()).containsEntry("d", 5L);
    Simulation.Point cut =
        end("expires: 3d\n    schedules: {d: {at: \"02:00\", keep: last 9}}", 30);
    assertThat(cut.total()).as("nothing is older than 3 days").isEqualTo(3);
  }

  @Test
  void withoutRulesAllStaysUntilItExpires() {
    Simulation.Point end = end("expires: 20d\n    schedules: {d: {at: \"02:00\"}}", 60);
    assertThat(end.standing()).containsEntry("d", 20L);
  }

  @Test
  void rulesForTagsFindTheTagsOfThePolicy() {
    Simulation.Point end =
        end("schedules: {d: {at: \"02:00\", tags: {keep: x}, keep: [last 1, tag keep=x]}}", 30);
    assertThat(end.total()).isEqualTo(30);
  }

  @Test
  void whatAPersonGaveAnExpiryIsCountedAsSuch() {
    RetentionCandidate<String> dated =
        new RetentionCandidate<>(
            "m",
            NOW.minusSeconds(60).atOffset(ZoneOffset.UTC),
            1,
            Set.of(),
            List.of(),
            false,
            SnapshotKind.MANUAL,
            NOW.plus(Duration.ofDays(5)));
    List<Simulation.Point> points =
        Simulation.play(policy("rpo: 1d"), List.of(dated, dated), NOW, 1, Simulation.Rate.UNKNOWN);
    assertThat(points.getLast().standing()).containsEntry("dated", 2L).doesNotContainKey("others");
  }

  @Test
  void tellsWhatGoesWhen() {
    List<Instant> times = new ArrayList<>();
    Simulation.play(
        policy("schedules: {d: {at: \"02:00\", keep: last 1}}"),
        List.of(),
        NOW,
        3,
        Simulation.Rate.UNKNOWN,
        (_, time) -> times.add(time));
    assertThat(times).containsExactly(NOW.plus(Duration.ofDays(2)), NOW.plus(Duration.ofDays(3)));
  }

  @Test
  void refusesMoreThanItCanPlayAndSaysHowManyDaysItCan() {
    EffectivePolicy minutes =
        policy("zone: Europe/Berlin\n    schedules: {m: {at: \"* * * * *\", keep: last 3}}");
    assertThatThrownBy(
            () -> Simulation.play(minutes, List.of(), NOW, 3660, Simulation.Rate.UNKNOWN))
        .isInstanceOf(HeveliusException.class)
        .hasMessageContaining("3660 days of raw are too many snapshots")
        .asInstanceOf(InstanceOfAssertFactories.type(HeveliusException.class))
        .satisfies(e -> assertThat(e.advice()).containsExactly("ask for at most 69 days"));
    assertThat(
            Simulation.play(minutes, List.of(), NOW, 69, Simulation.Rate.UNKNOWN).getLast().taken())
        .isEqualTo(69 * 1440);
  }

  private static Simulation.Point end(String fields, int days) {
    return Simulation.play(policy(fields), List.of(), NOW, days, Simulation.Rate.UNKNOWN).getLast();
  }

  private static EffectivePolicy policy(String fields) {
    String text =
        """
        policies:
          - name: p
            scopes: [raw]
            %s
        """
            .formatted(fields);
    return new Policies(PolicyReader.read("p.yaml", text, null)).of(DatasetName.of("raw"), false);
  }
}
