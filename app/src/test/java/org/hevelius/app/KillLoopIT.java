package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.hevelius.testkit.Counterpart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills real processes at random moments of their work; nothing that was acknowledged may be lost,
 * and the next command must go on by itself.
 */
class KillLoopIT {
  private static final int ROUNDS = 10;

  /** What is killed. */
  private enum Act {
    CREATE,
    PUBLISHED_CREATE,
    RESTORE,
    CLEANUP,
    REVERT;

    String[] command(List<Long> versions, int round) {
      long newest = versions.getFirst();
      long older = versions.get(Math.min(2, versions.size() - 1));
      return switch (this) {
        case CREATE, PUBLISHED_CREATE -> new String[] {"create", "raw", "killed " + round};
        case RESTORE -> new String[] {"restore", "raw@" + older, "--in-place", "--delete", "--yes"};
        case CLEANUP -> new String[] {"cleanup", "raw", "--keep-last", "4", "--yes"};
        case REVERT -> new String[] {"revert", "raw@" + older + "..raw@" + newest, "--yes"};
      };
    }
  }

  @TempDir private Path folder;

  private final long seed = Long.getLong("property.seed", System.nanoTime());
  private final Random random = new Random(seed);

  /** What each listed version must hold. */
  private final Map<Long, Map<String, String>> expected = new TreeMap<>();

  /** How long a process may take, as the first one tells. */
  private long nanos;

  @Test
  void nothingAcknowledgedIsLostAndTheNextRunRecovers() throws Exception {
    System.out.println("KillLoopIT: -Dproperty.seed=" + seed);
    RealHome home = new RealHome(folder);
    LiveData data = new LiveData(folder.resolve("raw"), random);
    home.done("create", "raw", "first", "--source", data.root.toString());
    learn(home, data.state());
    for (int i = 0; i < 3; i++) {
      data.change();
      home.create("start " + i);
      learn(home, data.state());
    }
    for (int round = 0; round < ROUNDS; round++) {
      Act act = Act.values()[round % Act.values().length];
      data.change();
      play(home, data, act, round);
      recover(home, data, act, round);
    }
    home.done("audit", "--verify");
    compareAll(home);
    compareWithRestic(home);
  }

  @Test
  void aRestoreThatWasKilledIsCompletedByTheSameCommand() throws Exception {
    System.out.println("KillLoopIT: -Dproperty.seed=" + seed);
    RealHome home = new RealHome(folder);
    Path data = Files.createDirectory(folder.resolve("raw"));
    for (int i = 0; i < 2000; i++) {
      Path directory = Files.createDirectories(data.resolve("d" + i / 200));
      Files.writeString(directory.resolve("f" + i), "value " + i + "\n");
    }
    byte[] large = new byte[60 << 20];
    random.nextBytes(large);
    Files.write(data.resolve("large"), large);
    Files.createLink(data.resolve("d5/large"), data.resolve("large"));
    home.done("create", "raw", "first", "--source", data.toString());
    Map<String, String> state = LiveData.state(data);
    for (int round = 0; round <= ROUNDS / 2; round++) {
      Path target = folder.resolve("back-" + round);
      String[] command = {"restore", "raw@1", "--to", target.toString(), "--yes"};
      boolean ended = kill(home, Act.RESTORE, command);
      home.done(command);
      assertThat(LiveData.state(restored(target)))
          .as("seed %d, round %d", seed, round)
          .isEqualTo(state);
      assertThat(
              Files.isSameFile(
                  restored(target).resolve("d5/large"), restored(target).resolve("large")))
          .as("seed %d, round %d", seed, round)
          .isTrue();
      System.out.println("KillLoopIT: restore %d %s".formatted(round, ended ? "ended" : "killed"));
    }
  }

  private void play(RealHome home, LiveData data, Act act, int round) throws Exception {
    if (act == Act.REVERT) {
      home.create("before revert " + round);
      learn(home, data.state());
    }
    List<Long> before = home.versions();
    Map<String, String> state = data.state();
    String[] command = act.command(before, round);
    boolean ended = kill(home, act, command);
    String said = "seed %d, round %d, %s: %s".formatted(seed, round, act, err(home));
    if (act == Act.CLEANUP) {
      List<Long> now = home.versions();
      assertThat(before).as(said).containsAll(now);
      assertThat(now).as(said).startsWith(before.subList(0, 4).toArray(Long[]::new));
      expected.keySet().retainAll(now);
    }
    assertThat(home.versions()).as(said).containsAll(expected.keySet());
    learn(home, state);
    if (act == Act.RESTORE || act == Act.REVERT) {
      afterRestore(home, data, state, command, before);
    } else {
      assertThat(data.state()).as(said).isEqualTo(state);
    }
    System.out.println(
        "KillLoopIT: round %d %s %s".formatted(round, act, ended ? "ended" : "killed"));
  }

  private String err(RealHome home) throws IOException {
    return Files.readString(home.folder.resolve("err.killed"));
  }

  /** Whether the process came to its end before it was killed. */
  private boolean kill(RealHome home, Act act, String... command) throws Exception {
    long started = System.nanoTime();
    Process process = home.start("killed", command);
    if (nanos == 0) {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(err(home)).isZero();
      nanos = System.nanoTime() - started;
      return true;
    }
    if (act == Act.PUBLISHED_CREATE) {
      Path snapshots = home.root.resolve("repository/snapshots");
      int before = count(snapshots);
      while (process.isAlive() && count(snapshots) == before) {
        Thread.onSpinWait();
      }
    } else {
      boolean _ =
          process.waitFor((long) (nanos * random.nextDouble(0.3, 1.05)), TimeUnit.NANOSECONDS);
    }
    boolean ended = !process.isAlive();
    process.destroyForcibly().waitFor();
    return ended;
  }

  private static int count(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      // What a dead process had begun to write bears another name.
      return (int) files.filter(f -> f.getFileName().toString().matches("[0-9a-f]{64}")).count();
    }
  }

  /** Each version that is new in the list holds this. */
  private void learn(RealHome home, Map<String, String> state) {
    home.versions().forEach(version -> expected.putIfAbsent(version, state));
  }

  private void afterRestore(
      RealHome home, LiveData data, Map<String, String> state, String[] command, List<Long> before)
      throws IOException {
    if (!data.state().equals(state)) {
      assertThat(home.versions().size()).as("a guard").isGreaterThan(before.size());
      Map<String, String> partial = data.state();
      home.done("undo", "--yes");
      learn(home, partial);
      assertThat(data.state()).as("undone, seed " + seed).isEqualTo(state);
    }
    home.done(command);
    learn(home, state);
    Map<String, String> complete = data.state();
    if (command[0].equals("restore")) {
      long version = Long.parseLong(command[1].substring("raw@".length()));
      assertThat(complete).as("completed, seed " + seed).isEqualTo(expected.get(version));
    }
    if (!complete.equals(state)) {
      home.done("undo", "--yes");
      learn(home, complete);
    }
    assertThat(data.state()).as("undone at the end, seed " + seed).isEqualTo(state);
  }

  private void recover(RealHome home, LiveData data, Act act, int round) throws IOException {
    String said = "seed %d, after round %d, %s".formatted(seed, round, act);
    Shell.Result check = home.run("check", "--read-data");
    assertThat(check.code()).as("%s%n%s", said, check).isZero();
    home.create("next " + round);
    learn(home, data.state());
    assertThat(home.versions()).as(said).containsExactlyElementsOf(newestFirst());
    assertThat(count(home.root.resolve("repository/snapshots")))
        .as("%s: the catalog and the repository know the same", said)
        .isEqualTo(expected.size());
  }

  private List<Long> newestFirst() {
    return new ArrayList<>(expected.keySet()).reversed();
  }

  private void compareAll(RealHome home) throws IOException {
    for (Map.Entry<Long, Map<String, String>> version : expected.entrySet()) {
      Path target = folder.resolve("restored-" + version.getKey());
      home.done("restore", "raw@" + version.getKey(), "--to", target.toString(), "--yes");
      assertThat(LiveData.state(restored(target)))
          .as("seed %d, version %d", seed, version.getKey())
          .isEqualTo(version.getValue());
    }
  }

  private static Path restored(Path target) {
    Path inside = target.resolve("raw");
    return Files.isDirectory(inside) ? inside : target;
  }

  private void compareWithRestic(RealHome home) throws IOException {
    String restic = Counterpart.program("restic").toString();
    Path repository = home.root.resolve("repository");
    Path password;
    try (Stream<Path> files = Files.list(home.root)) {
      password =
          files
              .filter(f -> f.getFileName().toString().contains("password"))
              .findAny()
              .orElseThrow();
    }
    Shell.Result result =
        new Shell(folder)
            .run(
                restic,
                "--no-cache",
                "-r",
                repository.toString(),
                "-p",
                password.toString(),
                "check",
                "--read-data");
    assertThat(result.code()).as(result.toString()).isZero();
    assertThat(result.out()).contains("no errors were found");
  }

  @Test
  void theNextCreateRecordsWhatWasPublishedWithoutTheCatalogKnowing() throws Exception {
    RealHome home = new RealHome(folder);
    LiveData data = new LiveData(folder.resolve("raw"), new Random(1));
    home.done("create", "raw", "first", "--source", data.root.toString());
    data.change();
    home.done("create", "raw", "lost", "--name", "second", "--tag", "version=77");
    Map<String, String> lost = data.state();
    // As a process leaves it that dies right before it records what it has published.
    try (Connection catalog =
            DriverManager.getConnection("jdbc:sqlite:" + home.root.resolve("catalog.db"));
        Statement statement = catalog.createStatement()) {
      forget(statement, 2);
    }
    assertThat(home.versions()).containsExactly(1L);
    data.change();
    assertThat(home.create("third")).isEqualTo(3);
    assertThat(home.versions()).containsExactly(3L, 2L, 1L);
    assertThat(home.json("show", "raw@second").get("description").asString()).isEqualTo("lost");
    assertThat(home.json("show", "raw@3").get("parentVersion").asLong()).isEqualTo(2);
    assertThat(home.done("audit", "--verify").out()).isNotEmpty();
    assertThat(home.done("audit").out()).contains("recovered from an interrupted create");
    home.done("restore", "raw@2", "--to", folder.resolve("back").toString(), "--yes");
    assertThat(LiveData.state(restored(folder.resolve("back")))).isEqualTo(lost);
    home.done("delete", "raw@3", "--yes");
    assertThat(home.create("fourth")).isEqualTo(4);
    assertThat(home.versions()).containsExactly(4L, 2L, 1L);
  }

  private static void forget(Statement catalog, long version) throws SQLException {
    catalog.execute("PRAGMA foreign_keys = ON");
    assertThat(catalog.executeUpdate("DELETE FROM snapshot WHERE version = " + version))
        .isPositive();
  }
}
