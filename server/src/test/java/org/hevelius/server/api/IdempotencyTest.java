package org.hevelius.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hevelius.core.request.KeyedRequest;
import org.hevelius.core.usecase.RequestKeys;
import org.hevelius.server.http.HttpService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A request that is repeated at another node, or after a restart, isn't done twice. */
class IdempotencyTest {
  private static final String SNAPSHOTS = TestService.RAW + "/snapshots";
  private static final String BODY = "{\"description\":\"third\"}";

  @TempDir Path root;

  /** Another node on the same catalog, which knows nothing of what the first has in memory. */
  private record Node(TestService first, Runs runs, HttpService http) implements AutoCloseable {
    static Node beside(TestService first) {
      Runs runs = new Runs(Clock.systemUTC());
      Api api =
          new Api(first.home, Clock.systemUTC(), runs, new SideTargets(List.of(first.restores)));
      return new Node(
          first,
          runs,
          HttpService.start(
              HttpService.Settings.loopback(0), api.routes(), TestService.roles(), _ -> {}));
    }

    HttpResponse<String> post(String path, String body, String key, String... headers)
        throws IOException, InterruptedException {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(http.address() + path))
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .header("Authorization", "Bearer researcher")
              .header("Idempotency-Key", key);
      if (headers.length > 0) {
        request.headers(headers);
      }
      return first.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
      runs.close();
      http.close();
    }
  }

  private static JsonNode json(HttpResponse<String> response) {
    return JsonMapper.shared().readTree(response.body());
  }

  private static int versions(TestService service) {
    return service.get("/api/v1/snapshots").json().get("items").size();
  }

  @Test
  void anotherNodeTellsHowARunEndedInsteadOfDoingItAgain() throws Exception {
    try (TestService service = TestService.withTwoVersions(root);
        Node other = Node.beside(service)) {
      TestService.Answer first =
          service.send("researcher", "POST", SNAPSHOTS, BODY, "Idempotency-Key", "k");
      JsonNode run = service.done(first);
      for (int i = 0; i < 2; i++) {
        HttpResponse<String> again = other.post(SNAPSHOTS, BODY, "k");
        assertThat(again.statusCode()).as(again.body()).isEqualTo(202);
        assertThat(again.headers().firstValue("Location")).hasValue(first.header("Location"));
        assertThat(json(again)).isEqualTo(run);
      }
      assertThat(versions(service)).isEqualTo(3);
      HttpResponse<String> misused = other.post(SNAPSHOTS, "{\"description\":\"other\"}", "k");
      assertThat(misused.statusCode()).isEqualTo(422);
      assertThat(other.post(SNAPSHOTS, BODY, "new").statusCode()).isEqualTo(202);
    }
  }

  @Test
  void aRunWhoseEndIsNotKnownIsAConflictThatSaysWhatToDo() throws Exception {
    try (TestService service = TestService.withTwoVersions(root);
        Node other = Node.beside(service)) {
      service.done(service.send("researcher", "POST", SNAPSHOTS, BODY, "Idempotency-Key", "k"));
      forgetTheAnswers(service);
      HttpResponse<String> again = other.post(SNAPSHOTS, BODY, "k");
      assertThat(again.statusCode()).isEqualTo(409);
      assertThat(json(again).get("code").asString()).isEqualTo("outcome_unknown");
      assertThat(json(again).get("remedies").toString()).contains("did nothing", "a new key");
      assertThat(versions(service)).isEqualTo(3);
    }
  }

  /** As when the node was killed between the beginning and the end. */
  private static void forgetTheAnswers(TestService service) throws Exception {
    try (var database =
            java.sql.DriverManager.getConnection(
                "jdbc:sqlite:" + service.root.resolve("catalog.db"));
        var statement = database.createStatement()) {
      assertThat(statement.executeUpdate("UPDATE request_key SET body = NULL")).isPositive();
    }
  }

  @Test
  void whatWasRefusedCanBeTriedAgainAtAnyNode() throws Exception {
    try (TestService service = TestService.withTwoVersions(root);
        Node other = Node.beside(service)) {
      String body =
          "{\"name\":\"cosmos7/raw\",\"sources\":[\"dir:%s\"]}".formatted(service.restores);
      service.expect(
          409, service.send("admin", "POST", "/api/v1/datasets", body, "Idempotency-Key", "k"));
      assertThat(other.post("/api/v1/datasets", body, "k", "X-Other", "y").statusCode())
          .as("the researcher may not; the key is not in the way")
          .isEqualTo(403);
      service.expect(
          409, service.send("admin", "POST", "/api/v1/datasets", body, "Idempotency-Key", "k"));
      TestService.Answer made =
          service.send(
              "admin",
              "POST",
              "/api/v1/datasets",
              body.replace("cosmos7/raw", "new"),
              "Idempotency-Key",
              "k");
      service.expect(201, made);
    }
  }

  @Test
  void aKeyIsRememberedForADayAndByCaller() {
    try (TestService service = TestService.withTwoVersions(root)) {
      service.done(service.send("researcher", "POST", SNAPSHOTS, BODY, "Idempotency-Key", "k"));
      service.done(service.send("operator", "POST", SNAPSHOTS, BODY, "Idempotency-Key", "k"));
      assertThat(versions(service)).isEqualTo(4);
      Instant now = Instant.now();
      KeyedRequest wanted = new KeyedRequest("p", "d", "n", now, now.plus(RequestKeys.LIFE), null);
      assertThat(service.catalog.requestKeys().begin(wanted, now)).isEqualTo(Optional.empty());
      assertThat(service.catalog.requestKeys().begin(wanted, now.plusSeconds(86_399))).isPresent();
      assertThat(service.catalog.requestKeys().begin(wanted, now.plusSeconds(86_400))).isEmpty();
    }
  }

  @Test
  void aPlanOfAnotherNodeIsSaidToBeUnknownAndToPlanAgain() throws Exception {
    try (TestService service = TestService.withTwoVersions(root);
        Node other = Node.beside(service)) {
      String aside = service.restores.resolve("aside").toString();
      TestService.Answer plan =
          service.expect(
              201,
              service.send(
                  "researcher",
                  "POST",
                  TestService.RAW + "/restores/plans",
                  "{\"kind\":\"restore\",\"snapshot\":\"2\",\"to\":\"%s\"}".formatted(aside)));
      HttpResponse<String> refused =
          other.post(
              TestService.RAW + "/restores",
              "{\"plan\":\"%s\"}".formatted(plan.json().get("plan").asString()),
              "k",
              "If-Match",
              plan.header("ETag"));
      assertThat(refused.statusCode()).isEqualTo(404);
      assertThat(refused.body())
          .contains("there is no plan", "by the service that made them", "plan again");
    }
  }
}
