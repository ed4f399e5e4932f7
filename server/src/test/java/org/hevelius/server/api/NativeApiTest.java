package org.hevelius.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.server.api.TestService.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Storage that snapshots by itself, over HTTP. */
class NativeApiTest {
  private static final SourceSpec SOURCE = SourceSpec.parse("zfs:tank/raw");
  private static final String POOL = "/api/v1/datasets/cosmos7~pool";
  private static final String ROLLBACKS = POOL + "/rollbacks";

  @TempDir Path root;

  /** Makes a dataset in the pool, with two versions; gives where rollbacks are planned. */
  static String pooled(TestService service) {
    service.zfs.add(SOURCE);
    service.zfs.write(SOURCE, "x", "first");
    dataset(service, "cosmos7/pool");
    create(service, POOL);
    service.zfs.write(SOURCE, "x", "second");
    create(service, POOL);
    return ROLLBACKS + "/plans";
  }

  private static void dataset(TestService service, String name) {
    service.expect(
        201,
        service.send(
            "admin",
            "POST",
            "/api/v1/datasets",
            "{\"name\":\"%s\",\"sources\":[\"%s\"]}".formatted(name, SOURCE)));
  }

  private static void create(TestService service, String dataset) {
    service.done(
        service.send("admin", "POST", dataset + "/snapshots", "{\"description\":\"state\"}"));
  }

  /** Adds a cluster. */
  static Answer cluster(TestService service) {
    return service.expect(
        201,
        service.send(
            "admin",
            "POST",
            "/api/v1/clusters",
            ("{\"name\":\"lab\",\"address\":\"vms.lab\",\"user\":\"hev\",\"password\":\"%s\","
                    + "\"mounts\":[{\"path\":\"/swift\",\"directory\":\"/mnt/swift\"}]}")
                .formatted(MemoryClusters.SECRET)));
  }

  /** One request for each operation; the answers are held against their schemas. */
  static void contract(TestService service) {
    Answer plan =
        service.expect(201, service.send("admin", "POST", pooled(service), "{\"snapshot\":\"1\"}"));
    service.expect(200, service.get(plan.header("Location")));
    service.done(order(service, "operator", plan));
    recovery(service);
    clone(service);
    service.zfs.foreign(SOURCE, "autosnap");
    JsonNode adopted =
        service.done(
            service.send("admin", "POST", "/api/v1/adoptions", "{\"source\":\"zfs:tank/raw\"}"));
    assertThat(adopted.at("/result/0/adopted").asInt()).isEqualTo(1);
    JsonNode found = service.expect(200, service.get("/api/v1/storage/sources?what=zfs")).json();
    assertThat(found.at("/found").findValuesAsString("source")).contains("zfs:tank/raw");
    runbook(service);
    service.expect(200, service.get(cluster(service).header("Location")));
    service.expect(200, service.get("/api/v1/clusters"));
    service.expect(204, service.send("admin", "DELETE", "/api/v1/clusters/lab", null));
  }

  private static void recovery(TestService service) {
    dataset(service, "other/same");
    String plans = POOL + "/recoveries/plans";
    String wish = "{\"at\":\"1\",\"mode\":\"files\"}";
    JsonNode plan = service.expect(200, service.send("operator", "POST", plans, wish)).json();
    assertThat(plan.at("/places/0/way").asString()).isEqualTo("files");
    assertThat(plan.at("/alsoThere/0").asString()).startsWith("other/same ");
    JsonNode mine = service.expect(200, service.send("mine", "POST", plans, "{}")).json();
    assertThat(mine.at("/alsoThere/0").asString()).isEqualTo("one that you may not read");
    service.expect(404, service.send("mine", "POST", plans, "{\"at\":\"other/same@1\"}"));
    service.expect(400, service.send("mine", "POST", plans, "{\"mode\":\"rollback\"}"));
  }

  private static void clone(TestService service) {
    JsonNode clone =
        service.done(
            service.send(
                "operator", "POST", POOL + "/snapshots/1/clones", "{\"name\":\"tank/try\"}"));
    assertThat(clone.at("/result/0/way").asString()).isEqualTo("clone");
  }

  private static void runbook(TestService service) {
    String runbook = POOL + "/runbook";
    JsonNode made = service.expect(200, service.get(runbook)).json();
    assertThat(made.get("last").isNull()).isTrue();
    String note = "{\"configuration\":\"%s\"}".formatted(made.get("configuration").asString());
    service.expect(200, service.send("operator", "POST", runbook, note));
    service.expect(409, service.send("operator", "POST", runbook, "{\"configuration\":\"0\"}"));
    JsonNode again = service.expect(200, service.get(runbook)).json();
    assertThat(again.at("/last/actor").asString()).isEqualTo("operator");
    assertThat(again.get("current").asBoolean()).isTrue();
  }

  private static Answer order(TestService service, String who, Answer plan, String... headers) {
    String body = "{\"plan\":\"%s\"}".formatted(plan.json().get("plan").asString());
    String[] all = {"If-Match", plan.header("ETag")};
    return service.send(who, "POST", ROLLBACKS, body, headers.length == 0 ? all : headers);
  }

  private static Answer plan(TestService service, String who, String body) {
    return service.send(who, "POST", ROLLBACKS + "/plans", body.replace('\'', '"'));
  }

  private static String content(TestService service) {
    return new String(
        service.zfs.live(SOURCE).content("x"), java.nio.charset.StandardCharsets.UTF_8);
  }

  @Test
  void aRollbackIsCarriedOutExactlyAsItWasPlanned() {
    try (TestService service = new TestService(root)) {
      var _ = pooled(service);
      Answer seen = plan(service, "operator", "{'snapshot':'1','way':'rollback','destroy':2}");
      service.expect(428, service.send("operator", "POST", ROLLBACKS, body(seen)));
      create(service, POOL);
      service.expect(412, order(service, "operator", seen));
      assertThat(content(service)).isEqualTo("second");
      Answer now = plan(service, "operator", "{'snapshot':'1'}");
      String key = "once";
      JsonNode run =
          service.done(
              order(
                  service,
                  "operator",
                  now,
                  "If-Match",
                  now.header("ETag"),
                  "Idempotency-Key",
                  key));
      assertThat(content(service)).isEqualTo("first");
      assertThat(run.at("/result/guard").asString()).isEqualTo("cosmos7/pool@4");
      Answer again =
          order(service, "operator", now, "If-Match", now.header("ETag"), "Idempotency-Key", key);
      assertThat(again.json().get("id")).isEqualTo(run.get("id"));
      assertThat(service.get("/api/v1/audit?action=rollback").text()).contains("operator");
    }
  }

  private static String body(Answer plan) {
    return "{\"plan\":\"%s\"}".formatted(plan.json().get("plan").asString());
  }

  @Test
  void aWayThatDestroysTakesTheNumberOfThings() {
    try (TestService service = new TestService(root)) {
      var _ = pooled(service);
      Answer none = plan(service, "operator", "{'snapshot':'1','way':'rollback'}");
      int destroys =
          none.json()
              .get("ways")
              .valueStream()
              .filter(way -> way.get("way").asString().equals("rollback"))
              .mapToInt(way -> way.get("destroys").asInt())
              .sum();
      service.expect(409, order(service, "operator", none));
      String wish = "{'snapshot':'1','way':'rollback','destroy':%d}";
      Answer wrong = plan(service, "operator", wish.formatted(destroys + 1));
      service.expect(409, order(service, "operator", wrong));
      assertThat(content(service)).isEqualTo("second");
      Answer right = plan(service, "operator", wish.formatted(destroys));
      service.expect(412, order(service, "operator", wrong));
      JsonNode run = service.done(order(service, "operator", right));
      assertThat(run.at("/result/forgotten/0").asString()).isEqualTo("cosmos7/pool@2");
      assertThat(content(service)).isEqualTo("first");
    }
  }

  @Test
  void versionsOfADatasetOfOthersAreNeitherNamedNorDestroyed() {
    try (TestService service = new TestService(root)) {
      var _ = pooled(service);
      dataset(service, "hidden/same");
      create(service, "/api/v1/datasets/hidden~same");
      String wish = "{'snapshot':'1','way':'rollback','destroy':3}";
      Answer all = plan(service, "admin", wish);
      assertThat(all.text()).contains("hidden/same@1");
      Answer mine = plan(service, "mine", wish);
      assertThat(mine.status()).isEqualTo(201);
      assertThat(mine.text()).doesNotContain("hidden");
      assertThat(mine.json().get("plan")).isEqualTo(all.json().get("plan"));
      service.expect(403, order(service, "mine", mine));
      service.done(order(service, "operator", all));
      service.expect(404, service.get("/api/v1/datasets/hidden~same/snapshots/1"));
    }
  }

  @Test
  void aCloneLiesWhereTheServiceRestoresToOrIsMadeByWhoMaintainsAll() {
    try (TestService service = TestService.withTwoVersions(root)) {
      var _ = pooled(service);
      String clones = TestService.RAW + "/snapshots/1/clones";
      String body = "{\"name\":\"%s\"}";
      service.expect(
          409, service.send("admin", "POST", clones, body.formatted(root.resolve("elsewhere"))));
      Path aside = service.restores.resolve("copy");
      JsonNode run =
          service.done(service.send("researcher", "POST", clones, body.formatted(aside)));
      assertThat(run.at("/result/0/way").asString()).isEqualTo("copy");
      assertThat(aside.resolve("events/n1.txt")).exists();
      assertThat(Files.exists(root.resolve("elsewhere"))).isFalse();
      String named = POOL + "/snapshots/1/clones";
      service.expect(403, service.send("researcher", "POST", named, body.formatted("tank/try")));
      service.expect(403, service.send("mine", "POST", named, body.formatted("tank/try")));
      service.done(service.send("operator", "POST", named, body.formatted("tank/try")));
    }
  }

  @Test
  void theSecretOfAClusterIsToldToNobody() {
    try (TestService service = new TestService(root)) {
      String wrong = "{\"name\":\"lab\",\"address\":\"vms.lab\",\"apiToken\":\"wrong-secret\"}";
      Answer refused =
          service.expect(403, service.send("admin", "POST", "/api/v1/clusters", wrong));
      assertThat(refused.text()).doesNotContain("wrong-secret");
      service.expect(
          400,
          service.send("admin", "POST", "/api/v1/clusters", wrong.replace("apiToken", "token")));
      Answer added = cluster(service);
      assertThat(added.json().get("login").asString()).isEqualTo("jwt hev");
      String told =
          added.text()
              + service.get("/api/v1/clusters").text()
              + service.get("/api/v1/clusters/lab").text()
              + service.get("/api/v1/audit").text()
              + String.join("\n", service.log);
      assertThat(told)
          .contains("cluster add")
          .doesNotContain(MemoryClusters.SECRET, "wrong-secret");
      service.expect(403, service.send("operator", "DELETE", "/api/v1/clusters/lab", null));
    }
  }
}
