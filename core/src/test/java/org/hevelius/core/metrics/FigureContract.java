package org.hevelius.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hevelius.core.catalog.CatalogFixtures.RAW;
import static org.hevelius.core.catalog.CatalogFixtures.TIME;
import static org.hevelius.core.catalog.CatalogFixtures.dataset;
import static org.hevelius.core.catalog.CatalogFixtures.event;
import static org.hevelius.core.catalog.CatalogFixtures.snapshot;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.hevelius.core.audit.AuditEntry;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.core.catalog.Operation;
import org.hevelius.core.runner.Run;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Snapshot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the numbers of every catalog promise. */
public abstract class FigureContract {
  private Catalog catalog;

  /** A new, empty catalog. */
  protected abstract Catalog create();

  @BeforeEach
  void open() {
    catalog = create();
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  private Snapshot record(Instant time) {
    long version = catalog.reserve(RAW, "name" + time.getEpochSecond()).version();
    Snapshot taken = snapshot(RAW, version, time).build();
    catalog.record(taken, event("create", taken.reference()));
    return taken;
  }

  @Test
  void countsSnapshotsAndTellsTheNewest() {
    assertThat(catalog.figures().datasets()).isEmpty();
    catalog.addDataset(dataset("cosmos7/raw"), event("dataset add", "cosmos7/raw"));
    catalog.addDataset(dataset("a"), event("dataset add", "a"));
    // The newest is the latest in time, whatever its number.
    Snapshot newest = record(TIME.plusSeconds(60));
    Snapshot older = record(TIME);
    assertThat(catalog.figures().datasets())
        .containsExactly(
            new FigureStore.DatasetFigure("a", "default", TIME, 0, null, 0, 0, 0),
            new FigureStore.DatasetFigure(
                "cosmos7/raw",
                "default",
                TIME,
                2,
                newest.createdAt(),
                bytes(newest),
                stored(newest) + stored(older),
                stored(older)));
    assertThat(bytes(newest)).isPositive();
    assertThat(stored(older)).isPositive();
  }

  private static long bytes(Snapshot snapshot) {
    return snapshot.captures().stream().mapToLong(Capture::bytes).sum();
  }

  private static long stored(Snapshot snapshot) {
    return snapshot.captures().stream().mapToLong(Capture::storedBytes).sum();
  }

  @Test
  void whatWasTakenStaysCountedWhenItIsForgottenAndIsCountedOnce() {
    catalog.addDataset(dataset("cosmos7/raw"), event("dataset add", "cosmos7/raw"));
    Snapshot first = record(TIME);
    Snapshot second = record(TIME.plusSeconds(1));
    catalog.record(second, event("create", second.reference()));
    assertThat(catalog.forget(first, event("forget", first.reference()))).isTrue();
    long added = second.captures().stream().mapToLong(Capture::addedBytes).sum();
    assertThat(catalog.figures().taken())
        .containsExactly(
            new FigureStore.Taken(
                "cosmos7/raw", 2, 2 * bytes(second), 2 * added, 2 * stored(second)));
  }

  @Test
  void runsAndOperationsAreCountedAsTheyEndAndStayCounted() {
    catalog.addDataset(dataset("cosmos7/raw"), event("dataset add", "cosmos7/raw"));
    ended(1, Run.State.SUCCEEDED, Duration.ofMillis(900));
    ended(2, Run.State.SUCCEEDED, Duration.ofSeconds(1));
    ended(3, Run.State.SUCCEEDED, Duration.ofMillis(1001));
    ended(4, Run.State.FAILED, Duration.ofDays(1));
    ended(5, Run.State.FAILED, Duration.ofSeconds(-5));
    Run run = run(6);
    Run missed =
        new Run(
            0,
            run.kind(),
            run.dataset(),
            run.causes(),
            run.planned(),
            1,
            run.node(),
            TIME,
            null,
            TIME,
            Run.State.MISSED,
            null,
            "");
    assertThat(catalog.runs().enter(List.of(missed, run(1)), List.of())).hasSize(1);
    Operation restore =
        catalog.begin(
            Operation.starting(
                Operation.Kind.RESTORE, RAW, "cosmos7/raw@1", List.of(), null, "maya", TIME),
            event("restore", "cosmos7/raw"));
    Instant end = TIME.plusSeconds(61);
    catalog.finish(restore.id(), Operation.State.SUCCEEDED, end, "", event("restore", "x"));
    catalog.finish(restore.id(), Operation.State.UNDONE, end, "", event("undo", "x"));
    assertThat(catalog.runs().thin(Run.Kind.SNAPSHOT, TIME.plusSeconds(99))).isPositive();
    assertThat(catalog.figures().work())
        .containsExactly(
            new Work("restore", "cosmos7/raw", "succeeded", 4, 1, 61_000, end),
            new Work("snapshot", "cosmos7/raw", "failed", 0, 1, 0, TIME.minusSeconds(5)),
            new Work(
                "snapshot",
                "cosmos7/raw",
                "failed",
                Work.BOUNDS.size(),
                1,
                86_400_000,
                TIME.plusSeconds(86_400)),
            new Work("snapshot", "cosmos7/raw", "missed", Work.UNTIMED, 1, 0, TIME),
            new Work("snapshot", "cosmos7/raw", "succeeded", 0, 2, 1900, TIME.plusSeconds(1)),
            new Work("snapshot", "cosmos7/raw", "succeeded", 1, 1, 1001, TIME.plusMillis(1001)));
  }

  @Test
  void failuresInARowAreThoseSinceTheLastRunThatTookASnapshot() {
    ended(1, Run.State.FAILED, Duration.ZERO);
    ended(2, Run.State.PARTIAL, Duration.ZERO);
    assertThat(catalog.figures().failuresInARow()).isEmpty();
    ended(3, Run.State.FAILED, Duration.ZERO);
    ended(4, Run.State.MISSED, Duration.ZERO);
    ended(5, Run.State.INTERRUPTED, Duration.ZERO);
    assertThat(catalog.figures().failuresInARow()).isEqualTo(Map.of("cosmos7/raw", 2L));
    ended(6, Run.State.SUCCEEDED, Duration.ZERO);
    assertThat(catalog.figures().failuresInARow()).isEmpty();
  }

  /** A run that has begun, and ended so. */
  private void ended(int second, Run.State state, Duration after) {
    Run begun = catalog.runs().enter(List.of(run(second)), List.of()).getFirst();
    assertThat(catalog.runs().change(begun, begun.ended(state, TIME.plus(after), null, "")))
        .isTrue();
  }

  private static Run run(int second) {
    return new Run(
            0,
            Run.Kind.SNAPSHOT,
            RAW.text(),
            List.of(),
            TIME.plusSeconds(second),
            1,
            "mars/1/a",
            TIME,
            null,
            null,
            Run.State.CLAIMED,
            null,
            "")
        .begun(TIME, "");
  }

  @Test
  void findsTheNewestEntriesOfAnAction() {
    for (String action : new String[] {"check", "create", "check", "checkup", "check"}) {
      AuditEntry _ = catalog.append(event(action, ""));
    }
    assertThat(catalog.figures().newest("check", 2))
        .extracting(AuditEntry::sequence)
        .containsExactly(5L, 3L);
    assertThat(catalog.figures().newest("none", 2)).isEmpty();
  }
}
