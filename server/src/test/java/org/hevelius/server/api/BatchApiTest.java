package org.hevelius.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hevelius.server.api.TestService.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class BatchApiTest {
  private static final String SNAPSHOTS = "/api/v1/snapshots";
  private static final String PLANS = "/api/v1/restores/plans";
  private static final String BOTH_IN_PLACE =
      "{\"snapshots\":[\"cosmos7/raw@base\",\"swift/**@latest\"],\"inPlace\":true}";

  @TempDir Path root;

  /** With a second dataset, {@code swift/xrt}, and a snapshot of it. */
  private TestService service() throws IOException {
    Path swift = Files.createDirectories(root.resolve("swift"));
    Files.writeString(swift.resolve("x.evt"), "event\n");
    TestService service = TestService.withTwoVersions(root);
    service.expect(
        201,
        service.send(
            "admin",
            "POST",
            "/api/v1/datasets",
            "{\"name\":\"swift/xrt\",\"sources\":[\"dir:%s\"]}".formatted(swift)));
    service.done(
        service.send(
            "admin", "POST", "/api/v1/datasets/swift~xrt/snapshots", "{\"description\":\"x\"}"));
    return service;
  }

  private static int snapshots(TestService service) {
    return service.get(SNAPSHOTS).json().get("items").size();
  }

  private static Answer take(TestService service, String who, String datasets) {
    return service.send(
        who, "POST", SNAPSHOTS, "{\"datasets\":[%s],\"description\":\"all\"}".formatted(datasets));
  }

  @Test
  void takesASnapshotOfEachAndTellsOfWhatFailed() throws IOException {
    try (TestService service = service()) {
      Files.delete(root.resolve("swift/x.evt"));
      Files.delete(root.resolve("swift"));
      JsonNode run = service.done(take(service, "researcher", "\"**\""));
      assertThat(run.at("/result/items/0/result/reference").asString()).isEqualTo("cosmos7/raw@3");
      assertThat(run.at("/result/items/1/dataset").asString()).isEqualTo("swift/xrt");
      assertThat(run.at("/result/items/1/error/category").asString()).isEqualTo("unavailable");
      assertThat(run.get("dataset").isNull()).isTrue();
    }
  }

  @Test
  void whoLacksTheRightOnOneOfThemIsRefusedAsAWhole() throws IOException {
    try (TestService service = service()) {
      int before = snapshots(service);
      for (String datasets :
          List.of("\"**\"", "\"cosmos7/raw\",\"swift/xrt\"", "\"cosmos7/**\",\"swift/**\"")) {
        service.expect(403, take(service, "mixed", datasets));
        service.expect(403, take(service, "viewer", datasets));
      }
      service.expect(404, take(service, "mine", "\"cosmos7/raw\",\"swift/xrt\""));
      service.expect(404, take(service, "mine", "\"swift/**\""));
      service.expect(403, service.send("mixed", "POST", PLANS, BOTH_IN_PLACE));
      service.expect(404, service.send("mine", "POST", PLANS, BOTH_IN_PLACE));
      assertThat(snapshots(service)).isEqualTo(before);
      String permanent = "{\"datasets\":[\"**\"],\"description\":\"a\",\"permanent\":true}";
      service.expect(403, service.send("researcher", "POST", SNAPSHOTS, permanent));
    }
  }

  @Test
  void aHierarchyHoldsOnlyWhatTheCallerMayRead() throws IOException {
    try (TestService service = service()) {
      JsonNode run = service.done(take(service, "mine", "\"**\""));
      assertThat(run.at("/result/items").size()).isEqualTo(1);
      assertThat(run.toString()).doesNotContain("swift");
      Answer both = take(service, "researcher", "\"**\"");
      JsonNode _ = service.done(both);
      service.expect(404, service.send("mine", "GET", both.header("Location"), null));
      service.expect(200, service.send("mixed", "GET", both.header("Location"), null));
      assertThat(service.send("mine", "GET", "/api/v1/runs", null).json().get("items"))
          .noneMatch(item -> item.get("id").equals(both.json().get("id")));
    }
  }

  @Test
  void aPlanOfSeveralIsCarriedOutOnlyWhileItHolds() throws IOException {
    try (TestService service = service()) {
      Files.writeString(root.resolve("swift/x.evt"), "spoiled\n");
      Answer plan = service.expect(201, service.send("operator", "POST", PLANS, BOTH_IN_PLACE));
      String order = "{\"plan\":\"" + plan.json().get("plan").asString() + "\"}";
      String restores = "/api/v1/restores";
      service.expect(428, service.send("operator", "POST", restores, order));
      service.expect(
          403,
          service.send("researcher", "POST", restores, order, "If-Match", plan.header("ETag")));
      service.expect(
          404, service.send("mine", "POST", restores, order, "If-Match", plan.header("ETag")));
      Files.writeString(root.resolve("swift/x.evt"), "work of the last minute\n");
      service.expect(
          412, service.send("operator", "POST", restores, order, "If-Match", plan.header("ETag")));
      assertThat(service.read("calib/mars.caldb")).isEqualTo("gain = 1.21, changed\n");
      Answer again = service.expect(201, service.send("operator", "POST", PLANS, BOTH_IN_PLACE));
      JsonNode run =
          service.done(
              service.send(
                  "operator",
                  "POST",
                  restores,
                  "{\"plan\":\"" + again.json().get("plan").asString() + "\"}",
                  "If-Match",
                  again.header("ETag")));
      assertThat(run.at("/result/items/1/result/guard").asString()).isEqualTo("swift/xrt@2");
      assertThat(service.read("calib/mars.caldb")).isEqualTo("gain = 1.0021\n");
      assertThat(Files.readString(root.resolve("swift/x.evt"))).isEqualTo("event\n");
    }
  }

  @Test
  void aRestoreOfSeveralStaysBelowTheDirectoriesOfTheService() throws IOException {
    try (TestService service = service()) {
      Path side = Files.createDirectories(service.restores.resolve("side"));
      String body = "{\"snapshots\":[\"**@latest\"],\"to\":\"%s\"}";
      service.expect(
          409,
          service.send("researcher", "POST", PLANS, body.formatted(root.resolve("elsewhere"))));
      Files.createSymbolicLink(side.resolve("swift-xrt"), root.resolve("raw"));
      service.expect(409, service.send("researcher", "POST", PLANS, body.formatted(side)));
      Files.delete(side.resolve("swift-xrt"));
      Answer plan =
          service.expect(201, service.send("researcher", "POST", PLANS, body.formatted(side)));
      Files.createSymbolicLink(side.resolve("swift-xrt"), root.resolve("raw"));
      service.expect(
          409,
          service.send(
              "researcher",
              "POST",
              "/api/v1/restores",
              "{\"plan\":\"" + plan.json().get("plan").asString() + "\"}",
              "If-Match",
              plan.header("ETag")));
    }
  }

  @Test
  void hostileSelectionsAreRefused() throws IOException {
    try (TestService service = service()) {
      for (String hostile :
          List.of("*", "../**", "cosmos7/*", "**/raw", "", "/**", "a\\u0000/**")) {
        service.expect(400, take(service, "admin", "\"" + hostile + "\""));
        service.expect(
            400,
            service.send(
                "admin",
                "POST",
                PLANS,
                "{\"snapshots\":[\"%s@latest\"],\"inPlace\":true}".formatted(hostile)));
      }
      service.expect(400, take(service, "admin", ""));
      service.expect(404, take(service, "admin", "\"chandra/**\""));
    }
  }

  @Test
  void aSnapshotIsNamedByItsFullNameOrIdWithinItsDatasetOnly() throws IOException {
    try (TestService service = service()) {
      JsonNode raw = service.get(TestService.RAW + "/snapshots/1").json();
      JsonNode xrt = service.get("/api/v1/datasets/swift~xrt/snapshots/1").json();
      for (JsonNode snapshot : List.of(raw, xrt)) {
        for (String named :
            List.of(
                snapshot.get("name").asString(),
                snapshot.at("/captures/0/id").asString(),
                snapshot.at("/captures/0/id").asString().substring(0, 12))) {
          boolean own = snapshot.equals(raw);
          Answer answer =
              service.send("admin", "GET", TestService.RAW + "/snapshots/" + named, null);
          assertThat(answer.status()).as(named).isEqualTo(own ? 200 : 404);
          if (own) {
            assertThat(answer.json().get("reference").asString()).isEqualTo("cosmos7/raw@1");
          }
        }
      }
      service.expect(404, service.get(TestService.RAW + "/snapshots/abcdef0123456789"));
    }
  }

  private static Answer planned(TestService service, String who, String resource, String body) {
    return service.expect(201, service.send(who, "POST", resource + "/plans", body));
  }

  private static Answer order(
      TestService service, String who, String resource, Answer plan, String... headers) {
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 2, headers.length);
    all[0] = "If-Match";
    all[1] = plan.header("ETag");
    String body = "{\"plan\":\"" + plan.json().get("plan").asString() + "\"}";
    return service.send(who, "POST", resource, body, all);
  }

  @Test
  void severalAreDeletedOnlyByAPlanThatStillHolds() throws IOException {
    try (TestService service = service()) {
      String deletions = "/api/v1/deletions";
      String both = "{\"snapshots\":[\"cosmos7/**@base\",\"swift/xrt@1\"]}";
      for (String who : List.of("viewer", "researcher", "mixed")) {
        service.expect(403, service.send(who, "POST", deletions + "/plans", both));
      }
      service.expect(404, service.send("mine", "POST", deletions + "/plans", both));
      Answer plan = planned(service, "operator", deletions, both);
      assertThat(plan.json().at("/items/1/result/newest").asBoolean()).isTrue();
      String body = "{\"plan\":\"" + plan.json().get("plan").asString() + "\"}";
      service.expect(428, service.send("operator", "POST", deletions, body));
      service.expect(403, order(service, "researcher", deletions, plan));
      service.expect(404, order(service, "mine", deletions, plan));
      int before = snapshots(service);
      service.expect(
          200,
          service.send(
              "operator", "PUT", "/api/v1/datasets/swift~xrt/snapshots/1/holds/legal", "{}"));
      service.expect(412, order(service, "operator", deletions, plan));
      assertThat(snapshots(service)).isEqualTo(before);
      Answer again = planned(service, "operator", deletions, both);
      assertThat(again.json().at("/items/1/error/category").asString()).isEqualTo("refused");
      Answer first = order(service, "operator", deletions, again, "Idempotency-Key", "once");
      JsonNode run = service.done(first);
      assertThat(run.at("/result/items/0/result/executed").asBoolean()).isTrue();
      assertThat(run.at("/result/items/1/error/category").asString()).isEqualTo("refused");
      assertThat(snapshots(service)).isEqualTo(before - 1);
      Answer repeated = order(service, "operator", deletions, again, "Idempotency-Key", "once");
      assertThat(repeated.json().get("id")).isEqualTo(first.json().get("id"));
      service.expect(412, order(service, "operator", deletions, again));
      assertThat(snapshots(service)).isEqualTo(before - 1);
    }
  }

  @Test
  void severalAreMarkedUnderTheRightOnEachOfThem() throws IOException {
    try (TestService service = service()) {
      String marks = "/api/v1/marks";
      String tag = "{\"snapshots\":[\"**@latest\"],\"change\":{\"tags\":{\"x\":\"y\"}}}";
      service.expect(403, service.send("viewer", "POST", marks, tag));
      service.expect(403, service.send("mixed", "POST", marks, tag));
      JsonNode run = service.done(service.send("researcher", "POST", marks, tag));
      assertThat(run.at("/result/items/1/result/tags/x").asString()).isEqualTo("y");
      String hold = tag.replaceFirst("\"change.*", "\"hold\":{\"kind\":\"permanent\"}}");
      service.expect(403, service.send("researcher", "POST", marks, hold));
      JsonNode _ = service.done(service.send("operator", "POST", marks, hold));
      String release = hold.replaceFirst("\"hold.*", "\"release\":\"permanent\"}");
      service.expect(400, service.send("operator", "POST", marks, release));
      Answer meant =
          service.expect(
              200,
              service.send(
                  "operator", "POST", "/api/v1/selections", "{\"snapshots\":[\"**@latest\"]}"));
      assertThat(meant.json().get("items")).allMatch(one -> one.get("permanent").asBoolean());
      JsonNode released =
          service.done(
              service.send(
                  "operator",
                  "POST",
                  marks,
                  release.replace("\"**@latest\"", "\"cosmos7/raw@2\",\"swift/xrt@1\"")));
      assertThat(released.at("/result/items/0/result/permanent").asBoolean()).isFalse();
      service.expect(
          400,
          service.send("operator", "POST", marks, hold.replace("\"hold", "\"change\":{},\"hold")));
      service.expect(
          404,
          service.send("mine", "POST", "/api/v1/selections", "{\"snapshots\":[\"swift/xrt@1\"]}"));
    }
  }

  @Test
  void whatWasRestoredAtOnceIsTakenBackAtOnceByWhoMaySeeIt() throws IOException {
    try (TestService service = service()) {
      String restores = "/api/v1/restores";
      service.expect(404, service.send("operator", "POST", PLANS, "{\"kind\":\"undo\"}"));
      Files.writeString(root.resolve("swift/x.evt"), "spoiled\n");
      JsonNode _ =
          service.done(
              order(
                  service,
                  "operator",
                  restores,
                  planned(service, "operator", restores, BOTH_IN_PLACE)));
      String last = restores + "/last";
      assertThat(service.get(last).json().get("datasets").size()).isEqualTo(2);
      assertThat(service.send("mine", "GET", last, null).json().get("datasets").toString())
          .isEqualTo("[\"cosmos7/raw\"]");
      service.expect(
          400, service.send("operator", "POST", PLANS, "{\"kind\":\"undo\",\"inPlace\":true}"));
      Answer undo = planned(service, "operator", restores, "{\"kind\":\"undo\"}");
      service.expect(403, order(service, "researcher", restores, undo));
      JsonNode run = service.done(order(service, "operator", restores, undo));
      assertThat(run.at("/result/items/1/result/kind").asString()).isEqualTo("UNDO");
      assertThat(Files.readString(root.resolve("swift/x.evt"))).isEqualTo("spoiled\n");
      assertThat(service.get(last).json().get("datasets").size()).isZero();
      assertThat(service.get(last + "?redo=true").json().get("datasets").size()).isEqualTo(2);
    }
  }
}
