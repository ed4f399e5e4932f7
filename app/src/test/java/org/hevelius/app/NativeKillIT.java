package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.hevelius.testkit.LoopFileSystem;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills real processes at random moments while storage works for them; nothing acknowledged may be
 * lost, the data stand as before or as wanted, and the next command goes on by itself. On Btrfs.
 */
class NativeKillIT {
  private static final int ROUNDS = Integer.getInteger("kill.rounds", 12);

  private enum Act {
    CREATE,
    ROLLBACK,
    CLONE,
    ADOPT,
    RESTORE,
    DELETE
  }

  @TempDir private Path temporary;

  Path folder;
  private final long seed = Long.getLong("property.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Map<Long, Map<String, String>> expected = new TreeMap<>();
  private final Map<Act, Long> nanos = new EnumMap<>(Act.class);
  private RealHome home;
  private Path live;
  private int foreign;
  private @Nullable LoopFileSystem disk;

  @BeforeEach
  void aSource() throws IOException {
    folder = Files.createDirectories(temporary.resolve("a b"));
    live = place();
    home = new RealHome(folder);
    home.done("init");
    for (int i = 0; i < 3; i++) {
      change();
      home.done("create", "raw", "start " + i, "--source", source());
      learn(-1, state());
    }
  }

  @AfterEach
  void end() {
    if (disk != null) {
      disk.close();
    }
  }

  /** Makes the source, with another one below it. */
  Path place() throws IOException {
    disk = LoopFileSystem.btrfs(folder.resolve("disk"), 400);
    Path made = disk.root().resolve("raw");
    shell("btrfs", "subvolume", "create", made.toString());
    shell("btrfs", "subvolume", "create", made.resolve("below it").toString());
    return made;
  }

  String source() {
    return "btrfs:" + live;
  }

  /** Takes a snapshot as another program does. */
  void takeForeign(String name) {
    String place = live.resolveSibling(name).toString();
    shell("btrfs", "subvolume", "snapshot", "-r", live.toString(), place);
  }

  /** Names a clone, and says where it lies. */
  String cloneName(String name) {
    return live.resolveSibling(name).toString();
  }

  Path clonePlace(String name) {
    return live.resolveSibling(name);
  }

  final void shell(String... command) {
    Shell.Result result = new Shell(folder).run(command);
    assertThat(result.code()).as("%s", result).isZero();
  }

  private void change() throws IOException {
    for (String name : List.of("gain", "a \"b\"\nü", "below it/night")) {
      Files.writeString(live.resolve(name), "value " + random.nextInt());
    }
  }

  private Map<String, String> state() throws IOException {
    return LiveData.state(live);
  }

  /** All that are new in the list hold this, but for one that is known. */
  private void learn(long but, Map<String, String> state) {
    for (long version : home.versions()) {
      if (version != but) {
        expected.putIfAbsent(version, state);
      }
    }
  }

  private String[] command(Act act, int round, long older) {
    return switch (act) {
      case CREATE -> new String[] {"create", "raw", "killed " + round};
      case ROLLBACK -> new String[] {"rollback", "raw@" + older, "--yes"};
      case CLONE -> new String[] {"clone", "raw@" + older, cloneName("try" + round)};
      case ADOPT -> new String[] {"adopt", source()};
      case RESTORE -> new String[] {"restore", "raw@" + older, "--in-place", "--delete", "--yes"};
      case DELETE -> new String[] {"delete", "raw@" + older, "--yes", "--force"};
    };
  }

  private String said(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }

  /** Whether the process came to its end before it was killed. */
  private boolean kill(Act act, String... command) throws Exception {
    long started = System.nanoTime();
    Process process = home.start("killed", command);
    Long known = nanos.get(act);
    if (known != null) {
      boolean _ =
          process.waitFor((long) (known * random.nextDouble(0.4, 1.05)), TimeUnit.NANOSECONDS);
    } else {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(said("out.killed") + said("err.killed")).isZero();
      nanos.put(act, System.nanoTime() - started);
    }
    boolean ended = !process.isAlive();
    process.destroyForcibly().waitFor();
    return ended;
  }

  @Test
  void whateverIsKilledNothingAcknowledgedIsLost() throws Exception {
    System.out.println(getClass().getSimpleName() + ": -Dproperty.seed=" + seed);
    for (int round = 0; round < ROUNDS; round++) {
      Act act = Act.values()[round % Act.values().length];
      change();
      if (act == Act.ADOPT) {
        takeForeign("foreign-" + foreign++);
      }
      List<Long> versions = home.versions();
      play(act, round, versions.get(Math.min(2, versions.size() - 1)));
    }
    for (Map.Entry<Long, Map<String, String>> version : expected.entrySet()) {
      Path target = folder.resolve("restored-" + version.getKey());
      home.done("restore", "raw@" + version.getKey(), "--to", target.toString(), "--yes");
      assertThat(LiveData.state(target))
          .as("seed %d, version %d", seed, version.getKey())
          .isEqualTo(version.getValue());
    }
    home.done("audit", "--verify");
  }

  private void play(Act act, int round, long older) throws Exception {
    Map<String, String> before = state();
    Map<String, String> wanted = Objects.requireNonNull(expected.get(older));
    String[] command = command(act, round, older);
    boolean ended = kill(act, command);
    System.out.printf(
        "%s: round %d %s %s%n", getClass().getSimpleName(), round, act, ended ? "ended" : "killed");
    String said = "seed %d, round %d, %s".formatted(seed, round, act);
    long next = home.create("next " + round);
    Map<String, String> after = state();
    switch (act) {
      case ROLLBACK -> assertThat(after).as(said).isIn(before, wanted);
      case RESTORE -> assertThat(after.keySet()).as(said).containsAll(wanted.keySet());
      default -> assertThat(after).as(said).isEqualTo(before);
    }
    if (act == Act.DELETE && !home.versions().contains(older)) {
      expected.remove(older);
    }
    learn(next, before);
    expected.put(next, after);
    assertThat(home.versions()).as(said).containsExactlyInAnyOrderElementsOf(expected.keySet());
    if (!after.equals(before)) {
      assertThat(expected.values().stream().filter(before::equals))
          .as(said + ": a version has the state before")
          .isNotEmpty();
    }
    again(act, round, command, wanted, said);
    Shell.Result check = home.run("check");
    assertThat(check.code()).as("%s%n%s", said, check).isZero();
  }

  /** The same command goes on, or says that it is done already. */
  private void again(Act act, int round, String[] command, Map<String, String> wanted, String said)
      throws IOException {
    Map<String, String> before = state();
    Shell.Result result = home.run(command);
    switch (act) {
      case CLONE -> {
        assertThat(result.code()).as("%s%n%s", said, result).isIn(0, 4);
        assertThat(LiveData.state(clonePlace("try" + round))).as(said).isEqualTo(wanted);
      }
      case ADOPT -> {
        assertThat(result.code()).as("%s%n%s", said, result).isZero();
        assertThat(home.json("list", "adopted/**")).as(said).hasSize(foreign);
      }
      case DELETE -> {
        assertThat(result.code()).as("%s%n%s", said, result).isIn(0, 3);
        expected.keySet().retainAll(home.versions());
      }
      case ROLLBACK, RESTORE -> {
        assertThat(result.code()).as("%s%n%s", said, result).isZero();
        assertThat(state()).as(said).isEqualTo(wanted);
        learn(-1, before);
      }
      case CREATE -> {
        assertThat(result.code()).as("%s%n%s", said, result).isZero();
        learn(-1, before);
      }
    }
  }
}
