package org.hevelius.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.hevelius.app.cli.RepositoryHome.Store;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.usecase.Batch;
import org.hevelius.core.usecase.Choice;
import org.hevelius.core.usecase.Hevelius;
import org.hevelius.core.usecase.RestoreBatches;
import org.hevelius.core.usecase.Restores;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restores of several datasets that are stopped, killed or overtaken. */
class BatchRestoreTest {
  private static final RestoreBatches.Request IN_PLACE =
      new RestoreBatches.Request(List.of(), null, false, false, true);

  @TempDir static Path shared;
  static Store store;

  @TempDir Path root;
  RepositoryHome home;

  @BeforeAll
  static void openTheRepository() {
    store = new Store(shared);
  }

  @AfterAll
  static void closeIt() {
    store.close();
  }

  @BeforeEach
  void threeDatasetsThatWereSpoiled() {
    home = new RepositoryHome(root, store);
    for (String name : List.of("a", "b", "c")) {
      home.write(name + "/f.txt", "good\n");
      home.ok("dataset", "add", "m/" + name, "--source", "raw/" + name);
    }
    home.ok("create", "**", "Baseline", "--name", "base");
    List.of("a", "b", "c").forEach(name -> home.write(name + "/f.txt", "spoiled\n"));
  }

  private List<String> contents() {
    return List.of(home.read("a/f.txt"), home.read("b/f.txt"), home.read("c/f.txt"));
  }

  private RestoreBatches.Plan plan(Hevelius hevelius) {
    return hevelius
        .restoreBatches()
        .plan(
            hevelius.batches().snapshots(Choice.of(List.of("m/**@base"))),
            IN_PLACE,
            Progress.NONE,
            _ -> {},
            () -> false);
  }

  @Test
  void afterAKillBetweenTwoDatasetsTheSameAgainDoesTheRestAndUndoTakesAllBack() {
    Hevelius hevelius = home.open(root);
    RestoreBatches.Plan plan = plan(hevelius);
    assertThatThrownBy(
            () ->
                hevelius
                    .restoreBatches()
                    .execute(
                        plan,
                        Progress.NONE,
                        item -> {
                          throw new AssertionError("killed after " + item.dataset());
                        },
                        () -> false))
        .hasMessage("killed after m/a");
    assertThat(contents()).containsExactly("good\n", "spoiled\n", "spoiled\n");
    assertThat(home.ok("restore", "m/**@base", "--in-place", "--yes"))
        .contains("Plan 7f3a  3 datasets, overwrite 2 (10 B)")
        .contains("3 datasets: 3 done");
    assertThat(contents()).containsOnly("good\n");
    assertThat(home.ok("undo", "--yes")).contains("2 datasets: 2 done");
    assertThat(home.ok("undo", "--yes")).contains("Restored 1 entry");
    assertThat(contents()).containsOnly("spoiled\n");
  }

  @Test
  void whoStopsItGetsWhatWasDoneAndWhatWasNotBegun() {
    Hevelius hevelius = home.open(root);
    RestoreBatches.Plan plan = plan(hevelius);
    AtomicInteger done = new AtomicInteger();
    Batch<Restores.Result> batch =
        hevelius
            .restoreBatches()
            .execute(plan, Progress.NONE, _ -> done.incrementAndGet(), () -> done.get() == 1);
    assertThat(batch.items()).hasSize(1);
    assertThat(batch.notBegun()).containsExactly("m/b@1", "m/c@1");
    assertThat(BatchText.code(batch, false)).isEqualTo(130);
    assertThat(contents()).containsExactly("good\n", "spoiled\n", "spoiled\n");
    assertThatThrownBy(
            () ->
                hevelius
                    .restoreBatches()
                    .plan(
                        hevelius.batches().snapshots(Choice.of(List.of("m/**@base"))),
                        IN_PLACE,
                        Progress.NONE,
                        _ -> {},
                        () -> true))
        .isInstanceOfSatisfying(
            HeveliusException.class, e -> assertThat(e.category()).isEqualTo(Category.CANCELED));
  }

  @Test
  void aDatasetThatChangedSinceThePlanIsLeftAloneAndTheOthersAreDone() {
    Hevelius hevelius = home.open(root);
    RestoreBatches.Plan plan = plan(hevelius);
    home.write("b/f.txt", "work of the last minute\n");
    assertThat(hevelius.restoreBatches().holds(plan, Progress.NONE, () -> false)).isFalse();
    Batch<Restores.Result> batch =
        hevelius.restoreBatches().execute(plan, Progress.NONE, _ -> {}, () -> false);
    assertThat(batch.results()).hasSize(2);
    assertThat(batch.failed().getFirst().dataset()).isEqualTo("m/b");
    assertThat(Objects.requireNonNull(batch.failed().getFirst().error()).category())
        .isEqualTo("conflict");
    assertThat(contents()).containsExactly("good\n", "work of the last minute\n", "good\n");
    assertThat(BatchText.code(batch, false)).isEqualTo(1);
  }

  @Test
  void aPlanKeepsOnlyTheFirstActionsOfEachDatasetAndCountsAll() {
    for (int i = 0; i < 100; i++) {
      home.write("a/%03d.txt".formatted(i), "x\n");
    }
    home.ok("create", "m/a", "many", "--name", "many");
    for (int i = 0; i < 100; i++) {
      home.write("a/%03d.txt".formatted(i), "longer\n");
    }
    Hevelius hevelius = home.open(root);
    RestoreBatches.Plan plan =
        hevelius
            .restoreBatches()
            .plan(
                hevelius.batches().snapshots(Choice.of(List.of("m/a@many", "m/b@base"))),
                IN_PLACE,
                Progress.NONE,
                _ -> {},
                () -> false);
    assertThat(plan.changes()).isEqualTo(101);
    assertThat(plan.plans().results().mapToInt(p -> p.first().size()))
        .containsExactly(RestoreBatches.SHOWN, 1);
    assertThat(
            hevelius.restoreBatches().execute(plan, Progress.NONE, _ -> {}, () -> false).complete())
        .isTrue();
    assertThat(home.read("a/099.txt")).isEqualTo("x\n");
  }

  @Test
  void anUndoOfOneDatasetByItselfLeavesTheOthersToTheBatch() {
    home.ok("restore", "m/**@base", "--in-place", "--yes");
    home.ok("undo", "m/b", "--yes");
    home.write("b/f.txt", "new work\n");
    home.ok("create", "m/b", "new work");
    assertThat(home.ok("undo", "--dry-run")).contains("Plan 7f3a  2 datasets, overwrite 2");
    home.ok("undo", "--yes");
    assertThat(contents()).containsExactly("spoiled\n", "new work\n", "spoiled\n");
  }
}
