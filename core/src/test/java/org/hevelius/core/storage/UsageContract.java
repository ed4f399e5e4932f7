package org.hevelius.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.audit.AuditEntry;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.catalog.Catalog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of usage promises. */
public abstract class UsageContract {
  private static final Instant TIME = Instant.parse("2026-11-21T10:30:00.123456789Z");
  private static final String VIEW = "vast:lab/swift/burst";

  private Catalog catalog;
  private UsageStore store;

  /** A new, empty catalog. */
  protected abstract Catalog create();

  @BeforeEach
  void open() {
    catalog = create();
    store = catalog.usage();
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  private static UsageSample sample(String subject, int seconds, long used) {
    return new UsageSample(subject, TIME.plusSeconds(seconds), used, used < 0 ? null : 100L);
  }

  private static AuditEvent event(String detail) {
    return new AuditEvent(TIME, "maya", "mars", "quota set", VIEW, AuditEvent.Outcome.OK, detail);
  }

  private static QuotaChange change(String view, Limits wanted) {
    return new QuotaChange(
        0, view, "5f3a", new Limits(8L, 10L), wanted, TIME, "maya", true, QuotaChange.State.BEGUN);
  }

  private List<String> trail() {
    return catalog.audit().map(AuditEntry::event).map(AuditEvent::detail).toList();
  }

  @Test
  void samplesComeBackInTheirOrderTheNewestOfTooMany() {
    store.keep(List.of(sample(VIEW, 20, 3), sample(VIEW, 0, 1), sample("zfs:tank", 5, 7)), TIME);
    store.keep(List.of(sample(VIEW, 10, 2)), TIME);
    assertThat(store.samples(VIEW, TIME, 9))
        .containsExactly(sample(VIEW, 0, 1), sample(VIEW, 10, 2), sample(VIEW, 20, 3));
    assertThat(store.samples(VIEW, TIME.plusSeconds(10), 1)).containsExactly(sample(VIEW, 20, 3));
    assertThat(store.samples("zfs:tank", TIME, 9)).containsExactly(sample("zfs:tank", 5, 7));
    assertThat(trail()).isEmpty();
  }

  @Test
  void aSampleOfTheSameTimeReplacesTheOneBeforeAndOldOnesGo() {
    UsageSample without = new UsageSample(VIEW, TIME.plusSeconds(5), 9, null);
    store.keep(List.of(sample(VIEW, 0, 1), sample(VIEW, 5, 2)), TIME);
    store.keep(List.of(without), TIME.plusSeconds(5));
    assertThat(store.samples(VIEW, Instant.MIN, 9)).containsExactly(without);
  }

  @Test
  void aChangeIsOpenUntilItEndsAndOnlyOneOfAView() {
    QuotaChange begun = store.begin(change(VIEW, new Limits(12L, 15L)), event("begins"));
    assertThat(store.open()).containsExactly(begun);
    assertThatThrownBy(() -> store.begin(change(VIEW, new Limits(null, 20L)), event("again")))
        .isInstanceOfSatisfying(
            HeveliusException.class,
            e -> assertThat(e.category()).isEqualTo(HeveliusException.Category.CONFLICT));
    QuotaChange other = store.begin(change("zfs:tank/x", Limits.NONE), event("other"));
    assertThat(store.open()).containsExactly(begun, other);
    assertThat(store.finish(begun.id(), QuotaChange.State.DONE, event("done"))).isTrue();
    assertThat(store.finish(begun.id(), QuotaChange.State.FAILED, event("late"))).isFalse();
    assertThat(store.open()).containsExactly(other);
    assertThat(trail()).containsExactly("begins", "other", "done");
  }

  @Test
  void theNewestChangeIsThatWhichMayHaveHappened() {
    assertThat(store.newest(VIEW)).isEmpty();
    QuotaChange first = store.begin(change(VIEW, new Limits(12L, 15L)), event("1"));
    assertThat(store.finish(first.id(), QuotaChange.State.DONE, event("2"))).isTrue();
    QuotaChange second = store.begin(change(VIEW, new Limits(null, 20L)), event("3"));
    assertThat(store.newest(VIEW)).contains(second);
    assertThat(store.finish(second.id(), QuotaChange.State.FAILED, event("4"))).isTrue();
    assertThat(store.newest(VIEW).orElseThrow().wanted()).isEqualTo(new Limits(12L, 15L));
    assertThat(store.newest(VIEW).orElseThrow().state()).isEqualTo(QuotaChange.State.DONE);
  }

  @Test
  void usageOutlivesARebuild() {
    store.keep(List.of(sample(VIEW, 0, 1)), TIME);
    QuotaChange begun = store.begin(change(VIEW, Limits.NONE), event("begins"));
    catalog.rebuild(Stream.empty(), event("rebuilt"));
    assertThat(store.samples(VIEW, TIME, 9)).hasSize(1);
    assertThat(store.open()).containsExactly(begun);
  }
}
