package org.hevelius.core.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.compare.Change.Kind;
import org.hevelius.core.compare.DiffResult.DirectorySummary;
import org.hevelius.core.tree.MemoryTree;
import org.hevelius.core.tree.SnapshotTree;
import org.junit.jupiter.api.Test;

class TreeDiffTest {
  private static final DiffOptions STANDARD = DiffOptions.standard();

  private final MemoryTree before =
      MemoryTree.builder()
          .file("calib/mars.caldb", "gain = 1.0021\n")
          .file("events/night_0401.fits", "four")
          .file("events/night_0402.fits", "five!")
          .file("readme", "hello")
          .build();

  @Test
  void namesEachKindOfChangeInPathOrder() {
    MemoryTree after =
        before
            .change()
            .file("calib/mars.caldb", "gain = 1.21\n")
            .file("events/night_0403.fits", "new")
            .remove("events/night_0402.fits")
            .mode("events/night_0401.fits", 0600)
            .remove("readme")
            .file("readme/text", "hello")
            .build();

    assertThat(changes(before, after, STANDARD))
        .containsExactly(
            "MODIFIED calib/mars.caldb",
            "METADATA events/night_0401.fits",
            "REMOVED events/night_0402.fits",
            "ADDED events/night_0403.fits",
            "TYPE_CHANGED readme",
            "ADDED readme/text");
  }

  @Test
  void countsByKindAndByDirectory() {
    MemoryTree after =
        before
            .change()
            .file("calib/mars.caldb", "gain = 1.21\n")
            .file("events/night_0403.fits", "new")
            .file("events/deep/er/x", "12345678")
            .build();

    DiffResult result = TreeDiff.run(before, after, STANDARD, change -> {});

    assertThat(result.directories())
        .extracting(DirectorySummary::path)
        .containsExactly("calib", "events");
    Tally events = result.directories().get(1).tally();
    assertThat(events.added()).isEqualTo(new Tally.Count(2, 2, 11));
    assertThat(events.unchanged()).isEqualTo(new Tally.Count(2, 1, 9));
    assertThat(events.deltaBytes()).isEqualTo(11);
    assertThat(result.total().modified()).isEqualTo(new Tally.Count(1, 0, 12));
    assertThat(result.total().changedFiles()).isEqualTo(3);
    assertThat(result.total().deltaBytes()).isEqualTo(9);
    assertThat(
            TreeDiff.run(before, after, STANDARD.withSummaryDepth(2), change -> {}).directories())
        .extracting(DirectorySummary::path)
        .containsExactly("calib", "events", "events/deep");
  }

  @Test
  void doesNotListWhatEqualKeysCover() {
    MemoryTree left = before.change().withKeys().build();
    MemoryTree right = before.change().withKeys().file("events/new", "x").build();

    DiffResult result = TreeDiff.run(left, right, STANDARD.withCountUnchanged(false), change -> {});

    assertThat(result.total().changedFiles()).isEqualTo(1);
    assertThat(List.of(left.listed(), right.listed())).containsExactly(2L, 2L);
    assertThat(left.opened() + right.opened()).isZero();
    assertThat(TreeDiff.run(left, right, STANDARD, change -> {}).total().unchanged().files())
        .isEqualTo(4);
  }

  @Test
  void trustsSizeAndTimeUnlessToldToReadAll() {
    MemoryTree after = before.change().file("readme", "HELLO").build();

    assertThat(changes(before, after, STANDARD)).isEmpty();
    assertThat(before.opened()).isZero();
    assertThat(changes(before, after, STANDARD.withReadAll(true)))
        .containsExactly("MODIFIED readme");
  }

  @Test
  void readsAFileWhoseTimeAloneDiffers() {
    MemoryTree touched = before.change().modified("readme", MemoryTree.TIME.plusSeconds(1)).build();

    assertThat(changes(before, touched, STANDARD)).containsExactly("METADATA readme");
    assertThat(before.opened()).isEqualTo(1);
  }

  @Test
  void saysNothingOfADirectoryOfWhichOnlyTheTimeDiffers() {
    MemoryTree touched = before.change().modified("events", MemoryTree.TIME.plusSeconds(1)).build();

    assertThat(changes(before, touched, STANDARD)).isEmpty();
    assertThat(changes(before, touched, STANDARD.withDirectoryTimes(true)))
        .containsExactly("METADATA events");
  }

  @Test
  void comparesOnlySelectedPaths() {
    MemoryTree after =
        before
            .change()
            .file("calib/mars.caldb", "x")
            .file("events/night_0401.fits", "x")
            .file("events/night_0401.fits.bak", "x")
            .file("eventsx", "x")
            .build();

    assertThat(changes(before, after, STANDARD.withPaths(List.of("events/night_0401.fits"))))
        .containsExactly("MODIFIED events/night_0401.fits");
    assertThat(changes(before, after, STANDARD.withPaths(List.of("events", "calib"))))
        .hasSize(3)
        .doesNotContain("ADDED eventsx");
  }

  @Test
  void refusesPathsThatEscapeOrAreNowhere() {
    assertThatThrownBy(() -> STANDARD.withPaths(List.of("../etc")))
        .isInstanceOf(HeveliusException.class);
    assertThatThrownBy(() -> STANDARD.withPaths(List.of("/etc")))
        .isInstanceOf(HeveliusException.class);
    assertThatThrownBy(() -> changes(before, before, STANDARD.withPaths(List.of("event"))))
        .isInstanceOf(HeveliusException.class)
        .hasMessageContaining("event");
  }

  @Test
  void goesOnAfterAFileThatCannotBeRead() {
    MemoryTree left = before.change().file("locked", "abc").build();
    MemoryTree right =
        before
            .change()
            .unreadable("locked", 3)
            .modified("locked", MemoryTree.TIME.plusSeconds(1))
            .file("zzz", "")
            .build();

    DiffResult result = TreeDiff.run(left, right, STANDARD, change -> {});

    assertThat(result.unread()).extracting(DiffResult.Unread::path).containsExactly("locked");
    assertThat(result.total().added().files()).isEqualTo(1);
    assertThat(result.same()).isFalse();
  }

  @Test
  void endsWhenTheSinkSaysSo() {
    MemoryTree after = before.change().file("a", "").build();
    assertThatThrownBy(
            () ->
                TreeDiff.run(
                    before,
                    after,
                    STANDARD,
                    change -> {
                      throw new HeveliusException(
                          HeveliusException.Category.CANCELED, "stopped by the user");
                    }))
        .hasMessage("stopped by the user");
  }

  private static List<String> changes(SnapshotTree left, SnapshotTree right, DiffOptions options) {
    List<String> seen = new ArrayList<>();
    DiffResult result =
        TreeDiff.run(left, right, options, change -> seen.add(change.kind() + " " + change.path()));
    assertThat(result.total().changes()).isEqualTo(seen.size());
    assertThat(seen.stream().filter(line -> line.startsWith(Kind.ADDED.name())).count())
        .isEqualTo(result.total().added().files() + result.total().added().directories());
    return seen;
  }
}
