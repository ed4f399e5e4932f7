package org.hevelius.core.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.runner.Run;
import org.hevelius.core.runner.Runner;
import org.junit.jupiter.api.Test;

/** Several nodes on one catalog, of which some die. */
class NodesTest {
  private static final String NIGHTLY =
      """
      policies:
        - {name: p, scopes: ["**"], catch-up: %s, schedules: {nightly: {at: "02:00", keep: all}}}
      """;

  private final RunnerHome home = new RunnerHome("2026-03-01T12:00:00Z");

  @Test
  void oneLeadsAndTheOtherTakesOverWhenTheLeaseHasLapsed() {
    home.dataset("raw").apply(NIGHTLY.formatted("latest"));
    Runner a = home.node("a");
    Runner b = home.node("b");
    home.at("2026-03-02T01:59:50Z", a, b);
    assertThat(a.leads()).isTrue();
    assertThat(b.leads()).isFalse();
    home.at("2026-03-02T02:00:00Z", b);
    assertThat(home.runs("raw")).isEmpty();
    home.at("2026-03-02T02:00:30Z", b);
    assertThat(b.leads()).isTrue();
    assertThat(home.runs("raw")).containsExactly("2026-03-02T02:00:00Z SUCCEEDED");
    assertThat(home.rows("raw").getFirst().node()).isEqualTo("b");
    home.at("2026-03-02T02:00:31Z", a);
    assertThat(a.leads()).isFalse();
    assertThat(home.log)
        .contains("a: the lease is lost: what runs is canceled, and another node goes on");
    assertThat(home.snapshots("raw")).hasSize(1);
  }

  @Test
  void aLeaderThatStopsGivesTheLeaseBackAtOnce() {
    Runner a = home.node("a");
    Runner b = home.node("b");
    home.at("2026-03-02T01:59:50Z", a, b);
    a.close();
    home.at("2026-03-02T02:00:01Z", b);
    assertThat(b.leads()).isTrue();
    assertThat(home.home().jobs().status().service().running()).isTrue();
    b.close();
    assertThat(home.home().jobs().status().service().running()).isFalse();
  }

  @Test
  void nodesThatRaceForALeaseThatHasLapsedTakeEachRunOnce() throws InterruptedException {
    home.dataset("raw").dataset("cal").apply(NIGHTLY.formatted("latest"));
    List<Runner> nodes = new ArrayList<>();
    for (String name : List.of("a", "b", "c", "d")) {
      nodes.add(home.node(name));
    }
    for (int day = 2; day < 12; day++) {
      home.clock.set(Instant.parse("2026-03-%02dT02:00:00Z".formatted(day)));
      CountDownLatch start = new CountDownLatch(1);
      List<Thread> threads = new ArrayList<>();
      for (Runner node : nodes) {
        threads.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      try {
                        start.await();
                        node.beat();
                      } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                      }
                    }));
      }
      start.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
    }
    assertThat(home.snapshots("raw")).hasSize(10);
    assertThat(home.snapshots("cal")).hasSize(10);
    assertThat(home.rows("raw")).hasSize(10);
  }

  @Test
  void aRunThatDiedBeforeItsSnapshotIsDoneAgainOnce() {
    dieAfter(0);
    Runner b = home.node("b");
    home.at("2026-03-02T02:01:00Z", b);
    home.at("2026-03-02T02:02:00Z", b);
    assertThat(home.runs("raw"))
        .containsExactly("2026-03-02T02:00:00Z INTERRUPTED", "2026-03-02T02:00:00Z SUCCEEDED");
    assertThat(home.rows("raw").getFirst().detail()).isEqualTo("a was stopped or has died");
    assertThat(home.rows("raw").getLast().attempt()).isEqualTo(2);
    assertThat(home.snapshots("raw")).hasSize(1);
    assertThat(home.told("raw"))
        .containsExactly(
            Alert.Kind.RUN_STARTED,
            Alert.Kind.RUN_FAILED,
            Alert.Kind.RUN_STARTED,
            Alert.Kind.RUN_SUCCEEDED);
  }

  @Test
  void atWhateverStepARunDiesOneSnapshotComesOfIt() {
    for (int step = 0; step < 6; step++) {
      RunnerHome fresh = new RunnerHome("2026-03-01T12:00:00Z");
      fresh.dataset("raw").apply(NIGHTLY.formatted("latest"));
      boolean died = die(fresh, step);
      Runner b = fresh.node("b");
      fresh.at("2026-03-02T02:01:00Z", b);
      fresh.at("2026-03-02T02:02:00Z", b);
      assertThat(fresh.snapshots("raw")).as("step %d, died %s", step, died).hasSize(1);
      assertThat(fresh.storage.stored).as("step %d", step).hasSize(1);
      assertThat(fresh.rows("raw").getLast().state())
          .as("step %d", step)
          .isEqualTo(Run.State.SUCCEEDED);
      fresh.at("2026-03-03T02:00:00Z", b);
      assertThat(fresh.snapshots("raw")).as("step %d", step).hasSize(2);
    }
  }

  @Test
  void withoutCatchUpAnInterruptedRunIsNotDoneAgainOnceItsGraceIsOver() {
    home.dataset("raw").apply(NIGHTLY.formatted("none"));
    assertThat(die(home, 0)).isTrue();
    Runner b = home.node("b");
    home.at("2026-03-02T04:00:00Z", b);
    home.at("2026-03-02T04:01:00Z", b);
    assertThat(home.runs("raw")).containsExactly("2026-03-02T02:00:00Z INTERRUPTED");
    home.at("2026-03-03T02:00:00Z", b);
    assertThat(home.snapshots("raw")).hasSize(1);
  }

  @Test
  void aRunThatKillsItsNodeAgainAndAgainIsGivenUp() {
    home.dataset("raw").apply(NIGHTLY.formatted("latest"));
    assertThat(die(home, 0)).isTrue();
    for (int i = 0; i < 5; i++) {
      home.storage.stopAfter(0, true);
      Runner next = home.node("n" + i);
      home.clock.advance(Duration.ofMinutes(1));
      boolean _ = dies(next);
    }
    home.storage.heal();
    assertThat(home.runs("raw")).hasSize(3).allMatch(run -> run.endsWith("INTERRUPTED"));
    home.at("2026-03-03T02:00:00Z", home.node("z"));
    assertThat(home.runs("raw")).last().isEqualTo("2026-03-03T02:00:00Z SUCCEEDED");
  }

  @Test
  void whatIsStoppedWithTheServiceIsDoneAgainByTheNextOne() {
    home.dataset("raw").apply(NIGHTLY.formatted("latest"));
    RunnerHome.Later later = new RunnerHome.Later();
    Runner a = home.node("a", later);
    home.at("2026-03-02T02:00:00Z", a);
    a.stop();
    later.doAll();
    a.close();
    assertThat(home.runs("raw")).containsExactly("2026-03-02T02:00:00Z INTERRUPTED");
    home.at("2026-03-02T02:00:10Z", home.node("b"));
    assertThat(home.runs("raw")).last().isEqualTo("2026-03-02T02:00:00Z SUCCEEDED");
    assertThat(home.snapshots("raw")).hasSize(1);
  }

  @Test
  void aPausedLeaderBeginsNothingWhenItWakesAfterAnotherTookOver() {
    home.dataset("raw").apply(NIGHTLY.formatted("latest"));
    RunnerHome.Later later = new RunnerHome.Later();
    Runner a = home.node("a", later);
    Runner b = home.node("b");
    home.at("2026-03-02T02:00:00Z", a);
    // It sleeps with its run claimed; the other one finds it interrupted and does it.
    home.at("2026-03-02T02:05:00Z", b);
    assertThat(home.snapshots("raw")).hasSize(1);
    a.beat();
    later.doAll();
    assertThat(home.snapshots("raw")).hasSize(1);
    assertThat(home.runs("raw"))
        .containsExactly("2026-03-02T02:00:00Z INTERRUPTED", "2026-03-02T02:00:00Z SUCCEEDED");
  }

  @Test
  void aLeaderThatStoodStillInACaptureRecordsNothingThatAnotherHasDoneAgain() {
    home.dataset("raw").apply(NIGHTLY.formatted("latest"));
    Runner a = home.node("a");
    Runner b = home.node("b");
    home.storage.onCapture(() -> home.at("2026-03-02T02:05:00Z", b));
    home.at("2026-03-02T02:00:00Z", a);
    assertThat(home.snapshots("raw")).hasSize(1);
    assertThat(home.storage.stored).hasSize(1);
    assertThat(home.runs("raw"))
        .containsExactly("2026-03-02T02:00:00Z INTERRUPTED", "2026-03-02T02:00:00Z SUCCEEDED");
    assertThat(home.log).anyMatch(line -> line.contains("this node stood still"));
  }

  @Test
  void aClockThatIsSetBackInACaptureMakesNoSecondSnapshotOfARunThatDiedAfterIt() {
    home.dataset("raw").apply(NIGHTLY.formatted("latest"));
    Runner a = home.node("a", Runnable::run, home.storage.faulty(), home.storage);
    home.at("2026-03-02T01:59:59Z", a);
    home.storage.onCapture(() -> home.clock.set(Instant.parse("2026-03-01T02:00:00Z")));
    home.storage.stopAfter(3, true);
    home.clock.set(Instant.parse("2026-03-02T02:00:00Z"));
    assertThat(dies(a)).isTrue();
    home.storage.heal();
    assertThat(home.snapshots("raw")).hasSize(1);
    Runner b = home.node("b");
    home.at("2026-03-02T02:05:00Z", b);
    home.at("2026-03-02T02:06:00Z", b);
    assertThat(home.snapshots("raw")).hasSize(1);
    assertThat(home.runs("raw")).containsExactly("2026-03-02T02:00:00Z SUCCEEDED");
  }

  @Test
  void aLeaseFromAFutureThatIsBeyondBeliefIsTakenOver() {
    Runner a = home.node("a");
    home.at("2036-03-02T01:59:50Z", a);
    Runner b = home.node("b");
    home.at("2026-03-02T02:00:00Z", b);
    assertThat(b.leads()).isTrue();
    assertThat(home.log).anyMatch(line -> line.startsWith("b: a lease that ended in the far"));
  }

  private void dieAfter(int steps) {
    home.dataset("raw").apply(NIGHTLY.formatted("latest"));
    assertThat(die(home, steps)).isTrue();
  }

  /** A node dies after so many steps of its run; whether it was before the end of that. */
  private static boolean die(RunnerHome home, int steps) {
    Runner a = home.node("a", Runnable::run, home.storage.faulty(), home.storage);
    home.at("2026-03-02T01:59:59Z", a);
    home.storage.stopAfter(steps, true);
    home.clock.set(Instant.parse("2026-03-02T02:00:00Z"));
    boolean died = dies(a);
    home.storage.heal();
    return died;
  }

  /** Whether a node dies in a beat. */
  private static boolean dies(Runner node) {
    try {
      node.beat();
      return false;
    } catch (FaultyStorage.Died e) {
      return true;
    }
  }
}
