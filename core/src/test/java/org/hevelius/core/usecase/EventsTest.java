package org.hevelius.core.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.provider.Programs.Ended;
import org.hevelius.core.provider.Programs.Ending;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotKind;
import org.hevelius.core.snapshot.TakenBy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventsTest {
  private final PolicyFixture fixture = new PolicyFixture("c7/analysis", "c7/raw", "other");

  EventsTest() {
    fixture.policy(
        """
        - name: c7
          scopes: [c7/**]
          tags: {tier: own}
          events:
            calibration-change: {pair: true, merge: 10min, label: calib}
            phase-complete: {merge: 10min}
        - name: raw
          scopes: [c7/raw]
          events: {raw-only: {description: Raw}}
          hooks: {after: [{run: [thaw]}]}
        """);
  }

  @Test
  void takesASnapshotOfEveryDatasetThatListens() {
    EventView view = emit("phase-complete", "**", "", Map.of("phase", "2", "tier", "mine"), null);
    assertThat(view.results())
        .extracting(EventView.Result::dataset, EventView.Result::result, EventView.Result::snapshot)
        .containsExactly(
            tuple("c7/analysis", "taken", "c7/analysis@1"), tuple("c7/raw", "taken", "c7/raw@1"));
    assertThat(view.isComplete()).isTrue();
    assertThat(view.ended()).isEqualTo(fixture.clock.instant());
    Snapshot raw = snapshot("c7/raw", 1);
    assertThat(raw.kind()).isEqualTo(SnapshotKind.EVENT);
    assertThat(raw.takenBy()).containsExactly(TakenBy.parse("c7/phase-complete"));
    assertThat(raw.tags())
        .isEqualTo(
            Map.of("event", "phase-complete", "event-id", view.id(), "phase", "2", "tier", "own"));
    assertThat(events().list("c7/raw", null, null, 10)).containsExactly(view);
  }

  @Test
  void saysWhatIsListenedToWhenNobodyListens() {
    EventView typo = emit("phase-complet", "c7/raw", "", Map.of(), null);
    assertThat(typo.results()).isEmpty();
    assertThat(typo.isComplete()).isFalse();
    assertThat(typo.notes())
        .containsExactly(
            "no policy for c7/raw listens to phase-complet: no snapshot was taken",
            "did you mean  phase-complete");
    assertThat(emit("launch", "c7/raw", "", Map.of(), null).notes())
        .contains("listened to: calibration-change, phase-complete, raw-only");
    assertThat(emit("launch", "other", "", Map.of(), null).notes()).hasSize(1);
    assertThat(events().list(null, null, null, 10)).hasSize(3);
    assertThat(all()).isEmpty();
  }

  @Test
  void refusesWhatIsNoEvent() {
    fails(Category.NOT_FOUND, () -> emit("x", "c7/rwa", "", Map.of(), null));
    fails(Category.NOT_FOUND, () -> emit("x", "nothing/**", "", Map.of(), null));
    fails(Category.INVALID, () -> emit("No Name", "c7/raw", "", Map.of(), null));
    fails(Category.INVALID, () -> emit("x", "c7/raw", "later", Map.of(), null));
    fails(Category.INVALID, () -> emit("x", "c7/raw", "", Map.of("a b", "c"), null));
    fails(Category.INVALID, () -> emit("x", "c7/raw", "", Map.of(), "../id"));
    fails(Category.INVALID, () -> emit("x", "c7*", "", Map.of(), null));
    assertThat(events().list(null, null, null, 10)).isEmpty();
  }

  @Test
  void linksTheHalvesOfAPair() {
    fails(Category.INVALID, () -> emit("calibration-change", "c7/raw", "", Map.of(), null));
    emit("calibration-change", "c7/raw", "before", Map.of(), null);
    pass(60);
    EventView.Result after =
        emit("calibration-change", "c7/raw", "after", Map.of(), null).results().getFirst();
    assertThat(after.snapshot()).isEqualTo("c7/raw@2");
    assertThat(after.before()).isEqualTo("c7/raw@1");
    assertThat(snapshot("c7/raw", 1).tags())
        .containsEntry("event-after", "c7/raw@2")
        .containsEntry("event-phase", "before");
    assertThat(snapshot("c7/raw", 1).shortName()).isEqualTo("calib-before-20261121t1030");
    assertThat(snapshot("c7/raw", 1).description()).isEqualTo("calibration-change (before)");
    assertThat(snapshot("c7/raw", 2).tags()).containsEntry("event-before", "c7/raw@1");
    pass(60);
    EventView.Result alone =
        emit("calibration-change", "c7/raw", "after", Map.of(), null).results().getFirst();
    assertThat(alone.before()).isNull();
    assertThat(alone.detail()).isEqualTo("there is no snapshot before it");
  }

  @Test
  void mergesTheSameEventWithinItsWindow() {
    assertThat(emit("phase-complete", "c7/raw", "", Map.of(), null).results().getFirst().result())
        .isEqualTo("taken");
    pass(9);
    EventView merged = emit("phase-complete", "c7/raw", "", Map.of(), null);
    assertThat(merged.results().getFirst().result()).isEqualTo("merged");
    assertThat(merged.results().getFirst().snapshot()).isEqualTo("c7/raw@1");
    assertThat(merged.isComplete()).isTrue();
    pass(1);
    assertThat(emit("phase-complete", "c7/raw", "", Map.of(), null).results().getFirst().snapshot())
        .as("the window counts from the snapshot")
        .isEqualTo("c7/raw@2");
    pass(1);
    assertThat(emit("raw-only", "c7/raw", "", Map.of(), null).results().getFirst().result())
        .isEqualTo("taken");
  }

  @Test
  void mergesOnlyIntoASnapshotThatIsStillThere() {
    emit("phase-complete", "c7/raw", "", Map.of(), null);
    Snapshots snapshots = new Snapshots(fixture.context());
    snapshots.delete(snapshots.planDelete("c7/raw@1", false));
    assertThat(emit("phase-complete", "c7/raw", "", Map.of(), null).results().getFirst().snapshot())
        .isEqualTo("c7/raw@2");
  }

  @Test
  void doesNotMergeOverTheOtherHalfOfAPair() {
    for (String phase : List.of("before", "after", "before", "after")) {
      assertThat(
              emit("calibration-change", "c7/raw", phase, Map.of(), null)
                  .results()
                  .getFirst()
                  .result())
          .isEqualTo("taken");
      pass(1);
    }
    assertThat(
            emit("calibration-change", "c7/raw", "after", Map.of(), null)
                .results()
                .getFirst()
                .result())
        .isEqualTo("merged");
  }

  @Test
  void answersTheSameIdWithTheFirstResult() {
    EventView first = emit("raw-only", "c7/raw", "", Map.of("a", "b"), "run-17");
    pass(60);
    EventView again = emit("raw-only", "c7/raw", "", Map.of("a", "b"), "run-17");
    assertThat(again.repeated()).isTrue();
    assertThat(again.results()).isEqualTo(first.results());
    assertThat(again.time()).isEqualTo(first.time());
    assertThat(all()).hasSize(1);
    fails(Category.CONFLICT, () -> emit("raw-only", "c7/raw", "", Map.of("a", "c"), "run-17"));
  }

  @Test
  void goesOnWithTheOthersWhenOneFails() {
    fixture.storage.onCapture(
        () -> {
          throw new HeveliusException(Category.UNAVAILABLE, "the disk is not mounted");
        });
    EventView view = emit("phase-complete", "c7/**", "", Map.of(), null);
    assertThat(view.results())
        .extracting(EventView.Result::result)
        .containsExactly("failed", "taken");
    assertThat(view.results().getFirst().detail()).isEqualTo("the disk is not mounted");
    assertThat(view.isComplete()).isFalse();
  }

  @Test
  void saysThatAHookFailedAroundASnapshotThatStands() {
    fixture.endings = Map.of("thaw", new Ended(Ending.EXITED, 1, ""));
    EventView.Result result = emit("raw-only", "c7/raw", "", Map.of(), null).results().getFirst();
    assertThat(result.result()).isEqualTo("partial");
    assertThat(result.snapshot()).isEqualTo("c7/raw@1");
    assertThat(result.detail()).contains("the after-hook thaw failed");
  }

  @Test
  void showsAnEventThatWasInterruptedAndGoesOnWithItWhenAskedTo() {
    for (int step = 0; step < 20; step++) {
      PolicyFixture broken = new PolicyFixture("c7/analysis", "c7/raw");
      broken.policy("- {name: c7, scopes: [c7/**], events: {done: {}}}\n");
      broken.storage.stopAfter(step, true);
      Events dying = new Events(broken.context(broken.storage.faulty()));
      Events.Request request = new Events.Request("done", "c7/**", "", Map.of(), "e1", false);
      boolean died = false;
      try {
        dying.emit(request, _ -> true, Progress.NONE, () -> false);
      } catch (FaultyStorage.Died e) {
        died = true;
      }
      broken.storage.heal();
      Events next = new Events(broken.context());
      List<EventView> listed = next.list(null, null, null, 10);
      if (died && !listed.isEmpty()) {
        assertThat(listed.getFirst().ended()).as("step " + step).isNull();
        fails(Category.CONFLICT, () -> next.emit(request, _ -> true, Progress.NONE, () -> false));
      }
      EventView done =
          next.emit(
              new Events.Request("done", "c7/**", "", Map.of(), "e1", true),
              _ -> true,
              Progress.NONE,
              () -> false);
      assertThat(done.isComplete()).as("step " + step).isTrue();
      assertThat(broken.storage.catalog.count(SnapshotQuery.all())).as("step " + step).isEqualTo(2);
    }
  }

  @Test
  void stopsWhenItIsCanceledAndLeavesTheRestToBeDone() {
    boolean[] stop = {false};
    fixture.meanwhile = () -> stop[0] = true;
    fixture.policy("- {name: slow, scopes: [c7/analysis], hooks: {before: [{run: [wait]}]}}\n");
    fails(
        Category.CANCELED,
        () ->
            events()
                .emit(
                    new Events.Request("phase-complete", "c7/**", "", Map.of(), "e1", false),
                    _ -> true,
                    Progress.NONE,
                    () -> stop[0]));
    EventView listed = events().list(null, null, null, 1).getFirst();
    assertThat(listed.ended()).isNull();
    assertThat(listed.results()).extracting(EventView.Result::result).containsExactly("canceled");
    assertThat(all()).isEmpty();
  }

  @Test
  void passesOverDatasetsThatSomebodyMayNotSee() {
    EventView view =
        events()
            .emit(
                new Events.Request("phase-complete", "**", "", Map.of(), null, false),
                name -> name.text().equals("c7/raw"),
                Progress.NONE,
                () -> false);
    assertThat(view.results()).extracting(EventView.Result::dataset).containsExactly("c7/raw");
    fails(
        Category.NOT_FOUND,
        () ->
            events()
                .emit(
                    new Events.Request("phase-complete", "c7/raw", "", Map.of(), null, false),
                    _ -> false,
                    Progress.NONE,
                    () -> false));
  }

  @Test
  void listsPageByPage() {
    for (int i = 0; i < 5; i++) {
      emit("raw-only", "c7/raw", "", Map.of(), "e" + i);
    }
    assertThat(events().list(null, "raw-only", null, 2))
        .extracting(EventView::id)
        .containsExactly("e4", "e3");
    assertThat(events().list(null, "raw-only", "e3", 10))
        .extracting(EventView::id)
        .containsExactly("e2", "e1", "e0");
    fails(Category.INVALID, () -> events().list(null, null, null, 1001));
    fails(Category.NOT_FOUND, () -> events().list(null, null, "none", 10));
  }

  private Events events() {
    return new Events(fixture.context());
  }

  private EventView emit(
      String name,
      String scope,
      String phase,
      Map<String, String> attributes,
      @Nullable String id) {
    return events()
        .emit(
            new Events.Request(name, scope, phase, attributes, id, false),
            _ -> true,
            Progress.NONE,
            () -> false);
  }

  private void pass(long minutes) {
    fixture.clock.advance(Duration.ofMinutes(minutes));
  }

  private Snapshot snapshot(String dataset, long version) {
    return fixture.storage.catalog.snapshot(DatasetName.of(dataset), version).orElseThrow();
  }

  private List<Snapshot> all() {
    return fixture.storage.catalog.snapshots(SnapshotQuery.all()).toList();
  }

  private static void fails(Category category, Runnable work) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(
            HeveliusException.class, e -> assertThat(e.category()).isEqualTo(category));
  }
}
