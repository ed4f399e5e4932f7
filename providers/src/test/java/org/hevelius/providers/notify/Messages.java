package org.hevelius.providers.notify;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.notify.Message;
import org.hevelius.providers.process.Secrets;

/** Messages for tests, and where their secrets are. */
final class Messages {
  static final Instant TIME = Instant.parse("2026-11-21T10:30:00Z");
  static final String ID = "00000000-0000-0000-0000-00000000000a";
  static final String RUN = "11111111-2222-3333-4444-555555555555";

  private Messages() {}

  static Message of(Alert.Kind kind, String summary, String... details) {
    return new Message(
        ID,
        Message.Type.PROBLEM,
        new Alert(kind, "cosmos7/raw", RUN, TIME, summary, List.of(details)),
        0,
        null);
  }

  static Secrets secrets(String name, String value) {
    return new Secrets(Path.of("/nowhere"), Map.of(name, value)::get);
  }
}
