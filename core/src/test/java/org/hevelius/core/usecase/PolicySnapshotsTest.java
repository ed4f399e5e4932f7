package org.hevelius.core.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.provider.Programs.Ended;
import org.hevelius.core.provider.Programs.Ending;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.snapshot.Guarantee;
import org.hevelius.core.snapshot.Hold;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotKind;
import org.hevelius.core.snapshot.TakenBy;
import org.junit.jupiter.api.Test;

class PolicySnapshotsTest {
  private static final DatasetName RAW = DatasetName.of("raw");
  private static final Instant PLANNED = Instant.parse("2026-11-21T02:00:00Z");

  private static final String FULL =
      """
      - name: c7
        scopes: [raw]
        schedules:
          nightly: {at: "02:00", tags: {tier: nightly, who: nightly}, description: Every night}
          weekly: {at: Sunday 02:00, tags: {tier: weekly, week: yes}}
        events:
          recalibrated: {label: calib, description: Calibration}
          phase-complete: {keep: 1y}
        naming: {prefix: cosmos}
        tags: {campaign: mars, who: policy}
        milestone: Calibrated
        expires: 1y6mo
        hold: {kind: legal, reason: Case 17}
      """;

  private final PolicyFixture fixture = new PolicyFixture("raw");

  @Test
  void givesASnapshotWhatThePolicySays() {
    Snapshot snapshot = take(FULL, "nightly").snapshot();
    assertThat(snapshot.shortName()).isEqualTo("cosmos-nightly-20261121t0200");
    assertThat(snapshot.description()).isEqualTo("Every night");
    assertThat(snapshot.tags())
        .isEqualTo(Map.of("campaign", "mars", "tier", "nightly", "who", "nightly"));
    assertThat(snapshot.milestone()).isEqualTo("Calibrated");
    assertThat(snapshot.kind()).isEqualTo(SnapshotKind.SCHEDULED);
    assertThat(snapshot.takenBy()).containsExactly(TakenBy.parse("c7/nightly"));
    assertThat(snapshot.expires()).isEqualTo("2028-05-21T10:30:00Z");
    assertThat(snapshot.holds())
        .containsExactly(
            new Hold(Hold.Kind.LEGAL, "Case 17", "maya", Instant.parse("2026-11-21T10:30:00Z")));
  }

  @Test
  void joinsWhatSeveralSchedulesSayOfOneSnapshot() {
    Snapshot snapshot = take(FULL, "weekly", "nightly").snapshot();
    assertThat(snapshot.shortName()).isEqualTo("cosmos-nightly-20261121t0200");
    assertThat(snapshot.description()).isEqualTo("Every night; weekly");
    assertThat(snapshot.tags())
        .containsEntry("week", "yes")
        .containsEntry("tier", "nightly")
        .containsEntry("who", "nightly");
    assertThat(snapshot.takenBy())
        .containsExactly(TakenBy.parse("c7/nightly"), TakenBy.parse("c7/weekly"));
  }

  @Test
  void marksWhatAnEventHasTaken() {
    Snapshot labeled = take(FULL, "recalibrated").snapshot();
    assertThat(labeled.kind()).isEqualTo(SnapshotKind.EVENT);
    assertThat(labeled.shortName()).isEqualTo("calib-20261121t0200");
    assertThat(labeled.description()).isEqualTo("Calibration");
    assertThat(taking("phase-complete").snapshot().shortName())
        .isEqualTo("cosmos-phase-complete-20261121t0200");
    assertThat(taking("nightly", "recalibrated").snapshot().kind())
        .isEqualTo(SnapshotKind.SCHEDULED);
  }

  @Test
  void namesEventsAsTheirOwnRuleSaysWithLabelAndActor() {
    String policy =
        """
        - name: c7
          scopes: [raw]
          tier: dr
          schedules: {nightly: {at: "02:00"}}
          events: {recalibrated: {label: calib}, other: {keep: 1y}}
          naming: {prefix: c7, name: "{prefix}-{label}-{time}-{actor}", event: "{label}-{time}-by-{actor}"}
        """;
    Snapshot nightly = take(policy, "nightly").snapshot();
    assertThat(nightly.shortName()).isEqualTo("c7-nightly-20261121t0200-maya");
    assertThat(nightly.tags()).containsEntry("tier", "dr");
    assertThat(taking("recalibrated").snapshot().shortName())
        .isEqualTo("calib-20261121t0200-by-maya");
    assertThat(taking("other").snapshot().shortName()).isEqualTo("other-20261121t0200-by-maya");
  }

  @Test
  void numbersANameThatIsTaken() {
    take(FULL, "nightly");
    Creation.Result second = taking("nightly");
    assertThat(second.snapshot().shortName()).isEqualTo("cosmos-nightly-20261121t0200-2");
    assertThat(second.notes()).singleElement().asString().contains("taken already");
    assertThat(second.isComplete()).isTrue();
    assertThat(taking("nightly").snapshot().shortName())
        .isEqualTo("cosmos-nightly-20261121t0200-3");
  }

  @Test
  void takesASnapshotWithoutNameWhenSomebodyIsFaster() {
    fixture.policy(
        """
        - name: c7
          scopes: [raw]
          schedules: {nightly: "02:00"}
          naming: {name: "night-{time}"}
        """);
    fixture.storage.onCapture(
        () ->
            new Creation(fixture.context())
                .create(
                    Creation.Request.of("raw", "By hand")
                        .edit()
                        .shortName("night-20261121t0200")
                        .build(),
                    Progress.NONE,
                    () -> false));
    Creation.Result result = taking("nightly");
    assertThat(result.snapshot().shortName()).isNull();
    assertThat(result.notes()).singleElement().asString().contains("meanwhile");
  }

  @Test
  void hasNoNameWithoutARule() {
    Creation.Result result =
        take("- {name: c7, scopes: [raw], schedules: {nightly: \"02:00\"}}\n", "nightly");
    assertThat(result.snapshot().shortName()).isNull();
    assertThat(result.snapshot().description()).isEqualTo("nightly");
    assertThat(result.notes()).isEmpty();
  }

  private static final String HOOKS =
      """
      - name: c7
        scopes: [raw]
        schedules: {nightly: "02:00"}
        hooks:
          before: [{run: [flush, --all]}, {run: [freeze]}, {run: [ask], on-failure: continue}]
          after: [{run: [report], on-failure: continue}, {run: [thaw]}]
      """;

  @Test
  void runsHooksAroundASnapshotAndThoseAfterTheLastOneFirst() {
    Creation.Result result = take(HOOKS, "nightly");
    assertThat(fixture.ran)
        .containsExactly("flush --all", "freeze", "ask", "thaw ok raw@1", "report ok raw@1");
    assertThat(fixture.told)
        .containsEntry("HEVELIUS_DATASET", "raw")
        .containsEntry("HEVELIUS_SCHEDULE", "c7/nightly")
        .containsEntry("HEVELIUS_PLANNED", "2026-11-21T02:00:00Z");
    assertThat(result.isComplete()).isTrue();
    assertThat(result.notes()).isEmpty();
  }

  @Test
  void takesNothingWhenAHookBeforeFailsButRunsThoseAfter() {
    fixture.endings = Map.of("freeze", new Ended(Ending.EXITED, 3, "device is busy"));
    assertThatThrownBy(() -> take(HOOKS, "nightly"))
        .isInstanceOfSatisfying(
            HeveliusException.class, e -> assertThat(e.category()).isEqualTo(Category.UNAVAILABLE))
        .hasMessageContaining("freeze failed with exit status 3: device is busy");
    assertThat(fixture.ran)
        .containsExactly("flush --all", "freeze", "thaw failed ", "report failed ");
    assertThat(fixture.storage.stored).isEmpty();
    assertThat(fixture.storage.catalog.audit().toList().getLast().event().detail())
        .contains("freeze failed");
  }

  @Test
  void goesOnWhenAHookThatMayFailDoes() {
    fixture.endings =
        Map.of(
            "ask", new Ended(Ending.TIMED_OUT, -1, ""),
            "report", new Ended(Ending.NOT_STARTED, -1, ""));
    Creation.Result result = take(HOOKS, "nightly");
    assertThat(result.isComplete()).isTrue();
    assertThat(result.notes())
        .containsExactly(
            "the before-hook ask did not end within 60 s and was stopped",
            "the after-hook report can't be started");
  }

  @Test
  void saysThatWritersWereHeldOnlyWhenThePolicySaysSoAndAllHooksSucceeded() {
    assertThat(take(HOOKS, "nightly").snapshot().guarantee()).isEqualTo(Guarantee.UNVERIFIED);
    fixture.policy(HOOKS.replace("after:", "hold-writers: true\n    after:"));
    assertThat(taking("nightly").snapshot().guarantee()).isEqualTo(Guarantee.QUIESCED);
    fixture.endings = Map.of("ask", new Ended(Ending.EXITED, 1, ""));
    assertThat(taking("nightly").snapshot().guarantee()).isEqualTo(Guarantee.UNVERIFIED);
  }

  @Test
  void keepsTheSnapshotWhenAHookAfterFailsAndSaysSo() {
    fixture.endings = Map.of("thaw", new Ended(Ending.EXITED, 1, ""));
    Creation.Result result = take(HOOKS, "nightly");
    assertThat(result.isComplete()).isFalse();
    assertThat(result.failures()).containsExactly("the after-hook thaw failed with exit status 1");
    assertThat(fixture.ran).endsWith("thaw ok raw@1", "report ok raw@1");
    assertThat(fixture.storage.catalog.latest(RAW)).isPresent();
  }

  @Test
  void runsHooksAfterASnapshotThatFails() {
    fixture.policy(HOOKS);
    fixture.storage.stopAfter(0, false);
    fixture.endings = Map.of("thaw", new Ended(Ending.EXITED, 9, ""));
    assertThatThrownBy(() -> taking("nightly"))
        .hasMessage("no space left; and the after-hook thaw failed with exit status 9");
    assertThat(fixture.ran).endsWith("thaw failed ", "report failed ");
  }

  @Test
  void runsHooksAfterItWasCanceledAlsoInAThreadThatIsAskedToEnd() {
    fixture.policy(HOOKS);
    fixture.meanwhile = () -> Thread.currentThread().interrupt();
    assertThatThrownBy(() -> taking(() -> Thread.currentThread().isInterrupted(), "nightly"))
        .isInstanceOfSatisfying(
            HeveliusException.class, e -> assertThat(e.category()).isEqualTo(Category.CANCELED));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(fixture.ran).containsExactly("flush --all", "thaw canceled ", "report canceled ");
  }

  private Creation.Result take(String policy, String... schedules) {
    fixture.policy(policy);
    return taking(schedules);
  }

  private Creation.Result taking(String... schedules) {
    return taking(() -> false, schedules);
  }

  private Creation.Result taking(java.util.function.BooleanSupplier canceled, String... schedules) {
    return new PolicySnapshots(fixture.context())
        .take(
            new PolicySnapshots.Order(
                RAW,
                Stream.of(schedules).map(name -> new TakenBy("c7", name)).toList(),
                PLANNED,
                Map.of(),
                ""),
            new ManagedPolicies(fixture.context()).effective(RAW, false),
            Progress.NONE,
            canceled);
  }
}
