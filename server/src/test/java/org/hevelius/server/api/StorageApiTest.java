package org.hevelius.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.hevelius.server.api.TestService.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Storage systems over HTTP. */
class StorageApiTest {
  private static final String STORAGE = "/api/v1/storage/";
  private static final String VIEW = "vast:lab/swift/burst";
  private static final String QUERY = "?view=vast%3Alab%2Fswift%2Fburst";

  @TempDir Path root;

  private static Answer post(TestService service, String part, String body) {
    return service.send("admin", "POST", STORAGE + part, body.replace('\'', '"'));
  }

  private static void make(TestService service) {
    String limits = ", 'profile': 'burst', 'soft': 8000, 'hard': 10000}";
    service.expect(201, post(service, "views", "{'view': '" + VIEW + "'" + limits));
    service.storage.use(VIEW, 8_500);
  }

  private static String plan(TestService service) {
    return service
        .expect(200, service.get(STORAGE + "expansions" + QUERY + "&factor=2&ceiling=15000"))
        .json()
        .path("plan")
        .asString();
  }

  private static String expansion(String plan) {
    return "{'view': '%s', 'factor': 2, 'ceiling': 15000, 'plan': '%s'}".formatted(VIEW, plan);
  }

  /** One request for each operation; the answers are held against their schemas. */
  static void contract(TestService service) {
    make(service);
    service.expect(200, service.get(STORAGE + "views?where=vast"));
    service.expect(200, service.get(STORAGE + "view" + QUERY));
    service.expect(200, service.get(STORAGE + "quotas"));
    service.expect(200, post(service, "quotas", "{'view': '%s', 'hard': 9000}".formatted(VIEW)));
    service.expect(200, post(service, "expansions", expansion(plan(service))));
    service.expect(200, service.get(STORAGE + "health"));
    service.expect(200, service.get(STORAGE + "events?where=vast%3Alab&least=warn"));
    service.expect(200, service.get(STORAGE + "performance?where=vast%3Alab"));
  }

  @Test
  void limitsGrowOnlyByThePlanThatWasShown() {
    try (TestService service = new TestService(root)) {
      make(service);
      String plan = plan(service);
      service.expect(409, post(service, "expansions", expansion("0123456789ab")));
      Answer grown = service.expect(200, post(service, "expansions", expansion(plan)));
      assertThat(grown.json().at("/limits/hard").asLong()).isEqualTo(15_000);
      assertThat(grown.json().at("/limits/soft").asLong()).isEqualTo(12_000);
      service.expect(409, post(service, "expansions", expansion(plan)));
    }
  }

  @Test
  void whatIsWrongIsRefusedAndOnlyAdministratorsChange() {
    try (TestService service = new TestService(root)) {
      make(service);
      String limits = "{\"view\":\"%s\",\"hard\":20000}".formatted(VIEW);
      service.expect(403, service.send("operator", "POST", STORAGE + "quotas", limits));
      service.expect(400, post(service, "quotas", "{'view': '%s'}".formatted(VIEW)));
      service.expect(400, post(service, "views", "{'view': 'vast:lab/x', 'profile': 'fast'}"));
      service.expect(
          409, post(service, "views", "{'view': '%s', 'profile': 'deep'}".formatted(VIEW)));
      service.expect(404, service.get(STORAGE + "views?where=vast%3Alap"));
      service.expect(400, service.get(STORAGE + "expansions" + QUERY + "&ceiling=5TB"));
    }
  }
}
