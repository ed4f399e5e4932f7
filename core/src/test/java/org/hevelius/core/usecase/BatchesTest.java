package org.hevelius.core.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.PlainHasher;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.Selection;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.find.InMemoryFileIndex;
import org.hevelius.core.provider.Actor;
import org.hevelius.core.provider.GitReader;
import org.hevelius.core.provider.OneRepository;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.testkit.TestClock;
import org.junit.jupiter.api.Test;

class BatchesTest {
  private static final Creation.Request REQUEST = Creation.Request.of("", "Before Mars");

  private final TestClock clock = TestClock.at("2026-11-21T10:00:00Z");
  private final FaultyStorage storage = new FaultyStorage();
  private final Context context =
      new Context(
          storage.catalog,
          new InMemoryFileIndex(),
          Map.of(SourceSpec.Kind.DIR, storage),
          new OneRepository(),
          GitReader.NONE,
          new Actor("maya", "mars"),
          clock,
          new PlainHasher());
  private final Batches batches = new Hevelius(context, () -> {}).batches();

  private List<Dataset> datasets(int count) {
    IntStream.range(0, count)
        .mapToObj("cosmos7/d%04d"::formatted)
        .map(
            name ->
                new Dataset(
                    DatasetName.of(name),
                    "",
                    List.of(SourceSpec.parse("dir:/" + name)),
                    List.of(),
                    clock.instant(),
                    "default"))
        .forEach(d -> storage.catalog.addDataset(d, context.done("add", d.name().text(), "")));
    return batches.datasets(Selection.of(List.of("cosmos7/**"), List.of()));
  }

  private Batch<Creation.Result> create(List<Dataset> datasets, BooleanSupplier canceled) {
    return batches.create(datasets, REQUEST, Progress.NONE, _ -> {}, canceled);
  }

  @Test
  void aThousandDatasetsAreTakenMarkedAndDeleted() {
    assertThat(create(datasets(1_000), () -> false).results()).hasSize(1_000);
    List<Snapshot> latest = batches.snapshots(Choice.of(List.of("**@latest")));
    assertThat(latest).hasSize(1_000);
    Batch<Snapshot> marked =
        batches.mark(latest, new Mark.Tagged(Map.of("trial", ""), List.of()), () -> false);
    assertThat(marked.complete()).isTrue();
    List<Snapshot> trial =
        batches.snapshots(new Choice(List.of(), List.of(), List.of("trial"), null, null));
    assertThat(trial).hasSize(1_000);
    assertThat(batches.delete(batches.planDelete(trial, false), () -> false).results())
        .hasSize(1_000);
    assertThat(storage.stored).isEmpty();
  }

  @Test
  void whoStopsItIsHeardBeforeTheNextOne() {
    AtomicInteger asked = new AtomicInteger();
    Batch<Creation.Result> batch = create(datasets(4), () -> asked.incrementAndGet() > 2);
    assertThat(batch.items()).hasSize(2);
    assertThat(batch.notBegun()).containsExactly("cosmos7/d0002", "cosmos7/d0003");
    assertThat(batch.complete()).isFalse();
    assertThat(storage.stored).hasSize(2);
  }

  @Test
  void whatIsStoppedInTheMiddleIsTheLast() {
    List<Batch.Subject<String>> subjects =
        IntStream.range(0, 3).mapToObj(i -> new Batch.Subject<>("d" + i, null, "d" + i)).toList();
    Batch<String> batch =
        Batch.each(
            subjects,
            name -> {
              if (name.equals("d1")) {
                throw new HeveliusException(Category.CANCELED, "stopped");
              }
              return name;
            },
            _ -> {},
            () -> false);
    assertThat(batch.items()).hasSize(2);
    assertThat(batch.items().getLast().wasCanceled()).isTrue();
    assertThat(batch.notBegun()).containsExactly("d2");
  }

  @Test
  void aFaultOfTheProgramInOneLeavesTheOthersAlone() {
    List<Batch.Subject<Integer>> subjects =
        IntStream.range(0, 3).mapToObj(i -> new Batch.Subject<>("d" + i, null, i)).toList();
    Batch<Integer> batch = Batch.each(subjects, i -> 6 / (i - 1), _ -> {}, () -> false);
    assertThat(batch.results()).containsExactly(-6, 6);
    assertThat(Objects.requireNonNull(batch.failed().getFirst().error()).category())
        .isEqualTo("internal");
  }

  @Test
  void whatWasDoneBeforeAKillStandsAndTheRestIsDoneByTheNextRun() {
    List<Dataset> all = datasets(5);
    List<String> done = new ArrayList<>();
    assertThatThrownBy(
            () ->
                batches.create(
                    all,
                    Creation.Request.of("", "why").edit().shortName("pre-mars").build(),
                    Progress.NONE,
                    item -> {
                      done.add(item.dataset());
                      if (done.size() == 2) {
                        throw new FaultyStorage.Died();
                      }
                    },
                    () -> false))
        .isInstanceOf(FaultyStorage.Died.class);
    assertThat(storage.stored).hasSize(2);
    Creation.Request again = Creation.Request.of("", "why").edit().shortName("pre-mars").build();
    assertThatThrownBy(() -> batches.create(all, again, Progress.NONE, _ -> {}, () -> false))
        .isInstanceOfSatisfying(
            HeveliusException.class,
            e ->
                assertThat(e.advice().getFirst())
                    .endsWith("those without it: cosmos7/d0002 cosmos7/d0003 cosmos7/d0004"));
    assertThat(storage.stored).hasSize(2);
    var _ = batches.create(all.subList(2, 5), again, Progress.NONE, _ -> {}, () -> false);
    assertThat(batches.snapshots(Choice.of(List.of("cosmos7/**@pre-mars")))).hasSize(5);
  }

  @Test
  void deletionsThatDieBetweenTwoAreFinishedByTheNextRun() {
    var _ = create(datasets(4), () -> false);
    List<Snapshot> all = batches.snapshots(Choice.of(List.of("**@latest")));
    Batches.Deletion plan = batches.planDelete(all, false);
    AtomicInteger asked = new AtomicInteger();
    Batch<Snapshots.DeletePlan> stopped = batches.delete(plan, () -> asked.incrementAndGet() > 2);
    assertThat(stopped.notBegun()).containsExactly("cosmos7/d0002@1", "cosmos7/d0003@1");
    Batch<Snapshots.DeletePlan> again = batches.delete(plan, () -> false);
    assertThat(again.items()).hasSize(4);
    assertThat(storage.stored).isEmpty();
  }

  @Test
  void aSnapshotThatChangedSinceThePlanStays() {
    var _ = create(datasets(3), () -> false);
    List<Snapshot> all = batches.snapshots(Choice.of(List.of("**@latest")));
    Batches.Deletion plan = batches.planDelete(all, false);
    var _ = new Snapshots(context).tag("cosmos7/d0001@1", Map.of("keep", ""), List.of());
    Batch<Snapshots.DeletePlan> done = batches.delete(plan, () -> false);
    assertThat(done.results()).hasSize(2);
    assertThat(done.failed().getFirst().name()).isEqualTo("cosmos7/d0001@1");
    assertThat(Objects.requireNonNull(done.failed().getFirst().error()).category())
        .isEqualTo("conflict");
    assertThat(storage.stored).hasSize(1);
  }
}
