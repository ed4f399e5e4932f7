package org.hevelius.providers.btrfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.Captures;
import org.hevelius.core.provider.NativeStorage.RollbackPlan;
import org.hevelius.core.provider.NativeStorage.RolledBack;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.provider.TreeStates;
import org.hevelius.core.snapshot.Capture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Full and read-only disks, others at the same time, and names that are no words. */
class BtrfsTroubleTest {
  @TempDir private Path temp;
  private BtrfsFixture btrfs;

  @BeforeEach
  void open() {
    btrfs = new BtrfsFixture(temp);
  }

  @AfterEach
  void close() {
    btrfs.close();
  }

  private RolledBack exchange(RollbackPlan plan) {
    return btrfs.provider().rollback(plan, null, Progress.NONE, () -> false);
  }

  private List<Path> fill() throws IOException {
    FileStore store = Files.getFileStore(btrfs.top());
    List<Path> written = new ArrayList<>();
    byte[] block = new byte[4 << 20];
    new Random(1).nextBytes(block);
    for (int size = block.length; size >= 4096; ) {
      Path file = btrfs.top().resolve("fill" + written.size());
      written.add(file);
      try {
        Files.write(file, Arrays.copyOf(block, size));
        BtrfsFixture.run(List.of("sync", "-f", btrfs.top().toString()));
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("No space left");
        size /= 4;
      }
    }
    assertThat(store.getUsableSpace()).isLessThan(4 << 20);
    return written;
  }

  @Test
  void onAFullDiskARestoreLeavesEachFileAsItWasOrAsItShallBeAndCanBeRepeated() throws IOException {
    SourceSpec source = btrfs.source("raw");
    Path root = Path.of(source.location());
    byte[] content = new byte[200_000];
    for (int i = 0; i < 20; i++) {
      new Random(i).nextBytes(content);
      Files.write(root.resolve("f" + i), content);
    }
    Capture want = Captures.take(btrfs.provider(), source, 1);
    SortedMap<String, String> wanted = Captures.state(btrfs.provider(), want);
    for (int i = 0; i < 20; i++) {
      new Random(100 + i).nextBytes(content);
      Files.write(root.resolve("f" + i), content);
    }
    Capture guard = Captures.take(btrfs.provider(), source, 2);
    SortedMap<String, String> before = Captures.state(btrfs.provider(), guard);
    List<Path> fill = fill();
    try {
      Restores.inPlace(btrfs.provider(), want, guard);
    } catch (HeveliusException e) {
      assertThat(e.category()).isIn(Category.FULL, Category.PARTIAL, Category.UNAVAILABLE);
    }
    Captures.live(btrfs.provider(), source)
        .forEach(
            (path, state) -> {
              if (before.containsKey(path)) {
                assertThat(state).isIn(before.get(path), wanted.get(path));
              }
            });
    for (Path file : fill) {
      Files.deleteIfExists(file);
    }
    BtrfsFixture.run(List.of("sync", "-f", btrfs.top().toString()));
    Capture again = Captures.take(btrfs.provider(), source, 3);
    Restores.inPlace(btrfs.provider(), want, again);
    assertThat(Captures.live(btrfs.provider(), source)).isEqualTo(wanted);
    assertThat(Captures.state(btrfs.provider(), guard)).isEqualTo(before);
  }

  @Test
  void onAFullDiskAnExchangeIsDoneOrHasChangedNothing() throws IOException {
    SourceSpec source = btrfs.source("raw");
    btrfs.write(source, "a", "good");
    Capture want = Captures.take(btrfs.provider(), source, 1);
    SortedMap<String, String> good = Captures.state(btrfs.provider(), want);
    btrfs.write(source, "a", "bad");
    SortedMap<String, String> bad = Captures.live(btrfs.provider(), source);
    List<Path> fill = fill();
    boolean done = true;
    try {
      exchange(btrfs.provider().rollbacks(want).getFirst());
    } catch (HeveliusException e) {
      assertThat(e.category()).isIn(Category.FULL, Category.UNAVAILABLE);
      done = false;
    }
    assertThat(Captures.live(btrfs.provider(), source)).isEqualTo(done ? good : bad);
    for (Path file : fill) {
      Files.deleteIfExists(file);
    }
    BtrfsFixture.run(List.of("sync", "-f", btrfs.top().toString()));
    exchange(btrfs.provider().rollbacks(want).getFirst());
    assertThat(Captures.live(btrfs.provider(), source)).isEqualTo(good);
  }

  @Test
  void aDiskThatIsMountedReadOnlyCanBeReadAndIsNotWrittenTo() throws IOException {
    SourceSpec source = btrfs.source("raw");
    btrfs.write(source, "a", "1");
    Capture capture = Captures.take(btrfs.provider(), source, 1);
    SortedMap<String, String> state = Captures.state(btrfs.provider(), capture);
    RollbackPlan plan = btrfs.provider().rollbacks(capture).getFirst();
    BtrfsFixture.run(List.of("mount", "-o", "remount,ro", btrfs.top().toString()));
    try {
      assertThatThrownBy(() -> Captures.take(btrfs.provider(), source, 2))
          .hasMessageContaining("mounted read-only");
      assertThatThrownBy(() -> exchange(plan)).hasMessageContaining("mounted read-only");
      assertThatThrownBy(() -> btrfs.provider().forget(List.of(capture)))
          .isInstanceOf(HeveliusException.class);
      assertThat(Captures.state(btrfs.provider(), capture)).isEqualTo(state);
      Path elsewhere = temp.resolve("elsewhere");
      Restores.to(btrfs.provider(), capture, elsewhere.toString(), Progress.NONE);
      assertThat(elsewhere.resolve("a")).hasContent("1");
    } finally {
      BtrfsFixture.run(List.of("mount", "-o", "remount,rw", btrfs.top().toString()));
    }
    assertThat(btrfs.provider().exists(capture)).isTrue();
  }

  @Test
  void ofTwoExchangesAtOnceOneIsDoneAndTheOtherRefused() throws Exception {
    SourceSpec source = btrfs.source("raw");
    btrfs.write(source, "a", "good");
    Capture want = Captures.take(btrfs.provider(), source, 1);
    btrfs.write(source, "a", "bad");
    RollbackPlan plan = btrfs.provider().rollbacks(want).getFirst();
    List<Object> ended = new ArrayList<>();
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      Callable<Object> work = () -> exchange(plan);
      for (Future<Object> future : both.invokeAll(List.of(work, work))) {
        try {
          ended.add(future.get());
        } catch (ExecutionException e) {
          ended.add(BtrfsFaultsTest.category(Objects.requireNonNull(e.getCause())));
        }
      }
    }
    assertThat(ended).contains(Category.CONFLICT).hasAtLeastOneElementOfType(RolledBack.class);
    assertThat(Captures.live(btrfs.provider(), source))
        .containsEntry("a", TreeStates.file(0644, "good"));
    try (var beside = Files.list(Path.of(source.location()).getParent())) {
      assertThat(beside.filter(path -> path.toString().contains("before-rollback"))).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a b", "it's", "\"q\" $(x) `y` ; *", "new\nline", "-r", "Größe ☉", "a\\b"})
  void aSourceOfAnyNameIsCapturedComparedExchangedAndForgotten(String name) {
    // A source has no line breaks in its name, but what lies in it may.
    SourceSpec source = btrfs.source(name.replace('\n', ' '));
    btrfs.write(source, name + "/" + name, "good");
    Capture want = Captures.take(btrfs.provider(), source, 1);
    SortedMap<String, String> good = Captures.state(btrfs.provider(), want);
    assertThat(good).containsKey(name + "/" + name);
    btrfs.write(source, name + "/" + name, "bad");
    var changed = btrfs.provider().changed(want, null, () -> false).orElseThrow();
    assertThat(changed.touches(name + "/" + name)).isTrue();
    assertThat(changed.touches("other")).isFalse();
    RolledBack done = exchange(btrfs.provider().rollbacks(want).getFirst());
    assertThat(Captures.live(btrfs.provider(), source)).isEqualTo(good);
    assertThat(btrfs.stateOf(done.kept())).isNotEqualTo(good);
    assertThat(btrfs.provider().snapshots(source)).hasSize(1);
    btrfs.provider().forget(List.of(want));
    assertThat(btrfs.provider().exists(want)).isFalse();
  }
}
