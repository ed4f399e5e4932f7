package org.hevelius.repository.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.testkit.Counterpart;
import org.hevelius.testkit.TestClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStorageTest extends StorageContract {
  @TempDir Path temporary;

  private Path root() {
    return temporary.resolve("deep").resolve("repository");
  }

  @Override
  Storage open() {
    return new LocalStorage(root());
  }

  private List<String> tree() throws IOException {
    try (Stream<Path> paths = Files.walk(root())) {
      return paths.map(path -> root().relativize(path).toString()).sorted().toList();
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void laysFilesOutAsResticDoes() throws Exception {
    storage.save(Handle.CONFIG, ByteBuffer.wrap(bytes(1, 155)));
    Handle pack = save(FileKind.PACK, bytes(2, 100));
    Handle snapshot = save(FileKind.SNAPSHOT, bytes(3, 100));
    String name = String.valueOf(pack.id());
    assertThat(tree())
        .containsExactlyInAnyOrder(
            "",
            "config",
            "data",
            "data/" + name.substring(0, 2),
            pack.path(),
            "index",
            "keys",
            "locks",
            "snapshots",
            snapshot.path());
    assertThat(pack.path()).isEqualTo("data/" + name.substring(0, 2) + "/" + name);
  }

  @Test
  void keepsFilesAndDirectoriesToTheirOwnerAlone() throws Exception {
    storage.save(Handle.CONFIG, ByteBuffer.wrap(bytes(1, 155)));
    Handle pack = save(FileKind.PACK, bytes(2, 100));
    Path file = root().resolve(pack.path());
    assertThat(mode(file)).isEqualTo("r--------");
    assertThat(mode(file.resolve("..").normalize())).isEqualTo("rwx------");
    assertThat(mode(root().resolve("config"))).isEqualTo("r--------");
    assertThat(mode(root())).isEqualTo("rwx------");
  }

  @Test
  void sharesFilesWithTheGroupWhereTheConfigIsShared() throws Exception {
    storage.save(Handle.CONFIG, ByteBuffer.wrap(bytes(1, 155)));
    Files.setPosixFilePermissions(
        root().resolve("config"), PosixFilePermissions.fromString("r--r-----"));
    Path file = root().resolve(save(FileKind.PACK, bytes(2, 100)).path());
    assertThat(mode(file)).isEqualTo("r--r-----");
    assertThat(mode(file.resolve("..").normalize())).isEqualTo("rwxrwx---");
  }

  @Test
  void passesOverOtherNames() throws Exception {
    Handle pack = save(FileKind.PACK, bytes(1, 100));
    String name = String.valueOf(pack.id());
    Path directory = root().resolve("data").resolve(name.substring(0, 2));
    Files.write(directory.resolve(name + "-tmp-1"), new byte[1]);
    Files.write(root().resolve("data").resolve("00note"), new byte[1]);
    Files.write(root().resolve("data").resolve(name), new byte[1]);
    Files.write(root().resolve("index").resolve("README"), new byte[1]);
    Files.createDirectory(root().resolve("index").resolve("a".repeat(64)));
    Path wrong = Files.createDirectories(root().resolve("data").resolve("zz"));
    Files.write(wrong.resolve("b".repeat(64)), new byte[1]);
    Path misplaced = Files.createDirectories(root().resolve("data").resolve("cc"));
    Files.write(misplaced.resolve("b".repeat(64)), new byte[1]);
    assertThat(list(FileKind.PACK)).hasSize(1);
    assertThat(list(FileKind.INDEX)).isEmpty();
  }

  @Test
  void listsNothingWhereACopyLeftOutEmptyDirectories() throws Exception {
    Files.delete(root().resolve("snapshots"));
    failsWith(Kind.NOT_FOUND, () -> list(FileKind.SNAPSHOT));
    storage.save(Handle.CONFIG, ByteBuffer.wrap(bytes(1, 155)));
    assertThat(list(FileKind.SNAPSHOT)).isEmpty();
    save(FileKind.SNAPSHOT, bytes(2, 100));
    assertThat(list(FileKind.SNAPSHOT)).hasSize(1);
  }

  @Test
  void neverMakesDirectoriesWhereTheDiskIsNotMounted() throws Exception {
    deleteAll(root());
    failsWith(Kind.UNAVAILABLE, () -> save(FileKind.PACK, bytes(1, 100)));
    assertThat(root()).doesNotExist();
    Files.createDirectory(root());
    failsWith(Kind.UNAVAILABLE, () -> save(FileKind.PACK, bytes(1, 100)));
    assertThat(tree()).containsExactly("");
    failsWith(Kind.NOT_FOUND, () -> list(FileKind.PACK));
  }

  @Test
  void replacesAFileWhoseSizeBelongsToNoSuchContent() throws Exception {
    byte[] content = bytes(1, 100);
    Handle handle = save(FileKind.PACK, content);
    storage.readAll(handle);
    Path file = root().resolve(handle.path());
    Files.delete(file);
    Files.write(file, new byte[50]);
    save(FileKind.PACK, content);
    assertThat(storage.readAll(handle)).isEqualTo(content);
  }

  @Test
  void letsOneOfManyInitsWinWithoutHardLinks() throws Exception {
    for (int round = 0; round < 20; round++) {
      Path place = temporary.resolve("fat" + round);
      Files.createDirectory(place);
      List<Boolean> won =
          together(
              4,
              thread -> {
                try (Storage other = new LocalStorage(place, false)) {
                  other.save(Handle.CONFIG, ByteBuffer.wrap(bytes(thread, 155)));
                  return true;
                } catch (RepositoryException e) {
                  assertThat(e.kind()).isIn(Kind.EXISTS, Kind.UNAVAILABLE);
                  return false;
                }
              });
      assertThat(won).containsOnlyOnce(true);
      assertThat(Files.readAllBytes(place.resolve("config")))
          .isEqualTo(bytes(won.indexOf(true), 155));
      try (Stream<Path> files = Files.list(place)) {
        assertThat(files).hasSize(1);
      }
    }
  }

  @Test
  void saysWhichFileAnInterruptedInitLeft() throws Exception {
    Files.createFile(root().resolve("config-tmp-claim"));
    try (Storage other = new LocalStorage(root(), false)) {
      assertThatThrownBy(() -> other.save(Handle.CONFIG, ByteBuffer.wrap(bytes(1, 155))))
          .isInstanceOfSatisfying(
              RepositoryException.class, e -> assertThat(e.advice()).contains("config-tmp-claim"));
    }
    assertThat(tree()).contains("config-tmp-claim").doesNotContain("config");
  }

  @Test
  void removesLeftoversOlderThanADayAndNothingElse() throws Exception {
    Handle pack = save(FileKind.PACK, bytes(1, 100));
    Path file = root().resolve(pack.path());
    TestClock clock = TestClock.at("2026-11-21T10:00:00Z");
    Path old = file.resolveSibling(pack.id() + "-tmp-12ab");
    Path young = root().resolve("index").resolve("a".repeat(64) + "-tmp-34");
    Path claim = root().resolve("config-tmp-claim");
    Path foreign = root().resolve("data").resolve("notes-tmp-1");
    for (Path path : List.of(old, young, claim, foreign)) {
      Files.write(path, new byte[1]);
      Files.setLastModifiedTime(
          path,
          FileTime.from(clock.instant().minus(Duration.ofHours(path.equals(young) ? 23 : 25))));
    }
    Files.setLastModifiedTime(file, FileTime.from(clock.instant().minus(Duration.ofDays(9))));
    assertThat(storage.removeLeftovers(clock)).isEqualTo(2);
    assertThat(List.of(young, foreign, file)).allMatch(Files::exists);
    assertThat(List.of(old, claim)).noneMatch(Files::exists);
  }

  @Test
  void saysThatTheDiskIsFullAndLeavesNothingBehind() throws Exception {
    Counterpart.root();
    Counterpart.program("mount");
    Path disk = Files.createDirectory(temporary.resolve("disk"));
    Counterpart.need(
        run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()) == 0,
        "this place doesn't let tests mount a tmpfs");
    try (Storage small = new LocalStorage(disk.resolve("repository"))) {
      small.create();
      byte[] fits = bytes(1, 300_000);
      small.save(Handle.of(FileKind.PACK, Id.of(fits)), ByteBuffer.wrap(fits));
      byte[] tooMuch = bytes(2, 900_000);
      assertThatThrownBy(
              () -> small.save(Handle.of(FileKind.PACK, Id.of(tooMuch)), ByteBuffer.wrap(tooMuch)))
          .isInstanceOfSatisfying(
              RepositoryException.class,
              e -> {
                assertThat(e.kind()).isEqualTo(Kind.FULL);
                assertThat(e.getMessage())
                    .contains("disk full while writing the repository at " + small.location())
                    .contains("needed about 900 kB")
                    .containsPattern("\\(.* \\d+ kB free\\)");
                assertThat(e.advice()).contains("all earlier snapshots are intact");
              });
      try (Stream<Path> files = Files.walk(disk)) {
        assertThat(files.filter(Files::isRegularFile)).hasSize(1);
      }
      byte[] another = bytes(3, 300_000);
      small.save(Handle.of(FileKind.PACK, Id.of(another)), ByteBuffer.wrap(another));
    } finally {
      run("umount", disk.toString());
    }
  }

  @Test
  void readsRandomRangesOfManyMoreFilesThanStayOpen() throws Exception {
    List<Handle> handles = new ArrayList<>();
    List<byte[]> contents = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      contents.add(bytes(i, 4096));
      handles.add(save(FileKind.PACK, contents.get(i)));
    }
    together(
        4,
        thread -> {
          Random random = new Random(thread);
          for (int i = 0; i < 5000; i++) {
            int file = random.nextInt(handles.size());
            int offset = random.nextInt(4000);
            ByteBuffer target = ByteBuffer.allocate(96);
            storage.read(handles.get(file), offset, target);
            assertThat(target.flip())
                .isEqualTo(ByteBuffer.wrap(contents.get(file), offset, 96).slice());
          }
          return true;
        });
  }

  @Test
  void readsOnWhileOtherReadersAreInterrupted() throws Exception {
    byte[] content = bytes(1, 700_000);
    Handle handle = save(FileKind.PACK, content);
    List<Integer> canceled =
        together(
            4,
            thread -> {
              int count = 0;
              for (int i = 0; i < 300; i++) {
                ByteBuffer target = ByteBuffer.allocate(600_000);
                if (thread == 0) {
                  Thread.currentThread().interrupt();
                }
                try {
                  storage.read(handle, 25_000, target);
                  assertThat(target.flip())
                      .isEqualTo(ByteBuffer.wrap(content, 25_000, 600_000).slice());
                } catch (RepositoryException e) {
                  assertThat(e.kind()).isEqualTo(Kind.CANCELED);
                  count++;
                }
                assertThat(Thread.interrupted()).isEqualTo(thread == 0);
              }
              return count;
            });
    assertThat(canceled).containsExactly(300, 0, 0, 0);
  }

  @Test
  void leavesNothingWhenAWriterIsInterrupted() throws Exception {
    Thread.currentThread().interrupt();
    failsWith(Kind.CANCELED, () -> save(FileKind.INDEX, bytes(1, 100_000)));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(tree()).allMatch(path -> !path.contains("-tmp-") && !path.startsWith("index/"));
  }

  @Test
  void refusesToReadOnceClosed() {
    Handle handle = save(FileKind.PACK, bytes(1, 100));
    storage.close();
    failsWith(Kind.UNAVAILABLE, () -> storage.readAll(handle));
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  private static void deleteAll(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
