package org.hevelius.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.hevelius.server.api.TestService.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The channels by which people are told, over HTTP. */
class NoticeApiTest {
  private static final String CHANNELS = "/api/v1/channels";
  private static final String TRIALS = CHANNELS + "/trials";

  @TempDir Path root;

  /** One request for each operation; the answers are held against their schemas. */
  static void contract(TestService service) {
    service.expect(200, service.get(CHANNELS + "?limit=1"));
    service.expect(200, service.send("operator", "POST", TRIALS, "{\"channel\":\"ops\"}"));
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
