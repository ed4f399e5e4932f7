package org.hevelius.repository.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.hevelius.repository.backup.Excludes;
import org.hevelius.repository.fs.FileSystem;
import org.hevelius.repository.fs.FileSystems;
import org.hevelius.repository.restore.RestoreAction.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restores of a state that stop at any moment, of files with several names among others. */
abstract class RestoreInterruptedContract {
  private static final String TEMPORARY = "\\.hevelius-.*\\.tmp";

  @TempDir Path folder;
  private final Random random = new Random(7);
  private final Queue<RestoreAction> actions = new ConcurrentLinkedQueue<>();
  private Path source = Path.of("");

  @BeforeEach
  void makeASourceWithHardLinks() throws IOException {
    source = folder.resolve("source");
    fill(source, 1);
  }

  /** Some chunks under three names, a small file under two, one of its own and a link. */
  private void fill(Path root, int seconds) throws IOException {
    Files.createDirectories(root.resolve("d"));
    byte[] large = new byte[3 << 20];
    random.nextBytes(large);
    Files.write(root.resolve("large"), large);
    Files.createLink(root.resolve("d/large"), root.resolve("large"));
    Files.createLink(root.resolve("other"), root.resolve("large"));
    Files.writeString(root.resolve("d/small"), "small " + seconds);
    Files.createLink(root.resolve("another"), root.resolve("d/small"));
    Files.writeString(root.resolve("single"), "single " + seconds);
    Files.createSymbolicLink(root.resolve("pointer"), Path.of("single " + seconds));
    for (String name : List.of("large", "another", "single")) {
      Files.setLastModifiedTime(root.resolve(name), FileTime.fromMillis(1000L * seconds));
    }
  }

  /** The present state of a directory, fixed. */
  abstract State capture(Path root);

  private void restore(FileSystem files, RestoreRequest request, int workers) {
    actions.clear();
    new Restore(files, workers).run(request, new RestoreCounters(), actions::add, () -> false);
  }

  private static RestoreRequest request(State want, Path target, @Nullable State guard) {
    return new RestoreRequest(
        want,
        null,
        target.toString(),
        List.of(),
        false,
        guard != null,
        guard,
        false,
        false,
        true,
        Excludes.NONE);
  }

  /** What is below a directory: names with content, time and the names that share the content. */
  private static Map<String, String> state(Path root) throws IOException {
    Map<String, String> state = new TreeMap<>();
    Map<Object, String> inodes = new HashMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.sorted().toList()) {
        String name = root.relativize(path).toString();
        if (Files.isSymbolicLink(path)) {
          state.put(name, "-> " + Files.readSymbolicLink(path));
        } else if (Files.isRegularFile(path)) {
          Object inode = Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS);
          state.put(name, content(path) + " as " + inodes.computeIfAbsent(inode, _ -> name));
        }
      }
    }
    return state;
  }

  private static String content(Path file) throws IOException {
    return Arrays.hashCode(Files.readAllBytes(file)) + " at " + Files.getLastModifiedTime(file);
  }

  private void completes(String said) {
    assertThat(actions)
        .as(said)
        .extracting(RestoreAction::kind)
        .doesNotContain(Kind.CONFLICT, Kind.FAILED);
  }

  private boolean dies(RestoreRequest request, int changes) {
    try {
      restore(FaultyFiles.dyingAfter(changes).files(), request, 1);
      return false;
    } catch (FaultyFiles.ProcessDied e) {
      return true;
    }
  }

  @Test
  void toANewPlaceIsCompletedByTheSameRestoreWhereverItWasKilled() throws IOException {
    State want = capture(source);
    Map<String, String> wanted = state(source);
    int changes = 0;
    for (boolean died = true; died; changes++) {
      Path target = Files.createDirectories(folder.resolve("target-" + changes));
      Files.writeString(target.resolve("own"), "the user's");
      String said = "killed after change " + changes;

      died = dies(request(want, target, null), changes);

      Map<String, String> left = state(target);
      left.keySet().removeIf(name -> name.matches("(.*/)?(" + TEMPORARY + "|own)"));
      left.replaceAll((_, file) -> file.replaceAll(" as .*", ""));
      assertThat(left.entrySet())
          .as(said + ": no half file has a name")
          .allMatch(file -> wanted.getOrDefault(file.getKey(), "").startsWith(file.getValue()));
      restore(FileSystems.local(), request(want, target, null), 2);
      completes(said);
      assertThat(target.resolve("own")).as(said).hasContent("the user's");
      Files.delete(target.resolve("own"));
      assertThat(state(target)).as(said).isEqualTo(wanted);
    }
    assertThat(changes).isGreaterThan(30);
  }

  @Test
  void inPlaceIsCompletedByTheSameRestoreAndTouchesNoNameOutside() throws IOException {
    State want = capture(source);
    Map<String, String> wanted = state(source);
    int changes = 0;
    for (boolean died = true; died; changes++) {
      Path target = folder.resolve("target-" + changes);
      Path outside = folder.resolve("outside-" + changes);
      fill(target, 2);
      Files.createLink(outside, target.resolve("large"));
      String kept = content(outside);
      Map<String, String> before = state(target);
      State guard = capture(target);
      String said = "killed after change " + changes;

      died = dies(request(want, target, guard), changes);

      assertThat(content(outside)).as(said).isEqualTo(kept);
      Map<String, String> left = state(target);
      left.keySet().removeIf(name -> name.matches("(.*/)?" + TEMPORARY));
      assertThat(left.keySet()).as(said).isEqualTo(before.keySet());
      restore(FileSystems.local(), request(want, target, capture(target)), 2);
      completes(said);
      assertThat(state(target)).as(said).isEqualTo(wanted);
      assertThat(content(outside)).as(said).isEqualTo(kept);
    }
    assertThat(changes).isGreaterThan(30);
  }

  @Test
  void linksNoNameToAFileThatOnlyLooksLikeIt() throws IOException {
    State want = capture(source);
    Path target = Files.createDirectories(folder.resolve("target"));
    Files.writeString(target.resolve("another"), "SMALL 1");
    Files.setLastModifiedTime(target.resolve("another"), FileTime.fromMillis(1000));

    restore(FileSystems.local(), request(want, target, null), 2);

    assertThat(target.resolve("d/small")).hasContent("small 1");
    assertThat(target.resolve("another")).hasContent("SMALL 1");
  }

  @Test
  void doesNotChangeALargeFileInPlaceThatHasANameOutside() throws IOException {
    byte[] large = new byte[65 << 20];
    Path big = Files.createDirectories(folder.resolve("big"));
    Files.write(big.resolve("file"), large);
    State want = capture(big);
    large[5] = 1;
    Files.write(big.resolve("file"), large);
    Files.createLink(folder.resolve("outside"), big.resolve("file"));
    State guard = capture(big);

    restore(FileSystems.local(), request(want, big, guard), 2);

    completes("");
    assertThat(Files.readAllBytes(folder.resolve("outside"))[5]).isEqualTo((byte) 1);
    assertThat(Files.readAllBytes(big.resolve("file"))[5]).isZero();
  }

  @Test
  void givesAnotherNameItsTurnWhenTheFirstCannotBeMade() throws IOException {
    State want = capture(source);
    Path target = folder.resolve("target");
    Files.createDirectories(target.resolve("large"));

    restore(FileSystems.local(), request(want, target, null), 1);

    assertThat(actions)
        .filteredOn(action -> action.kind() == Kind.CONFLICT)
        .extracting(RestoreAction::path)
        .containsExactly("large");
    assertThat(Files.mismatch(target.resolve("d/large"), source.resolve("large"))).isEqualTo(-1);
    assertThat(Files.isSameFile(target.resolve("d/large"), target.resolve("other"))).isTrue();
  }

  @Test
  void tellsAFileThatFailsWhenItIsClosedOnceAndGivesItNoName() throws IOException {
    State want = capture(source);
    Path target = folder.resolve("target");

    restore(FaultyFiles.failingToClose().files(), request(want, target, null), 2);

    assertThat(actions)
        .filteredOn(action -> action.kind() == Kind.FAILED)
        .extracting(RestoreAction::path)
        .containsExactlyInAnyOrder("another", "d/large", "d/small", "large", "other", "single");
    assertThat(actions)
        .filteredOn(action -> action.kind() == Kind.CREATE)
        .extracting(RestoreAction::path)
        .containsExactlyInAnyOrder("d", "pointer");
    assertThat(state(target)).containsOnlyKeys("pointer");
  }
}
