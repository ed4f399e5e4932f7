package org.hevelius.providers.btrfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.hevelius.core.provider.NativeStorage.ChangedPaths;
import org.hevelius.providers.process.Machine;
import org.hevelius.repository.fs.FileSystems;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the items of trees tell, against what a walk finds. */
class ItemDiffTest {
  @TempDir private Path temp;
  private BtrfsFixture btrfs;
  private Commands commands;
  private Path source;
  private int snapshots;

  @BeforeEach
  void open() {
    btrfs = new BtrfsFixture(temp);
    commands = new Commands(() -> Machine.LOCAL);
    source = Path.of(btrfs.source("raw").location());
  }

  @AfterEach
  void close() {
    btrfs.close();
  }

  private String snapshot(Path of) {
    String to = btrfs.top().resolve("snap " + ++snapshots).toString();
    BtrfsFixture.btrfs("subvolume", "snapshot", "-r", of.toString(), to);
    return to;
  }

  private Subvolume at(String path) {
    return commands.find(path).orElseThrow();
  }

  private boolean goesOn(String from, String to) {
    return Lineage.of(commands.list(btrfs.top().toString())).goesOnFrom(at(from), at(to));
  }

  private Differences.Pair pair(String from, String to) {
    return new Differences.Pair(from, at(from), to, at(to), "");
  }

  private TouchedPaths items(String from, String to) {
    assertThat(goesOn(from, to)).isTrue();
    TouchedPaths touched = new TouchedPaths();
    try (ItemDiff items = new ItemDiff(FileSystems.local(), pair(from, to), touched, () -> false)) {
      assertThat(items.find()).isTrue();
    }
    return touched;
  }

  /** By the stream alone, as where the items can't be read; nothing where that can't tell. */
  private Optional<ChangedPaths> sent(String from, String to) {
    Differences differences = new Differences(FileSystems.local(), commands);
    return differences.changed(side(from, false), side(to, false), () -> false);
  }

  private Differences.Side side(String path, boolean ours) {
    return new Differences.Side(path, at(path), ours, Map.of());
  }

  /** All that a walk can see: what {@code stat} says, content, targets and attributes. */
  private static SortedMap<String, String> walked(String root) {
    SortedMap<String, String> all = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(Path.of(root))) {
      paths.forEach(
          path -> all.put(Path.of(root).relativize(path).toString(), RandomBtrfs.described(path)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  private static void requireAll(ChangedPaths touched, String from, String to) {
    SortedMap<String, String> left = walked(from);
    SortedMap<String, String> right = walked(to);
    TreeSet<String> paths = new TreeSet<>(left.keySet());
    paths.addAll(right.keySet());
    for (String path : paths) {
      if (!Objects.equals(left.get(path), right.get(path))) {
        assertThat(touched.touches(path))
            .as("%s: %s, %s -> %s", to, path, left.get(path), right.get(path))
            .isTrue();
        String above = path.substring(0, Math.max(0, path.lastIndexOf('/')));
        String name = path.substring(path.lastIndexOf('/') + 1);
        touched
            .touchedIn(above)
            .filter(_ -> !path.isEmpty())
            .ifPresent(names -> assertThat(names).contains(name));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whateverAWalkFindsIsAmongThem(long seed) throws IOException {
    RandomBtrfs changes = new RandomBtrfs(source, seed);
    changes.some(40);
    String first = snapshot(source);
    String before = first;
    for (int round = 0; round < 6; round++) {
      changes.some(1 + round * 6);
      String now = snapshot(source);
      requireAll(items(before, now), before, now);
      requireAll(items(first, now), first, now);
      Optional<ChangedPaths> sent = sent(before, now);
      if (sent.isPresent()) {
        requireAll(sent.get(), before, now);
      }
      before = now;
    }
  }

  @Test
  void nothingIsMissedThatIsWrittenWhileSnapshotsAreTaken() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    RandomBtrfs changes = new RandomBtrfs(source, 99);
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!stop.get()) {
                    changes.some(1);
                  }
                });
    String before = snapshot(source);
    try {
      for (int round = 0; round < 20; round++) {
        String now = snapshot(source);
        requireAll(items(before, now), before, now);
        before = now;
      }
    } finally {
      stop.set(true);
      writer.join();
    }
  }

  @Test
  void whatDidNotChangeIsNotAmongThem() throws IOException {
    for (int i = 0; i < 300; i++) {
      Files.createDirectories(source.resolve("d" + i % 3));
      Files.writeString(source.resolve("d" + i % 3 + "/f" + i), "1");
    }
    String before = snapshot(source);
    assertThat(items(before, snapshot(source)).size()).isZero();
    Files.writeString(source.resolve("d1/f7"), "2");
    Files.delete(source.resolve("d2/f5"));
    TouchedPaths touched = items(before, snapshot(source));
    assertThat(touched.touchedIn(""))
        .hasValueSatisfying(n -> assertThat(n).containsExactlyInAnyOrder("d1", "d2"));
    assertThat(touched.touchedIn("d1"))
        .hasValueSatisfying(n -> assertThat(n).containsExactly("f7"));
    assertThat(touched.touchedIn("d2"))
        .hasValueSatisfying(n -> assertThat(n).containsExactly("f5"));
    assertThat(touched.touches("d0")).isFalse();
    assertThat(touched.touches("d1/f4")).isFalse();
  }

  @Test
  void moreLinksThanFitInOneItemAreAllAmongThem() throws IOException {
    Path file = Files.writeString(source.resolve("first"), "1");
    String name = "a name that is as long as it may be so that few of them fit ".repeat(4);
    for (int i = 0; i < 200; i++) {
      Files.createLink(source.resolve(name + i), file);
    }
    String before = snapshot(source);
    Files.writeString(file, "2");
    String now = snapshot(source);
    TouchedPaths touched = items(before, now);
    assertThat(touched.size()).isEqualTo(201);
    requireAll(touched, before, now);
  }

  @Test
  void whereTheStreamTellsOneOfSeveralNamesBothSidesAreWalked() throws IOException {
    Path file = Files.writeString(source.resolve("one name"), "1");
    Files.createLink(source.resolve("other name"), file);
    String before = snapshot(source);
    Files.writeString(source.resolve("plain"), "1");
    String now = snapshot(source);
    assertThat(sent(before, now)).isPresent();
    Files.writeString(file, "2");
    assertThat(sent(now, snapshot(source))).isEmpty();
  }

  @Test
  void aSnapshotThatIsPutIntoTheSourceInTheSameTransactionIsFound() {
    String before = snapshot(source);
    BtrfsFixture.btrfs(
        "subvolume", "snapshot", "-r", source.toString(), source.resolve(".snap").toString());
    String now = snapshot(source);
    assertThat(items(before, now).touches(".snap")).isTrue();
    requireAll(items(source.resolve(".snap").toString(), now), source + "/.snap", now);
  }

  @Test
  void onlyAStateThatGoesOnFromAnotherIsComparedByItsItems() throws IOException {
    Files.writeString(source.resolve("a"), "1");
    String first = snapshot(source);
    Files.writeString(source.resolve("a"), "2");
    String second = snapshot(source);
    Path back = btrfs.top().resolve("put back");
    BtrfsFixture.btrfs("subvolume", "snapshot", first, back.toString());
    Files.writeString(back.resolve("b"), "3");
    String third = snapshot(back);
    assertThat(goesOn(first, second)).isTrue();
    assertThat(goesOn(second, first)).isFalse();
    assertThat(goesOn(first, third)).isTrue();
    requireAll(items(first, third), first, third);
    assertThat(goesOn(second, third)).as("what was taken back has no newer items").isFalse();
    assertThat(goesOn(third, second)).isFalse();
    BtrfsFixture.btrfs("property", "set", first, "ro", "false");
    Files.delete(Path.of(first, "a"));
    BtrfsFixture.btrfs("property", "set", first, "ro", "true");
    try (ItemDiff spoilt =
        new ItemDiff(FileSystems.local(), pair(first, second), new TouchedPaths(), () -> false)) {
      assertThatThrownBy(spoilt::find).hasMessageContaining("was changed after it was made");
    }
  }
}
