package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.hevelius.catalog.postgres.PostgresAddress;
import org.hevelius.catalog.postgres.PostgresCatalog;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.runner.Run;
import org.hevelius.core.runner.RunStore;
import org.hevelius.testkit.PostgresServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two services with one catalog in PostgreSQL and one repository, and a snapshot due every minute,
 * in a time that runs ten times as fast.
 */
class NodesIT {
  private static final String POLICY =
      """
      policies:
        - name: often
          scopes: [raw]
          schedules:
            minutely: {at: "* * * * *", keep: last 100, catch-up: all(10)}
      """;

  private static final int HALF_MINUTES = 6;

  @TempDir Path folder;

  private final String address = PostgresServer.shared().freshSchema();
  private final Instant start = Clock.systemUTC().instant();
  private final Map<Long, Process> nodes = new HashMap<>();

  @BeforeEach
  void makeTwoHomes() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    byte[] noise = new byte[48 << 20];
    new Random(7).nextBytes(noise);
    Files.write(data.resolve("noise"), noise);
    Path password = Files.writeString(folder.resolve("password"), "moon-crater-1651\n");
    for (String name : List.of("first", "second")) {
      RealHome home = new RealHome(Files.createDirectories(folder.resolve(name)));
      home.done(
          "init",
          "--repository",
          folder.resolve("repository").toString(),
          "--password-file",
          password.toString(),
          "--catalog",
          address);
      if (name.equals("first")) {
        home.done("dataset", "add", "raw", "--source", data.toString());
        Path policy = Files.writeString(folder.resolve("often.yaml"), POLICY);
        home.done("policy", "apply", policy.toString(), "--yes");
      }
    }
  }

  private void serve(String name) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--add-opens=java.base/com.sun.crypto.provider=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path", "")));
    command.addAll(List.of(NodeMain.class.getName(), start.toString()));
    command.addAll(List.of("--home", folder.resolve(name + "/home").toString()));
    command.addAll(List.of("serve", "--port", "0"));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve(name + ".out").toFile())
            .redirectError(folder.resolve(name + ".err").toFile())
            .start();
    nodes.put(process.pid(), process);
  }

  @AfterEach
  void end() throws InterruptedException {
    for (Process node : nodes.values()) {
      node.destroyForcibly();
      node.waitFor();
    }
  }

  @Test
  void whenTheLeaderIsKilledInTheMiddleTheOtherTakesOverAndEachDueTimeHasOneSnapshot()
      throws Exception {
    serve("first");
    serve("second");
    try (Catalog catalog =
        PostgresCatalog.open(PostgresAddress.parse(address), () -> "", Clock.systemUTC())) {
      await("a snapshot is being taken", () -> !running(catalog).isEmpty());
      long leader = pid(running(catalog).getFirst());
      Objects.requireNonNull(nodes.get(leader)).destroyForcibly().waitFor();
      await("the other node has taken four", () -> taken(catalog, leader).size() >= 4);
      endAndCount(catalog);
      assertThat(catalog.problems()).isEmpty();
    }
    new RealHome(folder.resolve("second")).done("check");
  }

  @Test
  void aLeaderThatStoodStillInTheMiddleOfACaptureTakesNoSecondSnapshotOfADueTime()
      throws Exception {
    serve("first");
    serve("second");
    try (Catalog catalog =
        PostgresCatalog.open(PostgresAddress.parse(address), () -> "", Clock.systemUTC())) {
      for (int round = 0; round < 2; round++) {
        await("a snapshot is being taken", () -> !running(catalog).isEmpty());
        long leader = pid(running(catalog).getFirst());
        signal("-STOP", leader);
        int before = taken(catalog, leader).size();
        await("the other node goes on", () -> taken(catalog, leader).size() >= before + 2);
        signal("-CONT", leader);
        await("both have time to go on", () -> taken(catalog, leader).size() >= before + 4);
      }
      endAndCount(catalog);
      assertThat(catalog.problems()).isEmpty();
    }
    new RealHome(folder.resolve("second")).done("check");
  }

  private static void signal(String signal, long pid) throws Exception {
    assertThat(new ProcessBuilder("kill", signal, String.valueOf(pid)).start().waitFor()).isZero();
  }

  /** Each due time has one snapshot, none is left out, and each snapshot belongs to one. */
  private void endAndCount(Catalog catalog) throws InterruptedException {
    for (Process node : nodes.values()) {
      node.destroy();
      node.waitFor();
    }

    List<Run> runs = catalog.runs().page(RunStore.Query.of("raw", Run.Kind.SNAPSHOT, 1000));
    assertThat(running(catalog)).as("nothing stays open").isEmpty();
    List<Instant> due = runs.stream().map(Run::planned).distinct().sorted().toList();
    for (int i = 1; i < due.size(); i++) {
      assertThat(due.get(i)).as("no minute is left out").isEqualTo(due.get(i - 1).plusSeconds(60));
    }
    List<Run> done = runs.stream().filter(run -> run.version() != null).toList();
    assertThat(done).extracting(Run::planned).doesNotHaveDuplicates();
    List<Long> versions = new ArrayList<>();
    catalog.snapshots(SnapshotQuery.all()).forEach(s -> versions.add(s.version()));
    assertThat(done)
        .as("each snapshot belongs to one due time: %s", runs)
        .extracting(Run::version)
        .containsExactlyInAnyOrderElementsOf(versions);
    assertThat(done)
        .extracting(Run::planned)
        .as("also the one that was interrupted")
        .contains(due.getFirst());
  }

  private static List<Run> running(Catalog catalog) {
    return catalog.runs().page(RunStore.Query.newest(1000)).stream()
        .filter(run -> run.state() == Run.State.RUNNING)
        .toList();
  }

  private static List<Run> taken(Catalog catalog, long leader) {
    return catalog.runs().page(RunStore.Query.newest(1000)).stream()
        .filter(run -> run.version() != null && pid(run) != leader)
        .toList();
  }

  private static long pid(Run run) {
    return Long.parseLong(run.node().split("/", -1)[1]);
  }

  /** A node that stops in the middle of a transaction is cut off by the server in one minute. */
  private static void await(String what, BooleanSupplier condition) {
    for (int i = 0; i < HALF_MINUTES; i++) {
      try {
        Await.until(what, condition);
        return;
      } catch (AssertionError e) {
        if (i == HALF_MINUTES - 1) {
          throw e;
        }
      }
    }
  }
}
