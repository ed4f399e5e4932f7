package org.hevelius.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hevelius.core.catalog.CatalogFixtures.RAW;
import static org.hevelius.core.catalog.CatalogFixtures.TIME;
import static org.hevelius.core.catalog.CatalogFixtures.dataset;
import static org.hevelius.core.catalog.CatalogFixtures.event;
import static org.hevelius.core.catalog.CatalogFixtures.full;
import static org.hevelius.core.catalog.CatalogFixtures.snapshot;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.policy.Policy;
import org.hevelius.core.policy.PolicyReader;
import org.hevelius.core.retention.RetentionCandidate;
import org.hevelius.core.snapshot.Manifest;
import org.hevelius.core.snapshot.Snapshot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every catalog promises of the facts that it tells of many snapshots. */
public abstract class FactsContract {
  private static final DatasetName OTHER = DatasetName.of("other");

  private Catalog here;
  private Catalog there;

  /** A new, empty catalog. */
  protected abstract Catalog create();

  /** The same catalog, as another process or node has it open; the one itself if it has none. */
  protected abstract Catalog again(Catalog catalog);

  @BeforeEach
  void open() {
    here = create();
    there = again(here);
    here.addDataset(dataset(RAW.text()), event("add", "raw"));
    here.addDataset(dataset(OTHER.text()), event("add", "other"));
  }

  @AfterEach
  void close() {
    there.close();
    here.close();
  }

  @Test
  void candidatesAreThoseOfTheWholeSnapshots() {
    record(here, full(RAW, 1, TIME));
    record(here, snapshot(RAW, 2, TIME.plusSeconds(1)).build());
    record(here, snapshot(RAW, 3, TIME).tags(Map.of("a", "b")).expires(TIME).build());
    record(here, snapshot(OTHER, 1, TIME).build());
    List<RetentionCandidate<Long>> wanted =
        here.snapshots(SnapshotQuery.of(RAW)).map(FactsContract::byVersion).toList();
    assertThat(there.facts().judged(RAW).candidates())
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactlyElementsOf(wanted);
    assertThat(there.facts().judged(DatasetName.of("unknown")).candidates()).isEmpty();
  }

  @Test
  void versionsAreThoseThatAreThere() {
    Snapshot first = record(here, snapshot(RAW, 1, TIME).build());
    record(here, snapshot(RAW, 2, TIME).build());
    Snapshot third = record(here, snapshot(RAW, 3, TIME.minusSeconds(9)).build());
    here.forget(first, event("forget", "1"));
    assertThat(there.facts().versions(RAW)).containsExactly(2L, 3L);
    assertThat(there.facts().newest()).containsOnly(Map.entry(RAW, 3L), Map.entry(OTHER, 0L));
    here.forget(third, event("forget", "3"));
    assertThat(there.facts().newest()).containsEntry(RAW, 2L);
  }

  @Test
  void everyChangeBySomebodyElseIsSeenAtOnceByItsMark() {
    sees(RAW, () -> record(there, snapshot(RAW, 1, TIME).build()));
    Snapshot before = there.snapshot(RAW, 1).orElseThrow();
    Snapshot tagged = before.edit().tags(Map.of("x", "y")).build();
    sees(RAW, () -> there.replace(before, tagged, event("tag", "1")));
    Snapshot held = full(RAW, 1, TIME).edit().shortName(null).build();
    Snapshot holding = tagged.edit().holds(held.holds()).build();
    sees(RAW, () -> there.replace(tagged, holding, event("hold", "1")));
    sees(RAW, () -> there.replace(holding, tagged, event("release", "1")));
    sees(RAW, () -> there.forget(tagged, event("forget", "1")));
    sees(RAW, () -> record(there, snapshot(RAW, 2, TIME).build()));
  }

  @Test
  void policiesThatSomebodyElseChangesAreSeenAtOnce() {
    String text = "policies:\n- {name: x, scopes: [cosmos7/**], rpo: 1h}\n";
    Policy policy = PolicyReader.read("x.yaml", text, null).getFirst();
    sees(RAW, () -> there.changePolicies(List.of(new PolicyChange(null, policy)), event("p", "x")));
    sees(RAW, () -> there.changePolicies(List.of(new PolicyChange(policy, null)), event("p", "x")));
  }

  @Test
  void aRebuildIsSeenAlsoByDatasetsThatHadNothingBefore() {
    record(here, snapshot(RAW, 1, TIME).build());
    Snapshot found = snapshot(OTHER, 1, TIME).build();
    SnapshotFacts.Mark raw = here.facts().mark(RAW);
    SnapshotFacts.Mark other = here.facts().mark(OTHER);
    there.rebuild(
        Stream.of(
            new Recovered(
                new Manifest(
                    dataset(OTHER.text()), 1, found, found.captures().getFirst().source(), TIME),
                found.captures())),
        event("rebuild", "x"));
    assertThat(here.facts().mark(RAW)).isNotEqualTo(raw);
    assertThat(here.facts().mark(OTHER)).isNotEqualTo(other);
    assertThat(here.facts().judged(OTHER).candidates()).hasSize(1);
  }

  @Test
  void aMarkNeverComesBackAfterADatasetWasRemoved() {
    Snapshot first = record(here, snapshot(RAW, 1, TIME).build());
    SnapshotFacts.Mark mark = here.facts().mark(RAW);
    there.forget(first, event("forget", "1"));
    there.removeDataset(RAW, event("remove", "raw"));
    there.addDataset(dataset(RAW.text()), event("add", "raw"));
    record(there, snapshot(RAW, 2, TIME).build());
    assertThat(here.facts().mark(RAW)).isNotEqualTo(mark);
  }

  @Test
  void whatIsReadIsOfTheMarkThatComesWithIt() {
    record(here, snapshot(RAW, 1, TIME).build());
    SnapshotFacts.Judged judged = here.facts().judged(RAW);
    assertThat(judged.mark()).isEqualTo(here.facts().mark(RAW)).isEqualTo(there.facts().mark(RAW));
  }

  private void sees(DatasetName dataset, Runnable change) {
    SnapshotFacts.Mark before = here.facts().mark(dataset);
    change.run();
    assertThat(here.facts().mark(dataset)).isNotEqualTo(before);
    assertThat(here.facts().judged(dataset).candidates())
        .hasSize(Math.toIntExact(here.count(SnapshotQuery.of(dataset))));
  }

  private static Snapshot record(Catalog catalog, Snapshot snapshot) {
    while (catalog.highestVersion(snapshot.dataset()) < snapshot.version()) {
      Reservation _ = catalog.reserve(snapshot.dataset(), snapshot.name());
    }
    catalog.record(snapshot, event("create", snapshot.reference()));
    return snapshot;
  }

  private static RetentionCandidate<Long> byVersion(Snapshot snapshot) {
    RetentionCandidate<Snapshot> c = RetentionCandidate.of(snapshot);
    return new RetentionCandidate<>(
        snapshot.version(),
        c.time(),
        c.order(),
        c.tags(),
        c.holds(),
        c.knownGood(),
        c.kind(),
        c.takenBy(),
        c.expires());
  }
}
