package org.hevelius.app.cli;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.alert.Alert.Kind;
import org.hevelius.core.notify.Channels;
import org.hevelius.core.notify.Notifications;
import org.junit.jupiter.api.Test;

class AlertVerbsTest {
  private final MemoryHome home = new MemoryHome();

  private void raise(Notifications told, Kind kind, String subject, String summary) {
    told.raise(new Alert(kind, subject, "12", home.clock.instant(), summary, List.of("see jobs")));
    home.clock.advance(Duration.ofMinutes(5));
  }

  @Test
  void speakAsInTheTranscript() {
    home.ok("init");
    VerbTranscript transcript = new VerbTranscript(home);
    transcript.run("alert").run("alert", "list");
    Notifications told =
        new Notifications(
            home.notifications(),
            Channels.NONE,
            UUID::randomUUID,
            home.clock,
            Runnable::run,
            _ -> {});
    raise(told, Kind.RUN_FAILED, "cosmos7/raw", "cosmos7/raw: the disk is full");
    raise(told, Kind.DRILL_OVERDUE, "cosmos7/raw", "cosmos7/raw: no drill has passed yet");
    raise(told, Kind.RUN_FAILED, "cosmos7/raw", "cosmos7/raw: the disk is full");
    transcript.run("alert", "list");
    transcript.run("alert", "ack", "1", "--note", "the disk is on its way");
    transcript.run("alert", "ack", "1", "--json").run("alert", "ack", "9").run("alert", "list");
    raise(told, Kind.RUN_SUCCEEDED, "cosmos7/raw", "cosmos7/raw: cosmos7/raw@4 was taken");
    transcript.run("alert", "ack", "1").run("alert", "list");
    transcript.run("alert", "list", "--closed").run("alert", "list", "-n", "1", "--json");
    transcript.run("audit", "--limit", "2");
    transcript.isAsIn("alert.txt");
  }
}
