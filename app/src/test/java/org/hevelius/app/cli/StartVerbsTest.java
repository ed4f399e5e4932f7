package org.hevelius.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StartVerbsTest {
  private final MemoryHome home = new MemoryHome();

  @Test
  void speakAsInTheTranscript() {
    VerbTranscript transcript = new VerbTranscript(home);
    transcript.run("list").run("init", "--password-env", "PASSWORD", "--password-file", "password");
    transcript.run("init", "--repository", "/backup/hevelius").run("init");
    transcript.run("dataset").run("dataset", "list").run("list");
    transcript.run("dataset", "add", "cosmos7/raw", "--source", "/data/raw");
    Samples.first(home);
    home.standingIn("/data");
    transcript.run(
        "dataset",
        "add",
        "cosmos7/raw",
        "-s",
        "raw/",
        "--exclude",
        "*.tmp",
        "--description",
        "Raw");
    transcript.run("list").run("dataset", "show", "cosmos7/raw");
    transcript.run("create", "cosmos7/raw").run("create", "nightly", "run", "now");
    home.workTree(Samples.GIT);
    transcript.run("create", "Production baseline before v2.0", "--permanent");
    Samples.second(home);
    home.losing("can't read events/locked.fits: permission denied");
    transcript.run(
        "create",
        "cosmos7/raw",
        "Before Mars change",
        "-n",
        "pre-mars",
        "-t",
        "campaign=mars",
        "--keep",
        "30d");
    transcript.run("create", "cosmos7/raw", "again", "--name", "pre-mars");
    transcript.run("create", "cosmos7/raw", "again", "--expires", "2026-11-31");
    transcript.run("create", "cosmos7/raw", "again", "--source", "/data/other");
    transcript.run("dataset", "set", "cosmos7/raw");
    transcript.run("dataset", "set", "cosmos7/raw", "--add-source", "/data/none");
    transcript.run("dataset", "set", "cosmos7/raw", "--no-exclude", "*.tmp", "--description", "");
    transcript.run("dataset", "remove", "cosmos7/raw").run("dataset", "list");
    transcript.isAsIn("start.txt");
  }

  @Test
  void oneCommandProtectsADirectoryOnABareMachine() {
    Samples.first(home);
    MemoryHome.Run run =
        home.run("create", "cosmos7/raw", "start", "--source", "/data/raw", "--json");
    assertThat(run.code()).isZero();
    assertThat(run.err())
        .contains("made the home /home/maya/.hevelius")
        .contains("without it nobody can read the repository")
        .contains("added the dataset cosmos7/raw");
    JsonNode document = JsonMapper.shared().readTree(run.out());
    assertThat(document.get("reference").asString()).isEqualTo("cosmos7/raw@1");
    assertThat(document.get("losses").asLong()).isZero();
    assertThat(document.get("captures").get(0).get("source").asString()).isEqualTo("dir:/data/raw");
  }

  @Test
  void theSameSourceGivenAgainIsNoNewDataset() {
    Samples.first(home);
    home.ok("create", "cosmos7/raw", "start", "--source", "/data/raw");
    MemoryHome.Run run = home.run("create", "cosmos7/raw", "next", "--source", "/data/raw");
    assertThat(run.out()).startsWith("Snapshot cosmos7/raw@2  ").contains("; nothing new, all");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void aDirectoryWhereOneStandsSaysWhichDatasetIsMeant() {
    Samples.first(home);
    home.directory("/data/other", tree -> tree.file("a", "a"));
    home.ok("dataset", "add", "raw", "--source", "/data/raw");
    home.ok("dataset", "add", "other", "--source", "/data/other");
    assertThat(home.run("create", "why").code()).isEqualTo(2);
    home.standingIn("/data/other");
    assertThat(home.ok("create", "why")).startsWith("Snapshot other@1");
  }

  @Test
  void removesADatasetThatHasNoSnapshots() {
    Samples.first(home);
    home.ok("dataset", "add", "raw", "--source", "/data/raw");
    assertThat(home.ok("dataset", "remove", "raw"))
        .isEqualTo("Dataset raw removed; its sources were not touched\n");
    assertThat(home.ok("dataset", "list", "--json")).isEqualTo("[ ]\n");
  }
}
