package org.hevelius.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.hevelius.server.api.TestService.Answer;
import org.hevelius.server.http.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Routes, answers and docs/openapi.yaml say the same. */
class ContractTest {
  private static final String RAW = TestService.RAW;
  private static final String ZEROS = "0".repeat(64);

  @TempDir Path root;

  @Test
  void everyRouteIsDescribedAndNothingElseIs() {
    try (TestService service = new TestService(root)) {
      Set<String> routes = new TreeSet<>(service.routes.stream().map(Contract::name).toList());
      assertThat(TestService.contract().operations().keySet())
          .containsExactlyInAnyOrderElementsOf(routes);
    }
  }

  @Test
  void everyOperationNamesTheRightThatItTakes() {
    try (TestService service = new TestService(root)) {
      for (Route route : service.routes) {
        JsonNode operation =
            Objects.requireNonNull(TestService.contract().operations().get(Contract.name(route)));
        assertThat(operation.path("x-action").asString(""))
            .as(Contract.name(route))
            .isEqualTo(route.action().name());
        String scope =
            switch (route.scope()) {
              case Route.Open() -> "open";
              case Route.Recognized() -> "recognized";
              case Route.Everywhere() -> "everywhere";
              case Route.OfDataset _ -> "dataset";
              case Route.ByRequest _ -> "request";
            };
        assertThat(operation.path("x-scope").asString(""))
            .as(Contract.name(route))
            .isEqualTo(scope);
      }
    }
  }

  /** Each answer is held against its schema where it is received. */
  @Test
  void everyOperationAnswersAsDescribed() {
    try (TestService service = TestService.withTwoVersions(root)) {
      read(service);
      versions(service);
      change(service);
      restore(service);
      ContractOfSeveral.drive(service);
      care(service);
      PolicyApiTest.contract(service);
      NoticeApiTest.contract(service);
      StorageApiTest.contract(service);
      NativeApiTest.contract(service);
      accounts(service);
      Set<String> answered = TestService.contract().seen();
      Set<String> missing = new TreeSet<>();
      TestService.contract()
          .operations()
          .forEach(
              (name, operation) ->
                  operation.get("responses").propertyNames().stream()
                      .filter(status -> status.matches("[23].."))
                      .filter(status -> !answered.contains(name + " " + status))
                      .forEach(status -> missing.add(name + " " + status)));
      assertThat(missing).as("described answers that no request got").isEmpty();
    }
  }

  private static void read(TestService service) {
    for (String path :
        List.of(
            "/api/v1/datasets?limit=1",
            "/api/v1/snapshots?dataset=cosmos7/raw&keptBy=true&q=baseline&tag=a=b",
            "/api/v1/places?target=cosmos7/raw:events",
            RAW + "/retention",
            RAW + "/space?version=1",
            RAW + "/storage",
            RAW + "/snapshots/latest/entries?path=events",
            RAW + "/snapshots/latest/entries?path=events&self=true",
            RAW + "/snapshots/1/diff?against=2",
            RAW + "/snapshots/1/diff/content?against=live&path=calib/mars.caldb",
            RAW + "/history?path=calib/mars.caldb&summaries=true",
            "/api/v1/files?pattern=*.caldb",
            "/api/v1/reports/usage?since=2026-01-01T00:00:00Z",
            "/api/v1/reports/usage?format=csv&table=months",
            "/api/v1/reports/savings?dataset=cosmos7/**",
            "/api/v1/reports/coverage?format=html",
            "/api/v1/reports/coverage",
            "/api/v1/reports/activity",
            "/api/v1/reports/incident?since=2026-01-01T00:00:00Z",
            "/api/v1/reports/forecast?days=9",
            "/api/v1/reports/compliance?dataset=cosmos7/raw",
            "/api/v1/health",
            "/health/live",
            "/health/ready",
            "/metrics",
            "/openapi.yaml")) {
      service.expect(200, service.get(path));
    }
    for (String path :
        List.of(RAW, RAW + "/snapshots/base", RAW + "/snapshots/1/content?path=events/n1.txt")) {
      Answer answer = service.expect(200, service.get(path));
      service.expect(
          304, service.send("viewer", "GET", path, null, "If-None-Match", answer.header("ETag")));
    }
    service.expect(
        206,
        service.send(
            "viewer",
            "GET",
            RAW + "/snapshots/1/content?path=events/n1.txt",
            null,
            "Range",
            "bytes=1-2"));
  }

  private static void versions(TestService service) {
    Answer first = service.expect(200, service.get(RAW + "/log?limit=1&files=1"));
    assertThat(first.json().get("items").get(0).get("notable").size()).isEqualTo(1);
    service.expect(200, service.get(RAW + "/log?cursor=" + first.json().get("next").asString()));
    service.snapshot(
        "{\"description\":\"derived\",\"derivedFrom\":[\"cosmos7/raw@1\"],\"derivedBy\":\"x\"}");
    service.expect(200, service.get(RAW + "/snapshots/1/lineage"));
    Answer whole =
        service.expect(200, service.get(RAW + "/snapshots/3/lineage?direction=up&snapshots=true"));
    assertThat(whole.json().at("/snapshots/0/reference").asString()).isEqualTo("cosmos7/raw@1");
    Answer spoiled =
        service.expect(200, service.get(RAW + "/snapshots/1/lineage?direction=impact"));
    assertThat(spoiled.json().get("down").get(0).get("reference").asString())
        .isEqualTo("cosmos7/raw@3");
    Answer prov = service.expect(200, service.get(RAW + "/snapshots/1/lineage?format=prov"));
    assertThat(prov.json().get("entity").size()).isEqualTo(2);
    assertThat(prov.json().get("wasDerivedFrom").size()).isEqualTo(1);
    service.expect(400, service.get(RAW + "/snapshots/1/lineage?format=rdf"));
    String wish = "{\"title\":\"Frames\",\"creators\":[{\"name\":\"Chen, Maya\"}]}";
    String publication = RAW + "/snapshots/2/publication";
    Answer plan =
        service.expect(200, service.send("operator", "POST", publication + "-plan", wish));
    service.expect(428, service.send("operator", "POST", publication, wish));
    service.expect(
        412, service.send("operator", "POST", publication, "{}", "If-Match", plan.header("ETag")));
    service.expect(404, service.get(publication));
    service.expect(409, service.get(RAW + "/snapshots/2/citation"));
    service.done(
        service.send("operator", "POST", publication, wish, "If-Match", plan.header("ETag")));
    Answer shown = service.expect(200, service.get(publication));
    service.expect(
        304,
        service.send("viewer", "GET", publication, null, "If-None-Match", shown.header("ETag")));
    for (String format : List.of("text", "bibtex", "datacite", "ro-crate")) {
      Answer citation =
          service.expect(200, service.get(RAW + "/snapshots/2/citation?format=" + format));
      assertThat(citation.text()).contains(shown.json().get("content").asString());
      Answer accepted =
          service.expect(
              200,
              service.send(
                  "viewer",
                  "GET",
                  RAW + "/snapshots/2/citation",
                  null,
                  "Accept",
                  citation.header("Content-Type")));
      assertThat(accepted.text()).isEqualTo(citation.text());
    }
    String cited =
        "{\"content\":\"%s\",\"files\":{\"none\":\"0\"}}"
            .formatted(shown.json().get("content").asString());
    JsonNode check = service.done(service.send("viewer", "POST", "/api/v1/citation-checks", cited));
    assertThat(check.at("/result/verdict").asString()).isEqualTo("VERIFIED");
    assertThat(check.at("/result/differing").asInt()).isEqualTo(3);
    service.expect(
        200,
        service.send(
            "viewer", "POST", "/api/v1/citation-checks", cited.replaceAll("[0-9a-f]{64}", ZEROS)));
    service.expect(
        400, service.send("viewer", "POST", "/api/v1/citation-checks", "{\"content\":\"x\"}"));
    service.expect(
        409,
        service.send("operator", "POST", RAW + "/snapshots/2/deletion-plan", "{\"force\":true}"));
    service.expect(200, service.send("operator", "DELETE", publication + "?reason=wrong", null));
    service.expect(409, service.get(RAW + "/snapshots/2/citation"));
    publications(service, wish);
  }

  /** One is withdrawn already; a page has one of two. */
  private static void publications(TestService service, String wish) {
    String publication = RAW + "/snapshots/3/publication";
    Answer plan =
        service.expect(200, service.send("operator", "POST", publication + "-plan", wish));
    service.done(
        service.send("operator", "POST", publication, wish, "If-Match", plan.header("ETag")));
    Answer page = service.expect(200, service.get("/api/v1/publications?limit=1"));
    assertThat(page.json().at("/items/0/reference").asString()).isEqualTo("cosmos7/raw@3");
    Answer rest =
        service.expect(
            200,
            service.get(
                "/api/v1/publications?dataset=cosmos7/**&cursor="
                    + page.json().get("next").asString()));
    assertThat(rest.json().get("items").size()).isEqualTo(1);
    assertThat(rest.json().at("/items/0/withdrawn/reason").asString()).isEqualTo("wrong");
    assertThat(rest.json().get("next").isNull()).isTrue();
    service.expect(404, service.get("/api/v1/publications?dataset=none"));
    service.expect(400, service.get("/api/v1/publications?cursor=x"));
    service.expect(200, service.send("operator", "DELETE", publication + "?reason=x", null));
  }

  private static void change(TestService service) {
    service.expect(200, service.send("admin", "PATCH", RAW, "{\"description\":\"raw data\"}"));
    service.expect(
        200,
        service.send(
            "researcher",
            "PATCH",
            RAW + "/snapshots/2",
            "{\"tags\":{\"x\":\"y\"},\"knownGood\":{\"good\":true,\"note\":\"seen\"}}"));
    String hold = RAW + "/snapshots/1/holds/legal";
    service.expect(200, service.send("operator", "PUT", hold, "{\"reason\":\"case\"}"));
    service.expect(409, service.send("operator", "POST", RAW + "/snapshots/1/deletion-plan", null));
    service.expect(200, service.send("operator", "DELETE", hold, null));
    Answer plan =
        service.expect(
            200, service.send("operator", "POST", RAW + "/snapshots/1/deletion-plan", null));
    service.expect(428, service.send("operator", "DELETE", RAW + "/snapshots/1", null));
    service.expect(
        200,
        service.send(
            "operator", "DELETE", RAW + "/snapshots/1", null, "If-Match", plan.header("ETag")));
    service.expect(404, service.get(RAW + "/snapshots/1"));
    service.expect(
        201,
        service.send(
            "admin",
            "POST",
            "/api/v1/datasets",
            "{\"name\":\"empty\",\"sources\":[\"dir:%s\"]}".formatted(service.restores)));
    service.expect(204, service.send("admin", "DELETE", "/api/v1/datasets/empty", null));
  }

  private static void restore(TestService service) {
    String to = service.restores.resolve("aside").toString();
    Answer plan =
        service.expect(
            201,
            service.send(
                "researcher",
                "POST",
                RAW + "/restores/plans",
                "{\"kind\":\"restore\",\"snapshot\":\"2\",\"to\":\"%s\"}".formatted(to)));
    service.expect(200, service.get(plan.header("Location")));
    service.expect(200, service.get(plan.header("Location") + "/extras"));
    JsonNode run =
        service.done(
            service.send(
                "researcher",
                "POST",
                RAW + "/restores",
                "{\"plan\":\"%s\"}".formatted(plan.json().get("plan").asString()),
                "If-Match",
                plan.header("ETag")));
    assertThat(run.get("result").get("executed").asBoolean()).isTrue();
    String runs = "/api/v1/runs/" + run.get("id").asString();
    service.expect(200, service.get("/api/v1/runs"));
    service.expect(200, service.get(runs + "/events"));
    service.expect(409, service.send("admin", "DELETE", runs, null));
  }

  private static void accounts(TestService service) {
    service.expect(200, service.get("/api/v1/whoami"));
    String admin = "admin";
    String grants = "\"grants\":[{\"role\":\"VIEWER\",\"scope\":\"**\"}]";
    service.expect(
        201,
        service.send(
            admin,
            "POST",
            "/api/v1/users",
            "{\"name\":\"vera\",\"password\":\"a long enough one\"," + grants + "}"));
    service.expect(200, service.send(admin, "GET", "/api/v1/users", null));
    String session = "/api/v1/session";
    String login = "{\"user\":\"vera\",\"password\":\"a long enough one\"}";
    service.expect(201, service.send("nobody", "POST", session, login));
    service.expect(200, service.send(admin, "GET", session, null));
    service.expect(204, service.send(admin, "DELETE", session, null));
    String vera = "/api/v1/users/vera";
    service.expect(200, service.send(admin, "PATCH", vera, "{\"withoutPassword\":true}"));
    Answer made =
        service.expect(
            201,
            service.send(admin, "POST", "/api/v1/tokens", "{\"owner\":\"vera\",\"name\":\"job\"}"));
    String secret = made.json().get("secret").asString();
    Answer all = service.expect(200, service.send(admin, "GET", "/api/v1/tokens", null));
    assertThat(secret).startsWith("hev_");
    assertThat(all.text()).doesNotContain(secret);
    String token = made.header("Location");
    service.expect(200, service.send(admin, "GET", token, null));
    service.expect(200, service.send(admin, "DELETE", token, null));
    service.expect(404, service.send(admin, "GET", token, null));
    Answer removal = service.expect(200, service.send(admin, "GET", vera, null));
    service.expect(428, service.send(admin, "DELETE", vera, null));
    service.expect(
        200, service.send(admin, "DELETE", vera, null, "If-Match", removal.header("ETag")));
  }

  private static void care(TestService service) {
    String job = "/api/v1/jobs/" + service.missedJob();
    service.expect(200, service.get(job));
    service.expect(200, service.get("/api/v1/jobs?dataset=cosmos7/raw&state=missed&limit=1"));
    service.expect(404, service.get("/api/v1/jobs/99"));
    service.expect(200, service.get("/api/v1/recoveries/" + service.interruptedRecovery()));
    service.expect(200, service.get("/api/v1/recoveries?dataset=cosmos7/raw&limit=1"));
    service.expect(404, service.get("/api/v1/recoveries/99"));
    service.expect(404, service.get("/api/v1/recoveries?dataset=cosmos7/none"));
    service.expect(400, service.get("/api/v1/jobs?state=lost"));
    service.expect(200, service.get("/api/v1/status"));
    service.expect(200, service.get("/api/v1/due?dataset=cosmos7/raw"));
    service.expect(404, service.get("/api/v1/due?dataset=cosmos7/none"));
    service.expect(200, service.get("/api/v1/repositories"));
    service.expect(200, service.get("/api/v1/repositories/default"));
    service.expect(200, service.get("/api/v1/audit"));
    service.expect(200, service.get("/api/v1/audit/verification"));
    Answer plan =
        service.expect(
            201, service.send("operator", "POST", "/api/v1/cleanups/plans", "{\"prune\":true}"));
    service.expect(200, service.get(plan.header("Location")));
    service.done(
        service.send(
            "operator",
            "POST",
            "/api/v1/cleanups",
            "{\"plan\":\"%s\"}".formatted(plan.json().get("plan").asString()),
            "If-Match",
            plan.header("ETag")));
    service.done(service.send("operator", "POST", "/api/v1/checks", "{\"readPercent\":100}"));
    drills(service);
    SlowRun slow = SlowRun.start(service.runs);
    service.expect(202, service.send("admin", "DELETE", "/api/v1/runs/" + slow.id(), null));
    assertThat(slow.end().state().name().toLowerCase(Locale.ROOT)).isEqualTo("canceled");
  }

  private static void drills(TestService service) {
    String drills = TestService.RAW + "/drills";
    JsonNode run =
        service.done(service.send("operator", "POST", drills, "{\"files\":1,\"seed\":7}"));
    assertThat(run.at("/result/state").asString()).isEqualTo("passed");
    service.expect(200, service.get(drills + "/1"));
    service.expect(200, service.get(drills + "/latest"));
    service.expect(404, service.get(drills + "/99"));
    service.expect(
        200, service.send("operator", "POST", drills + "/1/notes", "{\"text\":\"It is fast\"}"));
    service.expect(400, service.send("operator", "POST", drills + "/1/notes", "{}"));
    service.expect(400, service.send("operator", "POST", drills, "{\"scenario\":\"lost-mind\"}"));
    service.expect(200, service.get("/api/v1/drills?dataset=cosmos7/raw&limit=1"));
    Answer standing = service.expect(200, service.get("/api/v1/drills/standing"));
    assertThat(standing.json().at("/items/0/lessons/0/text").asString()).isEqualTo("It is fast");
  }
}
