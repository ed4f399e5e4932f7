package org.hevelius.providers.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.notify.ChannelSettings;
import org.hevelius.core.secret.SecretRef;
import org.hevelius.providers.process.Secrets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfiguredChannelsTest {
  @TempDir Path home;

  private ConfiguredChannels channels() {
    return new ConfiguredChannels(
        home, Map.<String, String>of()::get, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
  }

  @Test
  void aHomeWithoutTheFileHasNone() {
    assertThat(channels().settings()).isEmpty();
  }

  @Test
  void eachKindCanBeOpened() throws Exception {
    Files.writeString(
        home.resolve("notifications.yaml"),
        """
        notifications:
          - name: ops
            mail: {host: mail.lab.example, from: hevelius@lab.example, to: ops@lab.example}
          - name: hook
            webhook: {url: "https://hooks.example/x", secret: {env: HOOK}}
          - name: chat
            slack: {url: {file: slack.url}}
          - name: checks
            healthchecks: {url: {command: [pass, show, hc]}}
        """);
    List<ChannelSettings> settings = channels().settings();
    assertThat(settings)
        .extracting(ChannelSettings::name)
        .containsExactly("ops", "hook", "chat", "checks");
    assertThat(settings).allSatisfy(one -> assertThat(channels().open(one)).isNotNull());
  }

  @Test
  void secretsComeFromFilesVariablesAndPrograms() throws Exception {
    Files.writeString(home.resolve("slack.url"), "  https://hooks.example/1  \nsecond line\n");
    Secrets secrets = new Secrets(home, Map.of("V", "of the variable")::get);
    assertThat(secrets.of(new SecretRef.OfFile("slack.url"))).isEqualTo("https://hooks.example/1");
    assertThat(secrets.of(new SecretRef.OfVariable("V"))).isEqualTo("of the variable");
    assertThat(secrets.of(new SecretRef.OfCommand(List.of("echo", "of the program"))))
        .isEqualTo("of the program");
    for (SecretRef bad :
        List.of(
            new SecretRef.OfFile("missing"),
            new SecretRef.OfVariable("W"),
            new SecretRef.OfCommand(List.of("false")),
            new SecretRef.OfCommand(List.of("true")),
            new SecretRef.OfCommand(List.of("no-such-program-anywhere")))) {
      assertThatThrownBy(() -> secrets.of(bad)).isInstanceOf(HeveliusException.class);
    }
  }
}
