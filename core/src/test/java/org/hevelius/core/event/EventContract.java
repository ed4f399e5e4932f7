package org.hevelius.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hevelius.core.catalog.CatalogFixtures.TIME;
import static org.hevelius.core.catalog.CatalogFixtures.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.audit.AuditEntry;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.policy.Scope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of events promises. */
public abstract class EventContract {
  private static final DatasetName RAW = DatasetName.of("cosmos7/raw");
  private static final DatasetName OTHER = DatasetName.of("cosmos7/analysis");

  private Catalog catalog;
  private EventStore store;

  /** A new, empty catalog. */
  protected abstract Catalog create();

  @BeforeEach
  void open() {
    catalog = create();
    store = catalog.events();
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  @Test
  void eventsComeBackAsTheyWereTheNewestFirst() {
    Event first = begin("a", "phase-complete", "cosmos7/raw", Event.Phase.NONE);
    Event second = begin("b", "calibration", "**", Event.Phase.AFTER);
    assertThat(first.number()).isPositive();
    assertThat(second.number()).isGreaterThan(first.number());
    assertThat(all(null, null)).containsExactly(second, first);
    assertThat(store.byId("a")).contains(first);
    assertThat(store.byId("A")).isEmpty();
    assertThat(catalog.audit().map(AuditEntry::event))
        .containsExactly(event("event", "a"), event("event", "b"));
  }

  @Test
  void anIdIsGivenOnce() {
    Event first = begin("a", "calibration", "cosmos7/raw", Event.Phase.NONE);
    fails(Category.CONFLICT, () -> begin("a", "other", "cosmos7/raw", Event.Phase.NONE));
    assertThat(all(null, null)).containsExactly(first);
    assertThat(catalog.audit()).hasSize(1);
  }

  @Test
  void outcomesStandSortedAndTheLastOneOfADatasetHolds() {
    Event begun = begin("a", "calibration", "**", Event.Phase.NONE);
    Outcome failed = outcome(RAW, Outcome.Kind.FAILED, "");
    Outcome taken = new Outcome(RAW, Outcome.Kind.TAKEN, "cosmos7/raw@2", "cosmos7/raw@1", "ok");
    Outcome other = outcome(OTHER, Outcome.Kind.MERGED, "cosmos7/analysis@1");
    store.record(begun.number(), failed);
    store.record(begun.number(), other);
    store.record(begun.number(), taken);
    assertThat(store.byId("a").orElseThrow()).isEqualTo(begun.with(null, List.of(other, taken)));
    store.end(begun.number(), TIME.plusSeconds(9), event("event end", "a"));
    assertThat(all(null, null))
        .containsExactly(begun.with(TIME.plusSeconds(9), List.of(other, taken)));
    assertThat(catalog.audit()).hasSize(2);
  }

  @Test
  void whatIsNotThereCannotBeEnded() {
    fails(Category.NOT_FOUND, () -> store.end(7, TIME, event("event end", "x")));
    fails(Category.NOT_FOUND, () -> store.record(7, outcome(RAW, Outcome.Kind.FAILED, "")));
    assertThat(catalog.audit()).isEmpty();
  }

  @Test
  void eventsAreFoundByDatasetAndName() {
    Event here = begin("a", "calibration", "cosmos7/raw", Event.Phase.NONE);
    Event above = begin("b", "calibration", "cosmos7/**", Event.Phase.NONE);
    Event everywhere = begin("c", "phase-complete", "**", Event.Phase.NONE);
    Event elsewhere = begin("d", "calibration", "cosmos7", Event.Phase.NONE);
    assertThat(all(RAW, null)).containsExactly(everywhere, above, here);
    assertThat(all(RAW, "calibration")).containsExactly(above, here);
    assertThat(all(DatasetName.of("cosmos7"), null)).containsExactly(elsewhere, everywhere, above);
    assertThat(all(DatasetName.of("cosmos"), null)).containsExactly(everywhere);
  }

  @Test
  void pagesFollowEachOther() {
    List<Event> begun = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      begun.addFirst(begin("e" + i, "calibration", "**", Event.Phase.NONE));
    }
    List<Event> first = store.page(new EventStore.Query(RAW, null, null, 2));
    assertThat(first).isEqualTo(begun.subList(0, 2));
    assertThat(store.page(new EventStore.Query(RAW, null, first.getLast().number(), 10)))
        .isEqualTo(begun.subList(2, 5));
  }

  @Test
  void theNewestSnapshotOfAnEventIsKnown() {
    assertThat(newest(Event.Phase.NONE)).isNull();
    cause("a", Event.Phase.NONE, outcome(RAW, Outcome.Kind.TAKEN, "cosmos7/raw@1"));
    cause("b", Event.Phase.NONE, outcome(RAW, Outcome.Kind.PARTIAL, "cosmos7/raw@2"));
    cause("c", Event.Phase.NONE, outcome(RAW, Outcome.Kind.MERGED, "cosmos7/raw@1"));
    cause("d", Event.Phase.NONE, outcome(RAW, Outcome.Kind.FAILED, ""));
    cause("e", Event.Phase.NONE, outcome(OTHER, Outcome.Kind.TAKEN, "cosmos7/analysis@7"));
    cause("f", Event.Phase.BEFORE, outcome(RAW, Outcome.Kind.TAKEN, "cosmos7/raw@8"));
    assertThat(newest(Event.Phase.NONE)).isEqualTo("cosmos7/raw@2");
    assertThat(newest(Event.Phase.BEFORE)).isEqualTo("cosmos7/raw@8");
    assertThat(newest(Event.Phase.AFTER)).isNull();
  }

  @Test
  void eventsOutliveARebuild() {
    Event begun = begin("a", "calibration", "**", Event.Phase.NONE);
    catalog.rebuild(Stream.empty(), event("rebuild", "x"));
    assertThat(all(null, null)).containsExactly(begun);
  }

  private void cause(String id, Event.Phase phase, Outcome outcome) {
    store.record(begin(id, "calibration", "**", phase).number(), outcome);
  }

  private @Nullable String newest(Event.Phase phase) {
    return store.newest("calibration", RAW, phase).map(EventStore.Caused::snapshot).orElse(null);
  }

  private List<Event> all(@Nullable DatasetName dataset, @Nullable String name) {
    return store.page(new EventStore.Query(dataset, name, null, 100));
  }

  private Event begin(String id, String name, String scope, Event.Phase phase) {
    return store.begin(
        Event.of(id, name, new Scope(scope), phase, Map.of("k", "v=w", "flag", ""), TIME, "maya"),
        event("event", id));
  }

  private static Outcome outcome(DatasetName dataset, Outcome.Kind kind, String snapshot) {
    return new Outcome(dataset, kind, snapshot, "", "");
  }

  private static void fails(Category category, Runnable work) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(
            HeveliusException.class, e -> assertThat(e.category()).isEqualTo(category));
  }
}
