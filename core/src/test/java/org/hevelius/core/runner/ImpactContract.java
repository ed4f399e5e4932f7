package org.hevelius.core.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hevelius.core.catalog.CatalogFixtures.TIME;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.core.snapshot.TakenBy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of what runs meant promises. */
public abstract class ImpactContract {
  private Catalog catalog;
  private ImpactStore store;

  /** A new, empty catalog. */
  protected abstract Catalog create();

  @BeforeEach
  void open() {
    catalog = create();
    store = catalog.impacts();
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  private long run(String dataset, Instant planned) {
    Run run =
        new Run(
            0,
            Run.Kind.SNAPSHOT,
            dataset,
            List.of(new TakenBy("p", "s")),
            planned,
            1,
            "mars/1/a",
            planned,
            planned,
            planned,
            Run.State.SUCCEEDED,
            1L,
            "");
    return catalog.runs().enter(List.of(run), List.of()).getFirst().id();
  }

  private static Impact impact(long size) {
    return new Impact(
        new Impact.Latency(5, size, size + 1),
        new Impact.Latency(7, size + 2, size + 3),
        Impact.Latency.NONE,
        5_000_000_000L + size,
        3,
        2,
        1500);
  }

  @Test
  void comesBackByRunAsItWasRecorded() {
    long first = run("cosmos7/raw", TIME);
    long second = run("cosmos7/raw", TIME.plusSeconds(60));
    store.record(first, "cosmos7/raw", impact(1));
    store.record(second, "cosmos7/raw", impact(2));
    store.record(second, "cosmos7/raw", impact(3));
    assertThat(store.of(List.of(first, second, second + 1)))
        .isEqualTo(Map.of(first, impact(1), second, impact(3)));
    assertThat(store.of(List.of(second))).isEqualTo(Map.of(second, impact(3)));
    assertThat(store.of(List.of())).isEmpty();
  }

  @Test
  void givesTheNewestOfEachDataset() {
    assertThat(store.newest()).isEmpty();
    store.record(run("cosmos7/raw", TIME), "cosmos7/raw", impact(1));
    store.record(run("cosmos7/cal", TIME), "cosmos7/cal", impact(2));
    store.record(run("cosmos7/raw", TIME.plusSeconds(60)), "cosmos7/raw", impact(3));
    assertThat(store.newest())
        .isEqualTo(Map.of("cosmos7/raw", impact(3), "cosmos7/cal", impact(2)));
  }

  @Test
  void takesMoreRunsAtOnceThanAStatementHasPlaces() {
    long run = run("cosmos7/raw", TIME);
    store.record(run, "cosmos7/raw", impact(1));
    assertThat(store.of(LongStream.rangeClosed(0, 100_000).boxed().toList()))
        .isEqualTo(Map.of(run, impact(1)));
  }

  @Test
  void goesWithTheRuns() {
    long old = run("cosmos7/raw", TIME);
    long kept = run("cosmos7/raw", TIME.plus(Duration.ofDays(9)));
    store.record(old, "cosmos7/raw", impact(1));
    assertThat(catalog.runs().thin(Run.Kind.SNAPSHOT, TIME.plusSeconds(1))).isEqualTo(1);
    store.record(kept, "cosmos7/raw", impact(2));
    assertThat(store.of(List.of(old, kept))).isEqualTo(Map.of(kept, impact(2)));
  }
}
