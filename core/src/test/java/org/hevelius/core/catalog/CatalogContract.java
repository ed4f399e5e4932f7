package org.hevelius.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hevelius.core.catalog.CatalogFixtures.RAW;
import static org.hevelius.core.catalog.CatalogFixtures.TIME;
import static org.hevelius.core.catalog.CatalogFixtures.dataset;
import static org.hevelius.core.catalog.CatalogFixtures.event;
import static org.hevelius.core.catalog.CatalogFixtures.full;
import static org.hevelius.core.catalog.CatalogFixtures.id;
import static org.hevelius.core.catalog.CatalogFixtures.snapshot;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.audit.AuditChain;
import org.hevelius.core.audit.AuditEntry;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.audit.AuditFinding;
import org.hevelius.core.audit.AuditHead;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.snapshot.Ancestor;
import org.hevelius.core.snapshot.Derivation;
import org.hevelius.core.snapshot.Hold;
import org.hevelius.core.snapshot.KnownBad;
import org.hevelius.core.snapshot.KnownGood;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every catalog promises. */
public abstract class CatalogContract {
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
  void datasetsComeBackAsTheyWereSortedByName() {
    Dataset raw = dataset("cosmos7/raw");
    Dataset calib = dataset("cosmos7/calib");
    catalog.addDataset(raw, event("dataset add", "cosmos7/raw"));
    catalog.addDataset(calib, event("dataset add", "cosmos7/calib"));
    assertThat(catalog.datasets()).containsExactly(calib, raw);
    assertThat(catalog.dataset(RAW)).contains(raw);
    assertThat(catalog.dataset(DatasetName.of("cosmos7"))).isEmpty();
    fails(Category.CONFLICT, () -> catalog.addDataset(raw, event("dataset add", "again")));
    assertThat(actions()).containsExactly("dataset add", "dataset add");
  }

  @Test
  void aDatasetIsChangedOnlyFromTheExpectedDefinition() {
    Dataset before = dataset("d");
    Dataset after =
        new Dataset(
            before.name(),
            "other",
            before.sources().reversed(),
            List.of(),
            TIME,
            "second",
            List.of("k=a b", "x"));
    fails(Category.NOT_FOUND, () -> catalog.updateDataset(before, after, event("set", "d")));
    catalog.addDataset(before, event("add", "d"));
    catalog.updateDataset(before, after, event("set", "d"));
    assertThat(catalog.dataset(before.name())).contains(after);
    fails(Category.CONFLICT, () -> catalog.updateDataset(before, after, event("set", "d")));
    assertThat(actions()).containsExactly("add", "set");
  }

  @Test
  void aDatasetWithSnapshotsIsNotRemovedAndItsVersionsAreNeverGivenAgain() {
    Snapshot first = recorded(RAW, TIME);
    fails(Category.REFUSED, () -> catalog.removeDataset(RAW, event("remove", "x")));
    assertThat(catalog.forget(first, event("forget", "x"))).isTrue();
    catalog.removeDataset(RAW, event("remove", "x"));
    assertThat(catalog.datasets()).isEmpty();
    fails(Category.NOT_FOUND, () -> catalog.removeDataset(RAW, event("remove", "x")));
    fails(Category.NOT_FOUND, () -> catalog.reserve(RAW, first.name()));
    assertThat(catalog.highestVersion(RAW)).isEqualTo(1);
    catalog.addDataset(dataset(RAW.text()), event("add", "x"));
    assertThat(catalog.reserve(RAW, first.name()))
        .isEqualTo(new Reservation(2, first.name() + "_2"));
  }

  @Test
  void namesAndVersionsAreGivenOnceEvenIfNothingIsRecorded() {
    add(RAW);
    add(DatasetName.of("cosmos7-raw"));
    assertThat(catalog.highestVersion(RAW)).isZero();
    String name = "cosmos7-raw_20261121_103000_x";
    assertThat(catalog.reserve(RAW, name)).isEqualTo(new Reservation(1, name));
    assertThat(catalog.reserve(RAW, name)).isEqualTo(new Reservation(2, name + "_2"));
    assertThat(catalog.reserve(DatasetName.of("cosmos7-raw"), name))
        .isEqualTo(new Reservation(1, name + "_3"));
    assertThat(catalog.highestVersion(RAW)).isEqualTo(2);
  }

  @Test
  void whatWasDerivedIsFoundByTheNameOfItsAncestor() {
    Snapshot source = recorded(RAW, TIME);
    Snapshot derived = recorded(DatasetName.of("b"), TIME.plusSeconds(1));
    Ancestor.Use twice = Ancestor.Use.CALIBRATED_WITH;
    Derivation from =
        new Derivation(
            List.of(Ancestor.of(Ancestor.Use.DERIVED_FROM, source), Ancestor.of(twice, source)),
            "x");
    Snapshot edited =
        derived.edit().derivation(from).knownBad(new KnownBad("sam", TIME, "wrong gain")).build();
    catalog.replace(derived, edited, event("edit", "x"));
    SnapshotQuery query = SnapshotQuery.all().onlyDerivedFrom(source.name());
    assertThat(catalog.page(query)).containsExactly(edited);
    assertThat(catalog.count(query)).isEqualTo(1);
    assertThat(catalog.count(SnapshotQuery.all().onlyDerivedFrom(edited.name()))).isZero();
    assertThat(catalog.forget(edited, event("forget", "x"))).isTrue();
    assertThat(catalog.page(query)).isEmpty();
  }

  @Test
  void aSnapshotComesBackAsItWasByEveryName() {
    add(RAW);
    catalog.reserve(RAW, "cosmos7-raw_20261121_103000_v1");
    Snapshot snapshot = full(RAW, 1, TIME);
    catalog.record(snapshot, event("create", snapshot.reference()));
    assertThat(catalog.snapshot(RAW, 1)).contains(snapshot);
    assertThat(catalog.latest(RAW)).contains(snapshot);
    assertThat(catalog.byShortName(RAW, "pre-mars-1")).contains(snapshot);
    assertThat(catalog.byName(snapshot.name())).contains(snapshot);
    assertThat(catalog.byIdPrefix(id(RAW, 1).substring(0, 8), 5)).containsExactly(snapshot);
    assertThat(catalog.page(SnapshotQuery.all())).containsExactly(snapshot);
    assertThat(catalog.byShortName(RAW, "pre-mars")).isEmpty();
    assertThat(catalog.byName(snapshot.name().substring(1))).isEmpty();
    assertThat(catalog.byIdPrefix("%", 5)).isEmpty();
    assertThat(catalog.snapshot(RAW, 2)).isEmpty();
  }

  @Test
  void recordingTwiceChangesNothing() {
    Snapshot snapshot = recorded(RAW, TIME);
    List<String> before = actions();
    catalog.record(snapshot, event("create", "again"));
    assertThat(actions()).isEqualTo(before);
    assertThat(catalog.count(SnapshotQuery.all())).isEqualTo(1);
  }

  @Test
  void twoSnapshotsNeverShareAVersionANameOrAShortName() {
    Snapshot first = recorded(RAW, TIME);
    catalog.reserve(RAW, "cosmos7-raw_20261121_103000_other");
    List<String> before = actions();
    Snapshot sameVersion = snapshot(RAW, 1, TIME.plusSeconds(1)).build();
    Snapshot sameName = snapshot(RAW, 2, TIME).name(first.name()).build();
    fails(Category.CONFLICT, () -> catalog.record(sameVersion, event("create", "x")));
    fails(Category.CONFLICT, () -> catalog.record(sameName, event("create", "x")));
    catalog.replace(first, first.edit().shortName("one").build(), event("tag", "x"));
    Snapshot sameShortName = snapshot(RAW, 2, TIME).shortName("one").build();
    fails(Category.CONFLICT, () -> catalog.record(sameShortName, event("create", "x")));
    assertThat(actions()).hasSize(before.size() + 1);
    assertThat(catalog.count(SnapshotQuery.all())).isEqualTo(1);
  }

  @Test
  void onlyReservedVersionsOfKnownDatasetsWithCapturesAreRecorded() {
    fails(
        Category.NOT_FOUND,
        () -> catalog.record(snapshot(RAW, 1, TIME).build(), event("create", "x")));
    add(RAW);
    fails(
        Category.INVALID,
        () -> catalog.record(snapshot(RAW, 1, TIME).build(), event("create", "x")));
    catalog.reserve(RAW, "cosmos7-raw_20261121_103000_v1");
    Snapshot empty = snapshot(RAW, 1, TIME).captures(List.of()).build();
    fails(Category.INVALID, () -> catalog.record(empty, event("create", "x")));
  }

  @Test
  void anEditNeedsTheStateThatItStartedFrom() {
    Snapshot first = recorded(RAW, TIME);
    Snapshot edited =
        full(RAW, 1, TIME).edit().captures(first.captures()).name(first.name()).build();
    catalog.replace(first, edited, event("tag", "x"));
    assertThat(catalog.snapshot(RAW, 1)).contains(edited);
    fails(Category.CONFLICT, () -> catalog.replace(first, edited, event("tag", "x")));
    catalog.replace(edited, first, event("tag", "x"));
    assertThat(catalog.snapshot(RAW, 1)).contains(first);
    assertThat(catalog.count(SnapshotQuery.all().onlyHeld())).isZero();
    Snapshot renamed = first.edit().name("d_20261121_103000_x").build();
    fails(Category.INVALID, () -> catalog.replace(first, renamed, event("tag", "x")));
    Snapshot gone = snapshot(RAW, 7, TIME).build();
    fails(Category.NOT_FOUND, () -> catalog.replace(gone, gone, event("tag", "x")));
  }

  @Test
  void aHeldSnapshotIsNotForgotten() {
    Snapshot first = recorded(RAW, TIME);
    Snapshot held = first.edit().hold(new Hold(Hold.Kind.PERMANENT, "", "maya", TIME)).build();
    catalog.replace(first, held, event("hold", "x"));
    fails(Category.REFUSED, () -> catalog.forget(held, event("forget", "x")));
    fails(Category.CONFLICT, () -> catalog.forget(first, event("forget", "x")));
    assertThat(catalog.snapshot(RAW, 1)).contains(held);
    catalog.replace(held, first, event("release", "x"));
    assertThat(catalog.forget(first, event("forget", "x"))).isTrue();
    List<String> before = actions();
    assertThat(catalog.forget(first, event("forget", "x"))).isFalse();
    assertThat(actions()).isEqualTo(before);
    assertThat(catalog.snapshot(RAW, 1)).isEmpty();
  }

  @Test
  void theLatestIsTheHighestVersion() {
    recorded(RAW, TIME);
    Snapshot second = recorded(RAW, TIME.minusSeconds(60));
    recorded(DatasetName.of("other"), TIME.plusSeconds(60));
    assertThat(catalog.latest(RAW)).contains(second);
    assertThat(catalog.latest(DatasetName.of("cosmos7"))).isEmpty();
  }

  @Test
  void listsNewestFirstPageByPage() {
    List<Snapshot> all = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      DatasetName dataset = DatasetName.of(i % 3 == 0 ? "b" : "a/x");
      all.add(recorded(dataset, TIME.minusSeconds(i / 5 * 7L)));
    }
    all.sort(Snapshot.NEWEST_FIRST);
    assertThat(catalog.snapshots(SnapshotQuery.all().limit(4))).containsExactlyElementsOf(all);
    assertThat(catalog.page(SnapshotQuery.all().limit(4).after(all.get(9))))
        .containsExactlyElementsOf(all.subList(10, 14));
    assertThat(catalog.count(SnapshotQuery.all().limit(4))).isEqualTo(25);
  }

  @Test
  void findsByDatasetHierarchyTimeKindAndMarks() {
    Snapshot raw = recorded(RAW, TIME);
    Snapshot below = recorded(DatasetName.of("cosmos7/raw/night"), TIME.plusSeconds(1));
    Snapshot beside = recorded(DatasetName.of("cosmos7/raw-old"), TIME.plusSeconds(2));
    assertThat(found(SnapshotQuery.of(RAW))).containsExactly(raw);
    assertThat(found(SnapshotQuery.all().within(RAW))).containsExactly(below, raw);
    assertThat(found(SnapshotQuery.all().within(DatasetName.of("cosmos7"))))
        .containsExactly(beside, below, raw);
    assertThat(found(SnapshotQuery.all().between(TIME.plusSeconds(1), null)))
        .containsExactly(beside, below);
    assertThat(found(SnapshotQuery.all().between(TIME, TIME.plusSeconds(1)))).containsExactly(raw);
    Snapshot marked =
        raw.edit()
            .knownGood(new KnownGood("maya", TIME, ""))
            .hold(new Hold(Hold.Kind.LEGAL, "", "maya", TIME))
            .kind(SnapshotKind.GUARD)
            .build();
    catalog.replace(raw, marked, event("known-good", "x"));
    assertThat(found(SnapshotQuery.all().onlyKnownGood())).containsExactly(marked);
    assertThat(found(SnapshotQuery.all().onlyHeld())).containsExactly(marked);
    assertThat(found(SnapshotQuery.all().onlyKind(SnapshotKind.GUARD))).containsExactly(marked);
  }

  @Test
  void findsByTextAndTags() {
    add(RAW);
    catalog.reserve(RAW, "cosmos7-raw_20261121_103000_v1");
    Snapshot mars = full(RAW, 1, TIME);
    catalog.record(mars, event("create", "x"));
    Snapshot other = recorded(RAW, TIME.plusSeconds(5));
    for (String text :
        List.of(
            "MARS",
            "mars calibration",
            "change mars",
            "GRÖSSE",
            "pre-mars-1",
            "5a49f37",
            "feature",
            "campaign=mars",
            "maya mars",
            "raw@1",
            "second")) {
      List<Snapshot> expected = text.equals("GRÖSSE") ? List.of() : List.of(mars);
      assertThat(found(SnapshotQuery.all().text(text))).as(text).isEqualTo(expected);
    }
    assertThat(found(SnapshotQuery.all().text("größe"))).containsExactly(mars);
    assertThat(found(SnapshotQuery.all().text("m%s"))).isEmpty();
    assertThat(found(SnapshotQuery.all().text(" "))).containsExactly(other, mars);
    assertThat(found(SnapshotQuery.all().tagged(List.of("campaign=mars", "nightly"))))
        .containsExactly(mars);
    assertThat(found(SnapshotQuery.all().tagged(List.of("campaign")))).containsExactly(mars);
    for (String tag : List.of("campaign=mar", "camp", "nightly=x", "ampaign=mars", "mars")) {
      assertThat(found(SnapshotQuery.all().tagged(List.of(tag)))).as(tag).isEmpty();
    }
  }

  @Test
  void theAuditTrailIsChainedAndRead() {
    for (int i = 1; i <= 7; i++) {
      AuditEntry entry = catalog.append(event("check", "line\n" + i + " é"));
      assertThat(entry.sequence()).isEqualTo(i);
    }
    AuditEvent refused =
        new AuditEvent(
            Instant.EPOCH, "sam", "vm", "delete", "d@1", AuditEvent.Outcome.REFUSED, "held");
    catalog.append(refused);
    List<AuditEntry> trail = catalog.audit().toList();
    assertThat(trail).hasSize(8);
    assertThat(trail.getLast().event()).isEqualTo(refused);
    assertThat(catalog.auditPage(3, 2)).isEqualTo(trail.subList(2, 4));
    List<AuditFinding> findings = new ArrayList<>();
    AuditHead end = AuditChain.verify(trail.iterator(), catalog.auditHead(), findings::add);
    assertThat(findings).isEmpty();
    assertThat(end).isEqualTo(catalog.auditHead());
  }

  @Test
  void isFreeOfProblems() {
    recorded(RAW, TIME);
    assertThat(catalog.problems()).isEmpty();
  }

  private void add(DatasetName name) {
    if (catalog.dataset(name).isEmpty()) {
      catalog.addDataset(dataset(name.text()), event("add", name.text()));
    }
  }

  private Snapshot recorded(DatasetName name, Instant time) {
    add(name);
    Reservation reserved = catalog.reserve(name, name.flat() + "_20261121_103000_x");
    Snapshot snapshot =
        snapshot(name, reserved.version(), time)
            .name(reserved.name())
            .tags(Map.of("n", "" + reserved.version()))
            .build();
    catalog.record(snapshot, event("create", snapshot.reference()));
    return snapshot;
  }

  private List<Snapshot> found(SnapshotQuery query) {
    List<Snapshot> page = catalog.page(query);
    assertThat(catalog.count(query)).isEqualTo(page.size());
    return page;
  }

  private List<String> actions() {
    return catalog.audit().map(entry -> entry.event().action()).toList();
  }

  private static void fails(Category category, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            HeveliusException.class, e -> assertThat(e.category()).isEqualTo(category));
  }
}
