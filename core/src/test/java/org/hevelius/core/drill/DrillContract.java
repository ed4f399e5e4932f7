package org.hevelius.core.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hevelius.core.catalog.CatalogFixtures.TIME;
import static org.hevelius.core.catalog.CatalogFixtures.event;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.core.dataset.DatasetName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of drills promises. */
public abstract class DrillContract {
  private static final DatasetName RAW = DatasetName.of("cosmos7/raw");
  private static final DatasetName CAL = DatasetName.of("cosmos7/cal");
  private static final Drill.Measure MEASURED =
      new Drill.Measure(
          12,
          10,
          4_000_000_000L,
          1_000,
          400_000_000_000L,
          "ab".repeat(32),
          Duration.ofSeconds(1),
          Duration.ofMillis(1500),
          Duration.ofSeconds(3),
          Duration.ofSeconds(4),
          Duration.ofHours(5),
          true,
          Duration.ofHours(6),
          Duration.ofDays(40),
          null,
          3);

  private Catalog catalog;
  private DrillStore store;

  /** A new, empty catalog. */
  protected abstract Catalog create();

  @BeforeEach
  void open() {
    catalog = create();
    store = catalog.drills();
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  @Test
  void drillsComeBackAsTheyWereRecordedTheNewestFirst() {
    Drill first = begin(RAW, "calib/a\\nb", "ä");
    Drill second = begin(CAL);
    assertThat(store.drill(first.number())).contains(first);
    assertThat(store.drill(99)).isEmpty();
    Drill ended = first.ended(Drill.State.FAILED, TIME.plusSeconds(9), MEASURED, "2 findings");
    List<DrillFinding> found =
        List.of(
            DrillFinding.error(DrillFinding.Kind.CONTENT, "calib/ä", "ab", "cd"),
            new DrillFinding(
                DrillFinding.Severity.WARNING, DrillFinding.Kind.RTO, "", "6 h", "7 h"));
    assertThat(store.end(ended, found, event("drill", RAW.text()))).isTrue();
    assertThat(store.drill(first.number())).contains(ended);
    assertThat(store.findings(first.number())).isEqualTo(found);
    assertThat(store.findings(second.number())).isEmpty();
    assertThat(store.page(new DrillStore.Query(null, null, Long.MAX_VALUE, 9)))
        .containsExactly(second, ended);
    assertThat(store.page(new DrillStore.Query(null, null, second.number(), 9)))
        .containsExactly(ended);
    assertThat(store.page(DrillStore.Query.of(RAW, 9))).containsExactly(ended);
    assertThat(store.page(DrillStore.Query.of(RAW, Drill.State.PASSED, 9))).isEmpty();
    assertThat(store.page(DrillStore.Query.of(CAL, Drill.State.RUNNING, 9)))
        .containsExactly(second);
    assertThat(catalog.problems()).isEmpty();
  }

  @Test
  void aDrillEndsOnce() {
    Drill drill = begin(RAW);
    Drill ended = drill.ended(Drill.State.PASSED, TIME, MEASURED, "");
    assertThat(store.end(ended, List.of(), event("drill", "first"))).isTrue();
    long entries = catalog.auditHead().sequence();
    assertThat(
            store.end(
                drill.ended(Drill.State.INTERRUPTED, TIME, Drill.Measure.NONE, ""),
                List.of(DrillFinding.error(DrillFinding.Kind.CHECK, "", "", "1")),
                event("drill", "second")))
        .isFalse();
    assertThat(catalog.auditHead().sequence()).isEqualTo(entries);
    assertThat(store.drill(drill.number())).contains(ended);
    assertThat(store.findings(drill.number())).isEmpty();
    assertThatThrownBy(() -> store.begin(ended, event("drill", "")))
        .isInstanceOfSatisfying(
            HeveliusException.class, e -> assertThat(e.category()).isEqualTo(Category.INVALID));
  }

  @Test
  void onlyTheFirstFindingsAreKept() {
    Drill drill = begin(RAW);
    List<DrillFinding> many =
        IntStream.range(0, DrillStore.FINDINGS + 5)
            .mapToObj(i -> DrillFinding.error(DrillFinding.Kind.MISSING, "f" + i, "", ""))
            .toList();
    store.end(
        drill.ended(Drill.State.FAILED, TIME, MEASURED, ""), many, event("drill", RAW.text()));
    assertThat(store.findings(drill.number())).isEqualTo(many.subList(0, DrillStore.FINDINGS));
  }

  @Test
  void lessonsAreOfADrillThatIsThere() {
    Drill drill = begin(RAW);
    Drill later = begin(RAW);
    DrillNote slow = new DrillNote(RAW, drill.number(), TIME, "maya", "The disk\nis slow");
    DrillNote fast = new DrillNote(RAW, later.number(), TIME.plusSeconds(1), "ivo", "Now it isn't");
    store.note(slow, event("drill note", RAW.text()));
    store.note(fast, event("drill note", RAW.text()));
    assertThat(store.notes(RAW, null, 9)).containsExactly(fast, slow);
    assertThat(store.notes(RAW, drill.number(), 9)).containsExactly(slow);
    assertThat(store.notes(RAW, null, 1)).containsExactly(fast);
    assertThat(store.notes(CAL, null, 9)).isEmpty();
    for (DrillNote wrong :
        List.of(
            new DrillNote(CAL, drill.number(), TIME, "maya", "x"),
            new DrillNote(RAW, 99, TIME, "maya", "x"))) {
      assertThatThrownBy(() -> store.note(wrong, event("drill note", "")))
          .isInstanceOfSatisfying(
              HeveliusException.class, e -> assertThat(e.category()).isEqualTo(Category.NOT_FOUND));
    }
  }

  @Test
  void aRebuildOfTheCatalogLeavesThemAlone() {
    Drill drill = begin(RAW);
    catalog.rebuild(Stream.empty(), event("catalog rebuild", ""));
    assertThat(store.drill(drill.number())).contains(drill);
    assertThat(begin(RAW).number()).isEqualTo(drill.number() + 1);
  }

  private Drill begin(DatasetName dataset, String... paths) {
    return store.begin(
        new Drill(
            0,
            dataset,
            7,
            TIME.minusSeconds(60),
            new Drill.Order(
                paths.length > 0 ? Drill.Scenario.PATHS : Drill.Scenario.FILES,
                -42,
                100,
                List.of(paths),
                true),
            "maya",
            "mars",
            "1.0",
            "/var/tmp/d",
            TIME,
            null,
            Drill.State.RUNNING,
            Drill.Measure.NONE,
            ""),
        event("drill begins", dataset.text()));
  }
}
