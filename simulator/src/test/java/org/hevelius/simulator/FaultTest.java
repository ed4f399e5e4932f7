package org.hevelius.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultTest {
  private static final String SNAPSHOT = "{'name': 's', 'path': '/prod/obs'}";

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

  private void fault(String told) {
    vms.post("/simulator/faults", told).is(200);
  }

  @Test
  void aStatusIsAnsweredAsOftenAsToldAndNothingIsDone() {
    fault("{'kind': 'status', 'status': 503, 'method': 'POST', 'count': 2}");
    assertThat(vms.post("/api/snapshots/", SNAPSHOT).is(503).detail())
        .isEqualTo("Service unavailable");
    vms.get("/api/snapshots/").is(200);
    vms.post("/api/snapshots/", SNAPSHOT).is(503);
    assertThat(stage.data("prod/obs/.snapshot")).doesNotExist();
    vms.post("/api/snapshots/", SNAPSHOT).is(201);
    assertThat(vms.get("/simulator/faults").body().size()).isZero();
  }

  @Test
  void anAnswerCanGetLostAfterTheWorkWasDone() {
    fault("{'kind': 'lose_answer', 'method': 'POST', 'path': 'snapshots'}");
    assertThatIOException().isThrownBy(() -> vms.sendOrFail("POST", "/api/snapshots/", SNAPSHOT));
    assertThat(vms.get("/api/snapshots/?name=s").all("path")).containsExactly("/prod/obs");
    assertThat(vms.post("/api/snapshots/", SNAPSHOT).is(400).wrong("name"))
        .isEqualTo("This field must be unique.");
  }

  @Test
  void a500CanBeAnsweredAfterTheWorkWasDone() {
    fault("{'kind': 'status_after', 'status': 500, 'body': {'detail': 'boom'}}");
    assertThat(vms.post("/api/snapshots/", SNAPSHOT).is(500).detail()).isEqualTo("boom");
    assertThat(vms.objects("/api/snapshots/")).hasSize(1);
  }

  @Test
  void aConnectionCanBreakBeforeTheWork() {
    fault("{'kind': 'drop', 'method': 'POST', 'skip': 1}");
    vms.post("/api/snapshots/", "{'name': 'passes', 'path': '/prod/obs'}").is(201);
    assertThatIOException().isThrownBy(() -> vms.sendOrFail("POST", "/api/snapshots/", SNAPSHOT));
    assertThat(vms.get("/api/snapshots/").all("name")).containsExactly("passes");
  }

  @Test
  void anAnswerCanTakeItsTime() {
    fault("{'kind': 'delay', 'millis': 300}");
    long began = System.nanoTime();
    vms.get("/api/views/").is(200);
    assertThat(System.nanoTime() - began).isGreaterThan(300_000_000L);
  }

  @Test
  void faultsAreForgottenWhenToldAndRefusedWhenNotUnderstood() {
    fault("{'kind': 'status', 'count': 99}");
    vms.delete("/simulator/faults").is(200);
    vms.get("/api/views/").is(200);
    vms.post("/simulator/faults", "{'kind': 'earthquake'}").is(400);
    vms.post("/simulator/faults", "{'kind': 'drop', 'path': '['}").is(400);
    vms.get("/simulator/nothing").is(404);
    vms.patch("/simulator/clock", "{'advance': 'a bit'}").is(400);
  }

  @Test
  void aFailedTaskIsRetriedWhenAskedFor() {
    long id = stage.snapshot("s");
    fault("{'kind': 'fail_task', 'message': 'disk gone'}");
    Client.Reply stream =
        vms.post("/api/snapshots/" + id + "/clone/", "{'loanee_root_path': '/c'}").is(200);
    vms.advance("1s");
    assertThat(vms.get("/api/vtasks/1/").string("state")).isEqualTo("FAILED");
    assertThat(vms.get("/api/globalsnapstreams/" + stream.id() + "/").string("state"))
        .isEqualTo("FAILED");
    vms.patch("/api/vtasks/1/retry/", "").is(200);
    vms.advance("1s");
    assertThat(vms.get("/api/vtasks/1/").string("state")).isEqualTo("COMPLETED");
    assertThat(stage.data("c/a.txt")).hasContent("first");
    vms.patch("/api/vtasks/1/retry/", "").is(400);
  }

  @Test
  void tasksTakeTheTimeThatIsSet() {
    vms.patch("/simulator/settings", "{'task_seconds': 60}").is(200);
    long id = stage.snapshot("s");
    vms.post("/api/snapshots/" + id + "/clone/", "{'loanee_root_path': '/c'}").is(200);
    vms.advance("59s");
    assertThat(vms.get("/api/vtasks/1/").string("state")).isEqualTo("RUNNING");
    vms.advance("1s");
    assertThat(vms.get("/api/vtasks/1/").string("state")).isEqualTo("COMPLETED");
    assertThat(vms.get("/api/vtasks/1/").number("execution_time")).isEqualTo(60);
  }
}
