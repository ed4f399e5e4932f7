package org.hevelius.core.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.catalog.PolicyChange;
import org.hevelius.core.policy.PolicyReader;
import org.hevelius.core.runner.Run;
import org.hevelius.core.runner.Runner;
import org.hevelius.core.snapshot.SnapshotKind;
import org.hevelius.core.snapshot.TakenBy;
import org.junit.jupiter.api.Test;

/** What is due is taken once, whatever happens to service and clock. */
class SchedulesTest {
  private static final String NIGHTLY =
      """
      policies:
        - {name: p, scopes: [raw], catch-up: %s, schedules: {nightly: {at: "02:00", keep: all}}}
      """;

  private final RunnerHome home = new RunnerHome("2026-03-01T12:00:00Z");

  @Test
  void takesWhatIsDueOnceAndTellsOfIt() {
    home.dataset("raw").apply(NIGHTLY.formatted("latest"));
    Runner node = home.node("a");
    home.at("2026-03-01T12:00:00Z", node);
    home.at("2026-03-02T01:59:59Z", node);
    assertThat(home.runs("raw")).isEmpty();
    home.at("2026-03-02T02:00:00Z", node);
    home.at("2026-03-02T02:00:01Z", node);
    home.at("2026-03-02T02:30:00Z", node);
    assertThat(home.runs("raw")).containsExactly("2026-03-02T02:00:00Z SUCCEEDED");
    assertThat(home.snapshots("raw"))
        .singleElement()
        .satisfies(
            snapshot -> {
              assertThat(snapshot.kind()).isEqualTo(SnapshotKind.SCHEDULED);
              assertThat(snapshot.author()).isEqualTo("scheduler");
              assertThat(snapshot.takenBy()).containsExactly(new TakenBy("p", "nightly"));
              assertThat(home.rows("raw").getFirst().version()).isEqualTo(snapshot.version());
            });
    assertThat(home.told("raw")).containsExactly(Alert.Kind.RUN_STARTED, Alert.Kind.RUN_SUCCEEDED);
    assertThat(home.alerts.getLast().run())
        .isEqualTo(String.valueOf(home.rows("raw").getFirst().id()));
  }

  @Test
  void saysThatAHookAfterASnapshotThatStandsHasFailed() {
    home.dataset("raw")
        .apply(
            """
            policies:
              - name: p
                scopes: [raw]
                schedules: {nightly: {at: "02:00", keep: all}}
                hooks: {after: [{run: [no-such-program]}]}
            """);
    Runner node = home.node("a");
    home.at("2026-03-01T12:00:00Z", node);
    home.at("2026-03-02T02:00:00Z", node);
    assertThat(home.runs("raw")).containsExactly("2026-03-02T02:00:00Z PARTIAL");
    assertThat(home.snapshots("raw")).hasSize(1);
    assertThat(home.rows("raw").getFirst().detail())
        .isEqualTo("the after-hook no-such-program can't be started: no programs are run here");
    assertThat(home.told("raw")).containsExactly(Alert.Kind.RUN_STARTED, Alert.Kind.RUN_FAILED);
  }

  @Test
  void whatFallsOnOneInstantIsOneSnapshotOfSeveralSchedules() {
    home.dataset("raw")
        .apply(
            """
            policies:
              - name: p
                scopes: [raw]
                schedules:
                  daily: {at: "02:00", keep: all}
                  weekly: {at: "Monday 02:00", keep: all}
                  later: {at: "Monday 02:05", keep: all}
            """);
    Runner node = home.node("a");
    home.at("2026-03-01T12:00:00Z", node);
    home.at("2026-03-02T02:10:00Z", node);
    assertThat(home.rows("raw"))
        .extracting(run -> run.planned() + " " + run.causes())
        .containsExactly(
            "2026-03-02T02:00:00Z [p/daily, p/weekly]", "2026-03-02T02:05:00Z [p/later]");
    assertThat(home.snapshots("raw")).hasSize(2);
  }

  @Test
  void afterDaysOfDowntimeTheNewestMissedRunIsMadeUpForAndTheOthersAreTold() {
    home.dataset("raw").apply(NIGHTLY.formatted("latest"));
    home.at("2026-03-05T12:00:00Z", home.node("a"));
    assertThat(home.runs("raw"))
        .containsExactly(
            "2026-03-02T02:00:00Z MISSED",
            "2026-03-03T02:00:00Z MISSED",
            "2026-03-04T02:00:00Z MISSED",
            "2026-03-05T02:00:00Z SUCCEEDED");
    assertThat(home.rows("raw").getLast().detail()).isEqualTo("begun 10 h 0 min late");
    assertThat(home.snapshots("raw")).hasSize(1);
    assertThat(home.told("raw"))
        .containsExactly(Alert.Kind.RUN_MISSED, Alert.Kind.RUN_STARTED, Alert.Kind.RUN_SUCCEEDED);
    assertThat(home.alerts.getFirst().summary()).isEqualTo("raw: 4 runs were not begun in time");
  }

  @Test
  void withoutCatchUpNothingIsMadeUpForAndWithAllTheNewestSoMany() {
    home.dataset("raw").dataset("cal");
    home.apply(
        NIGHTLY.formatted("none")
            + """
              - {name: q, scopes: [cal], catch-up: all(2), schedules: {nightly: {at: "02:00"}}}
            """);
    home.at("2026-03-05T12:00:00Z", home.node("a"));
    assertThat(home.runs("raw")).hasSize(4).allMatch(run -> run.endsWith("MISSED"));
    assertThat(home.snapshots("raw")).isEmpty();
    assertThat(home.runs("cal"))
        .containsExactly(
            "2026-03-02T02:00:00Z MISSED",
            "2026-03-03T02:00:00Z MISSED",
            "2026-03-04T02:00:00Z SUCCEEDED",
            "2026-03-05T02:00:00Z SUCCEEDED");
  }

  @Test
  void aRunWithinItsGraceIsNotMissedEvenWithoutCatchUp() {
    home.dataset("raw").apply(NIGHTLY.formatted("none"));
    Runner node = home.node("a");
    home.at("2026-03-02T03:00:00Z", node);
    assertThat(home.runs("raw")).containsExactly("2026-03-02T02:00:00Z SUCCEEDED");
    home.at("2026-03-03T03:00:01Z", node);
    assertThat(home.runs("raw")).endsWith("2026-03-03T02:00:00Z MISSED");
  }

  @Test
  void severalSchedulesThatAreMadeUpForAreOneSnapshot() {
    home.dataset("raw")
        .apply(
            """
            policies:
              - name: p
                scopes: [raw]
                schedules:
                  nightly: {at: "02:00", keep: all}
                  six: {at: every 6h, keep: all}
            """);
    home.at("2026-03-03T16:00:00Z", home.node("a"));
    assertThat(home.snapshots("raw"))
        .singleElement()
        .satisfies(
            snapshot ->
                assertThat(snapshot.takenBy())
                    .containsExactly(new TakenBy("p", "nightly"), new TakenBy("p", "six")));
    assertThat(home.rows("raw"))
        .filteredOn(run -> run.planned().equals(Instant.parse("2026-03-03T02:00:00Z")))
        .singleElement()
        .satisfies(
            run ->
                assertThat(run.detail())
                    .isEqualTo("not begun in time; the run of 2026-03-03T12:00:00Z stands for it"));
  }

  @Test
  void yearsOfDowntimeAreCountedAndEnteredInBounds() {
    home.dataset("raw")
        .apply("policies:\n  - {name: p, scopes: [raw], schedules: {m: every 15min}}\n");
    home.at("2027-03-01T12:07:00Z", home.node("a"));
    assertThat(home.rows("raw")).hasSize(100);
    assertThat(home.snapshots("raw")).hasSize(1);
    assertThat(home.runs("raw").getLast()).isEqualTo("2027-03-01T12:00:00Z SUCCEEDED");
    assertThat(home.alerts.getFirst().summary()).contains("raw: 35039 runs were not begun in time");
  }

  @Test
  void aPolicyMakesUpForNothingFromBeforeItWasAppliedOrChanged() {
    home.dataset("raw").apply(NIGHTLY.formatted("latest"));
    Runner node = home.node("a");
    home.clock.set(Instant.parse("2026-03-04T12:00:00Z"));
    home.apply(NIGHTLY.formatted("latest").replace("02:00", "03:00"));
    home.at("2026-03-04T12:01:00Z", node);
    assertThat(home.runs("raw")).isEmpty();
    home.at("2026-03-05T12:00:00Z", node);
    assertThat(home.runs("raw")).containsExactly("2026-03-05T03:00:00Z SUCCEEDED");
  }

  @Test
  void aPolicyThatWasADraftMeanwhileBeginsAnew() {
    home.dataset("raw").apply(NIGHTLY.formatted("latest"));
    home.clock.set(Instant.parse("2026-03-03T12:00:00Z"));
    home.apply(NIGHTLY.formatted("latest").replace("name: p,", "name: p, state: draft,"));
    home.at("2026-03-04T12:00:00Z", home.node("a"));
    home.apply(NIGHTLY.formatted("latest"));
    home.at("2026-03-04T12:02:00Z", home.node("b"));
    assertThat(home.runs("raw")).isEmpty();
  }

  @Test
  void aPolicyThatOnlySimulatesTakesNothing() {
    home.dataset("raw")
        .apply(NIGHTLY.formatted("latest").replace("name: p,", "name: p, state: simulate,"));
    home.until("2026-03-05T12:00:00Z", Duration.ofHours(6), _ -> home.node("a").beat());
    assertThat(home.runs("raw")).isEmpty();
    assertThat(home.snapshots("raw")).isEmpty();
  }

  @Test
  void aClockThatIsSetBackDoublesNothing() {
    home.dataset("raw").apply(NIGHTLY.formatted("latest"));
    Runner node = home.node("a");
    home.until("2026-03-05T03:00:00Z", Duration.ofHours(1), _ -> node.beat());
    assertThat(home.snapshots("raw")).hasSize(4);
    home.at("2026-03-03T00:00:00Z", node);
    home.until("2026-03-05T12:00:00Z", Duration.ofHours(1), _ -> node.beat());
    assertThat(home.snapshots("raw")).hasSize(4);
    home.until("2026-03-06T12:00:00Z", Duration.ofHours(1), _ -> node.beat());
    assertThat(home.runs("raw"))
        .containsExactly(
            "2026-03-02T02:00:00Z SUCCEEDED",
            "2026-03-03T02:00:00Z SUCCEEDED",
            "2026-03-04T02:00:00Z SUCCEEDED",
            "2026-03-05T02:00:00Z SUCCEEDED",
            "2026-03-06T02:00:00Z SUCCEEDED");
  }

  @Test
  void aClockThatJumpedYearsAheadAndBackCostsNoRunAfterwards() {
    home.dataset("raw").apply(NIGHTLY.formatted("latest"));
    Runner node = home.node("a");
    home.at("2026-03-01T12:00:00Z", node);
    home.at("2026-04-20T12:00:00Z", node);
    assertThat(home.snapshots("raw")).hasSize(1);
    home.at("2026-03-01T12:00:10Z", node);
    home.until("2026-03-04T12:00:00Z", Duration.ofHours(1), _ -> node.beat());
    assertThat(home.runs("raw"))
        .contains(
            "2026-03-02T02:00:00Z SUCCEEDED",
            "2026-03-03T02:00:00Z SUCCEEDED",
            "2026-03-04T02:00:00Z SUCCEEDED");
  }

  @Test
  void aFailedCaptureIsToldAndTheNextRunComes() {
    home.dataset("raw").apply(NIGHTLY.formatted("latest"));
    Runner node = home.node("a");
    home.at("2026-03-02T01:00:00Z", node);
    home.storage.stopAfter(0, false);
    home.at("2026-03-02T02:00:00Z", node);
    home.storage.heal();
    assertThat(home.rows("raw").getFirst().state()).isEqualTo(Run.State.FAILED);
    assertThat(home.rows("raw").getFirst().detail()).contains("no space left");
    assertThat(home.alerts.getLast().kind()).isEqualTo(Alert.Kind.RUN_FAILED);
    assertThat(home.alerts.getLast().details()).contains("no space left");
    assertThat(home.home().jobs().status().datasets().getFirst().failures()).isEqualTo(1);
    home.at("2026-03-02T12:00:00Z", node);
    home.at("2026-03-03T02:00:00Z", node);
    assertThat(home.runs("raw"))
        .containsExactly("2026-03-02T02:00:00Z FAILED", "2026-03-03T02:00:00Z SUCCEEDED");
    assertThat(home.home().jobs().status().datasets().getFirst().failures()).isZero();
  }

  @Test
  void aRunThatIsStillGoingWhenTheNextIsDueIsNotQueuedTwice() {
    home.dataset("raw")
        .dataset("cal")
        .apply("policies:\n  - {name: p, scopes: [\"**\"], schedules: {m: every 1h}}\n");
    RunnerHome.Later later = new RunnerHome.Later();
    Runner node = home.node("a", later);
    home.at("2026-03-01T12:30:00Z", node);
    home.at("2026-03-01T13:00:00Z", node);
    home.at("2026-03-01T14:00:00Z", node);
    home.at("2026-03-01T15:00:00Z", node);
    assertThat(home.runs("raw"))
        .containsExactly(
            "2026-03-01T13:00:00Z CLAIMED",
            "2026-03-01T14:00:00Z SKIPPED",
            "2026-03-01T15:00:00Z SKIPPED");
    assertThat(home.told("raw")).containsExactly(Alert.Kind.RUN_MISSED);
    later.doAll();
    home.at("2026-03-01T16:00:00Z", node);
    later.doAll();
    assertThat(home.snapshots("raw")).hasSize(2);
    assertThat(home.snapshots("cal")).hasSize(2);
  }

  @Test
  void aRunThatIsMadeUpForWaitsForTheEndOfABlackoutWindow() {
    home.dataset("raw")
        .apply(
            """
            policies:
              - name: p
                scopes: [raw]
                schedules: {nightly: {at: "02:00", blackout: "08:00-18:00 drop"}}
            """);
    Runner node = home.node("a");
    home.at("2026-03-02T12:00:00Z", node);
    assertThat(home.runs("raw")).isEmpty();
    home.at("2026-03-02T18:00:00Z", node);
    assertThat(home.runs("raw")).containsExactly("2026-03-02T02:00:00Z SUCCEEDED");
  }

  @Test
  void aPolicyThatIsRemovedBeforeAWaitingRunBeginsTakesNothing() {
    home.dataset("raw").apply(NIGHTLY.formatted("latest"));
    RunnerHome.Later later = new RunnerHome.Later();
    Runner node = home.node("a", later);
    home.at("2026-03-02T02:00:00Z", node);
    ManagedPolicies managed = home.home().policies();
    var _ = managed.execute(managed.planRemove("p"));
    later.doAll();
    assertThat(home.runs("raw")).containsExactly("2026-03-02T02:00:00Z SKIPPED");
    assertThat(home.snapshots("raw")).isEmpty();
  }

  @Test
  void aDatasetWhosePoliciesContradictEachOtherHoldsUpNoOther() {
    home.dataset("raw").apply(NIGHTLY.formatted("latest"));
    Runner node = home.node("a");
    home.at("2026-03-01T13:00:00Z", node);
    // Applying refuses that; so it can only be stored otherwise.
    Context context = home.context(home.storage.catalog, home.storage);
    PolicyReader.read(
            "q.yaml",
            """
            policies:
              - {name: x, scopes: [new], zone: UTC}
              - {name: y, scopes: [new], zone: Europe/Berlin}
            """,
            null)
        .forEach(
            policy ->
                home.storage.catalog.changePolicies(
                    List.of(new PolicyChange(null, policy)), context.done("x", "y", "")));
    home.dataset("new");
    home.at("2026-03-02T02:00:00Z", node);
    home.at("2026-03-02T02:01:00Z", node);
    assertThat(home.runs("raw")).containsExactly("2026-03-02T02:00:00Z SUCCEEDED");
    assertThat(home.log).anyMatch(line -> line.startsWith("a: nothing is due for new: "));
  }
}
