package org.hevelius.core.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.assertj.core.groups.Tuple;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.policy.RecoveryMode;
import org.hevelius.core.provider.Capability;
import org.hevelius.core.provider.MemoryStorage;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.recovery.Recovery;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recoveries of data in storage that snapshots by itself. */
class RecoveriesTest {
  private static final String RAW = "zfs:tank/raw";

  private NativeHome home = new NativeHome();
  private Map<String, String> first = Map.of();

  private void filled(Set<Capability> able) {
    home = new NativeHome(able).dataset("raw", RAW);
    home.write(RAW, "gain", "1.0021");
    home.create("raw", "first");
    first = home.live(RAW);
    home.write(RAW, "gain", "1.2100");
    home.create("raw", "second");
    home.write(RAW, "night", "now");
  }

  private static Set<Capability> destroyingOnly() {
    Set<Capability> able = EnumSet.copyOf(MemoryStorage.ALL);
    able.remove(Capability.ROLLBACK_KEEPS_NEWER);
    return able;
  }

  private RecoveryPlan plan(@Nullable RecoveryMode mode) {
    return home.home()
        .recoveries()
        .plan(new Recoveries.Request("raw", "raw@1", mode), Progress.NONE, () -> false);
  }

  private Recovery execute(RecoveryPlan plan) {
    return home.home().recoveries().execute(plan, _ -> {}, Progress.NONE, () -> false);
  }

  @Test
  void theStorageExchangesTheDataAndNothingIsLost() {
    filled(MemoryStorage.ALL);
    RecoveryPlan plan = plan(null);
    assertThat(plan.places()).extracting(RecoveryPlan.Place::way).containsExactly("exchange");
    Recovery done = execute(plan);
    assertThat(done.state()).as(done.detail()).isEqualTo(Recovery.State.SUCCEEDED);
    assertThat(home.live(RAW)).isEqualTo(first);
    assertThat(home.versions("raw")).containsExactly("raw@1", "raw@2", "raw@3");
    assertThat(done.guard()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2099-01-31T02:00", "2099-01-31T02:00:00Z", "2099-01-31T0200", "2"})
  void aTimeIsTakenWithColonsAndWithout(String at) {
    filled(MemoryStorage.ALL);
    RecoveryPlan plan =
        home.home()
            .recoveries()
            .plan(new Recoveries.Request("raw", at, null), Progress.NONE, () -> false);
    assertThat(plan.want().reference()).isEqualTo("raw@2");
  }

  @Test
  void aWayThatDestroysIsNeverTaken() {
    filled(destroyingOnly());
    SourceSpec source = SourceSpec.parse(RAW);
    assertThat(
            home.zfs.rollbacks(
                home.catalog
                    .snapshot(DatasetName.of("raw"), 1)
                    .orElseThrow()
                    .captures()
                    .getFirst()))
        .singleElement()
        .satisfies(way -> assertThat(way.keepsAll()).isFalse());
    assertThat(plan(null).places())
        .extracting(RecoveryPlan.Place::source, RecoveryPlan.Place::way)
        .containsExactly(Tuple.tuple(source.toString(), "files"));
    assertThatThrownBy(() -> plan(RecoveryMode.EXCHANGE))
        .isInstanceOfSatisfying(
            HeveliusException.class, e -> assertThat(e.category()).isEqualTo(Category.UNAVAILABLE));
    assertThatThrownBy(() -> RecoveryMode.parse("rollback"))
        .hasMessageContaining("no way to put data back");
  }

  @Test
  void aPlanWhoseWayHasComeToDestroyIsNotCarriedOut() {
    filled(MemoryStorage.ALL);
    RecoveryPlan plan = plan(null);
    Map<String, String> present = home.live(RAW);
    home.zfs = new MemoryStorage(SourceSpec.Kind.ZFS, home.pool, destroyingOnly());
    assertThatThrownBy(() -> execute(plan)).hasMessageContaining("has changed since plan");
    assertThat(home.live(RAW)).isEqualTo(present);
    assertThat(home.versions("raw")).containsExactly("raw@1", "raw@2");
  }

  @Test
  void thatTheDiskMayRunFullIsToldBeforeAnythingIsStopped() {
    filled(destroyingOnly());
    assertThat(plan(null).warnings()).noneMatch(warning -> warning.contains("may run full"));
    home.write(RAW, "long", "x".repeat(3 << 20));
    home.create("raw", "long");
    home.write(RAW, "long", "");
    RecoveryPlan plan =
        home.home()
            .recoveries()
            .plan(new Recoveries.Request("raw", "raw@3", null), Progress.NONE, () -> false);
    assertThat(plan.warnings())
        .contains("zfs:tank/raw may run full: 3.1 MB are written, and 1 MB are free");
  }
}
