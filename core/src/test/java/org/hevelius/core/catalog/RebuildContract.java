package org.hevelius.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hevelius.core.catalog.CatalogFixtures.RAW;
import static org.hevelius.core.catalog.CatalogFixtures.TIME;
import static org.hevelius.core.catalog.CatalogFixtures.dataset;
import static org.hevelius.core.catalog.CatalogFixtures.event;
import static org.hevelius.core.catalog.CatalogFixtures.full;
import static org.hevelius.core.catalog.CatalogFixtures.snapshot;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.snapshot.Manifest;
import org.hevelius.core.snapshot.Snapshot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every catalog promises of {@link Catalog#rebuild}. */
public abstract class RebuildContract {
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

  @Test
  void recoversEverythingIntoAnEmptyCatalog() {
    List<Snapshot> snapshots =
        List.of(full(RAW, 1, TIME), full(RAW, 3, TIME.plusSeconds(9)), plain("b", 2, TIME));
    RebuildReport report = rebuild(snapshots.stream().map(s -> found(s, TIME)).toList());
    assertThat(report).isEqualTo(new RebuildReport(2, 3, List.of()));
    assertThat(catalog.snapshots(SnapshotQuery.all()))
        .containsExactlyInAnyOrderElementsOf(snapshots);
    assertThat(catalog.datasets()).containsExactly(dataset("b"), dataset(RAW.text()));
    assertThat(catalog.reserve(RAW, snapshots.getFirst().name()))
        .isEqualTo(new Reservation(4, snapshots.getFirst().name() + "_2"));
  }

  @Test
  void replacesDatasetsAndSnapshotsButKeepsAuditOperationsAndNumbers() {
    catalog.addDataset(dataset("gone"), event("add", "gone"));
    catalog.addDataset(dataset(RAW.text()), event("add", "x"));
    catalog.reserve(RAW, "cosmos7-raw_20261121_103000_x");
    catalog.reserve(RAW, "cosmos7-raw_20261121_103000_y");
    catalog.begin(
        Operation.starting(Operation.Kind.RESTORE, RAW, "x@1", List.of(), 1L, "maya", TIME),
        event("restore", "x"));
    rebuild(List.of(found(full(RAW, 1, TIME), TIME)));
    assertThat(catalog.datasets()).containsExactly(dataset(RAW.text()));
    assertThat(catalog.audit()).hasSize(4);
    assertThat(catalog.operations(5)).hasSize(1);
    assertThat(catalog.highestVersion(RAW)).isEqualTo(2);
    assertThat(catalog.highestVersion(DatasetName.of("gone"))).isZero();
  }

  @Test
  void ofTwoManifestsForOneSnapshotTheLaterHolds() {
    Snapshot first = full(RAW, 1, TIME);
    Snapshot edited = first.edit().description("edited").shortName("pre-mars-1").build();
    for (List<Recovered> order :
        List.of(
            List.of(found(first, TIME), found(edited, TIME.plusSeconds(1))),
            List.of(found(edited, TIME.plusSeconds(1)), found(first, TIME)))) {
      assertThat(rebuild(order)).isEqualTo(new RebuildReport(1, 1, List.of()));
      assertThat(catalog.snapshot(RAW, 1)).contains(edited);
    }
  }

  @Test
  void twoSnapshotsThatClaimOneVersionBothSurviveAndStayWhereTheyAre() {
    Snapshot first = full(RAW, 1, TIME);
    Snapshot rival = plain(RAW.text(), 1, TIME.plusSeconds(60));
    Snapshot second = plain(RAW.text(), 2, TIME.plusSeconds(120));
    List<Recovered> found = List.of(found(first, TIME), found(rival, TIME), found(second, TIME));
    for (int round = 0; round < 3; round++) {
      RebuildReport report = rebuild(found);
      assertThat(report.findings())
          .containsExactly(new RebuildReport.Renumbered(RAW, rival.name(), 1, 3));
      assertThat(catalog.snapshot(RAW, 3)).contains(rival.edit(3).build());
      assertThat(catalog.snapshot(RAW, 1)).contains(first);
      assertThat(catalog.highestVersion(RAW)).isEqualTo(3);
    }
  }

  @Test
  void namesThatTwoClaimAreMadeUnique() {
    Snapshot first = full(RAW, 1, TIME);
    Snapshot sameShort =
        plain(RAW.text(), 2, TIME.plusSeconds(1)).edit().shortName("pre-mars-1").build();
    Snapshot sameName = plain("cosmos7-raw", 1, TIME).edit().name(first.name()).build();
    RebuildReport report =
        rebuild(List.of(found(first, TIME), found(sameShort, TIME), found(sameName, TIME)));
    assertThat(report.findings())
        .containsExactlyInAnyOrder(
            new RebuildReport.ShortNameDropped(RAW, 2, "pre-mars-1"),
            new RebuildReport.Renamed(sameName.dataset(), 1, first.name(), first.name() + "_2"));
    assertThat(report.findings()).allSatisfy(finding -> assertThat(finding.text()).isNotBlank());
    assertThat(catalog.byName(first.name() + "_2").orElseThrow().dataset())
        .isEqualTo(sameName.dataset());
  }

  @Test
  void aFailureOnTheWayLeavesTheCatalogAsItWas() {
    rebuild(List.of(found(full(RAW, 1, TIME), TIME)));
    Stream<Recovered> broken =
        Stream.of(found(plain("b", 1, TIME), TIME), found(plain("c", 1, TIME), TIME))
            .peek(
                recovered -> {
                  if (recovered.manifest().dataset().name().text().equals("c")) {
                    throw new IllegalStateException("storage went away");
                  }
                });
    assertThatThrownBy(() -> catalog.rebuild(broken, event("rebuild", "")))
        .hasMessageContaining("storage went away");
    assertThat(catalog.snapshots(SnapshotQuery.all())).containsExactly(full(RAW, 1, TIME));
    assertThat(catalog.audit()).hasSize(1);
    List<Recovered> again = new ArrayList<>(List.of(found(full(RAW, 1, TIME), TIME)));
    assertThat(rebuild(again).snapshots()).isEqualTo(1);
  }

  private RebuildReport rebuild(List<Recovered> found) {
    return catalog.rebuild(found.stream(), event("catalog rebuild", ""));
  }

  private static Snapshot plain(String dataset, long version, Instant time) {
    return snapshot(DatasetName.of(dataset), version, time).build();
  }

  private static Recovered found(Snapshot snapshot, Instant written) {
    return new Recovered(
        new Manifest(
            dataset(snapshot.dataset().text()), snapshot.version(), snapshot, null, written),
        snapshot.captures());
  }
}
