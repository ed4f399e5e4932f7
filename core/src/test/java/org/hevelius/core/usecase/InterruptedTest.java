package org.hevelius.core.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.PlainHasher;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.find.InMemoryFileIndex;
import org.hevelius.core.provider.Actor;
import org.hevelius.core.provider.GitReader;
import org.hevelius.core.provider.OneRepository;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.retention.RetentionRule;
import org.hevelius.core.retention.RetentionRules;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Hold;
import org.hevelius.core.snapshot.Manifest;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.testkit.TestClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Work that ends at any of its steps is settled by whatever runs next. */
class InterruptedTest {
  private static final DatasetName RAW = DatasetName.of("raw");

  private static final RetentionRules LAST = RetentionRules.of(List.of(new RetentionRule.Last(1)));

  private final TestClock clock = TestClock.at("2026-11-21T10:00:00Z");
  private FaultyStorage storage = new FaultyStorage();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDeletionIsSettledByTheNextRun(boolean dies) {
    atEachStep(
        dies,
        home -> home.snapshots().delete(home.snapshots().planDelete("raw@2", false)),
        said -> {
          int stored = storage.stored.size();
          assertThat(listed(home())).as(said).hasSize(stored);
          requireSound(said);
          clock.advance(Forgetting.INTERRUPTED.plusSeconds(1));
          assertThat(listed(home())).as(said).hasSize(stored);
          assertThat(storage.catalog.removals()).as(said).isEmpty();
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aForcedDeletionOfWhatIsHeldIsSettledByTheNextRun(boolean dies) {
    atEachStep(
        dies,
        home -> home.snapshots().delete(home.snapshots().planDelete("raw@3", true)),
        said -> {
          boolean there = storage.stored.size() == 3;
          Optional<Snapshot> held = version(home(), 3);
          assertThat(held.isPresent()).as(said).isEqualTo(there);
          assertThat(held.stream().allMatch(Snapshot::isHeld)).as(said).isTrue();
          requireSound(said);
          clock.advance(Forgetting.INTERRUPTED.plusSeconds(1));
          if (there) {
            refused(() -> home().snapshots().planDelete("raw@3", false));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCleanupIsSettledByTheNextRun(boolean dies) {
    atEachStep(
        dies,
        home -> {
          Cleanup.Plan plan = home.cleanup().plan("raw", LAST, false);
          home.cleanup().execute(plan, false, Progress.NONE, () -> false);
        },
        said -> {
          assertThat(listed(home())).as(said).hasSize(storage.stored.size());
          assertThat(version(home(), 3)).as("held, " + said).isPresent();
          requireSound(said);
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aHoldThatReachedStorageProtectsFromTheNextRun(boolean dies) {
    atEachStep(
        dies,
        home -> home.snapshots().hold("raw@1", Hold.Kind.PERMANENT, "baseline"),
        said -> {
          boolean held =
              storage.stored.values().stream()
                  .map(Manifest::snapshot)
                  .anyMatch(snapshot -> snapshot.version() == 1 && snapshot.isHeld());
          boolean released =
              storage.stored.values().stream()
                  .map(Manifest::snapshot)
                  .anyMatch(snapshot -> snapshot.version() == 1 && !snapshot.isHeld());
          if (held && !released) {
            Cleanup.Plan plan = home().cleanup().plan("raw", LAST, false);
            assertThat(plan.forgotten().stream().map(Snapshot::version))
                .as(said)
                .doesNotContain(1L);
            refused(() -> home().snapshots().planDelete("raw@1", false));
          }
          requireSound(said);
          Snapshot again = home().snapshots().hold("raw@1", Hold.Kind.PERMANENT, "baseline");
          assertThat(again.isHeld()).as(said).isTrue();
          requireSound(said);
        });
  }

  @Test
  void anEditAfterAnInterruptedEditStandsOnItAndAPlanFromBeforeIsRefused() {
    fill();
    Snapshots.DeletePlan plan = home().snapshots().planDelete("raw@1", false);
    storage.stopAfter(4, true);
    Hevelius dying = new Hevelius(contextOf(storage.faulty()), () -> {});
    assertThatThrownBy(() -> dying.snapshots().describe("raw@1", "better", null, null))
        .isInstanceOf(FaultyStorage.Died.class);
    storage.heal();
    assertThat(version(home(), 1).orElseThrow().description()).isEqualTo("first");
    assertThatThrownBy(() -> home().snapshots().delete(plan))
        .isInstanceOfSatisfying(
            HeveliusException.class, e -> assertThat(e.category()).isEqualTo(Category.CONFLICT));
    Snapshot tagged = home().snapshots().tag("raw@1", Map.of("a", "b"), List.of());
    assertThat(tagged.description()).isEqualTo("better");
    assertThat(storage.stored).hasSize(3);
  }

  @Test
  void nothingIsSettledWhileStorageIsAway() {
    fill();
    Snapshot second = version(home(), 2).orElseThrow();
    storage.catalog.beginForget(second, false, contextOf(storage.catalog).done("x", "x", ""));
    storage.stored.remove(second.captures().getFirst().id());
    storage.away(true);
    assertThat(version(home(), 2)).isPresent();
    storage.away(false);
    assertThat(version(home(), 2)).isEmpty();
    assertThat(storage.catalog.audit().toList().getLast().event().detail())
        .isEqualTo("completed after an interruption");
  }

  @Test
  void whatIsLostWithoutARemovalIsStillReported() {
    fill();
    Capture lost = version(home(), 2).orElseThrow().captures().getFirst();
    storage.stored.remove(lost.id());
    assertThat(version(home(), 2)).isPresent();
    assertThat(missing()).containsExactly("raw@2");
  }

  /** Ends the work after each of its steps, and looks what the next run makes of it. */
  private void atEachStep(boolean dies, Consumer<Hevelius> work, Consumer<String> next) {
    boolean ended = false;
    for (int step = 0; !ended; step++) {
      storage = new FaultyStorage();
      fill();
      Hevelius home = new Hevelius(contextOf(storage.faulty()), () -> {});
      storage.stopAfter(step, dies);
      ended = true;
      try {
        work.accept(home);
      } catch (FaultyStorage.Died | HeveliusException _) {
        ended = false;
      }
      storage.heal();
      next.accept("after step " + step);
      assertThat(step).isLessThan(100);
    }
  }

  /** Three versions, of which the third is held. */
  private void fill() {
    storage.catalog.addDataset(
        new Dataset(
            RAW, "", List.of(SourceSpec.parse("dir:/raw")), List.of(), clock.instant(), "default"),
        contextOf(storage.catalog).done("dataset add", "raw", ""));
    for (String description : List.of("first", "second", "third")) {
      clock.advance(Duration.ofMinutes(1));
      home().creation().create(Creation.Request.of("raw", description), Progress.NONE, () -> false);
    }
    home().snapshots().hold("raw@3", Hold.Kind.PERMANENT, "production");
    clock.advance(Duration.ofMinutes(1));
  }

  private Hevelius home() {
    return new Hevelius(contextOf(storage.catalog), () -> {});
  }

  private Context contextOf(Catalog catalog) {
    return new Context(
        catalog,
        new InMemoryFileIndex(),
        Map.of(SourceSpec.Kind.DIR, storage),
        new OneRepository(),
        GitReader.NONE,
        new Actor("maya", "mars"),
        clock,
        new PlainHasher());
  }

  private void requireSound(String said) {
    assertThat(missing()).as(said).isEmpty();
    assertThat(listed(home()))
        .as(said)
        .containsExactlyInAnyOrderElementsOf(
            storage.stored.values().stream().map(m -> m.snapshot().version()).distinct().toList());
  }

  private List<String> missing() {
    return home().care().check(null, 0, null, Progress.NONE, () -> false).getFirst().missing();
  }

  private static List<Long> listed(Hevelius home) {
    return home.snapshots().list(SnapshotQuery.all()).map(Snapshot::version).toList();
  }

  private static Optional<Snapshot> version(Hevelius home, long version) {
    return home.snapshots()
        .list(SnapshotQuery.all())
        .filter(snapshot -> snapshot.version() == version)
        .findFirst();
  }

  private static void refused(Runnable work) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(
            HeveliusException.class, e -> assertThat(e.category()).isEqualTo(Category.REFUSED));
  }
}
