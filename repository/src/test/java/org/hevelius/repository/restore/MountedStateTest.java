package org.hevelius.repository.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.hevelius.repository.backup.Excludes;
import org.hevelius.repository.fs.FileSystems;
import org.hevelius.repository.restore.RestoreAction.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Restores of states that lie in a directory of a file system. */
class MountedStateTest extends RestoreInterruptedContract {
  private int captures;

  /** As a copy elsewhere, so that no inode is as it was. */
  @Override
  State capture(Path root) {
    try {
      Path copy = folder.resolve("state-" + captures++);
      Process copying =
          new ProcessBuilder("cp", "-a", root.toString(), copy.toString()).inheritIO().start();
      assertThat(copying.waitFor()).isZero();
      return State.mounted(FileSystems.local(), copy.toString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> merge(State want, State base, Path target, State guard) {
    Queue<RestoreAction> actions = new ConcurrentLinkedQueue<>();
    RestoreRequest request = request(want, base, target, guard);
    new Restore(FileSystems.local(), 2)
        .run(request, new RestoreCounters(), actions::add, () -> false);
    return actions.stream()
        .filter(action -> action.kind() != Kind.UNCHANGED)
        .map(action -> action.kind() + " " + action.path())
        .sorted()
        .toList();
  }

  private static RestoreRequest request(
      State want, @Nullable State base, Path target, State guard) {
    return new RestoreRequest(
        want,
        base,
        target.toString(),
        List.of(),
        true,
        true,
        guard,
        false,
        false,
        true,
        Excludes.NONE);
  }

  @Test
  void bringsBackOnlyWhatDiffersBetweenTwoStatesAndLeavesLaterWork() throws IOException {
    Path work = folder.resolve("work");
    Files.createDirectories(work.resolve("deep"));
    for (String name : List.of("kept", "spoilt", "both", "gone", "deep/spoilt")) {
      Files.writeString(work.resolve(name), "good " + name);
    }
    State good = capture(work);
    for (String name : List.of("spoilt", "both", "deep/spoilt", "made")) {
      Files.writeString(work.resolve(name), "bad, bad " + name);
    }
    Files.delete(work.resolve("gone"));
    State bad = capture(work);
    Files.writeString(work.resolve("both"), "changed once more");
    Files.writeString(work.resolve("kept"), "later work");

    List<String> done = merge(good, bad, work, capture(work));

    assertThat(done)
        .containsExactly(
            "CONFLICT both",
            "CREATE gone",
            "DELETE made",
            "OVERWRITE deep/spoilt",
            "OVERWRITE spoilt");
    assertThat(work.resolve("kept")).hasContent("later work");
    assertThat(work.resolve("both")).hasContent("changed once more");
    assertThat(work.resolve("deep/spoilt")).hasContent("good deep/spoilt");
  }

  private static void mode(Path file, String mode) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void tellsThatDirectoriesGetAnotherModeAndTakesThatBack() throws IOException {
    Path work = folder.resolve("work");
    List<Path> all = List.of(work, work.resolve("deep"), work.resolve("deep/file"));
    Files.createDirectories(work.resolve("deep"));
    Files.writeString(work.resolve("deep/file"), "as ever");
    for (Path one : all) {
      mode(one, "rwxr-x---");
    }
    State open = capture(work);
    for (Path one : all) {
      mode(one, "rwx------");
    }
    State closed = capture(work);
    Queue<RestoreAction> actions = new ConcurrentLinkedQueue<>();

    new Restore(FileSystems.local(), 2)
        .run(request(open, null, work, closed), new RestoreCounters(), actions::add, () -> false);

    assertThat(actions)
        .extracting(action -> action.kind() + " " + action.path())
        .containsExactlyInAnyOrder("METADATA .", "METADATA deep", "METADATA deep/file");
    for (Path one : all) {
      assertThat(mode(one)).isEqualTo("rwxr-x---");
    }
    assertThat(merge(closed, open, work, capture(work)))
        .containsExactly("METADATA .", "METADATA deep", "METADATA deep/file");
    for (Path one : all) {
      assertThat(mode(one)).isEqualTo("rwx------");
    }
  }

  @Test
  void leavesAModeThatWasSetLaterAndTheTimeOfADirectoryThatWasChangedLater() throws IOException {
    Path work = folder.resolve("work");
    for (String name : List.of("chosen", "filled")) {
      Files.createDirectories(work.resolve(name));
      mode(work.resolve(name), "rwx------");
    }
    State closed = capture(work);
    mode(work.resolve("chosen"), "rwxr-x---");
    mode(work.resolve("filled"), "rwxr-x---");
    State open = capture(work);
    mode(work.resolve("chosen"), "rwxrwx---");
    Files.writeString(work.resolve("filled/later"), "work");
    var time = Files.getLastModifiedTime(work.resolve("filled"));

    assertThat(merge(closed, open, work, capture(work))).containsExactly("METADATA filled");

    assertThat(mode(work.resolve("chosen"))).isEqualTo("rwxrwx---");
    assertThat(mode(work.resolve("filled"))).isEqualTo("rwx------");
    assertThat(Files.getLastModifiedTime(work.resolve("filled"))).isEqualTo(time);
    assertThat(work.resolve("filled/later")).hasContent("work");
  }

  @Test
  void overwritesNothingThatTheGuardDoesNotHoldAsItIs() throws IOException {
    Path work = Files.createDirectories(folder.resolve("work"));
    Files.writeString(work.resolve("one"), "good");
    Files.writeString(work.resolve("two"), "good");
    State want = capture(work);
    Files.writeString(work.resolve("one"), "worse");
    Files.writeString(work.resolve("two"), "worse");
    State guard = capture(work);
    Files.writeString(work.resolve("two"), "newer");

    List<String> done = merge(want, want, work, guard);
    Queue<RestoreAction> actions = new ConcurrentLinkedQueue<>();
    new Restore(FileSystems.local(), 2)
        .run(request(want, null, work, guard), new RestoreCounters(), actions::add, () -> false);

    assertThat(done).isEmpty();
    assertThat(work.resolve("one")).hasContent("good");
    assertThat(work.resolve("two")).hasContent("newer");
    assertThat(actions)
        .filteredOn(action -> action.kind() == Kind.CONFLICT)
        .extracting(RestoreAction::path)
        .containsExactly("two");
  }

  @Test
  void whatLiesInADirectoryThatIsKeptStaysAlsoWhereTheStateHasThatDirectory() throws IOException {
    Path work = Files.createDirectories(folder.resolve("work"));
    Files.createDirectories(work.resolve("mounted"));
    State want = capture(work);
    Files.createDirectories(work.resolve("mounted/deep"));
    for (String name : List.of("mounted/one", "mounted/deep/two", "mountedtoo", "extra")) {
      Files.writeString(work.resolve(name), "later work");
    }
    State guard = capture(work);
    RestoreRequest request =
        new RestoreRequest(
            want,
            null,
            work.toString(),
            List.of(),
            true,
            true,
            guard,
            false,
            false,
            true,
            Excludes.of(List.of("/mounted")));
    new Restore(FileSystems.local(), 2).run(request, new RestoreCounters(), _ -> {}, () -> false);
    assertThat(work.resolve("mounted/one")).hasContent("later work");
    assertThat(work.resolve("mounted/deep/two")).hasContent("later work");
    assertThat(work.resolve("extra")).doesNotExist();
    assertThat(work.resolve("mountedtoo")).doesNotExist();
  }

  @Test
  void bringsBackHolesAndModes() throws IOException {
    Path work = Files.createDirectories(folder.resolve("work"));
    byte[] sparse = new byte[9 << 20];
    sparse[5 << 20] = 1;
    Files.write(work.resolve("sparse"), sparse);
    Files.write(work.resolve("empty"), new byte[0]);
    Files.setPosixFilePermissions(
        work.resolve("sparse"), PosixFilePermissions.fromString("r--r-----"));
    State want = capture(work);
    Path target = folder.resolve("target");
    Set<Kind> kinds = new HashSet<>();

    new Restore(FileSystems.local(), 2)
        .run(
            RestoreRequest.into(want, target.toString()),
            new RestoreCounters(),
            action -> kinds.add(action.kind()),
            () -> false);

    assertThat(kinds).containsExactly(Kind.CREATE);
    assertThat(Files.readAllBytes(target.resolve("sparse"))).isEqualTo(sparse);
    assertThat(target.resolve("empty")).isEmptyFile();
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(target.resolve("sparse"))))
        .isEqualTo("r--r-----");
  }
}
