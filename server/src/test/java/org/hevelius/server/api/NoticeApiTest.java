package org.hevelius.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.hevelius.server.api.TestService.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The channels by which people are told, over HTTP. */
class NoticeApiTest {
  private static final String CHANNELS = "/api/v1/channels";
  private static final String TRIALS = CHANNELS + "/trials";

  private static final String ALERTS = "/api/v1/alerts";

  @TempDir Path root;

  /** One request for each operation; the answers are held against their schemas. */
  static void contract(TestService service) {
    service.expect(200, service.get(CHANNELS + "?limit=1"));
    service.expect(200, service.send("operator", "POST", TRIALS, "{\"channel\":\"ops\"}"));
    String acknowledgment =
        ALERTS + "/" + CatalogScenes.raisedAlert(service.catalog) + "/acknowledgment";
    service.expect(200, service.get(ALERTS + "?closed=true&limit=1"));
    service.expect(200, service.send("operator", "POST", acknowledgment, "{\"note\":\"mine\"}"));
  }

  @Test
  void whoSaysFirstThatTheyLookAfterAnAlertStays() {
    try (TestService service = new TestService(root)) {
      String acknowledgment =
          ALERTS + "/" + CatalogScenes.raisedAlert(service.catalog) + "/acknowledgment";
      assertThat(service.get(ALERTS).json().at("/items/0/state").asString()).isEqualTo("open");
      service.expect(403, service.send("researcher", "POST", acknowledgment, "{}"));
      service.expect(400, service.send("operator", "POST", acknowledgment, "{\"nope\":1}"));
      Answer first = service.send("operator", "POST", acknowledgment, "{\"note\":\"mine\"}");
      Answer second = service.send("admin", "POST", acknowledgment, "{\"note\":\"no, mine\"}");
      for (Answer answer : List.of(first, second)) {
        assertThat(service.expect(200, answer).json().at("/acknowledged/by").asString())
            .isEqualTo("operator");
        assertThat(answer.json().at("/acknowledged/note").asString()).isEqualTo("mine");
      }
      service.expect(404, service.send("operator", "POST", ALERTS + "/99/acknowledgment", "{}"));
      service.expect(404, service.send("operator", "POST", ALERTS + "/x/acknowledgment", "{}"));
    }
  }

  @Test
  void sendsATestMessageOnceForEachKey() {
    try (TestService service = new TestService(root)) {
      for (int i = 0; i < 2; i++) {
        Answer answer =
            service.expect(
                200, service.send("operator", "POST", TRIALS, "{}", "Idempotency-Key", "k"));
        assertThat(answer.json().at("/items/0/delivered").asBoolean()).isTrue();
      }
      assertThat(service.channel.taken).hasValue(1);
      service.expect(404, service.send("operator", "POST", TRIALS, "{\"channel\":\"opps\"}"));
      service.expect(400, service.get(CHANNELS + "?limit=0"));
      service.expect(403, service.send("researcher", "POST", TRIALS, "{}"));
      assertThat(service.channel.taken).hasValue(1);
    }
  }
}
