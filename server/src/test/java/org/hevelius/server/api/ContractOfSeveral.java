package org.hevelius.server.api;

import org.hevelius.server.api.TestService.Answer;

/** Drives the operations on several datasets and snapshots for {@link ContractTest}. */
final class ContractOfSeveral {
  private ContractOfSeveral() {}

  static void drive(TestService service) {
    service.done(
        service.send(
            "researcher",
            "POST",
            "/api/v1/snapshots",
            "{\"datasets\":[\"cosmos7/**\"],\"description\":\"all\",\"tags\":{\"a\":\"b\"}}"));
    Answer plan =
        service.expect(
            201,
            service.send(
                "researcher",
                "POST",
                "/api/v1/restores/plans",
                "{\"snapshots\":[\"**@latest\"],\"to\":\"%s\"}"
                    .formatted(service.restores.resolve("several"))));
    service.expect(200, service.get(plan.header("Location")));
    service.expect(200, service.get(plan.header("Location") + "/extras"));
    carryOut(service, "/api/v1/restores", plan);
    service.expect(200, service.get("/api/v1/restores/last?redo=true"));
    String tagged = "{\"datasets\":[\"**\"],\"tagged\":[\"a=b\"]%s}";
    service.expect(
        200,
        service.send("viewer", "POST", "/api/v1/selections?oneOfEach=true", tagged.formatted("")));
    service.done(
        service.send(
            "operator",
            "POST",
            "/api/v1/marks",
            tagged.formatted(",\"hold\":{\"kind\":\"legal\",\"reason\":\"case\"}")));
    service.done(
        service.send(
            "researcher",
            "POST",
            "/api/v1/marks",
            tagged.formatted(",\"change\":{\"tags\":{\"x\":\"y\",\"none\":null}}")));
    Answer deletion =
        service.expect(
            201,
            service.send(
                "operator",
                "POST",
                "/api/v1/deletions/plans",
                tagged.formatted(",\"force\":true")));
    service.expect(200, service.send("operator", "GET", deletion.header("Location"), null));
    carryOut(service, "/api/v1/deletions", deletion);
  }

  private static void carryOut(TestService service, String resource, Answer plan) {
    service.done(
        service.send(
            "operator",
            "POST",
            resource,
            "{\"plan\":\"%s\"}".formatted(plan.json().get("plan").asString()),
            "If-Match",
            plan.header("ETag")));
  }
}
