package org.hevelius.core.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.provider.Programs.Ended;
import org.hevelius.core.provider.Programs.Ending;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.snapshot.TakenBy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Processes that die, or stand still, between the hooks of a snapshot. */
class OwedHooksTest {
  private static final DatasetName RAW = DatasetName.of("raw");
  private static final Duration LAPSE = Duration.ofSeconds(31);

  private static final String POLICY =
      """
      - name: c7
        scopes: [raw]
        schedules: {nightly: "02:00"}
        hooks:
          before: [{run: [flush]}, {run: [freeze]}]
          after: [{run: [report]}, {run: [thaw]}]
          hold-writers: true
      """;

  private final PolicyFixture fixture = new PolicyFixture("raw");

  @BeforeEach
  void apply() {
    fixture.policy(POLICY);
  }

  @Test
  void whereverAProcessDiesTheHooksForAfterwardsAreRunInTheirOrder() {
    for (int step = 0; step < 3; step++) {
      PolicyFixture fresh = new PolicyFixture("raw").policy(POLICY);
      int last = step;
      fresh.meanwhile = () -> fresh.dead = fresh.ran.size() > last;
      assertThatThrownBy(() -> take(fresh)).isInstanceOf(FaultyStorage.Died.class);
      List<String> before = List.copyOf(fresh.ran);
      fresh.meanwhile = () -> {};
      fresh.dead = false;
      fresh.clock.advance(LAPSE);
      assertThat(new OwedHooks(fresh.context()).settle("raw")).isPresent();
      List<String> programs =
          fresh.ran.subList(before.size(), fresh.ran.size()).stream()
              .map(line -> line.substring(0, line.indexOf(' ')))
              .toList();
      assertThat(programs)
          .as("died after %s", before)
          .isEqualTo(step == 2 ? List.of("report") : List.of("thaw", "report"));
      assertThat(fresh.told)
          .containsEntry("HEVELIUS_RESULT", "interrupted")
          .containsEntry("HEVELIUS_DATASET", "raw")
          .containsEntry("HEVELIUS_SCHEDULE", "c7/nightly")
          .containsEntry("HEVELIUS_PLANNED", "2026-11-21T02:00:00Z");
      assertThat(fresh.storage.catalog.hooks().owed()).isEmpty();
    }
  }

  @Test
  void eachIsRunOnceAndStandsInTheAuditTrail() {
    dieInCapture();
    fixture.clock.advance(LAPSE);
    fixture.endings = Map.of("report", new Ended(Ending.EXITED, 2, "no mail"));
    OwedHooks owed = new OwedHooks(fixture.context());
    assertThat(owed.datasets()).containsExactly("raw");
    assertThat(owed.settle("raw").orElseThrow().failures())
        .containsExactly("the after-hook report failed with exit status 2: no mail");
    assertThat(owed.settle("raw").orElseThrow().count()).isZero();
    assertThat(fixture.ran)
        .containsExactly("flush", "freeze", "thaw interrupted ", "report interrupted ");
    assertThat(fixture.storage.catalog.audit().map(entry -> entry.event().detail()))
        .contains("thaw, owed since the snapshot due 2026-11-21T02:00:00Z was interrupted");
  }

  @Test
  void nobodyRunsThemWhileTheirProcessLives() {
    List<String> meanwhile = new ArrayList<>();
    fixture.storage.onCapture(
        () -> {
          fixture.clock.advance(Duration.ofSeconds(29));
          new OwedHooks(fixture.context()).settle("raw").ifPresent(_ -> meanwhile.add("settled"));
        });
    take(fixture);
    assertThat(meanwhile).isEmpty();
    assertThat(fixture.ran).containsExactly("flush", "freeze", "thaw ok raw@1", "report ok raw@1");
    assertThat(fixture.storage.catalog.hooks().owed()).isEmpty();
    assertThat(fixture.storage.catalog.leases().lease("hooks/raw")).isEmpty();
  }

  @Test
  void theNextSnapshotLetsWritersGoBeforeItHoldsThemAnew() {
    dieInCapture();
    fixture.clock.advance(LAPSE);
    assertThat(take(fixture).notes())
        .containsExactly("2 hooks that an interrupted snapshot owed were run first");
    assertThat(fixture.ran)
        .containsExactly(
            "flush",
            "freeze",
            "thaw interrupted ",
            "report interrupted ",
            "flush",
            "freeze",
            "thaw ok raw@1",
            "report ok raw@1");
  }

  @Test
  void whoStoodStillRecordsNoSnapshotOfWritersThatWereLetGoAndRunsNoHookTwice() {
    fixture.storage.onCapture(
        () -> {
          fixture.clock.advance(LAPSE);
          assertThat(new OwedHooks(fixture.context()).settle("raw").orElseThrow().count())
              .isEqualTo(2);
          // A third one is at work by now.
          assertThat(HookLease.take(fixture.context(), "raw")).isPresent();
        });
    assertThatThrownBy(() -> take(fixture))
        .isInstanceOfSatisfying(
            HeveliusException.class, e -> assertThat(e.category()).isEqualTo(Category.CANCELED))
        .hasMessageContaining("stood still");
    assertThat(fixture.ran)
        .containsExactly("flush", "freeze", "thaw interrupted ", "report interrupted ");
    assertThat(fixture.storage.stored).isEmpty();
    assertThat(fixture.storage.catalog.latest(RAW)).isEmpty();
  }

  @Test
  void noHookIsRunThatIsNotRecorded() {
    Context context = fixture.context(fixture.storage.without("hooks"));
    assertThatThrownBy(() -> take(context)).hasMessageContaining("no space left");
    assertThat(fixture.ran).isEmpty();
  }

  private void dieInCapture() {
    fixture.storage.onCapture(
        () -> {
          fixture.dead = true;
          throw new FaultyStorage.Died();
        });
    assertThatThrownBy(() -> take(fixture)).isInstanceOf(FaultyStorage.Died.class);
    fixture.dead = false;
  }

  private static Creation.Result take(PolicyFixture fixture) {
    return take(fixture.context());
  }

  private static Creation.Result take(Context context) {
    return new PolicySnapshots(context)
        .take(
            new PolicySnapshots.Order(
                RAW,
                List.of(new TakenBy("c7", "nightly")),
                Instant.parse("2026-11-21T02:00:00Z"),
                Map.of(),
                ""),
            new ManagedPolicies(context).effective(RAW, false),
            Progress.NONE,
            () -> false);
  }
}
