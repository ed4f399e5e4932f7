package org.hevelius.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hevelius.core.catalog.CatalogFixtures.RAW;
import static org.hevelius.core.catalog.CatalogFixtures.TIME;
import static org.hevelius.core.catalog.CatalogFixtures.dataset;
import static org.hevelius.core.catalog.CatalogFixtures.event;
import static org.hevelius.core.catalog.CatalogFixtures.snapshot;

import java.time.Instant;
import org.hevelius.core.audit.AuditEntry;
import org.hevelius.core.catalog.Catalog;
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
            new FigureStore.DatasetFigure("a", TIME, 0, null),
            new FigureStore.DatasetFigure("cosmos7/raw", TIME, 2, newest.createdAt()));
    long bytes =
        newest.captures().stream().mapToLong(Capture::storedBytes).sum()
            + older.captures().stream().mapToLong(Capture::storedBytes).sum();
    assertThat(bytes).isPositive();
    assertThat(catalog.figures().repositories())
        .containsExactly(new FigureStore.RepositoryFigure("default", bytes));
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
