package org.hevelius.providers.btrfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.Captures;
import org.hevelius.core.provider.PendingCapture;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.provider.TreeStates;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Guarantee;
import org.hevelius.testkit.Counterpart;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong around captures of a real Btrfs. */
class BtrfsFaultsTest {
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

  private Path place() {
    return btrfs.top().resolve(Place.NAME);
  }

  private List<String> inPlace() throws IOException {
    try (Stream<Path> entries = Files.list(place())) {
      return entries.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private SourceSpec filled() {
    SourceSpec source = btrfs.source("raw");
    btrfs.write(source, "calib/mars.caldb", "gain 1.0021\n");
    return source;
  }

  private List<String> findings(SourceSpec source, Capture before) {
    try (PendingCapture pending =
        Captures.begin(btrfs.provider(), Captures.dataset(source), 9, List.of(before))) {
      return pending.contents().getFirst().findings();
    }
  }

  @Test
  void subvolumesBelowAreTakenShownAtTheirPlaceAndPutBack() {
    SourceSpec source = filled();
    Path root = Path.of(source.location());
    BtrfsFixture.btrfs("subvolume", "create", root.resolve("ne st").toString());
    BtrfsFixture.btrfs("subvolume", "create", root.resolve("ne st/Größe ☉").toString());
    btrfs.write(source, "ne st/one", "1");
    btrfs.write(source, "ne st/Größe ☉/two", "2");
    SortedMap<String, String> before = Captures.live(btrfs.provider(), source);
    Capture capture;
    try (PendingCapture pending =
        Captures.begin(btrfs.provider(), Captures.dataset(source), 1, List.of())) {
      assertThat(pending.guarantee()).isEqualTo(Guarantee.UNVERIFIED);
      assertThat(pending.contents().getFirst().findings())
          .containsExactly(
              "2 subvolumes below it were taken one after another, and not at one instant");
      capture = pending.publish(Captures.manifest(Captures.dataset(source), 1)).getFirst();
    }
    btrfs.write(source, "ne st/Größe ☉/two", "changed");
    btrfs.write(source, "ne st/added", "x");
    assertThat(Captures.state(btrfs.provider(), capture)).isEqualTo(before);
    assertThat(btrfs.provider().path(capture)).isEmpty();
    var changed = btrfs.provider().changed(capture, null, () -> false).orElseThrow();
    assertThat(changed.touches("ne st/Größe ☉/two")).isTrue();
    assertThat(changed.touches("ne st/one")).isFalse();
    String elsewhere = btrfs.newPlace();
    btrfs.provider().clone(capture, elsewhere);
    assertThat(btrfs.stateOf(elsewhere)).isEqualTo(before);
    btrfs
        .provider()
        .rollback(btrfs.provider().rollbacks(capture).getFirst(), null, Progress.NONE, () -> false);
    assertThat(Captures.live(btrfs.provider(), source)).isEqualTo(before);
    btrfs.provider().forget(List.of(capture));
    assertThat(btrfs.provider().snapshots(source)).isEmpty();
  }

  @Test
  void theCommandThatRemovesTheStateBeforeIsOneWordForAShellWhateverItsName() {
    SourceSpec source = btrfs.source("raw it's");
    Capture want = Captures.take(btrfs.provider(), source, 1);
    List<String> notes =
        btrfs
            .provider()
            .rollback(btrfs.provider().rollbacks(want).getFirst(), null, Progress.NONE, () -> false)
            .notes();
    // Unquoted, such a command would remove "raw" too: it takes as many as it is given.
    assertThat(notes.getLast())
        .contains("btrfs subvolume delete '")
        .contains("raw it'\\''s.before-rollback-")
        .endsWith("'");
  }

  @Test
  void filesBelowANestedSubvolumeAreRestoredInPlace() {
    SourceSpec source = filled();
    BtrfsFixture.btrfs("subvolume", "create", source.location() + "/nested");
    btrfs.write(source, "nested/deep/one", "1");
    SortedMap<String, String> before = Captures.live(btrfs.provider(), source);
    Capture want = Captures.take(btrfs.provider(), source, 1);
    btrfs.write(source, "nested/deep/one", "changed");
    btrfs.remove(source, "calib");
    Capture guard = Captures.take(btrfs.provider(), source, 2);
    Restores.inPlace(btrfs.provider(), want, guard);
    assertThat(Captures.live(btrfs.provider(), source)).isEqualTo(before);
  }

  @Test
  void whatIsRestoredSharesItsBlocksWithTheSnapshot() throws IOException {
    SourceSpec source = filled();
    byte[] content = new byte[3 << 20];
    new Random(1).nextBytes(content);
    Files.write(Path.of(source.location(), "large"), content);
    Capture want = Captures.take(btrfs.provider(), source, 1);
    Path target = Path.of(btrfs.newPlace());
    Restores.to(btrfs.provider(), want, target.toString(), Progress.NONE);
    assertThat(Files.readAllBytes(target.resolve("large"))).isEqualTo(content);
    BtrfsFixture.run(List.of("sync", "-f", target.toString()));
    Counterpart.program("filefrag");
    List<String> extents =
        BtrfsFixture.run(List.of("filefrag", "-v", target.resolve("large").toString()))
            .lines()
            .filter(line -> line.matches(" +\\d+: .*"))
            .toList();
    assertThat(extents).isNotEmpty().allMatch(line -> line.contains("shared"));
  }

  @Test
  void readOnlySnapshotsOfOthersBelowASourceAreNotTakenAgain() {
    SourceSpec source = filled();
    BtrfsFixture.btrfs(
        "subvolume", "snapshot", "-r", source.location(), source.location() + "/.snap");
    try (PendingCapture pending =
        Captures.begin(btrfs.provider(), Captures.dataset(source), 1, List.of())) {
      assertThat(pending.guarantee()).isEqualTo(Guarantee.ATOMIC);
      assertThat(pending.contents().getFirst().findings())
          .containsExactly(
              "1 read-only snapshots of other programs below it are not part of the capture");
    }
  }

  @Test
  void aSourceThatWasReplacedIsToldAndOneThatWasPutBackIsNot() throws IOException {
    SourceSpec source = filled();
    Capture before = Captures.take(btrfs.provider(), source, 1);
    assertThat(findings(source, before)).isEmpty();
    btrfs
        .provider()
        .rollback(btrfs.provider().rollbacks(before).getFirst(), null, Progress.NONE, () -> false);
    assertThat(findings(source, before)).isEmpty();
    Path root = Path.of(source.location());
    Files.move(root, root.resolveSibling("moved away"));
    BtrfsFixture.btrfs("subvolume", "create", root.toString());
    assertThat(findings(source, before))
        .singleElement()
        .asString()
        .contains("another subvolume stands at");
  }

  @Test
  void aSnapshotThatWasDeletedOrMadeWritableIsToldAndNeverHidden() {
    SourceSpec source = filled();
    Capture first = Captures.take(btrfs.provider(), source, 1);
    String path = btrfs.provider().path(first).orElseThrow().toString();
    BtrfsFixture.btrfs("property", "set", path, "ro", "false");
    assertThat(findings(source, first)).singleElement().asString().contains("read-only flag off");
    assertThat(btrfs.provider().exists(first)).isTrue();
    assertThat(btrfs.provider().snapshots(source)).hasSize(1);
    btrfs.provider().open(first).close();
    assertThat(btrfs.notices).singleElement().asString().contains("read-only flag off");
    assertThat(btrfs.provider().changed(first, null, () -> false)).isEmpty();
    BtrfsFixture.btrfs("subvolume", "delete", path);
    assertThat(findings(source, first)).singleElement().asString().contains("is gone");
    assertThat(btrfs.provider().exists(first)).isFalse();
    assertThatThrownBy(() -> btrfs.provider().open(first)).hasMessageContaining("is gone");
    assertThat(btrfs.provider().recover()).isEmpty();
    assertThat(btrfs.notices).isNotEmpty();
    btrfs.provider().forget(List.of(first));
  }

  @Test
  void whatAKilledCaptureLeftIsNoVersionAndGoesWithTheNext() throws IOException {
    SourceSpec source = filled();
    Capture _ = Captures.take(btrfs.provider(), source, 1);
    Path dead = Files.createDirectory(place().resolve(".pending-dead"));
    BtrfsFixture.btrfs("subvolume", "snapshot", "-r", source.location(), dead + "/raw");
    assertThat(btrfs.provider().recover()).hasSize(1);
    assertThat(btrfs.provider().adoptable(source)).isEmpty();
    try (PendingCapture pending =
        Captures.begin(btrfs.provider(), Captures.dataset(source), 2, List.of())) {
      assertThat(pending.contents()).hasSize(1);
      assertThat(inPlace()).doesNotContain(".pending-dead");
      assertThat(inPlace()).filteredOn(name -> name.startsWith(".pending-")).hasSize(1);
      // Another capture at the same time leaves one that lives alone.
      Capture _ = Captures.take(btrfs.provider(), source, 3);
      pending.publish(Captures.manifest(Captures.dataset(source), 2));
    }
    assertThat(inPlace()).filteredOn(name -> name.startsWith(".")).isEmpty();
    assertThat(btrfs.provider().recover()).hasSize(3);
  }

  @Test
  void aDiskThatIsNotMountedIsNotTakenForOneWithoutSnapshots() {
    SourceSpec source = filled();
    Capture capture = Captures.take(btrfs.provider(), source, 1);
    Capture elsewhere =
        new Capture(
            capture.source(),
            capture.provider(),
            capture.id().substring(0, 37) + "00000000-0000-4000-8000-000000000000",
            "",
            capture.files(),
            capture.directories(),
            0,
            0,
            0);
    assertThatThrownBy(() -> btrfs.provider().exists(elsewhere))
        .satisfies(e -> assertThat(category(e)).isEqualTo(Category.UNAVAILABLE))
        .hasMessageContaining("is not mounted");
  }

  @Test
  void aDirectoryForSnapshotsThatOthersCanWriteToIsRefused() throws IOException {
    SourceSpec source = filled();
    Files.createDirectory(place());
    Files.setPosixFilePermissions(place(), PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(() -> Captures.take(btrfs.provider(), source, 1))
        .satisfies(e -> assertThat(category(e)).isEqualTo(Category.REFUSED));
    Files.delete(place());
    Capture _ = Captures.take(btrfs.provider(), source, 1);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place())))
        .isEqualTo("rwx------");
  }

  @Test
  void aPlainDirectoryTheTopLevelAndAnotherFileSystemAreRefusedWithTheWayOut() throws IOException {
    Path plain = Files.createDirectory(btrfs.top().resolve("plain"));
    assertThatThrownBy(() -> btrfs.provider().probe(BtrfsFixture.spec(plain)))
        .hasMessageContaining("no subvolume");
    assertThatThrownBy(() -> btrfs.provider().probe(BtrfsFixture.spec(btrfs.top())))
        .hasMessageContaining("top level");
    assertThatThrownBy(() -> btrfs.provider().probe(BtrfsFixture.spec(temp)))
        .hasMessageContaining("not on Btrfs");
  }

  @Test
  void aFullDiskPublishesNothingAndKeepsWhatWas() throws IOException {
    SourceSpec source = filled();
    Capture before = Captures.take(btrfs.provider(), source, 1);
    SortedMap<String, String> state = Captures.state(btrfs.provider(), before);
    FileStore store = Files.getFileStore(btrfs.top());
    List<String> written = new ArrayList<>();
    byte[] block = new byte[4 << 20];
    new Random(1).nextBytes(block);
    try {
      while (store.getUsableSpace() > 0 || written.size() < 1000) {
        Path file = btrfs.top().resolve("fill" + written.size());
        written.add(file.toString());
        Files.write(file, block);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
    try {
      Capture _ = Captures.take(btrfs.provider(), source, 2);
    } catch (HeveliusException e) {
      assertThat(e.category()).isIn(Category.FULL, Category.UNAVAILABLE);
    }
    assertThat(Captures.state(btrfs.provider(), before)).isEqualTo(state);
    for (String file : written) {
      Files.deleteIfExists(Path.of(file));
    }
    Capture _ = Captures.take(btrfs.provider(), source, 3);
    assertThat(inPlace()).filteredOn(name -> name.startsWith(".")).isEmpty();
  }

  @Test
  void theDirectoryWithSnapshotsIsNoPartOfASourceAboveIt() throws IOException {
    SourceSpec source = filled();
    Capture _ = Captures.take(btrfs.provider(), source, 1);
    Path hidden = Files.createDirectories(Path.of(source.location()).resolve(Place.NAME));
    Files.writeString(hidden.resolve("manifest"), "x");
    assertThat(Captures.live(btrfs.provider(), source))
        .containsEntry("calib/mars.caldb", TreeStates.file(0644, "gain 1.0021\n"))
        .doesNotContainKey(Place.NAME);
  }

  static Category category(Throwable e) {
    return ((HeveliusException) e).category();
  }
}
