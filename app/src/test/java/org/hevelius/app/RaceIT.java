package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes at once, and data that changes while it is read. */
class RaceIT {
  @TempDir private Path folder;
  private RealHome home;
  private LiveData data;

  @BeforeEach
  void makeHome() throws IOException {
    home = new RealHome(folder);
    data = new LiveData(folder.resolve("raw"), new Random(6));
    home.done("create", "raw", "first", "--source", data.root.toString());
  }

  private String said(String name) throws IOException {
    return Files.readString(folder.resolve("out." + name))
        + Files.readString(folder.resolve("err." + name));
  }

  private int code(Process process) throws InterruptedException {
    assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private void sound() {
    Shell.Result check = home.run("check", "--read-data");
    assertThat(check.code()).as(check.toString()).isZero();
  }

  @Test
  void twoCreatesAtOnceGiveTwoVersions() throws Exception {
    data.change();
    Process one = home.start("one", "create", "raw", "one");
    Process two = home.start("two", "create", "raw", "two");
    assertThat(code(one)).as(said("one")).isZero();
    assertThat(code(two)).as(said("two")).isZero();
    assertThat(home.versions()).containsExactlyInAnyOrder(3L, 2L, 1L);
    home.done("audit", "--verify");
    sound();
  }

  @Test
  void aCreateDuringACleanupLosesNothing() throws Exception {
    for (int i = 0; i < 4; i++) {
      data.change();
      home.create("version " + i);
    }
    Process cleanup = home.start("cleanup", "cleanup", "raw", "--keep-last", "2", "--yes");
    data.change();
    Process create = home.start("create", "create", "raw", "meanwhile");
    int cleaned = code(cleanup);
    // Each waits for the other, or says who is in the way.
    assertThat(code(create)).as(said("create")).isZero();
    assertThat(cleaned).as(said("cleanup")).isIn(0, 4);
    if (cleaned == 4) {
      assertThat(said("cleanup")).containsPattern("lock|changed|planned");
    }
    assertThat(home.versions()).startsWith(6L, 5L);
    sound();
    Path target = folder.resolve("back");
    home.done("restore", "raw@6", "--to", target.toString(), "--yes");
    assertThat(LiveData.state(target)).isEqualTo(data.state());
  }

  @Test
  void filesThatGrowShrinkAndVanishWhileTheyAreRead() throws Exception {
    Path growing = data.root.resolve("growing");
    Path shrinking = data.root.resolve("shrinking");
    Path coming = data.root.resolve("coming");
    byte[] block = new byte[200_000];
    AtomicBoolean ended = new AtomicBoolean();
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    while (!ended.get()) {
                      Files.write(
                          growing, block, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                      if (Files.size(growing) > 20_000_000) {
                        Files.write(growing, new byte[1]);
                      }
                      Files.write(shrinking, new byte[4_000_000]);
                      Files.write(shrinking, new byte[10]);
                      Files.write(coming, block);
                      Files.delete(coming);
                    }
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                });
    try {
      for (int i = 0; i < 2; i++) {
        Shell.Result result = home.run("create", "raw", "moving " + i);
        assertThat(result.code()).as(result.toString()).isIn(0, 1);
        assertThat(result.code() == 1).isEqualTo(result.out().contains("missing from it"));
      }
    } finally {
      ended.set(true);
      writer.join();
    }
    sound();
    assertThat(home.versions()).containsExactly(3L, 2L, 1L);
    for (int version = 2; version <= 3; version++) {
      Path target = folder.resolve("back" + version);
      home.done("restore", "raw@" + version, "--to", target.toString(), "--yes");
      assertThat(LiveData.state(target)).containsKey("growing");
    }
  }
}
