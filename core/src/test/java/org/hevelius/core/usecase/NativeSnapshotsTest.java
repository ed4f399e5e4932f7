package org.hevelius.core.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.InMemoryCatalog;
import org.hevelius.core.compare.Change;
import org.hevelius.core.compare.DiffOptions;
import org.hevelius.core.compare.TreeDiff;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.Capability;
import org.hevelius.core.provider.MemoryFixture;
import org.hevelius.core.provider.MemoryStorage;
import org.hevelius.core.provider.RandomChanges;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Guarantee;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.tree.SnapshotTree;
import org.junit.jupiter.api.Test;

/** Taking, comparing and listing snapshots of storage that takes them by itself. */
class NativeSnapshotsTest {
  private final NativeHome home = new NativeHome();

  @Test
  void sourcesOfSeveralStoragesAreOneVersionInTheOrderOfTheDataset() {
    List<String> order = new ArrayList<>();
    home.dataset("raw", "zfs:tank/raw", "dir:/raw", "btrfs:/raw");
    home.plain.onCapture(() -> order.add("dir"));
    home.zfs.onPublish(() -> order.add("zfs"));
    home.btrfs.onPublish(() -> order.add("btrfs"));
    Snapshot snapshot = home.create("raw", "all");
    assertThat(order).containsExactly("dir", "zfs", "btrfs");
    assertThat(snapshot.captures())
        .extracting(capture -> capture.source().toString())
        .containsExactly("zfs:tank/raw", "dir:/raw", "btrfs:/raw");
    assertThat(snapshot.guarantee()).isEqualTo(Guarantee.UNVERIFIED);
    Snapshot only = home.dataset("one", "zfs:tank/one").create("one", "one");
    assertThat(only.guarantee()).isEqualTo(Guarantee.ATOMIC);
    assertThat(only.files()).isEmpty();
  }

  @Test
  void nothingIsLeftAnywhereWhenOneStorageFails() {
    home.dataset("raw", "dir:/raw", "zfs:tank/raw", "btrfs:/raw");
    home.btrfs.onPublish(
        () -> {
          throw new HeveliusException(Category.FULL, "no space left");
        });
    assertThatThrownBy(() -> home.create("raw", "all")).hasMessageContaining("no space");
    assertThat(home.plain.stored).isEmpty();
    assertThat(home.zfs.recover()).isEmpty();
    assertThat(home.btrfs.recover()).isEmpty();
    assertThat(home.versions("raw")).isEmpty();
    assertThat(home.create("raw", "again").reference()).isEqualTo("raw@2");
  }

  @Test
  void aVersionThatWasNotRecordedIsFoundInAllItsStoragesOrNotAtAll() {
    home.dataset("raw", "zfs:tank/raw", "btrfs:/raw");
    Snapshot first = home.create("raw", "first");
    Snapshot second = home.create("raw", "second");
    var report =
        new InMemoryCatalog()
            .rebuild(
                Halves.joined(
                    java.util.stream.Stream.concat(home.zfs.recover(), home.btrfs.recover())),
                home.context().done("catalog rebuild", "", ""));
    assertThat(report.snapshots()).isEqualTo(2);
    assertThat(report.findings()).isEmpty();
    home.catalog.beginForget(second, false, home.context().done("delete", "", ""));
    boolean _ = home.catalog.forget(second, home.context().done("delete", "", ""));
    home.btrfs.forget(List.of(second.captures().getLast()));
    assertThat(home.create("raw", "third").reference()).isEqualTo("raw@3");
    assertThat(home.versions("raw")).containsExactly("raw@1", "raw@3");
    assertThat(first.captures()).allMatch(c -> home.home().snapshots().show("raw@1") != null);
  }

  @Test
  void nothingCanBeLeftOutOfWhatStorageTakesAtOnce() {
    home.pool.add(SourceSpec.parse("zfs:tank/new"));
    assertThatThrownBy(
            () ->
                home.home()
                    .datasets()
                    .add(
                        new Datasets.AddRequest(
                            "new", List.of("zfs:tank/new"), "", List.of("*.tmp"), null)))
        .hasMessageContaining("nothing can be left out of zfs:tank/new")
        .hasMessageContaining("this storage can't");
    home.dataset("raw", "zfs:tank/raw");
    assertThatThrownBy(
            () ->
                home.home()
                    .datasets()
                    .set(
                        new Datasets.SetRequest(
                            "raw",
                            null,
                            List.of(),
                            List.of(),
                            List.of("*.tmp"),
                            List.of(),
                            List.of(),
                            List.of())))
        .hasMessageContaining("nothing can be left out of zfs:tank/raw");
  }

  @Test
  void anEmptySourceIsNoticedAlthoughNothingIsCounted() {
    home.dataset("raw", "zfs:tank/raw");
    home.write("zfs:tank/raw", "night1", "x");
    Snapshot full = home.create("raw", "full");
    home.pool.live(
        SourceSpec.parse("zfs:tank/raw"),
        home.pool.live(SourceSpec.parse("zfs:tank/raw")).change().remove("night1").build());
    Creation.Result empty =
        home.home()
            .creation()
            .create(
                Creation.Request.of("raw", "empty"),
                org.hevelius.core.provider.Progress.NONE,
                () -> false);
    assertThat(empty.notes())
        .containsExactly(
            "zfs:tank/raw is empty, and %s has files of it".formatted(full.reference()));
  }

  @Test
  void whatTheStorageKnowsToBeTheSameIsNotWalkedAndTheAnswerIsThatOfAWalk() {
    for (long seed = 1; seed <= 20; seed++) {
      for (Set<Capability> able : List.of(MemoryStorage.ALL, Set.<Capability>of())) {
        compareAtRandom(seed, able);
      }
    }
  }

  private static void compareAtRandom(long seed, Set<Capability> able) {
    NativeHome home = new NativeHome(able).dataset("raw", "zfs:tank/raw", "btrfs:/raw");
    SourceSpec source = SourceSpec.parse("zfs:tank/raw");
    RandomChanges changes = new RandomChanges(new MemoryFixture(home.pool, home.zfs), source, seed);
    changes.some(20);
    Snapshot before = home.create("raw", "before");
    changes.some(5);
    home.write("btrfs:/raw", "other", "" + seed);
    Snapshot after = home.create("raw", "after");
    changes.some(3);
    Comparisons comparisons = home.home().comparisons();
    for (boolean all : new boolean[] {false, true}) {
      DiffOptions options = DiffOptions.standard().withReadAll(all).withDirectoryTimes(all);
      for (String right : List.of("raw@2", "live")) {
        List<Change> found = new ArrayList<>();
        var _ = comparisons.diff(comparisons.sides("raw@1", right), options, found::add);
        assertThat(found)
            .isEqualTo(walked(home, before, right.equals("live") ? null : after, options));
      }
      List<Change> reversed = new ArrayList<>();
      var _ = comparisons.diff(comparisons.sides("raw@2", "raw@1"), options, reversed::add);
      assertThat(reversed).isEqualTo(walked(home, after, before, options));
    }
  }

  private static List<Change> walked(
      NativeHome home,
      Snapshot before,
      @org.jspecify.annotations.Nullable Snapshot after,
      DiffOptions options) {
    Trees trees = new Trees(home.context());
    List<Change> found = new ArrayList<>();
    try (SnapshotTree left = trees.open(before);
        SnapshotTree right = after == null ? trees.live(before) : trees.open(after)) {
      var _ = TreeDiff.run(left, right, options, found::add);
    }
    return found;
  }

  @Test
  void directoriesThatAreTheSameAreNotListed() {
    home.dataset("raw", "zfs:tank/raw");
    for (int i = 0; i < 20; i++) {
      home.write("zfs:tank/raw", "night" + i + "/events", "x" + i);
    }
    home.create("raw", "before");
    home.write("zfs:tank/raw", "night7/events", "changed");
    Snapshot after = home.create("raw", "after");
    var tree = home.pool.live(SourceSpec.parse("zfs:tank/raw"));
    long listed = tree.listed();
    Comparisons comparisons = home.home().comparisons();
    List<Change> found = new ArrayList<>();
    var _ =
        comparisons.diff(
            comparisons.sides("raw@1", after.reference()), DiffOptions.standard(), found::add);
    assertThat(found).extracting(Change::path).containsExactly("night7/events");
    assertThat(tree.listed() - listed).isEqualTo(2);
    assertThat(after.captures()).noneMatch(Capture::isCounted);
  }
}
