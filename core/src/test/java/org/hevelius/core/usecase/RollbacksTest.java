package org.hevelius.core.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Operation;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.Capability;
import org.hevelius.core.provider.NativeStorage.Doomed;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.snapshot.Hold;
import org.hevelius.core.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Putting sources back at once. */
class RollbacksTest {
  private static final String RAW = "zfs:tank/raw";

  private Map<String, String> first = Map.of();
  private NativeHome home = filled(new NativeHome());

  private NativeHome filled(NativeHome made) {
    home = made.dataset("raw", RAW);
    home.write(RAW, "gain", "1.0021");
    home.create("raw", "first");
    first = home.live(RAW);
    home.write(RAW, "gain", "1.2100");
    home.create("raw", "second");
    home.write(RAW, "night", "now");
    return home;
  }

  private RollbackPlan plan(String reference, @Nullable String way, @Nullable Integer destroy) {
    return home.home().rollbacks().plan(new Rollbacks.Request(reference, way, destroy));
  }

  private Rollbacks.Result execute(RollbackPlan plan) {
    return home.home().rollbacks().execute(plan, Progress.NONE, () -> false);
  }

  private static void fails(Category category, ThrowingCallable work) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(
            HeveliusException.class, e -> assertThat(e.category()).isEqualTo(category));
  }

  @Test
  void theWayThatDestroysNothingIsTakenUnlessAnotherIsNamed() {
    Map<String, String> present = home.live(RAW);
    RollbackPlan plan = plan("raw@1", null, null);
    assertThat(plan.chosen()).isEqualTo("exchange");
    assertThat(plan.ways()).extracting(RollbackPlan.Way::way).contains("exchange", "rollback");
    Rollbacks.Result result = execute(plan);
    assertThat(home.live(RAW)).isEqualTo(first);
    assertThat(result.guard()).isNotNull();
    assertThat(result.kept()).hasSize(1);
    assertThat(result.forgotten()).isEmpty();
    assertThat(home.versions("raw")).containsExactly("raw@1", "raw@2", "raw@3");
    Hevelius hevelius = home.home();
    RestorePlan undo = hevelius.restores().planUndo(null, Progress.NONE, () -> false);
    var _ = hevelius.restores().execute(undo, Progress.NONE, () -> false);
    assertThat(home.live(RAW)).isEqualTo(present);
  }

  @Test
  void aWayThatDestroysNamesAllThatIsLostAndAsksForTheExactCount() {
    RollbackPlan plan = plan("raw@1", "rollback", null);
    RollbackPlan.Way way = plan.way().orElseThrow();
    assertThat(way.lost())
        .extracting(RollbackPlan.Lost::what, RollbackPlan.Lost::reference, RollbackPlan.Lost::ours)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("snapshot", "raw@2", true),
            org.assertj.core.groups.Tuple.tuple(Doomed.STATE, null, true));
    Map<String, String> present = home.live(RAW);
    fails(Category.REFUSED, () -> execute(plan));
    fails(Category.REFUSED, () -> execute(plan("raw@1", "rollback", 1)));
    assertThat(home.live(RAW)).isEqualTo(present);
    assertThat(home.versions("raw")).containsExactly("raw@1", "raw@2");

    Rollbacks.Result result = execute(plan("raw@1", "rollback", 2));
    assertThat(home.live(RAW)).isEqualTo(first);
    assertThat(result.guard()).isNull();
    assertThat(result.forgotten()).containsExactly("raw@2");
    assertThat(home.versions("raw")).containsExactly("raw@1");
    assertThat(home.catalog.removals()).isEmpty();
    assertThat(home.catalog.lastUndoable(java.util.Optional.empty())).isEmpty();
    assertThat(home.catalog.operations(1).getFirst().state()).isEqualTo(Operation.State.SUCCEEDED);
    assertThat(home.create("raw", "next").version()).isEqualTo(4);
  }

  @Test
  void whatIsHeldForbidsAWayThatWouldDestroyIt() {
    home.home().snapshots().hold("raw@2", Hold.Kind.PUBLISHED, "cited");
    RollbackPlan plan = plan("raw@1", "rollback", 2);
    assertThat(plan.way().orElseThrow().forbidden())
        .containsExactly("it would destroy raw@2, which is held (published)");
    fails(Category.REFUSED, () -> execute(plan));
    assertThat(home.versions("raw")).containsExactly("raw@1", "raw@2");
    assertThat(execute(plan("raw@1", null, null)).guard()).isNotNull();
  }

  @Test
  void whatAnotherProgramMadeForbidsAWayThatWouldDestroyIt() {
    home.pool.foreign(SourceSpec.parse(RAW), "autosnap");
    assertThat(home.home().stores().adopt(SourceSpec.parse(RAW))).hasSize(1);
    RollbackPlan plan = plan("raw@1", "rollback", 3);
    assertThat(plan.way().orElseThrow().lost())
        .extracting(RollbackPlan.Lost::reference)
        .containsExactly("raw@2", "adopted/tank/raw@1", null);
    assertThat(plan.way().orElseThrow().forbidden())
        .containsExactly("it would destroy the snapshot autosnap, which Hevelius didn't make");
    fails(Category.REFUSED, () -> execute(plan));
    assertThat(home.versions("adopted/tank/raw")).hasSize(1);
    assertThat(execute(plan("raw@1", null, null)).forgotten()).isEmpty();
  }

  @Test
  void aVersionOfADatasetBelowForbidsAWayThatCouldDestroyIt() {
    home.dataset("inner", RAW + "/inner");
    home.write(RAW + "/inner", "x", "1");
    home.create("inner", "of its own");
    RollbackPlan plan = plan("raw@1", "rollback", 2);
    assertThat(plan.way().orElseThrow().effects())
        .contains("also changed: dataset inner (" + RAW + "/inner)");
    assertThat(plan.way().orElseThrow().forbidden())
        .containsExactly("it could destroy inner@1, whose source is " + RAW + "/inner");
    fails(Category.REFUSED, () -> execute(plan));
    assertThat(home.versions("inner")).containsExactly("inner@1");
    assertThat(plan("raw@1", null, null).way().orElseThrow().forbidden()).isEmpty();
  }

  @Test
  void aPartOfAVersionIsNeverDestroyed() {
    NativeHome two = new NativeHome(Set.of(Capability.ROLLBACK));
    filled(two);
    two.dataset("both", "dir:/both");
    var both = two.catalog.datasets().stream().filter(d -> d.name().text().equals("both"));
    var old = both.findFirst().orElseThrow();
    two.catalog.updateDataset(
        old,
        new org.hevelius.core.dataset.Dataset(
            old.name(),
            "",
            List.of(SourceSpec.parse("dir:/both"), SourceSpec.parse(RAW)),
            List.of(),
            old.created(),
            "default"),
        two.context().done("dataset set", "both", ""));
    two.create("both", "with a directory");
    assertThat(plan("raw@1", "rollback", null).way().orElseThrow().forbidden())
        .singleElement()
        .asString()
        .contains("a part of both@1, whose capture of dir:/both");
  }

  @Test
  void aPlanThatIsNotTrueAnyMoreTouchesNothing() {
    RollbackPlan plan = plan("raw@1", "rollback", 2);
    home.create("raw", "third");
    Map<String, String> present = home.live(RAW);
    fails(Category.CONFLICT, () -> execute(plan));
    assertThat(home.live(RAW)).isEqualTo(present);
    assertThat(home.versions("raw")).containsExactly("raw@1", "raw@2", "raw@3");
  }

  @Test
  void whatFailedIsRecordedAndNothingIsLost() {
    home.zfs.onRollback(
        () -> {
          throw new HeveliusException(Category.UNAVAILABLE, "it is busy");
        });
    fails(Category.UNAVAILABLE, () -> execute(plan("raw@1", "rollback", 2)));
    assertThat(home.versions("raw")).containsExactly("raw@1", "raw@2", "raw@3");
    assertThat(home.catalog.removals()).isEmpty();
    assertThat(home.catalog.operations(1).getFirst().detail()).contains("it is busy");
    assertThat(home.catalog.operations(1).getFirst().state()).isEqualTo(Operation.State.FAILED);
  }

  @Test
  void aProcessThatDiesLeavesWhatStorageHas() {
    for (boolean before : new boolean[] {true, false}) {
      NativeHome made = new NativeHome();
      filled(made);
      RollbackPlan plan = plan("raw@1", "rollback", 2);
      if (before) {
        made.zfs.onRollback(
            () -> {
              throw new FaultyStorage.Died();
            });
        assertThatThrownBy(() -> execute(plan)).isInstanceOf(FaultyStorage.Died.class);
      } else {
        Snapshot second = made.home().snapshots().show("raw@2");
        made.catalog.beginForget(second, false, made.context().done("rollback begins", "", ""));
        made.zfs.forget(second.captures());
      }
      made.clock.advance(Duration.ofHours(2));
      made.home().close();
      assertThat(made.catalog.removals()).isEmpty();
      assertThat(made.versions("raw").contains("raw@2")).isEqualTo(before);
    }
  }

  @Test
  void allSourcesAreBroughtBackOrItIsSaidWhichNot() {
    home.dataset("two", "zfs:tank/a", "zfs:tank/b");
    home.write("zfs:tank/a", "x", "1");
    home.write("zfs:tank/b", "y", "1");
    home.create("two", "first");
    Map<String, String> a = home.live("zfs:tank/a");
    Map<String, String> b = home.live("zfs:tank/b");
    home.write("zfs:tank/a", "x", "2");
    home.write("zfs:tank/b", "y", "2");
    var _ = execute(plan("two@1", null, null));
    assertThat(home.live("zfs:tank/a")).isEqualTo(a);
    assertThat(home.live("zfs:tank/b")).isEqualTo(b);
    home.write("zfs:tank/b", "y", "3");
    int[] calls = {0};
    home.zfs.onRollback(
        () -> {
          if (++calls[0] == 2) {
            throw new HeveliusException(Category.UNAVAILABLE, "it is busy");
          }
        });
    fails(Category.UNAVAILABLE, () -> execute(plan("two@1", null, null)));
    assertThat(home.catalog.operations(1).getFirst().detail())
        .contains("of 2 sources 1 had been put back");
  }

  @Test
  void otherStorageIsRefusedWithTheCommandThatBringsItBack() {
    home.dataset("plain", "dir:/plain");
    home.create("plain", "first");
    assertThatThrownBy(() -> plan("plain@1", null, null))
        .isInstanceOfSatisfying(
            HeveliusException.class,
            e -> {
              assertThat(e.category()).isEqualTo(Category.REFUSED);
              assertThat(e.advice().getFirst())
                  .contains("hevelius restore plain@1 --in-place --delete");
            });
    filled(new NativeHome(Set.of()));
    fails(Category.REFUSED, () -> plan("raw@1", null, null));
  }
}
