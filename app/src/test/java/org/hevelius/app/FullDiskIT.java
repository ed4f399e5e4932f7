package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.hevelius.testkit.Counterpart;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that fill up while repository, target or catalog are written. */
class FullDiskIT {
  @TempDir private Path folder;

  private final List<Path> mounted = new ArrayList<>();

  @BeforeEach
  void needsToMount() {
    Counterpart.root();
    Counterpart.program("mount");
  }

  @AfterEach
  void unmount() {
    mounted.forEach(disk -> new Shell(folder).run("umount", "-l", disk.toString()));
  }

  private Path disk(String name, int mebibytes) throws IOException {
    Path disk = Files.createDirectory(folder.resolve(name));
    Shell.Result result =
        new Shell(folder)
            .run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "none", disk.toString());
    Counterpart.need(result.code() == 0, "no tmpfs can be mounted: " + result.err().strip());
    mounted.add(disk);
    return disk;
  }

  private static void noise(Path file, int mebibytes) throws IOException {
    byte[] block = new byte[1 << 20];
    Random random = new Random(file.hashCode());
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < mebibytes; i++) {
        random.nextBytes(block);
        out.write(block);
      }
    }
  }

  private static void fill(Path disk) throws IOException {
    try (OutputStream out = Files.newOutputStream(disk.resolve("filler"))) {
      byte[] block = new byte[4096];
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
  }

  private static long files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  @Test
  void aRepositoryOnAFullDiskKeepsWhatItHas() throws IOException {
    Path disk = disk("disk", 84);
    RealHome home = new RealHome(folder);
    home.done("init", "--repository", disk.resolve("repository").toString());
    LiveData data = new LiveData(folder.resolve("raw"), new Random(3));
    home.done("create", "raw", "first", "--source", data.root.toString());
    Map<String, String> first = data.state();
    noise(data.root.resolve("large"), 90);

    Shell.Result full = home.run("create", "raw", "too much");
    assertThat(full.code()).as(full.toString()).isEqualTo(10);
    assertThat(full.err())
        .startsWith("error: ")
        .contains(disk.resolve("repository").toString())
        .containsPattern("(?i)disk full|no space left|disk is full")
        .contains("nothing was published; all earlier snapshots are intact")
        .contains("hevelius cleanup --dry-run");
    assertThat(home.versions()).containsExactly(1L);
    assertThat(files(disk.resolve("repository/snapshots"))).isOne();
    sound(home);

    // There may be too little room now to begin at all; what is said is just as clear.
    Shell.Result again = home.run("create", "raw", "too much");
    assertThat(again.code()).as(again.toString()).isEqualTo(10);
    assertThat(again.err()).contains("all earlier snapshots are intact");
    assertThat(home.versions()).containsExactly(1L);

    fill(disk);
    Shell.Result noRoomForALock = home.run("create", "raw", "no room for a lock");
    assertThat(noRoomForALock.code()).as(noRoomForALock.toString()).isEqualTo(10);
    assertThat(noRoomForALock.err()).contains("no space left", "all earlier snapshots are intact");
    readable(home, data, first, "its disk is full");
    Shell.Result forgotten = home.run("delete", "raw@1", "--yes");
    assertThat(forgotten.code()).as(forgotten.toString()).isEqualTo(10);
    assertThat(home.versions()).containsExactly(1L);
    Files.delete(disk.resolve("filler"));

    Files.delete(data.root.resolve("large"));
    Shell.Result cleaned = home.run("cleanup", "--yes");
    assertThat(cleaned.code()).as(cleaned.toString()).isZero();
    long next = home.create("fits again");
    assertThat(home.versions()).containsExactly(next, 1L);
    sound(home);
  }

  /** All that reads works, and says that it does so without a lock. */
  private void readable(RealHome home, LiveData data, Map<String, String> first, String why)
      throws IOException {
    String path = first.keySet().iterator().next();
    for (String[] reading :
        new String[][] {
          {"list", "raw"},
          {"show", "raw@1"},
          {"browse", "raw@1"},
          {"cat", "raw@1", path},
          {"history", "raw:" + path},
          {"find", "*", "raw"},
          {"check", "--read-data"},
          {"repository", "info"},
          {"repository", "snapshots", "default"},
          {"cleanup", "raw", "--keep-last", "1", "--dry-run"},
        }) {
      home.done(reading);
    }
    Shell.Result differs = home.run("diff", "raw@1");
    assertThat(differs.code()).as(differs.toString()).isIn(0, 1);
    Path back = folder.resolve("back-" + why.hashCode());
    Shell.Result restored = home.done("restore", "raw@1", "--to", back.toString(), "--yes");
    assertThat(restored.err()).contains("is read without a lock", why, "nobody may prune");
    assertThat(LiveData.state(back)).isEqualTo(first);
    assertThat(data.root).exists();
  }

  @Test
  void aRepositoryOnAReadOnlyFileSystemCanBeReadAndNotChanged() throws IOException {
    Path disk = disk("disk", 84);
    RealHome home = new RealHome(folder);
    home.done("init", "--repository", disk.resolve("repository").toString());
    LiveData data = new LiveData(folder.resolve("raw"), new Random(3));
    home.done("create", "raw", "first", "--source", data.root.toString());
    Map<String, String> first = data.state();
    assertThat(new Shell(folder).run("mount", "-o", "remount,ro", disk.toString()).code()).isZero();

    readable(home, data, first, "its file system is read-only");
    Shell.Result refused = home.run("create", "raw", "second");
    assertThat(refused.code()).as(refused.toString()).isEqualTo(10);
    assertThat(refused.err()).contains("Read-only file system", "can be read");
    assertThat(home.versions()).containsExactly(1L);
  }

  @Test
  void aHomeOnAFullDiskGivesBackWhatItHas() throws IOException {
    Path disk = disk("home", 84);
    RealHome home = new RealHome(folder);
    home.done("init");
    LiveData data = new LiveData(folder.resolve("raw"), new Random(5));
    home.done("create", "raw", "first", "--source", data.root.toString());
    Map<String, String> first = data.state();
    home.done("find", "*", "raw");
    fill(disk);
    readable(home, data, first, "its disk is full");
    Shell.Result refused = home.run("create", "raw", "second");
    assertThat(refused.code()).as(refused.toString()).isEqualTo(10);
    Files.delete(disk.resolve("filler"));
    home.create("second");
    home.done("audit", "--verify");
  }

  @Test
  void aHomeOnAReadOnlyFileSystemGivesBackWhatItHas() throws IOException {
    Path disk = disk("home", 84);
    RealHome home = new RealHome(folder);
    home.done("init");
    LiveData data = new LiveData(folder.resolve("raw"), new Random(5));
    home.done("create", "raw", "first", "--source", data.root.toString());
    Map<String, String> first = data.state();
    home.done("find", "*", "raw");
    assertThat(new Shell(folder).run("mount", "-o", "remount,ro", disk.toString()).code()).isZero();
    readable(home, data, first, "its file system is read-only");
  }

  private static void sound(RealHome home) {
    Shell.Result check = home.run("check", "--read-data");
    assertThat(check.code()).as(check.toString()).isZero();
  }

  @Test
  void aFullTargetIsNamedAndTheSameRestoreGoesOn() throws IOException {
    Path disk = disk("target", 4);
    RealHome home = new RealHome(folder);
    Path raw = Files.createDirectory(folder.resolve("raw"));
    for (int i = 0; i < 6; i++) {
      noise(raw.resolve("file" + i), 1);
    }
    home.done("create", "raw", "first", "--source", raw.toString());
    Path target = disk.resolve("back");
    Shell.Result full = home.run("restore", "raw@1", "--to", target.toString(), "--yes");
    assertThat(full.code()).as(full.toString()).isIn(1, 10);
    assertThat(full.out() + full.err())
        .containsPattern("(?i)disk full|no space left|disk is full")
        .contains("file");
    assertThat(new Shell(folder).run("mount", "-o", "remount,size=16m", disk.toString()).code())
        .isZero();
    home.done("restore", "raw@1", "--to", target.toString(), "--yes");
    assertThat(LiveData.state(target)).isEqualTo(LiveData.state(raw));
  }

  @Test
  void aFullDiskUnderTheCatalogLosesNothing() throws IOException {
    Path disk = disk("home", 8);
    RealHome home = new RealHome(folder);
    home.done("init", "--repository", folder.resolve("repository").toString());
    LiveData data = new LiveData(folder.resolve("raw"), new Random(4));
    home.done("create", "raw", "first", "--source", data.root.toString());
    fill(disk);
    data.change();
    Shell.Result full = home.run("create", "raw", "no room");
    // Pages of the catalog's log that are free already may take a few more records.
    for (int i = 0; i < 40 && full.code() == 0; i++) {
      full = home.run("create", "raw", "a long description that takes space ".repeat(40) + i);
    }
    assertThat(full.code()).as(full.toString()).isEqualTo(10);
    assertThat(full.err())
        .contains("the disk is full", home.root.toString())
        .contains("free some space");
    Files.delete(disk.resolve("filler"));
    int listed = home.versions().size();
    sound(home);
    home.create("fits again");
    assertThat(home.versions().size()).isBetween(listed + 1, listed + 2);
    assertThat(files(folder.resolve("repository/snapshots"))).isEqualTo(home.versions().size());
    home.done("audit", "--verify");
    sound(home);
  }
}
