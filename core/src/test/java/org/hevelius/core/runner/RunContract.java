package org.hevelius.core.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hevelius.core.catalog.CatalogFixtures.RAW;
import static org.hevelius.core.catalog.CatalogFixtures.TIME;
import static org.hevelius.core.catalog.CatalogFixtures.dataset;
import static org.hevelius.core.catalog.CatalogFixtures.event;
import static org.hevelius.core.catalog.CatalogFixtures.snapshot;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.audit.AuditEntry;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.core.catalog.Fence;
import org.hevelius.core.runner.Run.Kind;
import org.hevelius.core.runner.Run.State;
import org.hevelius.core.runner.RunStore.Mark;
import org.hevelius.core.runner.RunStore.MarkChange;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.TakenBy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of runs promises. */
public abstract class RunContract {
  private static final TakenBy NIGHTLY = new TakenBy("cosmos7", "nightly");
  private static final TakenBy WEEKLY = new TakenBy("cosmos7", "weekly");

  private Catalog catalog;
  private RunStore store;

  /** A new, empty catalog. */
  protected abstract Catalog create();

  @BeforeEach
  void open() {
    catalog = create();
    store = catalog.runs();
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  @Test
  void aRunComesBackAsItWasEnteredAndChanged() {
    Run entered = enter(run(TIME, State.CLAIMED));
    assertThat(entered.id()).isPositive();
    assertThat(store.run(entered.id())).contains(entered);
    assertThat(store.run(entered.id() + 1)).isEmpty();
    Run begun = entered.begun(TIME.plusSeconds(1), "two hours late");
    assertThat(store.change(entered, begun)).isTrue();
    assertThat(store.run(entered.id())).contains(begun);
    Run ended = begun.ended(State.SUCCEEDED, TIME.plusSeconds(9), 12L, "");
    assertThat(store.change(begun, ended)).isTrue();
    assertThat(store.run(entered.id())).contains(ended);
  }

  @Test
  void aRunIsChangedOnlyFromTheExpectedStateAndNode() {
    Run entered = enter(run(TIME, State.CLAIMED));
    Run given = entered.ended(State.INTERRUPTED, TIME, null, "its node has died");
    assertThat(store.change(entered, given)).isTrue();
    assertThat(store.change(entered, entered.begun(TIME, ""))).isFalse();
    assertThat(store.run(entered.id())).contains(given);
  }

  @Test
  void aDueTimeIsClaimedOnceForEachKindAndDataset() {
    Run first = enter(run(TIME, State.CLAIMED));
    assertThat(store.enter(List.of(run(TIME, State.CLAIMED)), List.of())).isEmpty();
    assertThat(store.enter(List.of(attempt(first, 2)), List.of())).hasSize(1);
    assertThat(store.enter(List.of(of(Kind.RETENTION, "cosmos7/raw")), List.of())).hasSize(1);
    assertThat(store.enter(List.of(of(Kind.SNAPSHOT, "cosmos7/other")), List.of())).hasSize(1);
    assertThat(store.page(RunStore.Query.newest(10))).hasSize(4);
  }

  @Test
  void ofManyWhoClaimOneDueTimeAtOnceOneGetsIt() throws InterruptedException {
    ConcurrentLinkedQueue<Run> won = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<Throwable> failed = new ConcurrentLinkedQueue<>();
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      start.await();
                      for (int due = 0; due < 5; due++) {
                        Run run = run(TIME.plusSeconds(due), State.CLAIMED);
                        won.addAll(store.enter(List.of(run), List.of()));
                      }
                    } catch (InterruptedException | RuntimeException e) {
                      failed.add(e);
                    }
                  }));
    }
    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failed).isEmpty();
    assertThat(won.stream().map(Run::planned)).hasSize(5).doesNotHaveDuplicates();
  }

  @Test
  void runsAreListedNewestFirstAndFiltered() {
    Run first = enter(run(TIME.plusSeconds(5), State.FAILED));
    Run second = enter(run(TIME, State.SUCCEEDED));
    Run other = enter(of(Kind.PRUNE, ""));
    assertThat(store.page(RunStore.Query.newest(10))).containsExactly(other, second, first);
    assertThat(store.page(RunStore.Query.newest(2))).containsExactly(other, second);
    assertThat(store.page(new RunStore.Query(null, null, null, second.id(), 5)))
        .containsExactly(first);
    assertThat(store.page(RunStore.Query.of("cosmos7/raw", Kind.SNAPSHOT, 5)))
        .containsExactly(second, first);
    assertThat(store.page(RunStore.Query.of("cosmos7/raw", Kind.PRUNE, 5))).isEmpty();
    assertThat(store.page(new RunStore.Query("cosmos7/raw", null, State.FAILED, Long.MAX_VALUE, 5)))
        .containsExactly(first);
  }

  @Test
  void whatIsOpenOrWasInterruptedIsUnsettledUntilALaterRunIsDone() {
    Run done = enter(run(TIME.minusSeconds(60), State.SUCCEEDED));
    Run interrupted = enter(run(TIME, State.INTERRUPTED));
    Run open = enter(of(Kind.RETENTION, "cosmos7/raw"));
    Run missed = enter(run(TIME.plusSeconds(1), State.MISSED));
    assertThat(store.unsettled()).containsExactly(interrupted, open).doesNotContain(done, missed);
    Run again = enter(attempt(interrupted, 2));
    assertThat(store.unsettled()).containsExactly(open, again);
    assertThat(store.change(again, again.ended(State.INTERRUPTED, TIME, null, ""))).isTrue();
    assertThat(store.unsettled()).hasSize(3);
    Run _ = enter(run(TIME.plusSeconds(2), State.FAILED));
    assertThat(store.unsettled()).containsExactly(open);
  }

  @Test
  void marksMoveTogetherWithRunsAndOnlyFromWhatIsExpected() {
    Mark nightly = new Mark("cosmos7/raw", NIGHTLY, "02:00 UTC", TIME);
    Mark weekly = new Mark("cosmos7/raw", WEEKLY, "Sunday 03:00 UTC", TIME);
    Mark other = new Mark("cosmos7/a", WEEKLY, "x", TIME);
    store.enter(
        List.of(),
        List.of(
            new MarkChange(null, weekly),
            new MarkChange(null, nightly),
            new MarkChange(null, other)));
    assertThat(store.marks()).containsExactly(other, nightly, weekly);
    Mark moved = new Mark("cosmos7/raw", NIGHTLY, "02:00 UTC", TIME.plusSeconds(60));
    Run _ =
        store
            .enter(List.of(run(TIME, State.CLAIMED)), List.of(new MarkChange(nightly, moved)))
            .getFirst();
    assertThat(store.marks()).containsExactly(other, moved, weekly);
    Mark wrong = new Mark("cosmos7/raw", NIGHTLY, "03:00 UTC", TIME);
    assertThat(store.enter(List.of(), List.of(new MarkChange(nightly, wrong)))).isEmpty();
    assertThat(store.enter(List.of(), List.of(new MarkChange(null, wrong)))).isEmpty();
    assertThat(store.marks()).containsExactly(other, moved, weekly);
    store.enter(List.of(), List.of(new MarkChange(weekly, null), new MarkChange(nightly, null)));
    assertThat(store.marks()).containsExactly(other, moved);
  }

  @Test
  void oldRunsAreDroppedUnlessTheyAreOpen() {
    Instant old = TIME.minus(Duration.ofDays(401));
    Run open = enter(run(old, State.RUNNING));
    Run _ = enter(run(old.plusSeconds(1), State.FAILED));
    Run retention = enter(of(Kind.RETENTION, "cosmos7/raw"));
    Run kept = enter(run(TIME, State.SUCCEEDED));
    assertThat(store.thin(Kind.SNAPSHOT, TIME.minus(Duration.ofDays(400)))).isEqualTo(1);
    assertThat(store.page(RunStore.Query.newest(10))).containsExactly(kept, retention, open);
  }

  @Test
  void whatWasPassedOverInATimeThatHasNotComeIsDropped() {
    Run taken = enter(run(TIME.plusSeconds(9), State.SUCCEEDED));
    Run _ = enter(run(TIME.plusSeconds(10), State.MISSED));
    Run _ = enter(run(TIME.plusSeconds(11), State.SKIPPED));
    Run past = enter(run(TIME, State.MISSED));
    assertThat(store.dropPassedOver(TIME)).isEqualTo(2);
    assertThat(store.page(RunStore.Query.newest(10))).containsExactly(past, taken);
  }

  @Test
  void aSnapshotIsRecordedOnlyWhileItsRunIsStillGoingAndIsEnteredThere() {
    catalog.addDataset(dataset(RAW.text()), event("dataset add", RAW.text()));
    Run entered = enter(run(TIME, State.CLAIMED));
    Run begun = entered.begun(TIME, "");
    assertThat(store.change(entered, begun)).isTrue();
    Snapshot first = reserved();
    catalog.record(first, event("create", ""), List.of(new Fence.Working(begun)));
    assertThat(store.run(begun.id())).contains(begun.having(first.version()));
    catalog.record(first, event("create", "again"), List.of(new Fence.Working(begun)));
    refuses(reserved(), new Fence.Working(begun));
    // Whoever looked before it was recorded doesn't know that it was.
    assertThat(store.change(begun, begun.ended(State.INTERRUPTED, TIME, null, ""))).isFalse();

    Run next = enter(attempt(begun, 2));
    Run again = next.begun(TIME, "");
    assertThat(store.change(next, again)).isTrue();
    assertThat(store.change(again, again.ended(State.INTERRUPTED, TIME, null, ""))).isTrue();
    refuses(reserved(), new Fence.Working(again));
    assertThat(catalog.latest(RAW)).contains(first);
  }

  private Snapshot reserved() {
    long version = catalog.reserve(RAW, "given").version();
    return snapshot(RAW, version, TIME.plusSeconds(version)).build();
  }

  private void refuses(Snapshot snapshot, Fence fence) {
    List<AuditEntry> audit = catalog.audit().toList();
    assertThatThrownBy(() -> catalog.record(snapshot, event("create", ""), List.of(fence)))
        .isInstanceOfSatisfying(
            HeveliusException.class, e -> assertThat(e.category()).isEqualTo(Category.CANCELED));
    assertThat(catalog.snapshot(RAW, snapshot.version())).isEmpty();
    assertThat(catalog.audit()).isEqualTo(audit);
  }

  @Test
  void aRebuildOfTheCatalogLeavesThemAlone() {
    Run run = enter(run(TIME, State.SUCCEEDED));
    catalog.rebuild(Stream.empty(), event("catalog rebuild", ""));
    assertThat(store.run(run.id())).contains(run);
    assertThat(catalog.problems()).isEmpty();
  }

  private Run enter(Run run) {
    return store.enter(List.of(run), List.of()).getFirst();
  }

  private static Run run(Instant planned, State state) {
    return new Run(
        0,
        Kind.SNAPSHOT,
        RAW.text(),
        List.of(WEEKLY, NIGHTLY),
        planned,
        1,
        "mars/1/a",
        TIME,
        null,
        state.isOpen() ? null : TIME,
        state,
        null,
        "");
  }

  private static Run of(Kind kind, String dataset) {
    return new Run(
        0,
        kind,
        dataset,
        List.of(),
        TIME,
        1,
        "mars/1/a",
        TIME,
        TIME,
        null,
        State.RUNNING,
        null,
        "");
  }

  private static Run attempt(Run run, int attempt) {
    return new Run(
        0,
        run.kind(),
        run.dataset(),
        run.causes(),
        run.planned(),
        attempt,
        run.node(),
        run.claimed(),
        null,
        null,
        State.CLAIMED,
        null,
        "");
  }
}
