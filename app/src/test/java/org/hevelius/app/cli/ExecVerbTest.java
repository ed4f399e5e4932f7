package org.hevelius.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hevelius.app.cli.RepositoryHome.Run;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands write to files alone: what they print would go to the output of the test itself. */
class ExecVerbTest {
  private static final String RECALIBRATE = "echo 'gain = 2.0' > raw/calib/mars.caldb";

  @TempDir static Path storage;
  private static RepositoryHome.Store store;

  @TempDir Path root;
  private RepositoryHome home;

  @BeforeAll
  static void makeStore() {
    store = new RepositoryHome.Store(storage);
  }

  @AfterAll
  static void closeStore() {
    store.close();
  }

  @BeforeEach
  void makeHome() {
    home = RepositoryHome.withThreeVersions(root, store);
  }

  private JsonNode show(String reference) {
    return JsonMapper.shared().readTree(home.ok("--json", "show", reference));
  }

  private int versions() {
    return JsonMapper.shared().readTree(home.ok("--json", "list", "cosmos7/raw")).size();
  }

  @Test
  void recordsWhatTheResultsWereMadeFromAsItWasBeforeTheCommand() {
    home.ok(
        "exec",
        "cosmos7/raw",
        "Derive",
        "--derived-from=cosmos7/raw@latest",
        "--",
        "sh",
        "-c",
        RECALIBRATE);
    assertThat(show("cosmos7/raw@4").get("derivedFrom").size()).isZero();
    assertThat(show("cosmos7/raw@5").get("derivedFrom").get(0).get("reference").asString())
        .isEqualTo("cosmos7/raw@3");
    assertThat(
            home.run("exec", "cosmos7/raw", "x", "--derived-from=cosmos7/raw@99", "--", "true")
                .code())
        .isEqualTo(3);
    assertThat(versions()).as("the command was not run").isEqualTo(5);
  }

  @Test
  void takesASnapshotBeforeAndOneAfterAndLinksThem() {
    Run run =
        home.run(
            "exec",
            "cosmos7/raw",
            "Recalibrate",
            "--name",
            "mars",
            "--tag",
            "campaign=7",
            "--milestone",
            "calibrated",
            "--permanent",
            "--",
            "sh",
            "-c",
            RECALIBRATE);
    assertThat(run.code()).as(run.toString()).isZero();
    assertThat(run.out()).as("belongs to the command").isEmpty();
    assertThat(run.err())
        .contains("Snapshot cosmos7/raw@4 before the command  mars-before\n  3 files, ")
        .contains("Snapshot cosmos7/raw@5 after the command  mars-after\n")
        .endsWith("What it changed: hevelius diff cosmos7/raw@4 cosmos7/raw@5\n");
    JsonNode before = show("cosmos7/raw@mars-before");
    JsonNode after = show("cosmos7/raw@mars-after");
    assertThat(before.get("tags").toString())
        .isEqualTo("{\"campaign\":\"7\",\"exec\":\"before\",\"exec-after\":\"cosmos7/raw@5\"}");
    assertThat(after.get("tags").toString())
        .isEqualTo("{\"campaign\":\"7\",\"exec\":\"after\",\"exec-before\":\"cosmos7/raw@4\"}");
    assertThat(before.get("milestone").isNull()).isTrue();
    assertThat(after.get("milestone").asString()).isEqualTo("calibrated");
    assertThat(after.get("parentVersion").asLong()).isEqualTo(4);
    assertThat(before.get("permanent").asBoolean() && after.get("permanent").asBoolean()).isTrue();
    assertThat(home.run("diff", "cosmos7/raw@4", "cosmos7/raw@5").out()).contains("1.21 -> 2.0");
    assertThat(home.ok("audit")).contains("sh: exit code 0; after it cosmos7/raw@5");
  }

  @Test
  void givesTheCommandItsArgumentsAsTheyAre() throws IOException {
    Files.writeString(root.resolve("words"), "--yes\n");
    home.run(
        "exec",
        "Which arguments",
        "--",
        "sh",
        "-c",
        "printf '%s|' \"$@\" > raw/arguments",
        "sh",
        "$HOME; *",
        "--json",
        "--",
        "@words",
        "");
    assertThat(home.read("arguments")).isEqualTo("$HOME; *|--json|--|@words||");
  }

  @Test
  void aCommandThatFailsLeavesNoSecondSnapshotAndSaysTheWayBack() {
    Run run = home.run("exec", "cosmos7/raw", "Try", "--", "sh", "-c", RECALIBRATE + "; exit 3");
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err().replaceAll("after [0-9a-z. ]+;", "after 1 s;"))
        .endsWith(
            """
            error: the command failed with exit code 3 after 1 s; there is no second snapshot
              before it the data were as in cosmos7/raw@4
              what it changed:  hevelius diff cosmos7/raw@4 live
              to get it back:   hevelius restore cosmos7/raw@4 --in-place   (--delete also removes what is new)
            """);
    assertThat(versions()).isEqualTo(4);
    assertThat(home.ok("audit")).contains("sh: exit code 3").doesNotContain("gain");
    home.ok("restore", "cosmos7/raw@4", "--in-place", "--yes");
    assertThat(home.read("calib/mars.caldb")).isEqualTo("gain = 1.21\n");
  }

  @Test
  void aCommandThatIsKilledFails() {
    Run run = home.run("exec", "cosmos7/raw", "Try", "--", "sh", "-c", "kill -9 $$");
    assertThat(run.code()).isEqualTo(137);
    assertThat(run.err()).contains("error: the command was ended by signal 9 (exit code 137)");
    assertThat(versions()).isEqualTo(4);
  }

  @Test
  void aCommandThatIsNotThereCostsNoSnapshot() throws IOException {
    Files.writeString(root.resolve("plain.txt"), "no program\n");
    Run none = home.run("exec", "cosmos7/raw", "Try", "--", "no-such-program", "-x");
    assertThat(none.code()).isEqualTo(127);
    assertThat(none.err())
        .isEqualTo(
            "error: the program no-such-program was not found on the PATH; nothing was run and no"
                + " snapshot was taken\n");
    assertThat(home.run("exec", "Try", "--", "./none").code()).isEqualTo(127);
    Run plain = home.run("exec", "cosmos7/raw", "Try", "--json", "--", "./plain.txt");
    assertThat(plain.code()).isEqualTo(126);
    JsonNode document = JsonMapper.shared().readTree(plain.err());
    assertThat(document.get("exitCode").asInt()).isEqualTo(126);
    assertThat(document.get("before").isNull()).isTrue();
    assertThat(versions()).isEqualTo(3);
  }

  @Test
  void aCommandThatTurnsOutNotToBeAProgramLeavesTheFirstSnapshot() throws IOException {
    Path file = Files.writeString(root.resolve("broken"), "#!/no/such/interpreter\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    Run run = home.run("exec", "cosmos7/raw", "Try", "--", "./broken");
    assertThat(run.code()).as(run.toString()).isEqualTo(126);
    assertThat(run.err())
        .contains("the program ./broken can't be executed; there is no second snapshot\n")
        .contains("before it the data were as in cosmos7/raw@4");
    assertThat(versions()).isEqualTo(4);
  }

  @Test
  void withoutTheFirstSnapshotTheCommandIsNotRun() {
    assertThat(home.run("exec", "cosmos7/none", "Try", "--", "touch", "raw/ran").code())
        .isEqualTo(3);
    Run own = home.run("exec", "Try", "--tag", "exec=mine", "--", "touch", "raw/ran");
    assertThat(own.code()).isEqualTo(2);
    home.ok("describe", "cosmos7/raw@2", "--name", "base-after");
    Run taken = home.run("exec", "Try", "--name", "base", "--", "touch", "raw/ran");
    assertThat(taken.code()).isEqualTo(4);
    assertThat(taken.err()).contains("\"base-after\" already").contains("was not run");
    assertThat(home.run("exec", "cosmos7/raw", "--", "touch", "raw/ran").code()).isEqualTo(2);
    assertThat(home.run("exec", "Try", "touch", "raw/ran").code()).isEqualTo(2);
    assertThat(home.run("exec", "Try", "--").code()).isEqualTo(2);
    assertThat(home.run("exec", "--", "touch", "raw/ran").code()).isEqualTo(2);
    assertThat(home.file("ran")).doesNotExist();
    assertThat(versions()).isEqualTo(3);
  }

  @Test
  void anIncompleteFirstSnapshotIsNoneToComeBackTo() {
    MemoryHome memory = new MemoryHome();
    Samples.first(memory);
    memory.ok("create", "cosmos7/raw", "first", "--source", "/data/raw");
    memory.losing("events/locked.fits can't be read (permission denied)");
    // It would fail to start, since the directory in which it would run isn't there.
    MemoryHome.Run run = memory.run("exec", "cosmos7/raw", "Try", "--", "true");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("error: cosmos7/raw@2 is not complete: 1 that should be in it could not be read")
        .contains("events/locked.fits")
        .contains("the command was not run");
  }

  @Test
  void saysWhenOnlyTheSecondSnapshotCouldNotBeTaken() throws IOException {
    Run run = home.run("exec", "cosmos7/raw", "Move \"it\"", "--", "mv", "raw", "gone");
    assertThat(run.code()).isEqualTo(10);
    assertThat(run.err())
        .contains("error: the command ended well, but there is no snapshot of its results: ")
        .contains("before it they were as in cosmos7/raw@4")
        .contains("hevelius create cosmos7/raw \"Move \\\"it\\\"\"");
    Files.move(root.resolve("gone"), root.resolve("raw"));
  }

  @Test
  void theDocumentIsTheLastLineOfTheErrorStream() {
    Run run = home.run("--json", "exec", "Recalibrate", "--", "sh", "-c", RECALIBRATE);
    assertThat(run.out()).isEmpty();
    JsonNode document = JsonMapper.shared().readTree(run.err().lines().toList().getLast());
    assertThat(document.get("program").asString()).isEqualTo("sh");
    assertThat(document.get("exitCode").asInt()).isZero();
    assertThat(document.get("before").get("reference").asString()).isEqualTo("cosmos7/raw@4");
    assertThat(document.get("before").get("tags").get("exec-after").asString())
        .isEqualTo(document.get("after").get("reference").asString());
    assertThat(document.get("problem").isNull()).isTrue();
    JsonNode failed =
        JsonMapper.shared()
            .readTree(home.run("exec", "Fail", "--json", "--", "false").err().strip());
    assertThat(failed.get("exitCode").asInt()).isEqualTo(1);
    assertThat(failed.get("after").isNull()).isTrue();
    assertThat(failed.get("problem").asString()).isEqualTo("the command failed with exit code 1");
  }
}
