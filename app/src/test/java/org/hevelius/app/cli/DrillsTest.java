package org.hevelius.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.drill.Drill.Scenario;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.usecase.DrillStanding;
import org.hevelius.core.usecase.DrillView;
import org.hevelius.core.usecase.Drills;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rehearsed restores of real files from a real repository. */
class DrillsTest {
  @TempDir static Path repository;
  @TempDir Path root;

  private static RepositoryHome.Store store;
  private RepositoryHome home;
  private Map<String, String> before;

  @BeforeAll
  static void makeRepository() {
    store = new RepositoryHome.Store(repository);
  }

  @AfterAll
  static void closeRepository() {
    store.close();
  }

  @BeforeEach
  void makeHome() throws IOException {
    home = new RepositoryHome(root, store);
    home.write("calib/mars.caldb", "gain = 1.0021\n").write("events/n1.txt", "one\n");
    home.write("events/n2.txt", "two\n").write("top.txt", "top\n");
    Files.createSymbolicLink(home.file("link"), Path.of("events/n1.txt"));
    Files.setPosixFilePermissions(home.file("calib"), PosixFilePermissions.fromString("r-xr-x---"));
    home.ok("dataset", "add", "cosmos7/raw", "--source", "raw");
    home.ok("create", "cosmos7/raw", "Baseline", "--name", "base");
    before = listing(root.resolve("raw"));
  }

  @Test
  void aDrillPassesAndLeavesNothingButItsRecord() throws IOException {
    String said = home.ok("drill", "run", "cosmos7/raw");
    assertThat(said).startsWith("Drill 1 of cosmos7/raw@1: PASSED").contains("4 of 4 files");
    assertThat(home.ok("drill", "show", "cosmos7/raw")).contains("with hevelius test", "listing ");
    assertUntouched();
  }

  @Test
  void aPathThatTheSnapshotLacksIsToldWithACommandThatCanBeTyped() {
    assertThat(home.run("drill", "run", "cosmos7/raw", "--path", "zzz").err())
        .contains("error: cosmos7/raw@1 has no zzz")
        .contains("hevelius browse cosmos7/raw@1");
  }

  @Test
  void eachScenarioPasses() throws IOException {
    home.ok("drill", "run", "cosmos7/raw", "--files", "2", "--seed", "7");
    home.ok("drill", "run", "cosmos7/raw", "--scenario", "lost-file");
    home.ok("drill", "run", "cosmos7/raw", "--scenario", "lost-directory");
    home.ok("drill", "run", "cosmos7/raw", "--path", "events/n1.txt", "--path", "calib");
    List<DrillView> drills = drills().list("cosmos7/raw", 9);
    assertThat(drills).hasSize(4).allMatch(DrillView::passed);
    assertThat(drills.get(0).measured().files()).isEqualTo(2);
    assertThat(drills.get(2).measured().files()).isEqualTo(1);
    assertThat(drills.get(3).measured().extrapolated()).isTrue();
    assertUntouched();
  }

  @Test
  void theSameSeedDrawsTheSameFiles() {
    String one = run(of(Scenario.FILES, 2, 7L), _ -> {}).measured().listing();
    assertThat(run(of(Scenario.FILES, 2, 7L), _ -> {}).measured().listing()).isEqualTo(one);
    assertThat(
            Stream.of(8L, 9L, 10L, 11L, 12L)
                .map(seed -> run(of(Scenario.FILES, 2, seed), _ -> {}).measured().listing()))
        .anyMatch(other -> !other.equals(one));
  }

  @Test
  void whatDiffersInTheRestoredCopyIsFoundAndNamed() throws IOException {
    assertFound("error", "content", "events/n1.txt", copy -> write(copy, "events/n1.txt", "onf\n"));
    assertFound("error", "missing", "events/n2.txt", copy -> delete(copy, "events/n2.txt"));
    assertFound("error", "extra", "more", copy -> write(copy, "more", "x"));
    assertFound("error", "mode", "top.txt", copy -> mode(copy, "top.txt", "rwxrwxrwx"));
    assertFound("error", "mode", "calib", copy -> mode(copy, "calib", "rwxrwxrwx"));
    assertFound("error", "time", "top.txt", copy -> touch(copy, "top.txt"));
    assertFound("error", "link", "link", copy -> link(copy, "link", "events/n2.txt"));
    assertFound("error", "type", "top.txt", copy -> link(copy, "top.txt", "events/n2.txt"));
    assertUntouched();
  }

  private void assertFound(String severity, String kind, String path, Consumer<Path> harm) {
    DrillView drill = run(Drills.Request.whole("cosmos7/raw"), harm);
    assertThat(drill.failed()).as(kind).isTrue();
    assertThat(drill.findings())
        .as(kind)
        .anyMatch(
            found ->
                found.severity().equals(severity)
                    && found.kind().equals(kind)
                    && found.path().equals(path));
  }

  @Test
  void aLostHostComesBackUntilTheRepositoryIsDamaged(@TempDir Path other) throws IOException {
    try (RepositoryHome.Store damaged = new RepositoryHome.Store(other.resolve("home"))) {
      RepositoryHome harmed = new RepositoryHome(other.resolve("data"), damaged);
      Files.createDirectories(other.resolve("data"));
      harmed.write("a.txt", "alpha\n");
      harmed.ok("dataset", "add", "c/d", "--source", "raw");
      harmed.ok("create", "c/d", "Baseline");
      assertThat(harmed.ok("drill", "run", "c/d", "--scenario", "lost-host")).contains("PASSED");
      damaged.damage();
      RepositoryHome.Run run = harmed.run("drill", "run", "c/d");
      assertThat(run.code()).as(run.toString()).isNotZero();
      assertThat(harmed.catalog().drills().drill(2).orElseThrow().state().name())
          .isNotEqualTo("PASSED");
      assertThat(listing(other.resolve("data/scratch"))).hasSize(1);
    }
  }

  @Test
  void whenTheKeyInUseIsLostTheOthersAreProvenToOpen() throws IOException {
    Path spare = Files.writeString(root.resolve("spare.password"), "carried out in time\n");
    Path wrong = Files.writeString(root.resolve("wrong.password"), "nothing of it\n");
    RepositoryHome.Run none = home.run("drill", "run", "cosmos7/raw", "--scenario", "lost-keys");
    assertThat(none.code()).isEqualTo(2);
    String lost = "--scenario=lost-keys";
    RepositoryHome.Run failed =
        home.run("drill", "run", "cosmos7/raw", lost, "--key-file", wrong.toString());
    assertThat(failed.code()).isEqualTo(6);
    assertThat(failed.out()).contains("FAILED", "wrong.password").doesNotContain("nothing of it");
    home.ok("repository", "keys", "add", "--new-password-file", spare.toString());
    home.ok("drill", "run", "cosmos7/raw", lost, "--key-file", spare.toString());
    assertThat(drills().show("cosmos7/raw", null).detail())
        .contains("4 of 4 files compared", "; opened by key ")
        .doesNotContain("carried out");
    assertThat(drills().show("cosmos7/raw", null).findings()).isEmpty();
    assertUntouched();
  }

  @Test
  void aCheckThatFailsFailsTheDrillWithItsLastWords() throws IOException {
    home.ok("drill", "run", "cosmos7/raw", "--", "sh", "-c", "test -f $HEVELIUS_DRILL_DIR/top.txt");
    RepositoryHome.Run run =
        home.run(
            "drill", "run", "cosmos7/raw", "--", "sh", "-c", "echo 3 tables short >&2; exit 9");
    assertThat(run.code()).isEqualTo(6);
    assertThat(run.out()).contains("FAILED", "exit code 9: 3 tables short");
    assertThat(home.run("drill", "report").code()).isEqualTo(1);
    home.ok("drill", "note", "cosmos7/raw", "2", "Tables must be closed first");
    DrillStanding standing = drills().standing("cosmos7/raw").getFirst();
    assertThat(standing.sound()).isFalse();
    assertThat(standing.passed()).isNotNull();
    assertThat(standing.lessons()).hasSize(1);
    assertUntouched();
  }

  @Test
  void aDrillGoesIntoNoDirectoryWithFilesAndIntoNoSource() throws IOException {
    Files.createDirectories(root.resolve("mine"));
    Files.writeString(root.resolve("mine/note.txt"), "keep me");
    for (String into : List.of("mine", "raw", "raw/events", repository.toString())) {
      RepositoryHome.Run run = home.run("drill", "run", "cosmos7/raw", "--into", into);
      assertThat(run.code()).as(into + run).isEqualTo(4);
      assertThat(run.err()).as(into).startsWith("refused: ");
    }
    assertThat(Files.readString(root.resolve("mine/note.txt"))).isEqualTo("keep me");
    home.ok("drill", "run", "cosmos7/raw", "--into", "fresh");
    assertThat(root.resolve("fresh")).doesNotExist();
    assertThat(home.ok("drill", "run", "cosmos7/raw", "--into", "fresh", "--keep"))
        .contains("is kept in /T/fresh/hevelius-drill-");
    assertThat(listing(root.resolve("fresh"))).hasSizeGreaterThan(4);
    home.ok("drill", "run", "cosmos7/raw", "--into", "fresh");
    assertThat(listing(root.resolve("fresh"))).hasSizeGreaterThan(4);
    assertUntouched();
  }

  @Test
  void aStoppedDrillIsRecordedAndLeavesNothing() throws IOException {
    AtomicBoolean stop = new AtomicBoolean();
    assertThatThrownBy(
            () ->
                drills()
                    .run(
                        Drills.Request.whole("cosmos7/raw"),
                        comparing(_ -> stop.set(true)),
                        stop::get))
        .isInstanceOfSatisfying(
            HeveliusException.class, e -> assertThat(e.category()).isEqualTo(Category.CANCELED));
    assertThat(drills().show("cosmos7/raw", null).state()).isEqualTo("interrupted");
    assertUntouched();
  }

  private Drills drills() {
    return home.open(root).drills();
  }

  private static Drills.Request of(Scenario scenario, int files, long seed) {
    return new Drills.Request(
        "cosmos7/raw", null, scenario, files, seed, List.of(), null, List.of(), false);
  }

  /** Runs a drill; between restore and comparison something happens to what was restored. */
  private DrillView run(Drills.Request request, Consumer<Path> harm) {
    return drills().run(request, comparing(harm), () -> false);
  }

  private Progress comparing(Consumer<Path> harm) {
    return (phase, _) -> {
      if (phase.equals("comparing")) {
        try (Stream<Path> places = Files.list(root.resolve("scratch"))) {
          harm.accept(places.findFirst().orElseThrow().resolve("data"));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return () -> {};
    };
  }

  private void assertUntouched() throws IOException {
    assertThat(listing(root.resolve("raw"))).isEqualTo(before);
    Path scratch = root.resolve("scratch");
    if (Files.exists(scratch)) {
      assertThat(listing(scratch)).hasSize(1);
    }
  }

  /** All that a directory holds, with all that is known of it. */
  private static Map<String, String> listing(Path directory) throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(directory)) {
      for (Path path : walk.toList()) {
        Map<String, Object> known =
            Files.readAttributes(
                path,
                "unix:mode,uid,gid,size,lastModifiedTime,ctime,ino",
                LinkOption.NOFOLLOW_LINKS);
        String content =
            Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) ? Files.readString(path) : "";
        all.put(directory.relativize(path).toString(), new TreeMap<>(known) + content);
      }
    }
    return all;
  }

  private interface Act {
    void run() throws IOException;
  }

  private static void harm(Act act) {
    try {
      act.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As a fault of a disk would, the time of the file stays. */
  private static void write(Path copy, String path, String text) {
    harm(
        () -> {
          Path file = copy.resolve(path);
          FileTime time = Files.exists(file) ? Files.getLastModifiedTime(file) : null;
          Files.writeString(file, text);
          if (time != null) {
            Files.setLastModifiedTime(file, time);
          }
        });
  }

  private static void delete(Path copy, String path) {
    harm(() -> Files.delete(copy.resolve(path)));
  }

  private static void mode(Path copy, String path, String mode) {
    harm(
        () ->
            Files.setPosixFilePermissions(
                copy.resolve(path), PosixFilePermissions.fromString(mode)));
  }

  private static void touch(Path copy, String path) {
    harm(
        () ->
            Files.setLastModifiedTime(
                copy.resolve(path), FileTime.from(Instant.parse("2001-01-01T00:00:00Z"))));
  }

  private static void link(Path copy, String path, String target) {
    harm(
        () -> {
          Files.delete(copy.resolve(path));
          Files.createSymbolicLink(copy.resolve(path), Path.of(target));
        });
  }
}
