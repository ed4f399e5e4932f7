package org.hevelius.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hevelius.simulator.state.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class SnapshotTest {
  @TempDir Path root;
  private Stage stage;
  private Client vms;

  @BeforeEach
  void start() {
    stage = Stage.at(root);
    vms = stage.vms;
  }

  @AfterEach
  void stop() {
    stage.close();
    assertThat(stage.log).isEmpty();
  }

  @Test
  void aSnapshotKeepsTheTreeAsItWas() throws IOException {
    Files.setPosixFilePermissions(
        stage.data("prod/obs/a.txt"), PosixFilePermissions.fromString("r-xr-----"));
    Instant time = Instant.parse("2020-02-02T02:02:02.123456789Z");
    Files.setLastModifiedTime(stage.data("prod/obs/a.txt"), FileTime.from(time));
    Files.createSymbolicLink(stage.data("prod/obs/link"), Path.of("a.txt"));
    Files.setLastModifiedTime(stage.data("prod/obs/sub"), FileTime.from(time));
    stage.snapshot("s");
    Files.delete(stage.data("prod/obs/a.txt"));
    stage.write("prod/obs/sub/b.txt", "in place");

    Path tree = stage.data("prod/obs/.snapshot/s");
    assertThat(tree.resolve("a.txt")).hasContent("first");
    assertThat(tree.resolve("sub/b.txt")).hasContent("second");
    assertThat(Files.readSymbolicLink(tree.resolve("link"))).isEqualTo(Path.of("a.txt"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tree.resolve("a.txt"))))
        .isEqualTo("r-xr-----");
    assertThat(Files.getLastModifiedTime(tree.resolve("a.txt")).toInstant()).isEqualTo(time);
    assertThat(Files.getLastModifiedTime(tree.resolve("sub")).toInstant()).isEqualTo(time);
  }

  @Test
  void snapshotsAreNotPartOfSnapshots() {
    stage.snapshot("one");
    stage.snapshot("two");
    assertThat(stage.data("prod/obs/.snapshot/two/.snapshot")).doesNotExist();
    vms.post("/api/snapshots/", "{'name': 'above', 'path': '/prod'}").is(201);
    assertThat(stage.data("prod/.snapshot/above/obs/a.txt")).hasContent("first");
    assertThat(stage.data("prod/.snapshot/above/obs/.snapshot")).doesNotExist();
  }

  @Test
  void aNameIsTakenOncePerPathWithOrWithoutTheSlash() {
    stage.snapshot("s");
    Client.Reply again =
        vms.post("/api/v1/snapshots", "{'name': 's', 'path': '/prod/obs/'}").is(400);
    assertThat(again.body()).isEqualTo(Json.parse("{\"name\":[\"This field must be unique.\"]}"));
    vms.post("/api/snapshots/", "{'name': 's', 'path': '/prod'}").is(201);

    vms.patch("/simulator/settings", "{'unique_names': 'cluster'}").is(200);
    assertThat(
            vms.post("/api/snapshots/", "{'name': 's', 'path': '/prod/obs/sub'}")
                .is(400)
                .wrong("name"))
        .isEqualTo("This field must be unique.");
  }

  @Test
  void ofTwoThatAreCreatedAtOnceOneIs() throws Exception {
    for (int i = 0; i < 300; i++) {
      stage.write("prod/obs/many/" + i, "so that it takes a moment");
    }
    for (int round = 0; round < 5; round++) {
      String body = "{'name': 'race%d', 'path': '/prod/obs'}".formatted(round);
      try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
        Callable<Integer> create = () -> vms.post("/api/snapshots/", body).status();
        List<Integer> statuses =
            threads
                .invokeAll(List.of(create, create, create, create, create, create, create, create))
                .stream()
                .map(Future::resultNow)
                .toList();
        assertThat(statuses).filteredOn(status -> status == 201).hasSize(1);
        assertThat(statuses).filteredOn(status -> status == 400).hasSize(7);
      }
    }
    assertThat(vms.objects("/api/snapshots/")).hasSize(5);
  }

  @Test
  void oddNamesAreKeptAndDangerousOnesRefused() {
    for (String name :
        List.of("two words", "a\"b'c", "zwei\nZeilen", "ångström 北京 🔭", "-rf", "*")) {
      ObjectNode body = Json.object().put("name", name).put("path", "/prod/obs");
      Client.Reply made = vms.with().basic("admin", "123456").raw("/api/snapshots/", body).is(201);
      assertThat(made.string("name")).isEqualTo(name);
      assertThat(stage.data("prod/obs/.snapshot").resolve(name).resolve("a.txt"))
          .hasContent("first");
    }
    for (String name : List.of("..", ".", "a/b", "../../x", ".snapshot", "  ", "x".repeat(256))) {
      ObjectNode body = Json.object().put("name", name).put("path", "/prod/obs");
      vms.raw("/api/snapshots/", body).is(400);
    }
  }

  @Test
  void pathsThatAreNoneAreRefused() throws IOException {
    assertThat(vms.post("/api/snapshots/", "{'name': 's', 'path': '/none'}").is(400).detail())
        .isEqualTo("no such directory");
    for (String path : List.of("prod", "/../etc", "/prod/./obs", "/prod/obs/.snapshot/x", "")) {
      vms.post("/api/snapshots/", "{'name': 's', 'path': '%s'}".formatted(path)).is(400);
    }
    Files.createSymbolicLink(stage.data("out"), root.resolve("state"));
    vms.post("/api/snapshots/", "{'name': 's', 'path': '/out'}").is(400);
    assertThat(vms.post("/api/snapshots/", "{}").is(400).body())
        .isEqualTo(
            Json.parse(
                "{\"name\":[\"This field is required.\"],\"path\":[\"This field is required.\"]}"));
  }

  @Test
  void oneThatExpiresGoesWithItsTreeAndALockedOneStays() {
    String body =
        "{'name': '%s', 'path': '/prod/obs', 'expiration_time': '2026-11-22T12:00:00.000Z',"
            + " 'locked': %s}";
    vms.post("/api/snapshots/", body.formatted("short", false)).is(201);
    vms.post("/api/snapshots/", body.formatted("held", true)).is(201);
    vms.advance("119m");
    assertThat(stage.data("prod/obs/.snapshot/short")).exists();
    vms.advance("1m");
    assertThat(stage.data("prod/obs/.snapshot/short")).doesNotExist();
    assertThat(vms.get("/api/snapshots/").all("name")).containsExactly("held");
    assertThat(stage.data("prod/obs/.snapshot/held/a.txt")).exists();
    vms.post("/api/snapshots/", body.formatted("late", false)).is(400);
    vms.post("/api/snapshots/", "{'name': 'x', 'path': '/prod/obs', 'expiration_time': 'tomorrow'}")
        .is(400);
  }

  @Test
  void anIndestructibleOneTakesTheMechanismToBeUnlocked() {
    long id =
        vms.post(
                "/api/snapshots/",
                "{'name': 's', 'path': '/prod/obs', 'indestructible': true,"
                    + " 'expiration_time': '2026-12-01T00:00:00Z'}")
            .is(201)
            .id();
    String one = "/api/snapshots/" + id + "/";
    vms.delete(one).is(400);
    vms.patch(one, "{'indestructible': false}").is(400);
    vms.patch(one, "{'expiration_time': '2026-11-25T00:00:00Z'}").is(400);
    vms.patch(one, "{'expiration_time': '2026-12-25T00:00:00Z'}").is(200);

    vms.patch("/api/indestructibility/1/unlock/", "{'challenge_token': 'support'}").is(403);
    vms.patch("/api/indestructibility/1/generate_token/", "{'indestructibility_passwd': '123456'}")
        .is(200);
    vms.patch("/api/indestructibility/1/unlock/", "{'challenge_token': 'support'}").is(200);
    vms.advance("61m");
    vms.delete(one).is(400);
    vms.patch("/api/indestructibility/1/generate_token/", "{'indestructibility_passwd': '123456'}")
        .is(200);
    vms.patch("/api/indestructibility/1/unlock/", "{'challenge_token': 'support'}").is(200);
    vms.delete(one).is(204);
    assertThat(stage.data("prod/obs/.snapshot/s")).doesNotExist();
  }

  @Test
  void oneThatIsRenamedMoves() {
    long id = stage.snapshot("old");
    stage.snapshot("other");
    assertThat(vms.patch("/api/snapshots/" + id, "{'name': 'other'}").is(400).wrong("name"))
        .isEqualTo("This field must be unique.");
    vms.patch("/api/snapshots/" + id + "/", "{'name': 'new'}").is(200);
    assertThat(stage.data("prod/obs/.snapshot/new/a.txt")).hasContent("first");
    assertThat(stage.data("prod/obs/.snapshot/old")).doesNotExist();
  }

  @Test
  void itSaysWhatDeletingItWouldGiveBack() {
    stage.write("prod/obs/a.txt", "x".repeat(1000));
    long first = stage.snapshot("1");
    stage.write("prod/obs/a.txt", "y".repeat(2000));
    long second = stage.snapshot("2");
    stage.write("prod/obs/a.txt", "z".repeat(10));
    Client.Reply one = vms.get("/api/snapshots/" + first + "/");
    assertThat(one.number("unique_phys_estimation")).isEqualTo(1000);
    assertThat(one.number("aggr_phys_estimation")).isEqualTo(1000);
    Client.Reply two = vms.get("/api/snapshots/" + second + "/");
    assertThat(two.number("unique_phys_estimation")).isEqualTo(2000);
    assertThat(two.number("aggr_phys_estimation")).isEqualTo(3000);
  }

  @Test
  void aCloneIsWritableAndAppearsWhenItsTaskIsDone() {
    long id = stage.snapshot("s");
    Client.Reply stream =
        vms.post(
                "/api/snapshots/" + id + "/clone/",
                "{'name': 'c', 'loanee_root_path': '/prod/copy'}")
            .is(200);
    long task = Json.number(stream.body().path("async_task"), "id");
    assertThat(stage.data("prod/copy")).doesNotExist();
    vms.delete("/api/snapshots/" + id + "/").is(400);
    vms.post("/api/snapshots/" + id + "/clone/", "{'loanee_root_path': '/prod/copy'}").is(400);
    assertThat(vms.get("/api/vtasks/" + task + "/").string("state")).isEqualTo("RUNNING");

    vms.advance("2s");
    assertThat(vms.get("/api/vtasks/?id=" + task).all("state")).containsExactly("COMPLETED");
    assertThat(
            Json.string(
                vms.get("/api/globalsnapstreams/" + stream.id() + "/").body().path("status"),
                "state"))
        .isEqualTo("FINISHED");
    stage.write("prod/copy/a.txt", "mine");
    assertThat(stage.data("prod/obs/.snapshot/s/a.txt")).hasContent("first");
    vms.send("DELETE", "/api/globalsnapstreams/" + stream.id() + "/", "{'remove_dir': true}")
        .is(200);
    vms.advance("2s");
    assertThat(stage.data("prod/copy")).doesNotExist();
    vms.delete("/api/snapshots/" + id + "/").is(204);
  }
}
