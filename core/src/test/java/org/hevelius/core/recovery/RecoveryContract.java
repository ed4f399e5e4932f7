package org.hevelius.core.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hevelius.core.catalog.CatalogFixtures.TIME;
import static org.hevelius.core.catalog.CatalogFixtures.event;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.policy.RecoveryCommand;
import org.hevelius.core.recovery.RecoveryStep.Kind;
import org.hevelius.core.runner.Lease;
import org.hevelius.core.runner.LeaseHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of recoveries promises. */
public abstract class RecoveryContract {
  private static final DatasetName RAW = DatasetName.of("cosmos7/raw");
  private static final LeaseHolder MINE = new LeaseHolder("recover/cosmos7/raw", "a");

  private Catalog catalog;
  private RecoveryStore store;

  /** A new, empty catalog. */
  protected abstract Catalog create();

  @BeforeEach
  void open() {
    catalog = create();
    store = catalog.recoveries();
    hold(MINE);
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  private void hold(LeaseHolder fence) {
    Lease lease = new Lease(fence.lease(), fence.holder(), TIME.plusSeconds(30));
    assertThat(catalog.leases().acquire(lease, TIME)).isTrue();
  }

  @Test
  void aRecoveryComesBackAsItWasRecorded() {
    Recovery begun = store.begin(draft("cosmos7/raw"), MINE, event("recover begins", "x"));
    assertThat(begun).isEqualTo(draft("cosmos7/raw").withId(begun.id()));
    assertThat(store.recovery(begun.id())).contains(begun);
    assertThat(store.unfinished()).containsExactly(begun);
    assertThat(store.recovery(begun.id() + 1)).isEmpty();
    assertThat(catalog.auditPage(1, 10))
        .extracting(e -> e.event().action())
        .contains("recover begins");
  }

  @Test
  void stepsAreKeptAsFarAsTheyCame() {
    Recovery begun = store.begin(draft("cosmos7/raw"), MINE, event("b", "x"));
    RecoveryStep stop = begun.steps().getFirst().begun(TIME);
    store.step(begun.id(), stop, MINE);
    RecoveryStep done = stop.ended(RecoveryStep.State.DONE, TIME.plusSeconds(2), "ä\nb");
    store.step(begun.id(), done, MINE);
    RecoveryStep back = RecoveryStep.waiting(2, true, Kind.START, "x", "", null);
    store.step(begun.id(), back, MINE);
    assertThat(store.recovery(begun.id()).orElseThrow().steps())
        .containsExactly(done, begun.steps().get(1), back);
  }

  @Test
  void oneIsUnfinishedUntilItHasEnded() {
    Recovery begun = store.begin(draft("cosmos7/raw"), MINE, event("b", "x"));
    requireCategory(
        Category.CONFLICT, () -> store.begin(draft("cosmos7/raw"), MINE, event("b", "x")));
    LeaseHolder other = new LeaseHolder("recover/cosmos7/cal", "a");
    hold(other);
    Recovery cal = store.begin(draft("cosmos7/cal"), other, event("b", "x"));
    Recovery stuck = begun.guardedBy(13).in(Recovery.State.STUCK, null, "no disk");
    store.update(stuck, MINE, event("u", "x"));
    assertThat(store.unfinished()).containsExactly(stuck, cal);
    requireCategory(
        Category.CONFLICT, () -> store.begin(draft("cosmos7/raw"), MINE, event("b", "x")));
    Recovery ended = stuck.in(Recovery.State.BACK, TIME.plusSeconds(9), "");
    store.update(ended, MINE, event("u", "x"));
    assertThat(store.unfinished()).containsExactly(cal);
    Recovery second = store.begin(draft("cosmos7/raw"), MINE, event("b", "x"));
    assertThat(store.newest(RAW, 10)).containsExactly(second, ended);
    assertThat(store.newest(null, 2)).containsExactly(second, cal);
    requireCategory(
        Category.NOT_FOUND, () -> store.update(ended.withId(99), MINE, event("u", "x")));
  }

  @Test
  void whoHasLostTheRightRecordsNothingMore() {
    Recovery begun = store.begin(draft("cosmos7/raw"), MINE, event("b", "x"));
    LeaseHolder theirs = new LeaseHolder(MINE.lease(), "b");
    catalog
        .leases()
        .acquire(new Lease(MINE.lease(), "b", TIME.plusSeconds(120)), TIME.plusSeconds(60));
    RecoveryStep stop = begun.steps().getFirst().begun(TIME);
    requireCategory(Category.CANCELED, () -> store.step(begun.id(), stop, MINE));
    requireCategory(
        Category.CANCELED, () -> store.update(begun.guardedBy(3), MINE, event("u", "x")));
    assertThat(store.recovery(begun.id())).contains(begun);
    store.step(begun.id(), stop, theirs);
  }

  @Test
  void theLastRunbookOfADatasetIsKnown() {
    assertThat(store.runbook(RAW)).isEmpty();
    store.wrote(new Runbook(RAW, "ab", TIME, "maya"), event("runbook", "x"));
    Runbook later = new Runbook(RAW, "cd", TIME.plusSeconds(1), "jan");
    store.wrote(later, event("runbook", "x"));
    assertThat(store.runbook(RAW)).contains(later);
    assertThat(store.runbook(DatasetName.of("cosmos7"))).isEmpty();
  }

  @Test
  void aRebuildOfTheCatalogLeavesThemAlone() {
    Recovery begun = store.begin(draft("cosmos7/raw"), MINE, event("b", "x"));
    catalog.rebuild(Stream.empty(), event("catalog rebuild", ""));
    assertThat(store.unfinished()).containsExactly(begun);
    assertThat(catalog.problems()).isEmpty();
  }

  private static void requireCategory(Category category, Runnable work) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(
            HeveliusException.class, e -> assertThat(e.category()).isEqualTo(category));
  }

  private static Recovery draft(String dataset) {
    RecoveryCommand stop =
        new RecoveryCommand(
            List.of("/usr/bin/pg_ctl", "a\nb", "c:\\new", ""),
            Duration.ofMillis(1500),
            3,
            Duration.ofMillis(20));
    return new Recovery(
        0,
        DatasetName.of(dataset),
        dataset + "@11",
        TIME.minusSeconds(3600),
        "7f3a",
        "maya",
        "mars",
        Recovery.State.RUNNING,
        null,
        TIME,
        null,
        "",
        List.of(
            RecoveryStep.waiting(0, false, Kind.STOP, "postgresql.service", "", stop),
            RecoveryStep.waiting(1, false, Kind.PUT_BACK, "dir:/raw", "files", null)));
  }
}
