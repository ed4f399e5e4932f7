package org.hevelius.core.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hevelius.core.catalog.RebuildReport;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.MemoryPool;
import org.hevelius.core.provider.MemoryStorage;
import org.hevelius.core.snapshot.Snapshot;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two homes over the same storage, each with a dataset of the same name and source. */
class TwoHomesTest {
  private static final String RAW = "zfs:tank/raw";
  private static final String OURS = "0".repeat(32);
  private static final String THEIRS = "1".repeat(32);

  private final MemoryPool pool = new MemoryPool();
  private final NativeHome ours = home(OURS);
  private final NativeHome theirs = home(THEIRS);

  private NativeHome home(String id) {
    NativeHome home = new NativeHome(pool);
    home.zfs = new MemoryStorage(SourceSpec.Kind.ZFS, pool, MemoryStorage.ALL, id);
    home.catalog.home().become(id);
    return home;
  }

  @BeforeEach
  void bothTakeSnapshots() {
    ours.dataset("raw", RAW);
    theirs.dataset("raw", RAW);
    ours.write(RAW, "night1", "one");
    for (NativeHome home : List.of(ours, theirs, ours, theirs)) {
      Snapshot _ = home.create("raw", "nightly");
    }
  }

  private static RebuildReport rebuild(NativeHome home) {
    return home.home().care().rebuildCatalog();
  }

  @Test
  void aRebuildTakesItsOwnAndCountsTheOthers() {
    RebuildReport report = rebuild(ours);
    assertThat(report.snapshots()).isEqualTo(2);
    assertThat(report.findings())
        .containsExactly(new RebuildReport.OfAnotherHome(THEIRS, 2, List.of(RAW)));
    assertThat(ours.versions("raw")).containsExactly("raw@1", "raw@2");
  }

  @Test
  void theOthersCanBeAdoptedAndNeitherIsRemovedByADeletion() {
    assertThat(ours.home().stores().adopt(SourceSpec.parse(RAW)))
        .singleElement()
        .satisfies(adopted -> assertThat(adopted.adopted()).isEqualTo(2));
    for (String version : List.of("raw@1", "raw@2")) {
      Snapshot _ =
          ours.home().snapshots().delete(ours.home().snapshots().planDelete(version, true));
    }
    assertThat(theirs.home().care().rebuildCatalog().snapshots()).isEqualTo(2);
    assertThat(theirs.catalog.datasets()).hasSize(1);
  }

  @Test
  void aHomeThatStandsInForALostOneTakesOverWhatThatMade() {
    ours.catalog.home().become(THEIRS);
    assertThat(rebuild(ours).findings())
        .contains(new RebuildReport.OfAnotherHome(OURS, 2, List.of(RAW)));
    assertThat(ours.versions("raw")).containsExactly("raw@1", "raw@2");
  }

  @Test
  void whatNamesNoHomeIsOursWhereTheCatalogListsIt() {
    theirs.zfs = new MemoryStorage(SourceSpec.Kind.ZFS, pool, MemoryStorage.ALL, "");
    Snapshot old = theirs.create("raw", "made before homes had ids");
    theirs.zfs = new MemoryStorage(SourceSpec.Kind.ZFS, pool, MemoryStorage.ALL, THEIRS);
    assertThat(rebuild(theirs).snapshots()).isEqualTo(3);
    assertThat(theirs.versions("raw")).contains(old.reference());
    assertThat(rebuild(ours).findings())
        .contains(new RebuildReport.OfAnotherHome("", 1, List.of(RAW)));
    assertThat(theirs.home().stores().adopt(SourceSpec.parse(RAW)))
        .singleElement()
        .satisfies(adopted -> assertThat(adopted.adopted()).isEqualTo(2));
  }
}
