package org.hevelius.core.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.find.FileIndex;
import org.hevelius.core.find.InMemoryFileIndex;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Versions whose native snapshot somebody has removed without Hevelius. */
class GoneVersionsTest {
  private static final String RAW = "zfs:tank/raw";

  private final NativeHome home = new NativeHome();
  private final FileIndex index = new InMemoryFileIndex();
  private final List<Snapshot> versions = new ArrayList<>();

  @BeforeEach
  void fill() {
    home.dataset("raw", RAW);
    for (String night : List.of("night1", "night2", "night3")) {
      home.write(RAW, night, night);
      versions.add(home.create("raw", night));
    }
  }

  private Context context() {
    Context all = home.context();
    return new Context(
        all.catalog(),
        index,
        all.providers(),
        all.repositories(),
        all.git(),
        all.actor(),
        all.clock(),
        all.passwords());
  }

  private void lose(int version) {
    home.zfs.forget(versions.get(version - 1).captures());
  }

  private List<String> find(Finds finds, String pattern) {
    List<String> found = new ArrayList<>();
    finds.find(
        pattern,
        "raw",
        100,
        hit -> found.add(hit.path() + " from @" + hit.interval().firstVersion()),
        Progress.NONE,
        () -> false);
    return found;
  }

  @Test
  void whatTheOthersHaveIsFoundAndTheGoneOneIsToldOnce() {
    lose(2);
    Finds finds = new Finds(context());
    assertThat(find(finds, "night*"))
        .containsExactlyInAnyOrder("night1 from @1", "night2 from @3", "night3 from @3");
    assertThat(finds.skipped()).containsExactly("raw@2");
    Finds again = new Finds(context());
    assertThat(find(again, "night1")).containsExactly("night1 from @1");
    assertThat(again.skipped()).isEmpty();
    assertThat(again.behind(null)).isEmpty();
  }

  @Test
  void theNewestOneMayBeGoneAndLaterOnesAreStillFound() {
    lose(3);
    assertThat(find(new Finds(context()), "night*"))
        .containsExactlyInAnyOrder("night1 from @1", "night2 from @2");
    assertThat(new Finds(context()).behind(null)).isEmpty();
    home.write(RAW, "night4", "night4");
    versions.add(home.create("raw", "night4"));
    assertThat(find(new Finds(context()), "night*"))
        .containsExactlyInAnyOrder(
            "night1 from @1", "night2 from @2", "night3 from @4", "night4 from @4");
  }

  @Test
  void aVersionThatWasIndexedAndIsGoneThenDoesNotSpoilTheNext() {
    assertThat(find(new Finds(context()), "night3")).containsExactly("night3 from @3");
    lose(3);
    home.write(RAW, "night4", "night4");
    versions.add(home.create("raw", "night4"));
    assertThat(find(new Finds(context()), "night*"))
        .containsExactlyInAnyOrder(
            "night1 from @1", "night2 from @2", "night3 from @4", "night4 from @4");
  }

  @Test
  void allOfThemMayBeGone() {
    lose(1);
    lose(2);
    lose(3);
    Finds finds = new Finds(context());
    assertThat(find(finds, "*")).isEmpty();
    assertThat(finds.skipped()).containsExactly("raw@1", "raw@2", "raw@3");
    home.write(RAW, "night4", "night4");
    versions.add(home.create("raw", "night4"));
    assertThat(find(new Finds(context()), "night1")).containsExactly("night1 from @4");
  }

  @Test
  void theServiceAddsTheOthersOnceAndSaysItOnce() {
    lose(2);
    List<String> log = new ArrayList<>();
    NameIndexing indexing = new NameIndexing(context(), log::add, () -> {});
    indexing.round();
    indexing.round();
    assertThat(log).containsExactly("raw@2 is gone from its storage, and isn't indexed");
    assertThat(index.indexedUpTo(DatasetName.of("raw"))).isEqualTo(3);
    lose(3);
    home.write(RAW, "night4", "night4");
    versions.add(home.create("raw", "night4"));
    indexing.round();
    indexing.round();
    assertThat(log).hasSize(2).last().asString().startsWith("raw@3 is gone");
  }

  @Test
  void aDeletionOfOneSaysThatOnlyItsRecordGoes() {
    lose(2);
    Snapshots.DeletePlan plan = home.home().snapshots().planDelete("raw@2", false);
    assertThat(Objects.requireNonNull(plan.freed()))
        .returns(1L, Freed::gone)
        .satisfies(freed -> assertThat(freed.blocks()).isEmpty());
    assertThat(Objects.requireNonNull(home.home().snapshots().planDelete("raw@1", false).freed()))
        .returns(0L, Freed::gone);
    Snapshot _ = home.home().snapshots().delete(plan);
    assertThat(home.versions("raw")).containsExactly("raw@1", "raw@3");
  }

  private RecoveryPlan recovery(@Nullable String at) {
    return home.home()
        .recoveries()
        .plan(new Recoveries.Request("raw", at, null), Progress.NONE, () -> false);
  }

  @Test
  void aRecoveryTakesTheNewestThatIsThereAndSaysWhatItPassedOver() {
    lose(3);
    RecoveryPlan plan = recovery(null);
    assertThat(plan.want().reference()).isEqualTo("raw@2");
    assertThat(plan.passedOver())
        .containsExactly(
            new RecoveryPlan.PassedOver(
                "raw@3", "its capture of zfs:tank/raw is gone from storage"));
    assertThat(RecoveryPlanView.of(plan).passedOver()).isEqualTo(plan.passedOver());
    assertThat(recovery("raw@1").passedOver()).isEmpty();
  }

  @Test
  void aRecoveryToOneThatIsGoneNamesTheNextGoodOneBeforeIt() {
    lose(2);
    assertThatThrownBy(() -> recovery("raw@2"))
        .isInstanceOfSatisfying(
            HeveliusException.class,
            e -> assertThat(e.advice()).anyMatch(hint -> hint.endsWith("--at raw@1")))
        .hasMessageContaining("gone from its storage");
    lose(1);
    assertThatThrownBy(() -> recovery("raw@2"))
        .isInstanceOfSatisfying(
            HeveliusException.class,
            e -> assertThat(e.advice()).anyMatch(hint -> hint.startsWith("there is none before")));
  }

  @Test
  void aRecoveryPassesOverWhatWasTakenWhenNothingWasThere() {
    for (String night : List.of("night1", "night2", "night3")) {
      home.pool.live(
          versions.getFirst().captures().getFirst().source(),
          home.pool
              .live(versions.getFirst().captures().getFirst().source())
              .change()
              .remove(night)
              .build());
    }
    versions.add(home.create("raw", "emptied"));
    assertThat(recovery(null).want().reference()).isEqualTo("raw@3");
    assertThat(recovery(null).passedOver())
        .containsExactly(new RecoveryPlan.PassedOver("raw@4", "zfs:tank/raw had nothing in it"));
    assertThat(recovery("raw@4").want().reference()).isEqualTo("raw@4");
    lose(1);
    lose(2);
    lose(3);
    assertThat(recovery(null).want().reference()).isEqualTo("raw@4");
  }
}
