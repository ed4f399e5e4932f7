package org.hevelius.core.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.policy.NativeFrames.Frame;
import org.hevelius.core.provider.MemorySchedules;
import org.hevelius.core.provider.NativeSchedules;
import org.hevelius.core.provider.NativeSchedules.Wish;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.runner.Lease;
import org.hevelius.core.runner.Run;
import org.hevelius.core.runner.RunStore;
import org.hevelius.core.runner.Runner;
import org.hevelius.core.snapshot.Snapshot;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Policies of which storage with schedules of its own keeps a part. */
class NativeSchedulesTest {
  private static final DatasetName RAW = DatasetName.of("raw");
  private static final SourceSpec SOURCE = SourceSpec.parse("zfs:tank/raw");
  private static final String POLICY =
      """
      policies:
        - name: p
          scopes: [raw]
          native-schedule: true
          tags: {campaign: mars}
          schedules:
            six: {at: "every 6h", keep: 3d, description: Four a day}
            monthly: {at: "1st 04:00", keep: last 12}
      """;

  private final NativeHome home = new NativeHome();
  private final MemorySchedules storage = new MemorySchedules(home.pool);
  private final List<Alert> alerts = new ArrayList<>();
  private final List<String> log = new ArrayList<>();
  private Runner runner;

  @BeforeEach
  void begin() {
    home.zfs.schedules(storage);
    home.dataset("raw", "zfs:tank/raw").dataset("plain", "dir:/plain");
    home.write("zfs:tank/raw", "a.txt", "one");
    runner =
        home.home()
            .runner(
                new Automation.Settings("node", Runnable::run, alerts::add, log::add), List.of());
  }

  private ManagedPolicies.Plan plan(String text) {
    return home.home().policies().planApply("p.yaml", text, null);
  }

  private void apply(String text) {
    var _ = home.home().policies().execute(plan(text));
  }

  /** Lets time pass for the storage and for us, a beat every ten minutes. */
  private void pass(Duration time) {
    Instant end = home.clock.instant().plus(time);
    while (home.clock.instant().isBefore(end)) {
      Instant from = home.clock.instant();
      home.clock.advance(Duration.ofMinutes(10));
      storage.pass(from, home.clock.instant());
      runner.beat();
    }
  }

  private List<Snapshot> versions() {
    try (Stream<Snapshot> all = home.catalog.snapshots(SnapshotQuery.of(RAW))) {
      return all.toList().reversed();
    }
  }

  private List<String> runs() {
    return home
        .catalog
        .runs()
        .page(RunStore.Query.of("raw", Run.Kind.SNAPSHOT, 1000))
        .reversed()
        .stream()
        .map(run -> run.planned() + " " + run.state())
        .toList();
  }

  private List<Alert.Kind> told() {
    return alerts.stream()
        .filter(alert -> alert.subject().equals("raw"))
        .map(Alert::kind)
        .filter(kind -> kind != Alert.Kind.RUN_SUCCEEDED)
        .filter(kind -> kind != Alert.Kind.RUN_STARTED)
        .toList();
  }

  private PolicyView.Handover halves() {
    return Objects.requireNonNull(home.home().policies().explain("raw").storage());
  }

  @Test
  void thePlanShowsWhatTheStorageIsToldAndItIsToldOnlyThen() {
    ManagedPolicies.Plan plan = plan(POLICY);
    assertThat(plan.storage()).singleElement().asString().contains("zfs:tank/raw", "every 6h");
    assertThat(plan.notes()).anyMatch(note -> note.startsWith("raw: monthly is taken by Hevelius"));
    assertThat(storage.names()).isEmpty();
    apply(POLICY);
    assertThat(storage.names()).hasSize(1);
    assertThat(plan(POLICY).isEmpty()).isTrue();
    PolicyView.Handover halves = halves();
    assertThat(halves.storage()).singleElement().asString().startsWith("six: every 6h");
    assertThat(halves.hevelius()).singleElement().asString().startsWith("monthly: ");
  }

  @Test
  void whatTheStorageTakesBecomesAVersionOnceAndNothingIsTakenTwice() {
    apply(POLICY);
    pass(Duration.ofHours(13));
    assertThat(versions())
        .extracting(one -> one.createdAt().toString())
        .containsExactly("2026-11-21T12:00:00Z", "2026-11-21T18:00:00Z");
    Snapshot first = versions().getFirst();
    assertThat(first.takenBy()).extracting(Object::toString).containsExactly("p/six");
    assertThat(first.tags()).containsEntry("campaign", "mars");
    assertThat(first.author()).isEqualTo(storage.names().getFirst());
    assertThat(first.description()).startsWith("Four a day");
    assertThat(first.expires()).isEqualTo(first.createdAt().plus(Duration.ofDays(3)));
    assertThat(home.home().nativeSync().sync(null))
        .singleElement()
        .satisfies(result -> assertThat(result.adopted()).isEmpty());
    assertThat(runs())
        .containsExactly("2026-11-21T12:00:00Z SUCCEEDED", "2026-11-21T18:00:00Z SUCCEEDED");
    assertThat(told()).isEmpty();
    assertThat(log).isEmpty();
  }

  @Test
  void whatExpiresOnTheStorageIsMarkedGoneAndNeverListedAgain() {
    apply(POLICY);
    pass(Duration.ofDays(4));
    List<Snapshot> gone = versions().stream().filter(Snapshot::isGone).toList();
    assertThat(gone).hasSize(4);
    assertThat(versions()).hasSize(16);
    assertThat(home.pool.live(SOURCE)).isNotNull();
    assertThat(home.zfs.snapshots(SOURCE)).hasSize(12);
    assertThat(
            home.home()
                .care()
                .checkup(null, 0, null, Progress.NONE, () -> false)
                .natives()
                .missing())
        .isEmpty();
    List<String> hits = new ArrayList<>();
    home.home()
        .finds()
        .find("a.txt", "raw", 10, hit -> hits.add(hit.path()), Progress.NONE, () -> false);
    assertThat(hits).isNotEmpty();
    assertThat(told()).isEmpty();
  }

  @Test
  void aDueTimeAtWhichTheStorageTookNothingIsMissedAndTold() {
    apply(POLICY);
    pass(Duration.ofHours(3));
    home.clock.advance(Duration.ofHours(7));
    runner.beat();
    assertThat(told()).contains(Alert.Kind.RUN_MISSED);
    assertThat(runs())
        .containsExactly("2026-11-21T12:00:00Z SUCCEEDED", "2026-11-21T18:00:00Z MISSED");
    assertThat(versions()).hasSize(1);
    runner.beat();
    assertThat(told()).filteredOn(kind -> kind == Alert.Kind.RUN_MISSED).hasSize(1);
  }

  @Test
  void aScheduleThatWasChangedByHandIsTakenByUsUntilItIsPutBack() {
    apply(POLICY);
    pass(Duration.ofHours(3));
    Frame daily =
        new Frame(
            Duration.ofDays(1),
            Instant.parse("2026-11-21T01:00:00Z"),
            Duration.ofDays(3),
            Duration.ZERO);
    storage.edit(storage.names().getFirst(), new Wish(List.of(daily), null));
    pass(Duration.ofHours(6));
    assertThat(told()).containsExactly(Alert.Kind.STORAGE_UNHEALTHY);
    assertThat(versions())
        .extracting(one -> one.kind().name())
        .containsExactly("ADOPTED", "SCHEDULED");
    assertThat(halves().trouble()).contains("every 1d");
    assertThat(plan(POLICY).storage()).singleElement().asString().contains("changed");
    apply(POLICY);
    assertThat(halves().trouble()).isEmpty();
    pass(Duration.ofHours(6));
    assertThat(versions().getLast().kind().name()).isEqualTo("ADOPTED");
  }

  @Test
  void whereTheStorageFailsMidwayWeTakeOverAndARepetitionEndsWithOne() {
    storage.failAfter(1);
    ManagedPolicies.Plan plan = plan(POLICY);
    assertThatThrownBy(() -> home.home().policies().execute(plan))
        .isInstanceOf(HeveliusException.class)
        .hasMessageContaining("zfs:tank/raw was not told everything for raw");
    pass(Duration.ofHours(3));
    assertThat(versions()).extracting(one -> one.kind().name()).containsExactly("SCHEDULED");
    apply(POLICY);
    assertThat(storage.names()).hasSize(1);
    pass(Duration.ofHours(6));
    assertThat(versions())
        .extracting(one -> one.kind().name())
        .containsExactly("SCHEDULED", "ADOPTED");
  }

  @Test
  void whatThePolicyNoLongerWantsIsRemovedAndTakenByUsAndWhatWasTakenStays() {
    apply(POLICY);
    pass(Duration.ofHours(3));
    apply(POLICY.replace("native-schedule: true", "native-schedule: false"));
    assertThat(storage.names()).isEmpty();
    pass(Duration.ofHours(6));
    assertThat(versions())
        .extracting(one -> one.kind().name())
        .containsExactly("ADOPTED", "SCHEDULED");
    assertThat(home.zfs.snapshots(SOURCE)).hasSize(2);
    pass(Duration.ofDays(3));
    assertThat(versions().getFirst().isGone()).isTrue();
  }

  @Test
  void whatIsGoneIsNotTheNewestThatAReferenceMeans() {
    apply(POLICY);
    pass(Duration.ofHours(9));
    Snapshot newest = versions().getLast();
    storage.expire(newest.captures().getFirst().id());
    assertThat(home.home().nativeSync().sync("raw").getFirst().gone())
        .containsExactly(newest.reference());
    assertThat(home.home().snapshots().show("raw@latest").version()).isEqualTo(1);
    assertThat(home.home().snapshots().show("raw@2026-11-21T1830").version()).isEqualTo(1);
    assertThat(home.home().snapshots().show("raw@2").isGone()).isTrue();
  }

  @Test
  void storageThatCannotIsRefusedWithThePlaceAndTheReason() {
    assertThatThrownBy(() -> plan(POLICY.replace("[raw]", "[plain]")))
        .hasMessageContaining("p.yaml:4:")
        .hasMessageContaining("dir:/plain lies in storage that takes no snapshots by itself");
    assertThatThrownBy(() -> plan(POLICY.replace("keep: 3d", "keep: last 4")))
        .hasMessageContaining("six: \"last 4\" keeps by number");
    assertThat(storage.names()).isEmpty();
  }

  @Test
  void storageThatIsDownKeepsItsScheduleAndNothingIsTakenTwice() {
    apply(POLICY);
    pass(Duration.ofHours(3));
    storage.down(true);
    home.clock.advance(Duration.ofMinutes(30));
    runner.beat();
    assertThat(log).anyMatch(line -> line.contains("the storage is down"));
    assertThat(halves().storage()).isNotEmpty();
    storage.down(false);
    pass(Duration.ofHours(6));
    assertThat(versions())
        .extracting(one -> one.kind().name())
        .containsExactly("ADOPTED", "ADOPTED");
  }

  private List<String> numbers() {
    return runner.metrics().stream()
        .filter(metric -> metric.name().startsWith("hevelius_native_"))
        .flatMap(metric -> metric.samples().stream().map(one -> metric.name() + " " + one.value()))
        .toList();
  }

  @Test
  void aHealthyCopyElsewhereEndsTheWarningAndIsToldInNumbers() {
    String copied =
        POLICY.replace("    tags:", "    replication: {to: second, keep: 30d}\n    tags:");
    apply(copied);
    List<String> before = dangers();
    assertThat(before).anyMatch(line -> line.contains("keep a copy elsewhere"));
    storage.replica(
        new NativeSchedules.Replica(
            SOURCE, "ours-1", "second", true, "Active", home.clock.instant(), true, ""));
    assertThat(dangers()).isEmpty();
    pass(Duration.ofMinutes(20));
    assertThat(numbers())
        .contains("hevelius_native_schedule_ok 1.0", "hevelius_native_replication_ok 1.0")
        .hasSize(3);
    assertThat(halves().copies())
        .singleElement()
        .asString()
        .contains("zfs:tank/raw to second by ours-1: all up to");
    apply(POLICY);
    assertThat(dangers()).isEqualTo(before);
  }

  private List<String> dangers() {
    return new Dangers(home.context())
        .of(home.catalog.dataset(RAW).orElseThrow(), home.clock.instant());
  }

  @Test
  void twoProcessesListEachSnapshotOnce() {
    apply(POLICY);
    pass(Duration.ofHours(3));
    storage.pass(home.clock.instant(), home.clock.instant().plus(Duration.ofHours(6)));
    home.catalog
        .leases()
        .acquire(
            new Lease("native/raw", "other", home.clock.instant().plusSeconds(60)),
            home.clock.instant());
    assertThatThrownBy(() -> home.home().nativeSync().sync("raw"))
        .hasMessageContaining("another process lists");
    assertThat(versions()).hasSize(1);
    home.catalog.leases().release("native/raw", "other");
    assertThat(home.home().nativeSync().sync("raw").getFirst().adopted()).containsExactly("raw@2");
    assertThat(home.home().nativeSync().sync("raw").getFirst().adopted()).isEmpty();
  }
}
