package org.hevelius.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.drill.Drill;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.usecase.Drills;
import org.hevelius.testkit.Counterpart;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drills on disks that are full or fill up, and from storage that is away. */
class DrillFaultsTest {
  private static final int DATA = 12 << 20;

  @TempDir Path root;
  @TempDir Path place;

  private RepositoryHome.Store store;
  private RepositoryHome home;
  private boolean mounted;

  @BeforeEach
  void makeHome() throws IOException {
    store = new RepositoryHome.Store(place.resolve("home"));
    home = new RepositoryHome(root, store);
    home.write("a.txt", "alpha\n");
    byte[] noise = new byte[DATA];
    new Random(5).nextBytes(noise);
    Files.write(home.file("noise"), noise);
    home.ok("dataset", "add", "c/d", "--source", "raw");
    home.ok("create", "c/d", "Baseline");
  }

  @AfterEach
  void close() throws Exception {
    store.close();
    if (mounted) {
      assertThat(run("umount", "-l", disk().toString())).isZero();
    }
  }

  private Path disk() {
    return place.resolve("disk");
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
  }

  private void mount(int mebibytes) throws Exception {
    Counterpart.root();
    Counterpart.program("mount");
    Files.createDirectories(disk());
    mounted =
        run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "none", disk().toString())
            == 0;
    Counterpart.need(mounted, "no tmpfs can be mounted");
  }

  private Drill newest() {
    return home.catalog().drills().drill(1).orElseThrow();
  }

  private static long entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.count();
    }
  }

  @Test
  void aScratchDiskThatIsTooSmallBlocksTheDrillBeforeAnythingIsRestored() throws Exception {
    mount(20);
    RepositoryHome.Run run =
        home.run("drill", "run", "c/d", "--into", disk().resolve("x").toString());
    assertThat(run.code()).isEqualTo(10);
    assertThat(run.err()).contains("bytes free, and the drill needs", "nothing was restored");
    assertThat(newest().state()).isEqualTo(Drill.State.BLOCKED);
    assertThat(newest().measured().files()).isZero();
    assertThat(entries(disk())).isZero();
  }

  @Test
  void aScratchDiskThatFillsUpMeanwhileBlocksTheDrillAndIsGivenBack() throws Exception {
    mount(48);
    Progress filling =
        (phase, _) -> {
          if (!phase.equals("comparing")) {
            fill();
          }
          return () -> {};
        };
    Drills.Request wish =
        new Drills.Request(
            "c/d",
            null,
            Drill.Scenario.WHOLE,
            0,
            null,
            List.of(),
            disk().resolve("x").toString(),
            List.of(),
            false);
    assertThatThrownBy(() -> home.open(root).drills().run(wish, filling, () -> false))
        .isInstanceOfSatisfying(
            HeveliusException.class, e -> assertThat(e.category()).isEqualTo(Category.FULL));
    assertThat(newest().state()).isEqualTo(Drill.State.BLOCKED);
    try (Stream<Path> left = Files.walk(disk())) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .contains("filler")
          .doesNotContain("noise", "a.txt");
    }
    home.ok("drill", "run", "c/d");
  }

  private void fill() {
    byte[] block = new byte[1 << 16];
    try (OutputStream out = Files.newOutputStream(disk().resolve("filler"))) {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).contains("No space left")) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void storageThatIsAwayBlocksTheDrillAndLosesNothing() throws IOException {
    Path repository = place.resolve("home/repository");
    Path away = place.resolve("home/away");
    Files.move(repository, away);
    RepositoryHome.Run run = home.run("drill", "run", "c/d");
    assertThat(run.code()).as(run.toString()).isIn(3, 10);
    assertThat(newest().state()).isEqualTo(Drill.State.BLOCKED);
    assertThat(home.run("drill", "report").code()).isEqualTo(1);
    Files.move(away, repository);
    home.ok("drill", "run", "c/d");
    home.ok("drill", "report");
  }
}
