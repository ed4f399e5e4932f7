package org.hevelius.providers.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.provider.Scratch;
import org.hevelius.repository.fs.FileSystems;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Places in which something is tried out, and what becomes of those whose users have died. */
class ScratchDirectoriesTest {
  private static final String LEFT = "hevelius-drill-0123456789abcdef";

  @TempDir Path root;

  private Path base;
  private Scratch scratch;

  @BeforeEach
  void make() throws IOException {
    base = root.toRealPath().resolve("scratch");
    scratch = scratch(1);
  }

  private Scratch scratch(long seed) {
    return new ScratchDirectories(
        new ScratchDirectories.Parts(
            FileSystems.local(),
            base,
            new OwnPlaces(() -> List.of(root.resolve("home"))),
            new Random(seed),
            "hevelius test",
            _ -> {
              throw new UnsupportedOperationException();
            }));
  }

  @Test
  void aPlaceIsRemovedWithAllThatIsInItAndNothingElse() throws IOException {
    Files.createDirectories(root.resolve("data"));
    Files.writeString(root.resolve("data/live.txt"), "live");
    Scratch.Place place = scratch.open(null, List.of());
    Path data = Path.of(place.data());
    Files.createDirectories(data.resolve("deep/er"));
    Files.writeString(data.resolve("deep/er/f"), "x");
    Files.createSymbolicLink(data.resolve("out"), root.resolve("data"));
    Files.setPosixFilePermissions(
        data.resolve("deep/er"), PosixFilePermissions.fromString("r-x------"));
    place.remove();
    assertThat(base).isEmptyDirectory();
    assertThat(root.resolve("data/live.txt")).hasContent("live");
  }

  @Test
  void whatIsLeftOfTheDeadIsSweptAndWhatIsNotMarkedStays() throws IOException {
    leftover(LEFT, ScratchDirectories.MARKED + "hevelius 1\n");
    leftover("hevelius-drill-1111111111111111", "Somebody else's notes\n");
    leftover("other", ScratchDirectories.MARKED);
    Files.createDirectories(base.resolve("hevelius-drill-2222222222222222/data"));
    Files.createDirectories(base.resolve("hevelius-drill-3333333333333333"));
    Files.createSymbolicLink(
        base.resolve("hevelius-drill-4444444444444444"), base.resolve("other"));
    assertThat(scratch.sweep(null)).isEqualTo(2);
    assertThat(base.toFile().list())
        .containsExactlyInAnyOrder(
            "hevelius-drill-1111111111111111",
            "hevelius-drill-2222222222222222",
            "hevelius-drill-4444444444444444",
            "other");
    assertThat(scratch.reclaim(base.resolve(LEFT).toString())).isTrue();
  }

  @Test
  void aPlaceInUseIsLeftAloneByThisProcessAndByOthers() throws Exception {
    Scratch.Place mine = scratch.open(null, List.of());
    assertThat(scratch(2).sweep(null)).isZero();
    assertThat(scratch.reclaim(mine.path())).isFalse();
    leftover(LEFT, ScratchDirectories.MARKED);
    Process other =
        new ProcessBuilder(
                "python3",
                "-c",
                """
                import fcntl,sys
                f=open(sys.argv[1],'r+')
                fcntl.lockf(f,fcntl.LOCK_EX)
                print('held',flush=True)
                sys.stdin.read()
                """,
                base.resolve(LEFT).resolve(ScratchDirectories.MARK).toString())
            .start();
    try (var held = other.inputReader()) {
      assertThat(held.readLine()).isEqualTo("held");
      assertThat(scratch.sweep(null)).isZero();
      assertThat(base.resolve(LEFT).resolve("data/f")).exists();
    } finally {
      other.destroyForcibly();
      assertThat(other.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }
    assertThat(scratch.sweep(null)).isEqualTo(1);
    assertThat(isLocked(Path.of(mine.path()))).isTrue();
    mine.remove();
    assertThat(base).isEmptyDirectory();
  }

  /** Asked of another process, since a lock is one of the whole process. */
  private static boolean isLocked(Path place) throws Exception {
    Process asked =
        new ProcessBuilder(
                "python3",
                "-c",
                "import fcntl,sys\nf=open(sys.argv[1],'r+')\n"
                    + "fcntl.lockf(f,fcntl.LOCK_EX|fcntl.LOCK_NB)",
                place.resolve(ScratchDirectories.MARK).toString())
            .start();
    assertThat(asked.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return asked.exitValue() != 0;
  }

  @Test
  void whatIsKeptIsTheUsersFromThenOn() throws IOException {
    Scratch.Place place = scratch.open(null, List.of());
    Files.writeString(Path.of(place.data()).resolve("f"), "x");
    place.keep();
    place.close();
    assertThat(scratch.sweep(null)).isZero();
    assertThat(Path.of(place.data()).resolve("f")).exists();
  }

  @Test
  void aPlaceIsMadeNeitherAmongFilesNorInASourceNorAmongHevelius() throws IOException {
    Files.createDirectories(root.resolve("data/deep"));
    Files.createDirectories(root.resolve("home"));
    Files.writeString(root.resolve("data/live.txt"), "live");
    for (String below : List.of("data", "data/deep", "data/new", "home/new", "data/live.txt")) {
      String path = root.resolve(below).toString();
      assertThatThrownBy(() -> scratch.open(path, List.of(root.resolve("data").toString())))
          .as(below)
          .isInstanceOfSatisfying(
              HeveliusException.class, e -> assertThat(e.category()).isEqualTo(Category.REFUSED));
    }
    assertThatThrownBy(() -> scratch.open(root.resolve("data").toString(), List.of()))
        .hasMessageContaining("is not empty");
    assertThat(root.resolve("data/new")).doesNotExist();
  }

  private void leftover(String name, String mark) throws IOException {
    Path data = base.resolve(name).resolve("data");
    Files.createDirectories(data);
    Files.writeString(data.resolve("f"), "x");
    Files.writeString(base.resolve(name).resolve(ScratchDirectories.MARK), mark);
  }
}
