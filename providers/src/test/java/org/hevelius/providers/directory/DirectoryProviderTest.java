package org.hevelius.providers.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Recovered;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.PendingCapture;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Guarantee;
import org.hevelius.core.snapshot.Hold;
import org.hevelius.core.snapshot.KnownGood;
import org.hevelius.core.snapshot.Manifest;
import org.hevelius.core.tree.Names;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.core.tree.TreeEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryProviderTest {
  @TempDir private Path temp;
  private Path raw;
  private Path notes;
  private TestHome home;

  @BeforeEach
  void makeHomeAndData() throws IOException {
    raw = temp.resolve("raw");
    notes = temp.resolve("notes");
    TestHome.write(raw.resolve("events/night1.csv"), "t,e\n1,2\n");
    TestHome.write(raw.resolve("calib/mars.caldb"), "gain 1.0021\n");
    TestHome.write(notes.resolve("log.txt"), "clear sky\n");
    Files.createSymbolicLink(raw.resolve("latest"), Path.of("events/night1.csv"));
    TestHome.run(
        List.of(
            "sh",
            "-c",
            "cd '"
                + raw
                + "' && printf x > \"$(printf 'new\\n"
                + "line')\" && printf y > \"$(printf 'bad\\377')\" && mkfifo pipe"));
    home = TestHome.make(temp.resolve("home"));
  }

  @AfterEach
  void close() {
    home.close();
  }

  @Test
  void capturesSeveralSourcesIntoOneSnapshotOfTheRepository() {
    Dataset dataset = TestHome.dataset(raw, notes);
    List<Capture> captures;
    try (PendingCapture pending = home.pending(dataset, List.of())) {
      assertThat(pending.guarantee()).isEqualTo(Guarantee.UNVERIFIED);
      assertThat(pending.contents())
          .extracting(PendingCapture.Content::files)
          .containsExactly(6L, 1L);
      assertThat(home.repositories.snapshots("default")).isEmpty();
      captures = pending.publish(TestHome.manifest(dataset, 1, edit -> edit));
    }
    assertThat(captures).extracting(Capture::source).isEqualTo(dataset.sources());
    assertThat(captures.get(0).id()).hasSize(64).isEqualTo(captures.get(1).id());
    assertThat(captures.get(1).bytes()).isEqualTo("clear sky\n".length());
    assertThat(captures.get(0).addedBytes()).isPositive();
    assertThat(home.repositories.snapshots("default"))
        .singleElement()
        .matches(snapshot -> snapshot.ours() && snapshot.tags().contains("dataset=cosmos7/raw"));
    assertThat(home.provider.exists(captures.getFirst())).isTrue();
  }

  @Test
  void aDirectoryThatIsGoneHasTheRoomOfTheDiskWhereItWillBeMadeAgain() {
    assertThat(home.provider.room(TestHome.dataset(raw).sources().getFirst()).orElseThrow())
        .isPositive();
    SourceSpec gone = TestHome.dataset(temp.resolve("disk/gone")).sources().getFirst();
    assertThat(home.provider.room(gone).orElseThrow()).isPositive();
  }

  @Test
  void leavesNothingWhenItIsClosedBeforeItIsPublished() {
    home.pending(TestHome.dataset(raw), List.of()).close();
    assertThat(home.repositories.snapshots("default")).isEmpty();
    assertThat(home.provider.recover()).isEmpty();
    assertThat(home.repositories.keys("default")).hasSize(1);
  }

  @Test
  void showsACaptureExactlyAsTheLiveTreeIs() throws IOException {
    Dataset dataset = TestHome.dataset(raw);
    Capture capture = home.take(dataset, 1).getFirst();
    try (SnapshotTree stored = home.provider.open(capture);
        SnapshotTree live = home.provider.live(dataset, capture.source())) {
      assertThat(all(stored)).isEqualTo(all(live)).hasSize(8);
      assertThat(all(stored)).anyMatch(line -> line.startsWith("bad\\xff|FILE|1"));
      assertThat(all(stored)).anyMatch(line -> line.startsWith("new\\nline|FILE|1"));
      for (SnapshotTree tree : List.of(stored, live)) {
        assertThat(content(tree, "events/night1.csv")).isEqualTo("t,e\n1,2\n");
        assertThat(content(tree, Names.parse("bad\\xff"))).isEqualTo("y");
        assertThat(tree.find("events/nothing")).isEmpty();
        assertThat(tree.find("events/night1.csv/x")).isEmpty();
        assertThat(tree.find("latest").orElseThrow().linkTarget()).isEqualTo("events/night1.csv");
      }
    }
  }

  @Test
  void givesEqualKeysToEqualContentAlone() {
    TestHome.write(raw.resolve("copy.csv"), "t,e\n1,2\n");
    Capture first = home.take(TestHome.dataset(raw), 1).getFirst();
    TestHome.write(raw.resolve("calib/mars.caldb"), "gain 1.2100\n");
    Capture second = home.take(TestHome.dataset(raw), 2).getFirst();
    try (SnapshotTree before = home.provider.open(first);
        SnapshotTree after = home.provider.open(second)) {
      assertThat(key(before, "copy.csv"))
          .isEqualTo(key(before, "events/night1.csv"))
          .isEqualTo(key(after, "copy.csv"))
          .isNotEqualTo(key(before, "calib/mars.caldb"));
      assertThat(key(before, "events")).isEqualTo(key(after, "events"));
      assertThat(key(before, "calib")).isNotEqualTo(key(after, "calib"));
    }
  }

  @Test
  void readsOnlyWhatIsNewAgainstTheVersionBefore() {
    Dataset dataset = TestHome.dataset(raw);
    List<Capture> first = home.take(dataset, 1);
    TestHome.write(raw.resolve("events/night2.csv"), "new");
    for (List<Capture> parents : List.of(first, List.<Capture>of(), gone(first))) {
      try (PendingCapture pending = home.pending(dataset, parents)) {
        assertThat(pending.contents().getFirst().filesNew()).isEqualTo(1);
        assertThat(pending.contents().getFirst().filesUnmodified()).isEqualTo(4);
      }
    }
  }

  private static List<Capture> gone(List<Capture> captures) {
    return captures.stream()
        .map(
            c ->
                new Capture(
                    c.source(), c.provider(), "0".repeat(64), c.repository(), 1, 1, 1, 1, 1))
        .toList();
  }

  @Test
  void leavesOutWhatIsExcludedFromCaptureAndLiveTree() {
    TestHome.write(raw.resolve("scratch/x.tmp"), "x");
    Dataset dataset = TestHome.dataset(List.of("*.tmp", "events/"), raw);
    Capture capture = home.take(dataset, 1).getFirst();
    try (SnapshotTree stored = home.provider.open(capture);
        SnapshotTree live = home.provider.live(dataset, capture.source())) {
      assertThat(all(stored)).isEqualTo(all(live));
      assertThat(stored.find("scratch/x.tmp")).isEmpty();
      assertThat(live.find("events/night1.csv")).isEmpty();
      assertThat(stored.find("scratch")).isPresent();
    }
  }

  @Test
  void neverCapturesItsOwnHome() {
    Capture capture = home.take(TestHome.dataset(temp), 1).getFirst();
    try (SnapshotTree stored = home.provider.open(capture)) {
      assertThat(stored.find("raw/calib/mars.caldb")).isPresent();
      assertThat(stored.find("home")).isEmpty();
    }
    assertThatThrownBy(() -> home.provider.probe(TestHome.source(home.home.root().resolve("x"))))
        .isInstanceOf(HeveliusException.class)
        .hasMessageContaining("Hevelius' own directory");
  }

  @Test
  void saysWhyASourceCannotBeTaken() {
    home.provider.probe(TestHome.source(raw));
    assertThatThrownBy(() -> home.provider.probe(TestHome.source(raw.resolve("none"))))
        .satisfies(e -> assertThat(category(e)).isEqualTo(Category.UNAVAILABLE));
    assertThatThrownBy(() -> home.provider.probe(TestHome.source(notes.resolve("log.txt"))))
        .satisfies(e -> assertThat(category(e)).isEqualTo(Category.INVALID));
    assertThatThrownBy(() -> home.provider.probe(SourceSpec.parse("dir:/")))
        .satisfies(e -> assertThat(category(e)).isEqualTo(Category.INVALID));
    assertThatThrownBy(() -> home.take(TestHome.dataset(raw.resolve("none")), 1))
        .satisfies(e -> assertThat(category(e)).isEqualTo(Category.UNAVAILABLE));
  }

  @Test
  void annotatesUnderANewIdAndForgetsTheOldForm() {
    Dataset dataset = TestHome.dataset(raw, notes);
    List<Capture> captures = home.take(dataset, 1);
    Instant now = Instant.parse("2026-11-22T00:00:00Z");
    Manifest edited =
        TestHome.manifest(
            dataset,
            1,
            edit ->
                edit.tags(Map.of("campaign", "mars"))
                    .hold(new Hold(Hold.Kind.PERMANENT, "baseline", "maya", now))
                    .knownGood(new KnownGood("drill", now, "")));
    List<Capture> annotated = home.provider.annotate(captures, edited);
    assertThat(annotated).extracting(Capture::source).isEqualTo(dataset.sources());
    assertThat(annotated.getFirst().id()).isNotEqualTo(captures.getFirst().id());
    assertThat(home.provider.exists(captures.getFirst())).isFalse();
    assertThat(home.repositories.snapshots("default"))
        .singleElement()
        .matches(s -> s.tags().containsAll(List.of("hold", "known-good", "campaign=mars")));
    Recovered recovered = home.provider.recover().toList().getFirst();
    assertThat(recovered.captures()).isEqualTo(annotated);
    assertThat(recovered.manifest().snapshot()).isEqualTo(edited.snapshot());
    try (SnapshotTree tree = home.provider.open(annotated.getLast())) {
      assertThat(tree.find("log.txt")).isPresent();
    }
  }

  @Test
  void forgetsExactlyOneSnapshotAndMissesNoneThatIsGone() {
    List<Capture> first = home.take(TestHome.dataset(raw), 1);
    List<Capture> second = home.take(TestHome.dataset(raw), 2);
    home.provider.forget(first);
    home.provider.forget(first);
    assertThat(home.provider.exists(first.getFirst())).isFalse();
    assertThat(home.provider.exists(second.getFirst())).isTrue();
    assertThatThrownBy(() -> home.provider.open(first.getFirst()))
        .satisfies(e -> assertThat(category(e)).isEqualTo(Category.NOT_FOUND));
  }

  @Test
  void recoversEveryCaptureWithItsCounts() {
    Dataset dataset = TestHome.dataset(raw, notes);
    List<Capture> first = home.take(dataset, 1);
    TestHome.write(raw.resolve("more"), "more");
    List<Capture> second = home.take(dataset, 2, first);
    try (TestHome other = TestHome.open(home.home.root())) {
      assertThat(other.provider.recover())
          .extracting(Recovered::captures)
          .containsExactly(first, second);
      assertThat(other.notices).isEmpty();
    }
  }

  @Test
  void cannotSayThatACaptureIsGoneWhenItsDiskIs() throws IOException {
    Capture capture = home.take(TestHome.dataset(raw), 1).getFirst();
    Path repository = home.home.root().resolve("repository");
    Files.move(repository, temp.resolve("unmounted"));
    for (TestHome any : List.of(home, TestHome.open(home.home.root()))) {
      assertThatThrownBy(() -> any.provider.exists(capture))
          .satisfies(e -> assertThat(category(e)).isEqualTo(Category.UNAVAILABLE));
    }
    Files.move(temp.resolve("unmounted"), repository);
  }

  static Category category(Throwable e) {
    assertThat(e).isInstanceOf(HeveliusException.class);
    return ((HeveliusException) e).category();
  }

  private static String key(SnapshotTree tree, String path) {
    return Objects.requireNonNull(tree.find(path).orElseThrow().contentKey());
  }

  private static String content(SnapshotTree tree, String path) throws IOException {
    try (InputStream in = tree.open(tree.find(path).orElseThrow())) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Everything but the keys of content, a line an entry. */
  private static List<String> all(SnapshotTree tree) {
    List<String> lines = new ArrayList<>();
    collect(tree, tree.root(), lines);
    return lines;
  }

  private static void collect(SnapshotTree tree, TreeEntry directory, List<String> lines) {
    for (TreeEntry entry : tree.children(directory)) {
      lines.add(
          String.join(
              "|",
              Names.show(entry.path()),
              entry.type().toString(),
              Long.toString(entry.size()),
              entry.modified().toString(),
              Integer.toOctalString(entry.mode()),
              entry.uid() + ":" + entry.gid(),
              String.valueOf(entry.linkTarget())));
      if (entry.isDirectory()) {
        collect(tree, entry, lines);
      }
    }
  }
}
