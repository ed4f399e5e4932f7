package org.hevelius.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.notify.Channel;
import org.hevelius.core.notify.ChannelReader;
import org.hevelius.core.notify.ChannelSettings;
import org.hevelius.core.notify.Channels;
import org.hevelius.core.notify.Notifications;
import org.junit.jupiter.api.Test;

class NotifyVerbsTest {
  private static final String CONFIGURATION =
      """
      notifications:
        - name: ops
          mail: {host: mail.lab.example, from: hevelius@lab.example, to: ops@lab.example}
        - name: hook
          gather: 0s
          webhook: {url: "https://hooks.example/x", secret: {env: HOOK}}
          severity: critical
          kinds: [run-failed, snapshot-too-old]
          scopes: [cosmos7/**]
        - name: chat
          gather: 0s
          slack: {url: {file: slack.url}}
          severity: info
        - name: checks
          healthchecks: {url: {command: [pass, show, hc]}}
          scopes: [cosmos7/raw]
      """;

  private final MemoryHome home = new MemoryHome();
  private long ids;

  /** Mail works, chat works for some, the rest doesn't. */
  private static final class SomeWork implements Channels {
    @Override
    public List<ChannelSettings> settings() {
      return ChannelReader.read("notifications.yaml", CONFIGURATION);
    }

    @Override
    public Channel open(ChannelSettings settings) {
      return message ->
          switch (settings.name()) {
            case "ops" -> new Channel.Delivered("");
            case "hook" -> new Channel.Later("the answer was 503", Duration.ofMinutes(2));
            case "chat" -> new Channel.Delivered("took it for some");
            default -> new Channel.Refused("the answer was 410");
          };
    }
  }

  @Test
  void speakAsInTheTranscript() {
    home.ok("init");
    VerbTranscript transcript = new VerbTranscript(home);
    transcript.run("notify").run("notify", "list").run("notify", "test");
    home.channels = new SomeWork();
    transcript.run("notify", "list");
    transcript.run("notify", "test").run("notify", "test", "ops").run("notify", "test", "opps");
    Notifications notifications =
        new Notifications(
            home.notifications(),
            home.channels,
            () -> new UUID(0, ++ids),
            home.clock,
            Runnable::run,
            _ -> {});
    for (Alert.Kind kind : List.of(Alert.Kind.RUN_FAILED, Alert.Kind.RUN_STARTED)) {
      notifications.raise(
          new Alert(
              kind, "cosmos7/raw", "12", home.clock.instant(), "the disk is full", List.of()));
      home.clock.advance(Duration.ofMinutes(5));
    }
    transcript.run("notify", "list").run("notify", "list", "-n", "1", "--json");
    transcript.run("notify", "test", "checks", "--json");
    transcript.isAsIn("notify.txt");
  }

  @Test
  void aWrongConfigurationIsRefusedWithItsPlace() {
    home.ok("init");
    home.channels =
        new Channels() {
          @Override
          public List<ChannelSettings> settings() {
            return ChannelReader.read("notifications.yaml", "notifications: [{nmae: x}]");
          }

          @Override
          public Channel open(ChannelSettings settings) {
            throw new IllegalStateException();
          }
        };
    MemoryHome.Run run = home.run("notify", "list");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("notifications.yaml:1:18: \"nmae\" is not known here");
  }
}
