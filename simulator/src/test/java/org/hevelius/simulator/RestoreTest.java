package org.hevelius.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.hevelius.simulator.state.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreTest {
  @TempDir Path root;
  private Stage stage;
  private Client vms;
  private String path;
  private long snapshot;

  @BeforeEach
  void start() {
    stage = Stage.at(root);
    vms = stage.vms;
    path = "/api/protectedpaths/" + stage.protectedPath("[]") + "/";
    snapshot = stage.snapshot("good");
    stage.write("prod/obs/a.txt", "damaged");
    stage.write("prod/obs/new.txt", "new");
  }

  @AfterEach
  void stop() {
    stage.close();
    assertThat(stage.log).isEmpty();
  }

  private Client.Reply restore() {
    return vms.post(
            path + "restore/", "{'name': 'r', 'loanee_snapshot_id': %d}".formatted(snapshot))
        .is(200);
  }

  private String status() {
    return vms.get(path).is(200).string("restore_status");
  }

  private String taskOf(Client.Reply stream) {
    return vms.get("/api/vtasks/" + Json.number(stream.body().path("async_task"), "id") + "/")
        .string("state");
  }

  @Test
  void aCommitShowsTheSnapshotAndTheStreamHoldsWhatWasThere() throws IOException {
    Object inode = Files.getAttribute(stage.data("prod/obs"), "unix:ino");
    assertThat(vms.patch(path + "stop/", "").is(400).detail()).contains("no restore");
    Client.Reply stream = restore();
    assertThat(status()).isEqualTo("Restoring");
    assertThat(taskOf(stream)).isEqualTo("RUNNING");
    vms.patch(path + "commit/", "").is(400);
    vms.advance("1s");
    assertThat(status()).contains("Pending commit");
    assertThat(taskOf(stream)).isEqualTo("COMPLETED");
    assertThat(stage.read("prod/obs/a.txt")).isEqualTo("damaged");

    vms.patch(path + "commit/", "").is(200);
    vms.patch(path + "stop/", "").is(400);
    assertThat(stage.read("prod/obs/a.txt")).isEqualTo("damaged");
    vms.advance("1s");
    assertThat(status()).isEmpty();
    assertThat(stage.read("prod/obs/a.txt")).isEqualTo("first");
    assertThat(stage.read("prod/obs/sub/b.txt")).isEqualTo("second");
    assertThat(stage.data("prod/obs/new.txt")).doesNotExist();
    assertThat(stage.data("prod/obs/.snapshot/good/a.txt")).hasContent("first");
    assertThat(Files.getAttribute(stage.data("prod/obs"), "unix:ino")).isEqualTo(inode);

    Path displaced = stage.data(stream.string("loanee_root_path").substring(1));
    assertThat(displaced.resolve("a.txt")).hasContent("damaged");
    assertThat(displaced.resolve("new.txt")).hasContent("new");
    vms.send("DELETE", "/api/globalsnapstreams/" + stream.id() + "/", "{'remove_dir': true}")
        .is(200);
    vms.advance("1s");
    assertThat(displaced).doesNotExist();
  }

  @Test
  void aStopLeavesThePathAsItIs() {
    Client.Reply stream = restore();
    vms.advance("1s");
    vms.patch(path + "stop/", "").is(200);
    assertThat(status()).isEmpty();
    assertThat(stage.read("prod/obs/a.txt")).isEqualTo("damaged");
    vms.get("/api/globalsnapstreams/" + stream.id() + "/").is(404);
    assertThat(stage.data(stream.string("loanee_root_path").substring(1))).doesNotExist();
    restore();
  }

  @Test
  void aStopWhileTheCloneIsMadeEndsTheRestore() {
    restore();
    vms.patch(path + "stop/", "").is(200);
    vms.advance("5s");
    assertThat(status()).isEmpty();
    assertThat(stage.data(".restore"))
        .satisfiesAnyOf(
            dir -> assertThat(dir).doesNotExist(), dir -> assertThat(dir).isEmptyDirectory());
  }

  @Test
  void aRestoreThatFailsSaysSoAndCanBeStopped() {
    vms.post("/simulator/faults", "{'kind': 'fail_task', 'path': 'restore', 'message': 'no luck'}")
        .is(200);
    Client.Reply stream = restore();
    vms.advance("1s");
    assertThat(taskOf(stream)).isEqualTo("FAILED");
    assertThat(vms.get("/api/vtasks/").body().path(0).path("messages").path(0).asString(""))
        .isEqualTo("no luck");
    assertThat(status()).isEqualTo("Failed: no luck");
    vms.patch(path + "commit/", "").is(400);
    vms.patch(path + "stop/", "").is(200);
    assertThat(stage.read("prod/obs/a.txt")).isEqualTo("damaged");
  }

  @Test
  void aCommitThatFailsCanBeRepeated() {
    restore();
    vms.advance("1s");
    vms.post("/simulator/faults", "{'kind': 'fail_task', 'path': 'commit'}").is(200);
    vms.patch(path + "commit/", "").is(200);
    vms.advance("1s");
    assertThat(status()).contains("Pending commit");
    assertThat(stage.read("prod/obs/a.txt")).isEqualTo("damaged");
    vms.patch(path + "commit/", "").is(200);
    vms.advance("1s");
    assertThat(stage.read("prod/obs/a.txt")).isEqualTo("first");
  }

  @Test
  void aTaskThatIsRepeatedAfterItsWorkWasDoneChangesNothing() {
    restore();
    vms.advance("1s");
    vms.post("/simulator/faults", "{'kind': 'fail_task', 'path': 'commit'}").is(200);
    vms.patch(path + "commit/", "").is(200);
    vms.advance("1s");
    vms.patch(path + "commit/", "").is(200);
    vms.patch("/api/vtasks/2/retry/", "").is(200);
    vms.advance("5s");
    assertThat(status()).isEmpty();
    assertThat(stage.read("prod/obs/a.txt")).isEqualTo("first");
  }

  @Test
  void aCommitBringsTheDirectorysOwnModeAndTimeBack() throws IOException {
    vms.patch(path + "commit/", "").is(400);
    var then = Files.getLastModifiedTime(stage.data("prod/obs/.snapshot/good"));
    Files.setPosixFilePermissions(
        stage.data("prod/obs"), PosixFilePermissions.fromString("rwx------"));
    restore();
    vms.advance("1s");
    vms.patch(path + "commit/", "").is(200);
    vms.advance("1s");
    assertThat(Files.getPosixFilePermissions(stage.data("prod/obs"))).hasSizeGreaterThan(3);
    assertThat(Files.getLastModifiedTime(stage.data("prod/obs"))).isEqualTo(then);
  }

  @Test
  void aTaskCanRunForEver() {
    vms.post("/simulator/faults", "{'kind': 'stall-task'}").is(200);
    Client.Reply stream = restore();
    vms.advance("30d");
    assertThat(taskOf(stream)).isEqualTo("RUNNING");
    assertThat(status()).isEqualTo("Restoring");
    vms.patch(path + "stop/", "").is(200);
  }

  @Test
  void whileOneRunsNothingThatItNeedsGoes() {
    Client.Reply stream = restore();
    vms.post(path + "restore/", "{'loanee_snapshot_id': %d}".formatted(snapshot)).is(400);
    vms.delete("/api/snapshots/" + snapshot + "/").is(400);
    vms.delete(path).is(400);
    vms.advance("1s");
    vms.send("DELETE", "/api/globalsnapstreams/" + stream.id() + "/", "{'remove_dir': true}")
        .is(400);
    vms.patch(path + "stop/", "").is(200);
    vms.delete(path).is(200);
    assertThat(stage.data("prod/obs/.snapshot/good")).exists();
  }

  @Test
  void snapshotsOfDirectoriesBelowStayReadable() {
    vms.post("/api/snapshots/", "{'name': 'below', 'path': '/prod/obs/sub'}").is(201);
    restore();
    vms.advance("1s");
    vms.patch(path + "commit/", "").is(200);
    vms.advance("1s");
    assertThat(stage.data("prod/obs/sub/.snapshot/below/b.txt")).hasContent("second");
    assertThat(vms.get("/api/snapshots/").all("state")).containsOnly("SUCCEED");
    stage.restart();
    assertThat(stage.vms.get("/api/snapshots/").all("state")).containsOnly("SUCCEED");
  }

  @Test
  void aSnapshotOfADirectoryAboveRestoresThePartAndOthersNothing() {
    long above = vms.post("/api/snapshots/", "{'name': 'x', 'path': '/prod'}").is(201).id();
    long below = vms.post("/api/snapshots/", "{'name': 'y', 'path': '/prod/obs/sub'}").id();
    vms.post(path + "restore/", "{'loanee_snapshot_id': %d}".formatted(below)).is(400);
    vms.post(path + "restore/", "{'loanee_snapshot_id': 99}").is(400);
    vms.post(path + "restore/", "{}").is(400);
    stage.write("prod/other.txt", "stays");
    stage.write("prod/obs/a.txt", "later");
    vms.post(path + "restore/", "{'loanee_snapshot_id': %d}".formatted(above)).is(200);
    vms.advance("1s");
    vms.patch(path + "commit/", "").is(200);
    vms.advance("1s");
    assertThat(stage.read("prod/obs/a.txt")).isEqualTo("damaged");
    assertThat(stage.read("prod/other.txt")).isEqualTo("stays");
  }

  @Test
  void aRestartTakesTheRestoreUpAgain() {
    restore();
    stage.restart();
    vms = stage.vms;
    assertThat(status()).isEqualTo("Restoring");
    vms.advance("1s");
    assertThat(status()).contains("Pending commit");
    stage.restart();
    vms = stage.vms;
    vms.patch(path + "commit/", "").is(200);
    stage.restart();
    vms = stage.vms;
    vms.advance("1s");
    assertThat(stage.read("prod/obs/a.txt")).isEqualTo("first");
  }

  @Test
  void validationNamesBucketsThatWouldLoseVersions() {
    vms.patch("/api/views/1/", "{'s3_versioning': true}").is(200);
    Client.Reply valid = vms.get(path + "validate/").is(200);
    assertThat(valid.body().path("s3_versioning").path(0).asString("")).isEqualTo("/prod/obs");
    assertThat(valid.body().path("has_gn_streams").asBoolean(true)).isFalse();
  }
}
