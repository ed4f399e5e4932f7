package org.hevelius.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.hevelius.server.api.TestService.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Policies and events over HTTP. */
class PolicyApiTest {
  private static final String POLICIES = "/api/v1/policies";
  private static final String EVENTS = "/api/v1/events";
  private static final String LISTENS =
      "events: {phase-complete: {merge: 10min}, calibration: {pair: true}}, template: five-tier";

  @TempDir Path root;

  /** One request for each operation; the answers are held against their schemas. */
  static void contract(TestService service) {
    service.policy(LISTENS);
    Answer plan =
        service.expect(
            201,
            service.send("admin", "POST", POLICIES + "/plans", TestService.policies("rpo: 2h")));
    service.expect(200, service.send("admin", "GET", plan.header("Location"), null));
    service.expect(200, service.get(POLICIES + "?limit=1"));
    for (String path :
        new String[] {
          "/policy",
          "/policy/next?limit=3",
          "/policy/next?from=2027-03-28T00:00:00Z",
          "/policy/simulation?days=30"
        }) {
      service.expect(200, service.get(TestService.RAW + path));
    }
    service.done(
        emit(
            service, "researcher", "phase-complete", "cosmos7/**", "\"attributes\":{\"a\":\"b\"}"));
    service.expect(200, service.get(EVENTS + "?dataset=cosmos7/raw&name=phase-complete"));
    Answer shown = service.expect(200, service.get(POLICIES + "/mission"));
    service.expect(
        304,
        service.send(
            "viewer", "GET", POLICIES + "/mission", null, "If-None-Match", shown.header("ETag")));
    service.expect(428, service.send("admin", "DELETE", POLICIES + "/mission", null));
    service.expect(
        200,
        service.send(
            "admin", "DELETE", POLICIES + "/mission", null, "If-Match", shown.header("ETag")));
    service.expect(404, service.get(POLICIES + "/mission"));
  }

  private static Answer emit(
      TestService service, String who, String event, String dataset, String more) {
    return service.send(
        who,
        "POST",
        EVENTS,
        "{\"event\":\"%s\",\"dataset\":\"%s\"%s}"
            .formatted(event, dataset, more.isEmpty() ? "" : "," + more));
  }

  @Test
  void appliesAPlanOnlyAsItWasShown() {
    try (TestService service = TestService.withTwoVersions(root)) {
      Answer plan =
          service.expect(
              201,
              service.send("admin", "POST", POLICIES + "/plans", TestService.policies("rpo: 1h")));
      assertThat(plan.json().at("/differences/0/lines").toString()).contains("rpo: 1h");
      assertThat(plan.json().get("executed").asBoolean()).isFalse();
      String order = "{\"plan\":\"%s\"}".formatted(plan.json().get("plan").asString());
      service.expect(428, service.send("admin", "POST", POLICIES, order));
      service.policy("rpo: 3h");
      service.expect(
          412, service.send("admin", "POST", POLICIES, order, "If-Match", plan.header("ETag")));
      JsonNode values = service.get(TestService.RAW + "/policy").json().get("values");
      assertThat(values.toString()).contains("\"key\":\"rpo\",\"value\":\"3h\"");
    }
  }

  @Test
  void removesAPolicyOnlyAsItWasShown() {
    try (TestService service = TestService.withTwoVersions(root)) {
      service.policy("rpo: 1h");
      String plans = POLICIES + "/plans";
      String remove = "{\"remove\":\"mission\"}";
      Answer stale = service.expect(201, service.send("admin", "POST", plans, remove));
      assertThat(stale.json().at("/differences/0/kind").asString()).isEqualTo("REMOVED");
      service.policy("rpo: 3h");
      service.expect(412, execute(service, stale));
      Answer plan = service.expect(201, service.send("admin", "POST", plans, remove));
      service.expect(200, execute(service, plan));
      service.expect(404, service.send("admin", "POST", plans, remove));
      service.expect(
          400,
          service.send("admin", "POST", plans, "{\"remove\":\"x\",\"text\":\"policies: []\"}"));
      assertThat(service.get(POLICIES).json().get("items")).isEmpty();
    }
  }

  private static Answer execute(TestService service, Answer plan) {
    return service.send(
        "admin",
        "POST",
        POLICIES,
        "{\"plan\":\"%s\"}".formatted(plan.json().get("plan").asString()),
        "If-Match",
        plan.header("ETag"));
  }

  @Test
  void aMinimumKeepIsShortenedInThePolicyAndByNothingElse() {
    try (TestService service = TestService.withTwoVersions(root)) {
      service.policy("minimum-keep: 100y");
      String one = TestService.RAW + "/snapshots/1?force=true";
      for (String who : new String[] {"operator", "admin"}) {
        Answer refused = service.expect(409, service.send(who, "DELETE", one, null));
        assertThat(refused.json().toString())
            .contains("cosmos7/raw@1 is younger than the minimum keep", "nothing overrules that");
      }
      Answer plan =
          service.send(
              "operator", "POST", POLICIES + "/plans", TestService.policies("minimum-keep: 1h"));
      service.expect(403, plan);
    }
  }

  @Test
  void saysAtOnceThatASimulationIsTooLong() {
    try (TestService service = TestService.withTwoVersions(root)) {
      service.policy("schedules: {m: \"* * * * *\"}");
      Answer refused =
          service.expect(400, service.get(TestService.RAW + "/policy/simulation?days=3660"));
      assertThat(refused.json().toString()).contains("ask for at most 69 days");
    }
  }

  @Test
  void refusesWhatIsNoPolicyWithItsPlace() {
    try (TestService service = TestService.withTwoVersions(root)) {
      Answer typo =
          service.expect(
              400,
              service.send("admin", "POST", POLICIES + "/plans", TestService.policies("rop: 1h")));
      assertThat(typo.json().get("detail").asString()).startsWith("mission.yaml:2:41");
      service.expect(400, service.send("admin", "POST", POLICIES + "/plans", "{}"));
    }
  }

  @Test
  void refusesHooksFromAfar() {
    try (TestService service = TestService.withTwoVersions(root)) {
      Answer hooks =
          service.send(
              "admin",
              "POST",
              POLICIES + "/plans",
              TestService.policies("hooks: {after: [{run: [touch, /tmp/x]}]}"));
      assertThat(service.expect(409, hooks).json().get("detail").asString())
          .contains("run programs on the machine");
    }
  }

  @Test
  void takesAnEventInOnceForEachKeyOrId() {
    try (TestService service = TestService.withTwoVersions(root)) {
      service.policy(LISTENS);
      String body = "{\"event\":\"phase-complete\",\"dataset\":\"cosmos7/raw\"}";
      JsonNode first =
          service.done(service.send("mine", "POST", EVENTS, body, "Idempotency-Key", "k1"));
      assertThat(first.at("/result/results/0/snapshot").asString()).isEqualTo("cosmos7/raw@3");
      String id = first.at("/result/id").asString();
      JsonNode again =
          service.done(
              emit(service, "mine", "phase-complete", "cosmos7/raw", "\"id\":\"" + id + "\""));
      assertThat(again.at("/result/repeated").asBoolean()).isTrue();
      assertThat(again.at("/result/results/0/snapshot").asString()).isEqualTo("cosmos7/raw@3");
      JsonNode merged =
          service.done(emit(service, "researcher", "phase-complete", "cosmos7/raw", ""));
      assertThat(merged.at("/result/results/0/result").asString()).isEqualTo("merged");
      Answer page = service.get(EVENTS + "?limit=1");
      assertThat(page.json().get("items")).hasSize(1);
      Answer rest =
          service.expect(
              200, service.get(EVENTS + "?limit=10&cursor=" + page.json().get("next").asString()));
      assertThat(rest.json().at("/items/0/id").asString()).isEqualTo(id);
      assertThat(rest.json().get("items")).hasSize(1);
    }
  }

  @Test
  void refusesEventsThatAreNoneAndScopesThatAreNotTheCallers() {
    try (TestService service = TestService.withTwoVersions(root)) {
      service.policy(LISTENS);
      service.expect(400, emit(service, "admin", "No Name", "cosmos7/raw", ""));
      service.expect(400, emit(service, "admin", "x", "cosmos7/raw", "\"phase\":\"later\""));
      service.expect(400, emit(service, "admin", "x", "../etc", ""));
      service.expect(403, emit(service, "mine", "phase-complete", "**", ""));
      service.expect(404, emit(service, "other", "phase-complete", "cosmos7/raw", ""));
      service.expect(403, emit(service, "viewer", "phase-complete", "cosmos7/**", ""));
      JsonNode failed = service.ended(emit(service, "mine", "calibration", "cosmos7/raw", ""));
      assertThat(failed.at("/problem/detail").asString()).contains("which half");
      assertThat(service.send("other", "GET", EVENTS, null).json().get("items")).isEmpty();
    }
  }

  @Test
  void showsPoliciesToThoseWhoMayReadTheirDatasets() {
    try (TestService service = TestService.withTwoVersions(root)) {
      service.policy(LISTENS);
      service.expect(404, service.send("other", "GET", POLICIES + "/mission", null));
      service.expect(404, service.send("other", "GET", POLICIES + "/none", null));
      Answer mine = service.expect(200, service.send("mine", "GET", POLICIES + "/mission", null));
      assertThat(mine.json().get("text").asString()).isEmpty();
      assertThat(mine.json().get("datasets").toString()).isEqualTo("[\"cosmos7/raw\"]");
      assertThat(service.get(POLICIES + "/mission").json().get("text").asString())
          .startsWith("policies:");
    }
  }
}
