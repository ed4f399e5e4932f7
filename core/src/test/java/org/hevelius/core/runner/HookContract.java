package org.hevelius.core.runner;

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
import org.hevelius.core.policy.Hook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of owed hooks promises. */
public abstract class HookContract {
  private Catalog catalog;
  private HookStore store;

  /** A new, empty catalog. */
  protected abstract Catalog create();

  @BeforeEach
  void open() {
    catalog = create();
    store = catalog.hooks();
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  @Test
  void hooksComeBackAsTheyWereRecordedTheLastOneFirst() {
    OwedHook report =
        owed("cosmos7/raw", 0, "/usr/bin/report", "a\nb", "c:\\new", "", "\\", "%s ä");
    OwedHook thaw = owed("cosmos7/raw", 1, "thaw");
    OwedHook other = owed("cosmos7/cal", 0, "thaw");
    store.owe(List.of(report, thaw));
    store.owe(List.of(other));
    store.owe(List.of());
    assertThat(store.owed()).containsExactly(other, thaw, report);
  }

  @Test
  void noMoreAreOwedForADatasetBeforeTheFirstAreSettled() {
    OwedHook thaw = owed("cosmos7/raw", 0, "thaw");
    store.owe(List.of(thaw));
    OwedHook second = new OwedHook("cosmos7/raw", 0, "b", "", TIME, TIME, thaw.hook());
    assertThatThrownBy(() -> store.owe(List.of(owed("cosmos7/raw", 0, "x"))))
        .isInstanceOfSatisfying(
            HeveliusException.class, e -> assertThat(e.category()).isEqualTo(Category.CONFLICT));
    assertThat(store.owed()).containsExactly(thaw);
    assertThat(store.settle(second)).isFalse();
    assertThat(store.settle(thaw)).isTrue();
    assertThat(store.settle(thaw)).isFalse();
    store.owe(List.of(second));
    assertThat(store.owed()).containsExactly(second);
  }

  @Test
  void whatIsTakenOverIsNoLongerTheFirstOnesToSettle() {
    OwedHook report = owed("cosmos7/raw", 0, "report");
    OwedHook thaw = owed("cosmos7/raw", 1, "thaw");
    OwedHook other = owed("cosmos7/cal", 0, "thaw");
    store.owe(List.of(report, thaw));
    store.owe(List.of(other));
    assertThat(store.takeOver("cosmos7/raw", "b"))
        .containsExactly(thaw.heldBy("b"), report.heldBy("b"));
    assertThat(store.settle(thaw)).isFalse();
    assertThat(store.settle(thaw.heldBy("b"))).isTrue();
    assertThat(store.owed()).containsExactly(other, report.heldBy("b"));
    assertThat(store.takeOver("cosmos7", "b")).isEmpty();
  }

  @Test
  void aRebuildOfTheCatalogLeavesThemAlone() {
    OwedHook thaw = owed("cosmos7/raw", 0, "thaw");
    store.owe(List.of(thaw));
    catalog.rebuild(Stream.empty(), event("catalog rebuild", ""));
    assertThat(store.owed()).containsExactly(thaw);
    assertThat(catalog.problems()).isEmpty();
  }

  private static OwedHook owed(String dataset, int position, String... command) {
    return new OwedHook(
        dataset,
        position,
        "a",
        "c7/nightly,c7/weekly",
        TIME,
        TIME.plusSeconds(1),
        new Hook(List.of(command), Duration.ofMillis(1500), position == 0));
  }
}
