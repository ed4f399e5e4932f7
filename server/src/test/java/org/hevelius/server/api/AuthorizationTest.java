package org.hevelius.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hevelius.server.api.TestService.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every route against nobody, each role, and an administrator of another dataset. */
class AuthorizationTest {
  private static final List<String> ROLES = List.of("viewer", "researcher", "operator", "admin");

  @TempDir Path root;

  @Test
  void everyRouteLetsInExactlyThoseOfTheTable() {
    try (TestService service = TestService.withTwoVersions(root)) {
      assertThat(Rights.table().stream().map(row -> row.method() + " " + row.path()))
          .containsExactlyInAnyOrderElementsOf(
              service.routes.stream().map(Contract::name).toList());
      service.write("calib/mars.caldb", "gain = 2\n");
      String inPlace =
          plan(service, "/api/v1/datasets/cosmos7~raw/restores/plans", RESTORE_IN_PLACE);
      String cleanup = plan(service, "/api/v1/cleanups/plans", "{\"dataset\":\"cosmos7/raw\"}");
      String rollback = plan(service, NativeApiTest.pooled(service), "{\"snapshot\":\"1\"}");
      NativeApiTest.cluster(service);
      String several = plan(service, "/api/v1/restores/plans", SEVERAL_IN_PLACE);
      String deletion =
          plan(service, "/api/v1/deletions/plans", "{\"snapshots\":[\"cosmos7/raw@1\"]}");
      service.done(service.send("operator", "POST", TestService.RAW + "/drills", "{\"files\":1}"));
      String run = service.snapshot("{\"description\":\"third\"}").get("id").asString();
      long job = service.missedJob();
      long recovery = service.interruptedRecovery();
      long alert = CatalogScenes.raisedAlert(service.catalog);
      service.policy("rpo: 2h");
      String policies = plan(service, "/api/v1/policies/plans", TestService.policies("rpo: 1h"));
      service.expect(
          201,
          service.send(
              "admin",
              "POST",
              "/api/v1/users",
              "{\"name\":\"vera\",\"grants\":[{\"role\":\"VIEWER\",\"scope\":\"**\"}]}"));
      String token =
          service
              .expect(
                  201,
                  service.send(
                      "admin", "POST", "/api/v1/tokens", "{\"owner\":\"vera\",\"name\":\"t\"}"))
              .header("Location")
              .replaceFirst(".*/", "");
      Map<String, String> wrong = new LinkedHashMap<>();
      for (Rights row : Rights.table()) {
        String restore =
            row.path().startsWith("/api/v1/restores")
                ? several
                : row.path().startsWith("/api/v1/deletions") ? deletion : inPlace;
        String path =
            path(row, restore, cleanup, run)
                .replace("{job}", String.valueOf(job))
                .replace("{rollback}", rollback)
                .replace("{cluster}", "lab")
                .replace("{recovery}", String.valueOf(recovery))
                .replace("{alert}", String.valueOf(alert))
                .replace("{token}", token)
                .replace("{policies}", policies);
        String body = body(row, restore, cleanup);
        body =
            body == null
                ? null
                : body.replace("{policies}", policies).replace("{rollback}", rollback);
        for (String who : callers()) {
          int expected = expected(row, who);
          Answer answer = service.send(who, row.method(), path, body);
          boolean fits =
              expected == 200
                  ? !List.of(401, 403).contains(answer.status())
                      && !(answer.status() == 404 && answer.text().contains("there is no"))
                  : answer.status() == expected;
          if (!fits) {
            wrong.put(
                row + " by " + who, expected + " expected: " + answer.status() + answer.text());
          }
        }
      }
      assertThat(wrong).isEmpty();
    }
  }

  private static final String RESTORE_IN_PLACE =
      "{\"kind\":\"restore\",\"snapshot\":\"1\",\"inPlace\":true}";

  private static final String SEVERAL_IN_PLACE =
      "{\"snapshots\":[\"cosmos7/raw@1\"],\"inPlace\":true}";

  private static String plan(TestService service, String path, String body) {
    return service
        .expect(201, service.send("admin", "POST", path, body))
        .json()
        .get("plan")
        .asString();
  }

  private static List<String> callers() {
    List<String> callers = new ArrayList<>(ROLES);
    callers.addFirst("");
    callers.add("other");
    return callers;
  }

  private static int expected(Rights row, String who) {
    if (row.scope().equals("open")) {
      return 200;
    }
    if (who.isEmpty()) {
      return 401;
    }
    if (row.scope().equals("recognized")) {
      return 200;
    }
    if (who.equals("other")) {
      return row.scope().equals("dataset") ? 404 : 403;
    }
    return ROLES.indexOf(who) >= ROLES.indexOf(row.least()) ? 200 : 403;
  }

  private static String path(Rights row, String restore, String cleanup, String run) {
    String query =
        switch (row.path().replaceFirst(".*/", "")) {
          case "content", "history" -> "?path=calib/mars.caldb";
          case "files" -> "?pattern=*";
          default -> "";
        };
    return row.path()
            .replace("{dataset}/rollbacks", "cosmos7~pool/rollbacks")
            .replace("rollbacks/plans/{plan}", "rollbacks/plans/{rollback}")
            .replace("{dataset}", "cosmos7~raw")
            .replace("{snapshot}", "1")
            .replace("{kind}", "legal")
            .replace("{repository}", "default")
            .replace("{drill}", "latest")
            .replace("{run}", run)
            .replace("policies/plans/{plan}", "policies/plans/{policies}")
            .replace("{policy}", "mission")
            .replace("{user}", "vera")
            .replace("{plan}", row.path().contains("cleanups") ? cleanup : restore)
        + query;
  }

  /** What is admitted but changes nothing, mostly for want of a field or of an If-Match. */
  private static @Nullable String body(Rights row, String restore, String cleanup) {
    if (row.method().equals("GET") || row.method().equals("DELETE")) {
      return null;
    }
    if (row.path().contains("/rollbacks")) {
      return row.path().endsWith("plans") ? "{\"snapshot\":\"1\"}" : "{\"plan\":\"{rollback}\"}";
    }
    return switch (row.path()
        .replaceFirst("/api/v1/(?!datasets/).*plans", "several")
        .replaceFirst(".*/", "")) {
      case "several" ->
          row.path().contains("cleanups") ? "{}" : "{\"snapshots\":[\"cosmos7/raw@1\"]}";
      case "snapshots" ->
          row.path().contains("{dataset}") ? "{}" : "{\"datasets\":[\"cosmos7/raw\"]}";
      case "marks" -> "{\"snapshots\":[\"cosmos7/raw@1\"]}";
      case "selections" -> "{\"datasets\":[\"**\"]}";
      case "restores", "deletions" -> "{\"plan\":\"" + restore + "\"}";
      case "cleanups" -> "{\"plan\":\"" + cleanup + "\"}";
      case "policies" -> "{\"plan\":\"{policies}\"}";
      case "events" -> "{\"event\":\"x\",\"dataset\":\"cosmos7/raw\",\"id\":\"one\"}";
      case "drills" -> "{\"files\":-1}";
      case "clones" -> "{\"name\":\"pool/try\"}";
      case "checks" -> "{\"readPercent\":-1}";
      default -> "{}";
    };
  }

  @Test
  void aCallerSeesInListsOnlyWhatItMayRead() {
    try (TestService service = TestService.withTwoVersions(root)) {
      assertThat(service.missedJob()).isPositive();
      assertThat(service.interruptedRecovery()).isPositive();
      service.policy("rpo: 1h");
      service.done(
          service.send(
              "mine", "POST", "/api/v1/events", "{\"event\":\"x\",\"dataset\":\"cosmos7/**\"}"));
      Answer cited = published(service);
      String check = "{\"content\":\"%s\"}".formatted(cited.json().get("content").asString());
      assertThat(service.done(service.send("mine", "POST", CHECKS, check)).at("/result/verdict"))
          .hasToString("\"VERIFIED\"");
      assertThat(service.send("other", "POST", CHECKS, check).json().get("verdict").asString())
          .isEqualTo("NOT_HERE");
      for (String list :
          List.of(
              "publications",
              "datasets",
              "snapshots",
              "runs",
              "jobs",
              "recoveries",
              "files?pattern=*",
              "policies",
              "events")) {
        assertThat(items(service, "mine", list)).as(list).isPositive();
        assertThat(items(service, "other", list)).as(list).isZero();
      }
      assertThat(
              service.send("other", "GET", "/api/v1/snapshots?dataset=cosmos7/raw", null).status())
          .isEqualTo(404);
      String name = service.get(TestService.RAW + "/snapshots/1").json().get("name").asString();
      for (String target : List.of("cosmos7/raw@1", "cosmos7/raw", "base", name)) {
        Answer answer = service.send("other", "GET", "/api/v1/places?target=" + target, null);
        assertThat(answer.status()).as(target).isEqualTo(404);
        assertThat(answer.text().replace("dataset cosmos7/raw", "").replace(target, ""))
            .as(target)
            .doesNotContain("cosmos7");
      }
      assertThat(
              service
                  .send("other", "GET", "/api/v1/files?pattern=*&dataset=cosmos7/raw", null)
                  .status())
          .isEqualTo(404);
    }
  }

  private static final String CHECKS = "/api/v1/citation-checks";

  /** Publishes the first version and shows how. */
  private static Answer published(TestService service) {
    String publication = TestService.RAW + "/snapshots/1/publication";
    Answer plan =
        service.expect(200, service.send("operator", "POST", publication + "-plan", "{}"));
    service.done(
        service.send("operator", "POST", publication, "{}", "If-Match", plan.header("ETag")));
    return service.get(publication);
  }

  private static int items(TestService service, String who, String list) {
    return service
        .expect(200, service.send(who, "GET", "/api/v1/" + list, null))
        .json()
        .get("items")
        .size();
  }

  @Test
  void lineageNeitherShowsNorTakesWhatTheCallerMayNotRead() {
    try (TestService service = TestService.withTwoVersions(root)) {
      service.expect(
          201,
          service.send(
              "admin",
              "POST",
              "/api/v1/datasets",
              "{\"name\":\"other/x\",\"sources\":[\"dir:%s\"]}".formatted(service.restores)));
      String create = "/api/v1/datasets/other~x/snapshots";
      String derived = "{\"description\":\"x\",\"derivedFrom\":[\"cosmos7/raw@1\"]}";
      service.expect(404, service.send("other", "POST", create, derived));
      service.expect(
          404, service.send("other", "POST", create, derived.replace("raw@1", "none@1")));
      service.done(service.send("admin", "POST", create, derived));
      String down = TestService.RAW + "/snapshots/1/lineage?direction=down";
      assertThat(service.send("mine", "GET", down, null).json().get("down").size()).isZero();
      assertThat(service.send("admin", "GET", down, null).json().get("down").size()).isEqualTo(1);
      String up = "/api/v1/datasets/other~x/snapshots/1/lineage?direction=up";
      assertThat(service.send("other", "GET", up, null).json().get("up").size()).isZero();
    }
  }

  @Test
  void whatTheRequestAsksForDecidesOverTheRight() {
    try (TestService service = TestService.withTwoVersions(root)) {
      String create = TestService.RAW + "/snapshots";
      String permanent = "{\"description\":\"for good\",\"permanent\":true}";
      service.expect(403, service.send("researcher", "POST", create, permanent));
      service.done(service.send("operator", "POST", create, permanent));
      service.expect(
          403,
          service.send(
              "mine",
              "POST",
              "/api/v1/cleanups/plans",
              "{\"dataset\":\"cosmos7/raw\",\"prune\":true}"));
      for (String of : List.of("cosmos7/raw", "cosmos7/**")) {
        service.expect(
            201,
            service.send(
                "mine", "POST", "/api/v1/cleanups/plans", "{\"dataset\":\"%s\"}".formatted(of)));
      }
      service.expect(
          403, service.send("mine", "POST", "/api/v1/cleanups/plans", "{\"dataset\":\"**\"}"));
      SlowRun slow = SlowRun.start(service.runs);
      service.expect(403, service.send("mine", "DELETE", "/api/v1/runs/" + slow.id(), null));
      service.expect(403, service.send("mine", "GET", "/api/v1/runs/" + slow.id(), null));
      var _ = slow.end();
    }
  }

  @Test
  void aRestoreAsideStaysBelowTheDirectoriesOfTheService() throws Exception {
    try (TestService service = TestService.withTwoVersions(root)) {
      java.nio.file.Files.createSymbolicLink(service.restores.resolve("link"), root.resolve("raw"));
      for (String to :
          List.of(
              root.resolve("elsewhere").toString(),
              service.restores.toString(),
              service.restores + "/../raw",
              service.restores.resolve("link").resolve("x").toString(),
              "relative")) {
        Answer answer =
            service.send(
                "admin",
                "POST",
                TestService.RAW + "/restores/plans",
                "{\"kind\":\"restore\",\"snapshot\":\"1\",\"to\":\"%s\"}".formatted(to));
        assertThat(answer.status()).as(to).isIn(400, 409);
      }
    }
  }
}
