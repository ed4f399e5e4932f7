package org.hevelius.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.hevelius.server.api.TestService.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class HealthTest {
  @TempDir Path root;

  @Test
  void aServiceWithoutItsCatalogLivesButIsNotReady() {
    try (TestService service = new TestService(root)) {
      service.expect(200, service.send("", "GET", "/health/ready", null));
      service.breakCatalog();
      service.expect(200, service.send("", "GET", "/health/live", null));
      Answer answer = service.expect(503, service.send("", "GET", "/health/ready", null));
      JsonNode health = answer.json();
      assertThat(answer.text()).doesNotContain(root.toString());
      assertThat(health.get("ready").asBoolean()).isFalse();
      assertThat(health.get("checks").valueStream().map(check -> check.get("name").asString()))
          .containsExactly("catalog", "audit", "repositories");
      assertThat(health.at("/checks/0/ok").asBoolean()).isFalse();
      assertThat(health.at("/checks/2/ok").asBoolean()).isTrue();
    }
  }
}
