package org.hevelius.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hevelius.server.api.TestService.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class RestoreApiTest {
  private static final String RAW = TestService.RAW;
  private static final String IN_PLACE =
      "{\"kind\":\"restore\",\"snapshot\":\"base\",\"inPlace\":true}";

  @TempDir Path root;

  private static Answer plan(TestService service, String body) {
    return service.expect(201, service.send("operator", "POST", RAW + "/restores/plans", body));
  }

  private static Answer execute(TestService service, Answer plan, String... headers) {
    List<String> all = new java.util.ArrayList<>(List.of("If-Match", plan.header("ETag")));
    all.addAll(List.of(headers));
    return service.send(
        "operator", "POST", RAW + "/restores", order(plan), all.toArray(String[]::new));
  }

  private static String order(Answer plan) {
    return "{\"plan\":\"" + plan.json().get("plan").asString() + "\"}";
  }

  @Test
  void aPlanListsWhatItDoesAndChangesNothing() {
    try (TestService service = TestService.withTwoVersions(root)) {
      JsonNode plan = plan(service, IN_PLACE).json();
      assertThat(plan.at("/counts/OVERWRITE/entries").asInt()).isEqualTo(1);
      assertThat(plan.at("/actions/0/path").asString()).isEqualTo("calib/mars.caldb");
      assertThat(plan.get("executed").asBoolean()).isFalse();
      assertThat(service.read("calib/mars.caldb")).isEqualTo("gain = 1.21, changed\n");
    }
  }

  @Test
  void aPlanIsCarriedOutAndUndone() {
    try (TestService service = TestService.withTwoVersions(root)) {
      JsonNode run = service.done(execute(service, plan(service, IN_PLACE)));
      assertThat(service.read("calib/mars.caldb")).isEqualTo("gain = 1.0021\n");
      assertThat(run.at("/result/guard").asString()).isEqualTo("cosmos7/raw@3");
      assertThat(run.get("by").asString()).isEqualTo("operator");
      JsonNode _ = service.done(execute(service, plan(service, "{\"kind\":\"undo\"}")));
      assertThat(service.read("calib/mars.caldb")).isEqualTo("gain = 1.21, changed\n");
    }
  }

  @Test
  void aPlanIsRefusedWhenTheWorldHasChangedSince() {
    try (TestService service = TestService.withTwoVersions(root)) {
      Answer plan = plan(service, IN_PLACE);
      service.write("calib/mars.caldb", "work of the last minute\n");
      Answer answer = service.expect(412, execute(service, plan));
      assertThat(answer.json().get("code").asString()).isEqualTo("precondition_failed");
      assertThat(service.read("calib/mars.caldb")).isEqualTo("work of the last minute\n");
      assertThat(service.get("/api/v1/snapshots").json().get("items").size()).isEqualTo(2);
    }
  }

  @Test
  void aPlanIsRefusedWhenAFileHasOtherBytesOfTheSameNumber() {
    try (TestService service = TestService.withTwoVersions(root)) {
      Answer plan = plan(service, IN_PLACE);
      service.write("calib/mars.caldb", "gain = 1.22, changed\n");
      service.expect(412, execute(service, plan));
      assertThat(service.read("calib/mars.caldb")).isEqualTo("gain = 1.22, changed\n");
    }
  }

  @Test
  void aPlanIsCarriedOutOnlyByItsTag() {
    try (TestService service = TestService.withTwoVersions(root)) {
      Answer plan = plan(service, IN_PLACE);
      service.expect(428, service.send("operator", "POST", RAW + "/restores", order(plan)));
      for (String tag : List.of("\"x\"", "*")) {
        service.expect(
            412, service.send("operator", "POST", RAW + "/restores", order(plan), "If-Match", tag));
      }
      assertThat(service.read("calib/mars.caldb")).isEqualTo("gain = 1.21, changed\n");
    }
  }

  @Test
  void aPlanCarriedOutTwiceIsRefusedTheSecondTime() {
    try (TestService service = TestService.withTwoVersions(root)) {
      Answer plan = plan(service, IN_PLACE);
      JsonNode _ = service.done(execute(service, plan));
      service.expect(412, execute(service, plan));
    }
  }

  @Test
  void aRepeatedRequestWithItsKeyGetsTheFirstAnswer() throws Exception {
    try (TestService service = TestService.withTwoVersions(root);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Answer plan = plan(service, IN_PLACE);
      Callable<Answer> send = () -> execute(service, plan, "Idempotency-Key", "k1");
      List<Future<Answer>> answers = threads.invokeAll(List.of(send, send, send, send));
      for (Future<Answer> answer : answers) {
        assertThat(answer.get().status()).isEqualTo(202);
        assertThat(answer.get().header("Location"))
            .isEqualTo(answers.getFirst().get().header("Location"));
      }
      JsonNode _ = service.done(execute(service, plan, "Idempotency-Key", "k1"));
      Answer other =
          service.send("operator", "POST", RAW + "/restores", order(plan), "Idempotency-Key", "k1");
      assertThat(other.json().get("code").asString()).isEqualTo("key_reused");
      assertThat(other.status()).isEqualTo(422);
    }
  }

  @Test
  void aSnapshotIsTakenOnceForItsKey() {
    try (TestService service = TestService.withTwoVersions(root)) {
      String body = "{\"description\":\"third\"}";
      for (int i = 0; i < 3; i++) {
        JsonNode _ =
            service.done(
                service.send(
                    "researcher", "POST", RAW + "/snapshots", body, "Idempotency-Key", "k"));
      }
      assertThat(service.get("/api/v1/snapshots").json().get("items").size()).isEqualTo(3);
    }
  }

  @Test
  void aSnapshotIsDeletedOnlyAsItWasPlanned() {
    try (TestService service = TestService.withTwoVersions(root)) {
      String first = RAW + "/snapshots/1";
      Answer plan =
          service.expect(200, service.send("operator", "POST", first + "/deletion-plan", null));
      service.expect(
          200, service.send("operator", "PATCH", first, "{\"description\":\"not so bad\"}"));
      service.expect(
          412, service.send("operator", "DELETE", first, null, "If-Match", plan.header("ETag")));
      service.expect(200, service.get(first));
    }
  }

  @Test
  void anEditOfWhatHasChangedSinceItWasSeenIsRefused() {
    try (TestService service = TestService.withTwoVersions(root)) {
      String first = RAW + "/snapshots/1";
      String tag = service.get(first).header("ETag");
      service.expect(
          200,
          service.send("researcher", "PATCH", first, "{\"milestone\":\"L2\"}", "If-Match", tag));
      service.expect(
          412,
          service.send("researcher", "PATCH", first, "{\"milestone\":\"L3\"}", "If-Match", tag));
      assertThat(service.get(first).json().get("milestone").asString()).isEqualTo("L2");
    }
  }
}
