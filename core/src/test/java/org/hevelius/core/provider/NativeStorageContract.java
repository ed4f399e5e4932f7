package org.hevelius.core.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hevelius.core.provider.Captures.begin;
import static org.hevelius.core.provider.Captures.dataset;
import static org.hevelius.core.provider.Captures.live;
import static org.hevelius.core.provider.Captures.manifest;
import static org.hevelius.core.provider.Captures.state;
import static org.hevelius.core.provider.Captures.take;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.NativeStorage.ChangedPaths;
import org.hevelius.core.provider.NativeStorage.Cloned;
import org.hevelius.core.provider.NativeStorage.Native;
import org.hevelius.core.provider.NativeStorage.Reclaim;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Guarantee;
import org.hevelius.core.snapshot.Hold;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every storage does that snapshots by itself, beside what every provider does. What is
 * expected follows from the capabilities that it answers with.
 */
public abstract class NativeStorageContract extends HomesContract {
  private static final Instant LATER = Instant.parse("2026-11-22T00:00:00Z");

  private Native listed(Capture capture) {
    return storage().snapshots(capture.source()).stream()
        .filter(one -> one.id().equals(capture.id()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aSourceIsDiscovered() {
    SourceSpec source = filled();
    assertThat(storage().discover(null)).extracting(NativeStorage.Found::source).contains(source);
  }

  @Test
  void oneSourceIsTakenAtOneInstantAndNotCounted() {
    SourceSpec source = filled();
    try (PendingCapture pending = begin(storage(), dataset(source), 1, List.of())) {
      assertThat(pending.guarantee()).isEqualTo(Guarantee.ATOMIC);
      assertThat(pending.contents().getFirst().files()).isEqualTo(Capture.NOT_COUNTED);
      natives().write(source, "afterwards", "x");
      Capture capture = pending.publish(manifest(dataset(source), 1)).getFirst();
      assertThat(capture.isCounted()).isFalse();
      assertThat(state(storage(), capture)).doesNotContainKey("afterwards").hasSize(4);
    }
  }

  @Test
  void itListsOursAndThoseOfOthersOldestFirst() {
    SourceSpec source = filled();
    Capture first = take(storage(), source, 1);
    Capture foreign = natives().foreign(source, "autosnap");
    Capture last = take(storage(), source, 2);
    assertThat(storage().snapshots(source))
        .extracting(Native::id)
        .containsExactly(first.id(), foreign.id(), last.id());
    assertThat(storage().snapshots(source))
        .extracting(Native::ours)
        .containsExactly(true, false, true);
    assertThat(storage().snapshots(source)).extracting(Native::name).doesNotHaveDuplicates();
  }

  @Test
  void thoseOfOthersCanBeAdoptedAndAreReadAsTheyWere() {
    SourceSpec source = filled();
    SortedMap<String, String> before = live(storage(), source);
    Capture foreign = natives().foreign(source, "autosnap");
    natives().write(source, "calib/mars.caldb", "gain 1.2100\n");
    Capture ours = take(storage(), source, 1);
    List<Native> all = storage().snapshots(source);
    assertThat(storage().adoptable(source))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.captures().getFirst().id()).isEqualTo(foreign.id());
              assertThat(state(storage(), found.captures().getFirst())).isEqualTo(before);
              assertThat(storage().exists(found.captures().getFirst())).isTrue();
            });
    assertThat(storage().snapshots(source)).isEqualTo(all);
    assertThat(storage().exists(ours)).isTrue();
  }

  @Test
  void aHeldCaptureIsHeldByTheStorageWhereItCan() {
    SourceSpec source = filled();
    Capture capture = take(storage(), source, 1);
    assertThat(listed(capture).blocks()).isEmpty();
    List<Capture> held =
        storage()
            .annotate(
                List.of(capture),
                manifest(
                    dataset(source),
                    1,
                    LATER,
                    edit -> edit.hold(new Hold(Hold.Kind.LEGAL, "", "maya", LATER))));
    assertThat(listed(held.getFirst()).blocks().isEmpty()).isEqualTo(!can(Capability.HOLD, source));
    if (can(Capability.HOLD, source)) {
      assertThat(storage().reclaim(held).blocks()).isNotEmpty();
    }
    List<Capture> free = storage().annotate(held, manifest(dataset(source), 1));
    assertThat(listed(free.getFirst()).blocks()).isEmpty();
  }

  @Test
  void aCaptureIsSeenBelowAPathOfThisMachineWhereItCan() throws IOException {
    SourceSpec source = filled();
    Capture capture = take(storage(), source, 1);
    natives().write(source, "calib/mars.caldb", "gain 1.2100\n");
    Optional<Path> path = storage().path(capture);
    assertThat(path.isPresent()).isEqualTo(can(Capability.BROWSE_PATH, source));
    if (path.isPresent()) {
      assertThat(Files.readString(path.get().resolve("calib/mars.caldb")))
          .isEqualTo("gain 1.0021\n");
    }
  }

  @Test
  void whatRemovingWouldFreeIsFoundWithoutRemoving() {
    SourceSpec source = filled();
    natives().write(source, "events/large", "x".repeat(1 << 20));
    Capture first = take(storage(), source, 1);
    natives().remove(source, "events/large");
    Capture second = take(storage(), source, 2);
    Reclaim both = storage().reclaim(List.of(first, second));
    assertThat(both.exact()).isEqualTo(can(Capability.EXACT_RECLAIM, source));
    assertThat(both.blocks()).isEmpty();
    assertThat(both.bytes()).isNotNegative();
    assertThat(storage().exists(first)).isTrue();
    assertThat(storage().exists(second)).isTrue();
  }

  @Test
  void aCloneCanBeWrittenAndTheCaptureStaysAsItIs() {
    SourceSpec source = filled();
    Capture capture = take(storage(), source, 1);
    SortedMap<String, String> before = state(storage(), capture);
    natives().write(source, "calib/mars.caldb", "gain 1.2100\n");
    String name = natives().cloneName();
    if (!can(Capability.CLONE, source)) {
      unavailable(() -> storage().clone(capture, name));
      return;
    }
    Cloned clone = storage().clone(capture, name);
    assertThat(natives().stateOf(clone)).isEqualTo(before);
    natives().write(clone, "calib/mars.caldb", "gain 9\n");
    natives().write(clone, "mine", "mine");
    assertThat(natives().stateOf(clone)).containsKey("mine");
    assertThat(state(storage(), capture)).isEqualTo(before);
    assertThat(live(storage(), source))
        .containsEntry("calib/mars.caldb", TreeStates.file(0644, "gain 1.2100\n"))
        .doesNotContainKey("mine");
    assertThatThrownBy(() -> storage().clone(capture, name))
        .satisfies(e -> assertThat(category(e)).isEqualTo(Category.CONFLICT));
    assertThat(natives().stateOf(clone)).containsKey("mine");
  }

  @Test
  void whatDiffersIsNeverSaidToBeTheSame() {
    for (long seed : new long[] {7, 1679}) {
      SourceSpec source = natives().source("random " + seed);
      RandomChanges changes = new RandomChanges(natives(), source, seed);
      changes.some(12);
      Capture from = take(storage(), source, 1);
      for (int round = 2; round < 6; round++) {
        changes.some(6);
        Capture to = take(storage(), source, round);
        requireTouched(source, from, to);
        changes.some(3);
        requireTouched(source, to, null);
        from = to;
      }
    }
  }

  private void requireTouched(SourceSpec source, Capture from, @Nullable Capture to) {
    Optional<ChangedPaths> changed = storage().changed(from, to, () -> false);
    if (!can(Capability.NATIVE_DIFF, source)) {
      assertThat(changed).isEmpty();
    }
    if (changed.isEmpty()) {
      return;
    }
    SortedMap<String, String> left = state(storage(), from);
    SortedMap<String, String> right = to == null ? live(storage(), source) : state(storage(), to);
    TreeSet<String> paths = new TreeSet<>(left.keySet());
    paths.addAll(right.keySet());
    for (String path : paths) {
      if (left.getOrDefault(path, "").equals(right.getOrDefault(path, ""))) {
        continue;
      }
      for (String at = path; ; at = at.substring(0, Math.max(0, at.lastIndexOf('/')))) {
        assertThat(changed.get().touches(at)).as("%s above %s", at, path).isTrue();
        if (at.isEmpty()) {
          break;
        }
      }
    }
  }

  @Test
  void itsSpaceIsKnown() {
    SourceSpec source = filled();
    NativeStorage.Space space = storage().space(source);
    assertThat(space.used()).isNotNegative();
    assertThat(space.referenced()).isNotNegative();
    assertThat(space.available()).isPositive();
  }

  @Test
  void sourcesOfWhichOneNameBeginsTheOtherAreKeptApart() {
    SourceSpec one = natives().source("raw");
    SourceSpec other = natives().source("raw2");
    natives().write(one, "a", "one");
    natives().write(other, "b", "other");
    Capture of = take(storage(), one, 1);
    assertThat(storage().snapshots(other)).isEmpty();
    assertThat(storage().snapshots(one)).extracting(Native::id).containsExactly(of.id());
  }

  private static void unavailable(ThrowingCallable work) {
    assertThatThrownBy(work)
        .satisfies(e -> assertThat(category(e)).isEqualTo(Category.UNAVAILABLE));
  }
}
