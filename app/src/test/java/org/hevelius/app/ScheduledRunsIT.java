package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A service that takes a snapshot every minute is killed in the middle of one. */
class ScheduledRunsIT {
  private static final int PATIENCE = 20;

  @TempDir private Path folder;

  @Test
  void aRunThatWasKilledIsFoundAndDoneAgainOnce() throws Exception {
    RealHome home = new RealHome(folder);
    Path raw = Files.createDirectory(folder.resolve("raw"));
    byte[] noise = new byte[192 << 20];
    new Random(7).nextBytes(noise);
    Files.write(raw.resolve("noise"), noise);
    Path policy =
        Files.writeString(
            folder.resolve("p.yaml"),
            """
            policies:
              - name: p
                scopes: [raw]
                schedules: {minutely: {at: "* * * * *", keep: last 2}}
                hooks:
                  before: [{run: [%1$s, hold]}]
                  after: [{run: [%1$s, report]}, {run: [%1$s, let-go]}]
            """
                .formatted(hook()));
    home.done("init");
    home.done("dataset", "add", "raw", "--source", raw.toString());
    home.done("policy", "apply", policy.toString(), "--yes");

    Process first = serve(home, "first");
    await("a run", () -> state(home, "running") > 0 && !hooks().isEmpty());
    assertThat(home.json("status").at("/service/running").asBoolean()).isTrue();
    // By its handle: kill -9, and nothing of it is waited for.
    assertThat(first.toHandle().destroyForcibly()).isTrue();
    assertThat(first.waitFor()).isEqualTo(128 + 9);
    long killed = only(home, "running").get("id").asLong();

    Process second = serve(home, "second");
    await("the run is found", () -> state(home, "running", killed) == 0);
    await("a snapshot", () -> state(home, "succeeded") > 0);
    Files.writeString(raw.resolve("small"), "after the kill\n");
    await("another snapshot", () -> home.versions().size() >= 2);
    assertThat(hooks())
        .startsWith("hold ", "let-go interrupted", "report interrupted", "hold ", "let-go ok");
    second.destroy();
    assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(second.exitValue()).isEqualTo(143);
    assertThat(Files.readAllLines(folder.resolve("err.second")))
        .allSatisfy(
            line ->
                assertThat(line)
                    .matches(
                        "raw: (the run of \\S+ was interrupted: .*"
                            + "|2 after-hooks of an interrupted snapshot were run)"));

    assertThat(home.run("status").out()).contains("No service is running");
    JsonNode runs = home.json("jobs", "raw", "--limit", "100").get("runs");
    List<String> taken = new ArrayList<>();
    for (JsonNode run : runs) {
      assertThat(run.get("state").asString()).isNotIn("running", "claimed");
      if (run.get("id").asLong() == killed) {
        assertThat(run.get("state").asString()).isIn("interrupted", "succeeded");
      }
      if (run.get("kind").asString().equals("snapshot") && !run.get("snapshot").isNull()) {
        taken.add(run.get("planned").asString());
      }
    }
    assertThat(taken).as("one snapshot for a due time").doesNotHaveDuplicates().isNotEmpty();
    assertThat(home.done("check", "--read-data").out()).contains("No errors were found");
    home.done("audit", "--verify");
    assertThat(home.root.resolve("repository/locks")).isEmptyDirectory();
  }

  /** A program that writes down what it was run for. */
  private Path hook() throws IOException {
    Path hook = folder.resolve("hook");
    Files.writeString(hook, "#!/bin/sh\necho \"$1 ${HEVELIUS_RESULT-}\" >> '" + hook + ".log'\n");
    assertThat(hook.toFile().setExecutable(true)).isTrue();
    return hook;
  }

  private List<String> hooks() {
    Path log = folder.resolve("hook.log");
    try {
      return Files.exists(log) ? Files.readAllLines(log) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process serve(RealHome home, String name) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--add-opens=java.base/com.sun.crypto.provider=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path", "")));
    command.addAll(List.of(Main.class.getName(), "--home", home.root.toString()));
    command.addAll(List.of("serve", "--port", "0"));
    Process process =
        new ProcessBuilder(command).redirectError(folder.resolve("err." + name).toFile()).start();
    BufferedReader out = process.inputReader();
    assertThat(out.readLine()).startsWith("Listening on http");
    return process;
  }

  private static void await(String what, java.util.function.BooleanSupplier condition) {
    for (int i = 0; i < PATIENCE; i++) {
      try {
        Await.until(what, condition);
        return;
      } catch (AssertionError e) {
        if (i == PATIENCE - 1) {
          throw e;
        }
      }
    }
  }

  private static long state(RealHome home, String state) {
    return jobs(home, state).size();
  }

  private static long state(RealHome home, String state, long id) {
    return jobs(home, state).stream().filter(run -> run.get("id").asLong() == id).count();
  }

  private static JsonNode only(RealHome home, String state) {
    assertThat(jobs(home, state)).hasSize(1);
    return jobs(home, state).getFirst();
  }

  /** The snapshot runs in a state. */
  private static List<JsonNode> jobs(RealHome home, String state) {
    return home.json("jobs", "--state", state)
        .get("runs")
        .valueStream()
        .filter(run -> run.get("kind").asString().equals("snapshot"))
        .toList();
  }
}
