package org.hevelius.core.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.runner.Run;
import org.hevelius.core.runner.RunStore;
import org.hevelius.core.runner.Runner;
import org.hevelius.core.snapshot.Hold;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotKind;
import org.junit.jupiter.api.Test;

/** What is done besides taking snapshots. */
class UpkeepTest {
  private final RunnerHome home = new RunnerHome("2026-03-01T12:00:00Z");

  @Test
  void afterEachScheduledSnapshotThePolicyForgetsWhatItDoesNotKeep() {
    home.dataset("raw").apply(policy("keep: last 3", "minimum-keep: 1h"));
    Runner node = home.node("a");
    home.until("2026-03-10T12:00:00Z", Duration.ofHours(1), _ -> node.beat());
    assertThat(home.snapshots("raw")).extracting(s -> s.version()).containsExactly(9L, 8L, 7L);
    assertThat(retention(100)).last().extracting(Run::detail).isEqualTo("nothing to forget");
    assertThat(retention(100)).anyMatch(run -> run.detail().equals("1 forgotten"));
  }

  @Test
  void whatIsHeldStaysAndTheRestGoes() {
    home.dataset("raw").apply(policy("keep: last 1", "minimum-keep: 1h"));
    Runner node = home.node("a");
    home.at("2026-03-02T02:00:00Z", node);
    home.home().snapshots().hold("raw@1", Hold.Kind.PERMANENT, "baseline");
    home.until("2026-03-05T12:00:00Z", Duration.ofHours(1), _ -> node.beat());
    assertThat(home.snapshots("raw")).extracting(s -> s.version()).containsExactly(4L, 1L);
  }

  @Test
  void theBrakeForgetsNothingAndIsToldOnceADay() {
    home.dataset("raw").apply(policy("keep: all", "brake: 20%"));
    Runner node = home.node("a");
    home.until("2026-03-10T03:00:00Z", Duration.ofHours(1), _ -> node.beat());
    home.apply(policy("keep: last 1", "brake: 20%"));
    home.until("2026-03-12T03:00:00Z", Duration.ofMinutes(30), _ -> node.beat());
    assertThat(home.snapshots("raw")).hasSize(11);
    assertThat(home.told("raw")).filteredOn(Alert.Kind.RETENTION_REFUSED::equals).hasSize(2);
    assertThat(retention(1).getFirst().state()).isEqualTo(Run.State.FAILED);
    assertThat(retention(1).getFirst().detail())
        .startsWith("refused: raw would lose ")
        .contains("its brake allows 20 %");
  }

  @Test
  void aClockThatIsYearsAheadMakesNothingExpireAtOnce() {
    home.dataset("raw").apply(policy("keep: 30d", "minimum-keep: 1h"));
    Runner node = home.node("a");
    home.until("2026-03-25T03:00:00Z", Duration.ofHours(1), _ -> node.beat());
    assertThat(home.snapshots("raw")).hasSize(24);
    home.at("2031-03-25T03:00:00Z", node);
    assertThat(home.snapshots("raw")).hasSize(25);
    assertThat(home.told("raw")).last().isEqualTo(Alert.Kind.RETENTION_REFUSED);
    home.at("2026-03-25T03:10:00Z", node);
    home.until("2026-03-27T03:00:00Z", Duration.ofHours(1), _ -> node.beat());
    assertThat(home.snapshots("raw")).hasSize(27);
  }

  @Test
  void aFullDiskDuringRetentionLosesNothingAndTheNextOneGoesOn() {
    home.dataset("raw").apply(policy("keep: all", "minimum-keep: 1h"));
    Runner node = home.node("a");
    home.until("2026-03-05T03:00:00Z", Duration.ofHours(1), _ -> node.beat());
    home.apply(policy("keep: last 1", "minimum-keep: 1h"));
    home.storage.stopAfter(4, false);
    home.clock.set(Instant.parse("2026-03-05T03:30:00Z"));
    new Upkeep(
            new Automation.Parts(
                home.context(home.storage.faulty(), home.storage),
                "a",
                new Desk(),
                Runnable::run,
                home.alerts::add,
                new Automation.Log(home.log::add)))
        .retain(DatasetName.of("raw"), home.clock.instant(), () -> false);
    home.storage.heal();
    assertThat(retention(1).getFirst().state()).isIn(Run.State.FAILED, Run.State.PARTIAL);
    assertThat(home.told("raw")).last().isEqualTo(Alert.Kind.RUN_FAILED);
    assertThat(home.snapshots("raw")).hasSizeBetween(2, 4);
    home.until("2026-03-06T03:00:00Z", Duration.ofHours(1), _ -> node.beat());
    assertThat(home.snapshots("raw")).extracting(s -> s.version()).containsExactly(5L);
    assertThat(home.storage.stored).hasSize(1);
  }

  @Test
  void retentionRunsDailyWithoutSchedulesAndNotWithoutAnActivePolicy() {
    home.dataset("raw").dataset("free");
    for (int i = 0; i < 3; i++) {
      for (String name : List.of("raw", "free")) {
        home.clock.advance(Duration.ofMinutes(1));
        var _ =
            home.home()
                .creation()
                .create(Creation.Request.of(name, "by hand"), Progress.NONE, () -> false);
      }
    }
    home.apply("policies:\n  - {name: p, scopes: [raw], manual: last 1, minimum-keep: 2d}\n");
    Runner node = home.node("a");
    home.until("2026-03-03T03:00:00Z", Duration.ofHours(1), _ -> node.beat());
    assertThat(home.snapshots("raw")).hasSize(3);
    home.until("2026-03-05T03:00:00Z", Duration.ofHours(1), _ -> node.beat());
    assertThat(home.snapshots("raw")).hasSize(1);
    assertThat(home.snapshots("free")).hasSize(3);
  }

  @Test
  void aDatasetWithoutAPolicyOrWithoutASnapshotIsToldOfAfterTheUsualTime() {
    home.dataset("raw");
    Runner node = home.node("a");
    home.until("2026-03-02T12:00:00Z", Duration.ofHours(1), _ -> node.beat());
    assertThat(home.told("raw")).isEmpty();
    Jobs.DatasetStatus fresh = home.home().jobs().status().datasets().getFirst();
    assertThat(fresh.tooOld()).isFalse();
    assertThat(fresh.rpo()).isEqualTo(Duration.ofHours(26));
    home.until("2026-03-04T12:00:00Z", Duration.ofHours(1), _ -> node.beat());
    assertThat(home.told("raw")).containsExactly(Alert.Kind.SNAPSHOT_TOO_OLD);
    assertThat(home.alerts.getLast().summary()).contains("raw: there is no snapshot since it was");
    assertThat(home.home().jobs().status().datasets().getFirst().tooOld()).isTrue();
  }

  @Test
  void ofWhatOthersTakeNothingIsExpectedUnlessAPolicyWantsIt() {
    home.dataset("raw");
    Snapshot taken =
        home.home()
            .creation()
            .create(Creation.Request.of("raw", "by hand"), Progress.NONE, () -> false)
            .snapshot();
    home.storage.catalog.replace(
        taken,
        taken.edit().kind(SnapshotKind.ADOPTED).build(),
        home.context(home.storage.catalog, home.storage).done("adopt", "raw@1", ""));
    Runner node = home.node("a");
    home.until("2026-03-04T12:00:00Z", Duration.ofHours(1), _ -> node.beat());
    assertThat(home.told("raw")).isEmpty();
    assertThat(home.home().jobs().status().datasets().getFirst().tooOld()).isFalse();
    home.apply("policies:\n  - {name: p, scopes: [raw], rpo: 26h}\n");
    home.until("2026-03-05T12:00:00Z", Duration.ofHours(1), _ -> node.beat());
    assertThat(home.told("raw")).containsExactly(Alert.Kind.SNAPSHOT_TOO_OLD);
  }

  @Test
  void aSnapshotThatIsTooOldIsToldOnceUntilThereIsANewerOne() {
    home.dataset("raw").apply(policy("keep: all", "rpo: 26h"));
    Runner node = home.node("a");
    home.at("2026-03-02T02:00:00Z", node);
    home.storage.stopAfter(0, false);
    home.until("2026-03-04T12:00:00Z", Duration.ofHours(1), _ -> node.beat());
    assertThat(home.told("raw")).filteredOn(Alert.Kind.SNAPSHOT_TOO_OLD::equals).hasSize(1);
    assertThat(home.home().jobs().status().datasets().getFirst().tooOld()).isTrue();
    home.storage.heal();
    home.until("2026-03-05T03:00:00Z", Duration.ofHours(1), _ -> node.beat());
    assertThat(home.home().jobs().status().datasets().getFirst().tooOld()).isFalse();
    home.storage.stopAfter(0, false);
    home.until("2026-03-07T12:00:00Z", Duration.ofHours(1), _ -> node.beat());
    assertThat(home.told("raw")).filteredOn(Alert.Kind.SNAPSHOT_TOO_OLD::equals).hasSize(2);
  }

  @Test
  void spaceIsFreedOnceAWeekAndOldRunsAreDropped() {
    home.dataset("raw").apply(policy("keep: last 3", "minimum-keep: 1h"));
    Runner node = home.node("a");
    home.until("2027-06-01T12:00:00Z", Duration.ofHours(2), _ -> node.beat());
    List<Run> prunes =
        home.storage.catalog.runs().page(RunStore.Query.of("", Run.Kind.PRUNE, 1000));
    assertThat(prunes).hasSizeBetween(56, 58).allMatch(r -> r.state() == Run.State.SUCCEEDED);
    assertThat(home.rows("raw")).hasSizeBetween(399, 402);
    assertThat(retention(1000)).hasSizeBetween(29, 64);
  }

  @Test
  void spaceIsFreedAndRepositoriesAreCheckedWhenThePolicySaysSo() {
    home.dataset("raw")
        .apply(
            policy(
                "keep: last 3",
                "prune: \"Sunday 03:00\", check: \"1st 04:00\", zone: Europe/Berlin"));
    Runner node = home.node("a");
    home.until("2026-04-12T12:00:00Z", Duration.ofMinutes(30), _ -> node.beat());
    // Berlin is an hour ahead of UTC, and two from 29 March on.
    assertThat(upkeep(Run.Kind.PRUNE))
        .extracting(run -> run.planned().toString())
        .containsExactly(
            "2026-04-12T01:00:00Z",
            "2026-04-05T01:00:00Z",
            "2026-03-29T01:00:00Z",
            "2026-03-22T02:00:00Z",
            "2026-03-15T02:00:00Z",
            "2026-03-08T02:00:00Z");
    assertThat(upkeep(Run.Kind.CHECK))
        .extracting(run -> run.planned() + " " + run.state() + " " + run.detail())
        .containsExactly("2026-04-01T02:00:00Z SUCCEEDED sound");
    Jobs.Status status = home.home().jobs().status();
    assertThat(status.upkeep())
        .extracting(u -> u.kind() + " " + u.said() + " " + u.next())
        .containsExactly(
            "prune Sunday 03:00 Europe/Berlin 2026-04-19T01:00:00Z",
            "check 1st 04:00 Europe/Berlin 2026-05-01T02:00:00Z");
    assertThat(status.upkeep().getLast().last()).isNotNull();
  }

  @Test
  void ofSeveralTimesThatPoliciesSayEachCountsAndOffIsNever() {
    home.dataset("raw")
        .dataset("other")
        .apply(
            """
            policies:
              - {name: a, scopes: [raw], prune: "01:00"}
              - {name: b, scopes: [other], prune: "13:00", check: off}
            """);
    Runner node = home.node("a");
    home.until("2026-03-03T00:00:00Z", Duration.ofMinutes(30), _ -> node.beat());
    assertThat(upkeep(Run.Kind.PRUNE)).hasSize(3);
    home.apply(
        """
        policies:
          - {name: a, scopes: [raw], prune: off}
          - {name: b, scopes: [other]}
        """);
    home.until("2026-03-20T00:00:00Z", Duration.ofHours(1), _ -> node.beat());
    assertThat(upkeep(Run.Kind.PRUNE)).hasSize(3);
    assertThat(upkeep(Run.Kind.CHECK)).isEmpty();
    assertThat(home.home().jobs().status().upkeep())
        .extracting(u -> u.kind() + " " + u.said())
        .containsExactly("prune off", "check off");
  }

  @Test
  void aTimeOfUpkeepThatIsNotUnderstoodIsRefusedWithItsPlace() {
    for (String wrong : List.of("prune: someday", "check: \"25:00\"", "prune: [a]")) {
      assertThatThrownBy(() -> home.dataset("raw").apply(policy("keep: last 3", wrong)))
          .hasMessageContaining(":2:");
      home.storage.catalog.removeDataset(
          DatasetName.of("raw"), org.hevelius.core.catalog.CatalogFixtures.event("x", "raw"));
    }
  }

  private List<Run> upkeep(Run.Kind kind) {
    return home.storage.catalog.runs().page(RunStore.Query.of("", kind, 1000));
  }

  private List<Run> retention(int limit) {
    return home.storage.catalog.runs().page(RunStore.Query.of("raw", Run.Kind.RETENTION, limit));
  }

  private static String policy(String keep, String more) {
    return "policies:\n  - {name: p, scopes: [raw], %s, schedules: {nightly: {at: \"02:00\", %s}}}\n"
        .formatted(more, keep);
  }
}
