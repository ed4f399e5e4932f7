package org.hevelius.core.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.hevelius.core.provider.Captures.live;
import static org.hevelius.core.provider.Captures.state;
import static org.hevelius.core.provider.Captures.take;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.NativeStorage.Doomed;
import org.hevelius.core.provider.NativeStorage.Native;
import org.hevelius.core.provider.NativeStorage.RollbackPlan;
import org.hevelius.core.snapshot.Capture;
import org.junit.jupiter.api.Test;

/** How storage that can puts a source back at once; a part of the contract of native storage. */
public abstract class RollbackContract extends SnapshotProviderContract {
  @Override
  protected abstract NativeFixture fixture();

  final NativeFixture natives() {
    return (NativeFixture) made();
  }

  final NativeStorage storage() {
    return natives().provider();
  }

  /** A source with a history, whose first version is wanted back. */
  private final class History {
    final SourceSpec source = filled();
    final SourceSpec bystander = natives().source("bystander");
    final Map<Capture, SortedMap<String, String>> captures = new LinkedHashMap<>();
    final Capture wanted;

    History() {
      natives().write(bystander, "untouched", "x");
      natives().mode(source, "calib/mars.caldb", 0640);
      natives().link(source, "latest", "events/night1.csv");
      wanted = taken(1);
      natives().write(source, "calib/mars.caldb", "gain 1.2100\n");
      natives().remove(source, "events");
      Capture _ = taken(2);
      captures.put(natives().foreign(source, "autosnap"), live(storage(), source));
      natives().write(source, "added/later", "later");
      Capture _ = taken(3);
      natives().write(source, "never taken", "present");
    }

    Capture taken(long version) {
      Capture capture = take(storage(), source, version);
      captures.put(capture, live(storage(), source));
      return capture;
    }

    RollbackPlan plan(boolean keepsAll) {
      return plans().stream().filter(plan -> plan.keepsAll() == keepsAll).findFirst().orElseThrow();
    }

    List<RollbackPlan> plans() {
      return storage().rollbacks(wanted);
    }

    boolean has(boolean keepsAll) {
      return plans().stream().anyMatch(plan -> plan.keepsAll() == keepsAll);
    }

    List<String> names() {
      return storage().snapshots(source).stream().map(Native::name).toList();
    }

    void requireIntact(Capture capture) {
      assertThat(storage().exists(capture)).isTrue();
      assertThat(state(storage(), capture)).isEqualTo(captures.get(capture));
    }
  }

  @Test
  void onlyWaysThatAreThereAreOfferedAndTheMildestFirst() {
    History history = new History();
    List<RollbackPlan> plans = history.plans();
    assertThat(plans.isEmpty()).isEqualTo(!can(Capability.ROLLBACK, history.source));
    assertThat(plans.stream().anyMatch(RollbackPlan::keepsAll))
        .isEqualTo(can(Capability.ROLLBACK_KEEPS_NEWER, history.source));
    assertThat(plans).extracting(RollbackPlan::way).doesNotHaveDuplicates();
    assertThat(plans).extracting(RollbackPlan::token).doesNotHaveDuplicates();
    assertThat(plans).isSortedAccordingTo(Comparator.comparingInt(plan -> plan.destroyed().size()));
    assertThat(plans).allMatch(plan -> plan.to().equals(history.wanted));
    // Sizes may settle later than the snapshots that they are of.
    assertThat(history.plans())
        .extracting(RollbackPlan::way, RollbackPlan::token, plan -> plan.destroyed().size())
        .containsExactlyElementsOf(
            plans.stream()
                .map(plan -> tuple(plan.way(), plan.token(), plan.destroyed().size()))
                .toList());
    history.captures.keySet().forEach(history::requireIntact);
  }

  @Test
  void aWayThatKeepsAllBringsBackExactlyThatAndLosesNothing() {
    History history = new History();
    if (!history.has(true)) {
      return;
    }
    SortedMap<String, String> bystander = live(storage(), history.bystander);
    RollbackPlan plan = history.plan(true);
    Capture guard = history.taken(4);
    storage().rollback(plan, guard, Progress.NONE, () -> false);
    assertThat(live(storage(), history.source)).isEqualTo(history.captures.get(history.wanted));
    history.captures.keySet().forEach(history::requireIntact);
    assertThat(live(storage(), history.bystander)).isEqualTo(bystander);
    requireAlive(history);
    natives().reopen();
    history.captures.keySet().forEach(history::requireIntact);
    // Back again: what the guard holds is as near as what was wanted.
    Capture guardOfIt = history.taken(6);
    RollbackPlan back =
        storage().rollbacks(guard).stream()
            .filter(RollbackPlan::keepsAll)
            .findFirst()
            .orElseThrow();
    storage().rollback(back, guardOfIt, Progress.NONE, () -> false);
    assertThat(live(storage(), history.source)).isEqualTo(history.captures.get(guard));
    history.captures.keySet().forEach(history::requireIntact);
  }

  @Test
  void aWayThatDestroysTakesExactlyWhatItNamed() {
    History history = new History();
    if (!history.has(false)) {
      return;
    }
    SortedMap<String, String> bystander = live(storage(), history.bystander);
    RollbackPlan plan = history.plan(false);
    List<String> before = new ArrayList<>(history.names());
    List<String> doomed =
        plan.destroyed().stream()
            .filter(one -> one.what().equals("snapshot"))
            .map(Doomed::name)
            .toList();
    assertThat(before).containsAll(doomed);
    // Whoever names the way gives the present state up; nothing else of others may go.
    assertThat(plan.destroyed())
        .filteredOn(one -> one.what().equals(Doomed.STATE))
        .allMatch(Doomed::ours);
    for (Doomed one : plan.destroyed()) {
      storage().snapshots(history.source).stream()
          .filter(listed -> listed.name().equals(one.name()))
          .forEach(listed -> assertThat(one.ours()).isEqualTo(listed.ours()));
    }
    storage().rollback(plan, null, Progress.NONE, () -> false);
    before.removeAll(doomed);
    assertThat(history.names()).containsExactlyElementsOf(before);
    assertThat(live(storage(), history.source)).isEqualTo(history.captures.get(history.wanted));
    history.captures.keySet().stream().filter(storage()::exists).forEach(history::requireIntact);
    history.requireIntact(history.wanted);
    assertThat(live(storage(), history.bystander)).isEqualTo(bystander);
    requireAlive(history);
  }

  /** The source goes on as ever. */
  private void requireAlive(History history) {
    natives().write(history.source, "calib/next", "next");
    Capture next = history.taken(5);
    assertThat(state(storage(), next)).containsKey("calib/next");
    assertThat(storage().snapshots(history.source).getLast().id()).isEqualTo(next.id());
  }

  @Test
  void aDestroyingPlanIsRefusedWhenMoreWouldBeLostThanItSays() {
    History history = new History();
    if (!history.has(false)) {
      return;
    }
    RollbackPlan plan = history.plan(false);
    history.captures.put(
        natives().foreign(history.source, "meanwhile"), live(storage(), history.source));
    requireConflict(history, plan);
    assertThat(history.plan(false).token()).isNotEqualTo(plan.token());
  }

  @Test
  void aPlanIsRefusedWhenWhatItNamesIsGone() {
    History history = new History();
    for (RollbackPlan plan : history.plans()) {
      if (storage().exists(history.wanted)) {
        storage().forget(List.of(history.wanted));
        history.captures.remove(history.wanted);
      }
      SortedMap<String, String> present = live(storage(), history.source);
      assertThatThrownBy(() -> storage().rollback(plan, null, Progress.NONE, () -> false))
          .isInstanceOf(HeveliusException.class);
      assertThat(live(storage(), history.source)).isEqualTo(present);
      history.captures.keySet().forEach(history::requireIntact);
    }
  }

  private void requireConflict(History history, RollbackPlan plan) {
    SortedMap<String, String> present = live(storage(), history.source);
    assertThatThrownBy(() -> storage().rollback(plan, null, Progress.NONE, () -> false))
        .satisfies(e -> assertThat(category(e)).isEqualTo(Category.CONFLICT));
    assertThat(live(storage(), history.source)).isEqualTo(present);
    history.captures.keySet().forEach(history::requireIntact);
  }
}
