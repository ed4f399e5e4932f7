package org.hevelius.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hevelius.core.catalog.CatalogFixtures.RAW;
import static org.hevelius.core.catalog.CatalogFixtures.TIME;
import static org.hevelius.core.catalog.CatalogFixtures.dataset;
import static org.hevelius.core.catalog.CatalogFixtures.event;
import static org.hevelius.core.catalog.CatalogFixtures.full;
import static org.hevelius.core.catalog.CatalogFixtures.snapshot;

import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every catalog promises of removals that were begun. */
public abstract class RemovalContract {
  private Catalog catalog;
  private Snapshot free;
  private Snapshot held;

  /** A new, empty catalog. */
  protected abstract Catalog create();

  @BeforeEach
  void fill() {
    catalog = create();
    catalog.addDataset(dataset(RAW.text()), event("add", "x"));
    free = recorded(snapshot(RAW, 1, TIME));
    held = recorded(full(RAW, 2, TIME).edit());
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  @Test
  void changesNothingButThatItIsKnownUntilItEnds() {
    catalog.beginForget(free, false, event("delete begins", "x"));
    assertThat(catalog.removals()).containsExactly(new Removal(free, false, TIME));
    assertThat(catalog.snapshot(RAW, 1)).contains(free);
    catalog.beginForget(free, false, event("delete begins", "x"));
    assertThat(catalog.removals()).hasSize(1);
    assertThat(catalog.forget(free, event("delete", "x"))).isTrue();
    assertThat(catalog.removals()).isEmpty();
    assertThat(catalog.audit().map(entry -> entry.event().action()))
        .endsWith("delete begins", "delete begins", "delete");
  }

  @Test
  void isTakenBackOnce() {
    catalog.beginForget(free, false, event("begin", "x"));
    Removal removal = catalog.removals().getFirst();
    assertThat(catalog.keep(removal, event("keep", "x"))).isTrue();
    assertThat(catalog.keep(removal, event("keep", "x"))).isFalse();
    assertThat(catalog.removals()).isEmpty();
    assertThat(catalog.snapshot(RAW, 1)).contains(free);
    assertThat(catalog.audit().map(entry -> entry.event().action())).endsWith("begin", "keep");
  }

  @Test
  void isRefusedForWhatIsHeldChangedOrGone() {
    fails(Category.REFUSED, () -> catalog.beginForget(held, false, event("begin", "x")));
    Snapshot other = free.edit().description("other").build();
    fails(Category.CONFLICT, () -> catalog.beginForget(other, true, event("begin", "x")));
    Snapshot gone = snapshot(RAW, 9, TIME).build();
    fails(Category.NOT_FOUND, () -> catalog.beginForget(gone, true, event("begin", "x")));
    assertThat(catalog.removals()).isEmpty();
  }

  @Test
  void endsOverAHoldOnlyWhenItOverrulesHolds() {
    fails(Category.REFUSED, () -> catalog.forget(held, event("forget", "x")));
    catalog.beginForget(held, true, event("begin", "x"));
    assertThat(catalog.forget(held, event("forget", "x"))).isTrue();
  }

  @Test
  void isTakenBackByAnEdit() {
    catalog.beginForget(held, true, event("begin", "x"));
    Snapshot edited = held.edit().description("other").build();
    catalog.replace(held, edited, event("describe", "x"));
    assertThat(catalog.removals()).isEmpty();
    fails(Category.REFUSED, () -> catalog.forget(edited, event("forget", "x")));
  }

  @Test
  void isForgottenByARebuild() {
    catalog.beginForget(free, false, event("begin", "x"));
    catalog.rebuild(Stream.empty(), event("rebuild", "x"));
    assertThat(catalog.removals()).isEmpty();
  }

  @Test
  void theOldestComesFirst() {
    AuditEvent early = event("begin", "x");
    AuditEvent late =
        new AuditEvent(TIME.plusSeconds(1), "maya", "vm", "begin", "x", early.outcome(), "");
    catalog.beginForget(held, true, early);
    catalog.beginForget(free, false, late);
    assertThat(catalog.removals())
        .containsExactly(new Removal(held, true, TIME), new Removal(free, false, late.time()));
  }

  private Snapshot recorded(SnapshotBuilder builder) {
    Reservation reserved = catalog.reserve(RAW, "cosmos7-raw_20261121_103000_x");
    Snapshot snapshot = builder.name(reserved.name()).build();
    catalog.record(snapshot, event("create", snapshot.reference()));
    return snapshot;
  }

  private static void fails(Category category, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            HeveliusException.class, e -> assertThat(e.category()).isEqualTo(category));
  }
}
