package org.hevelius.core.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.policy.Scope;
import org.hevelius.core.secret.SecretRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelReaderTest {
  private static List<ChannelSettings> read(String text) {
    return ChannelReader.read("n.yaml", text);
  }

  @Test
  void readsWhatIsWrittenAndFillsInTheRest() {
    List<ChannelSettings> channels =
        read(
            """
            notifications:
              - name: ops
                mail:
                  host: mail.lab.example
                  user: hevelius
                  password: {file: mail.password}
                  from: hevelius@lab.example
                  to: [ops@lab.example, maya@lab.example]
                severity: critical
                kinds: [run-failed, snapshot-too-old]
                scopes: [cosmos7/**, tams]
                quiet: 30min
                gather: 5s
                after: 15min
              - name: hook
                webhook: {url: "http://localhost:9/x?y=z", secret: {env: HOOK}}
            """);
    assertThat(channels)
        .containsExactly(
            new ChannelSettings(
                "ops",
                new Target.Mail(
                    "mail.lab.example",
                    587,
                    Target.Security.STARTTLS,
                    new Target.Login("hevelius", new SecretRef.OfFile("mail.password")),
                    "hevelius@lab.example",
                    List.of("ops@lab.example", "maya@lab.example")),
                Alert.Severity.CRITICAL,
                Set.of(Alert.Kind.RUN_FAILED, Alert.Kind.SNAPSHOT_TOO_OLD),
                List.of(new Scope("cosmos7/**"), new Scope("tams")),
                Duration.ofMinutes(30),
                Duration.ofSeconds(5),
                Duration.ofMinutes(15)),
            new ChannelSettings(
                "hook",
                new Target.Webhook(
                    new SecretRef.Plain("http://localhost:9/x?y=z"),
                    new SecretRef.OfVariable("HOOK")),
                Alert.Severity.WARNING,
                Set.of(),
                List.of(),
                Duration.ofHours(1),
                Duration.ofSeconds(30),
                Duration.ZERO));
    assertThat(read("")).isEmpty();
    assertThat(read("notifications: []")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "slack: {url: 'https://hooks.example/s3cret'}|n.yaml:3:18: a secret is not written here",
        "webhook: {url: 'https://h.example', secret: s3cret}|n.yaml:3:49: a secret is not written",
        "webhook: {url: 'https://h.example', secret: [s3cret]}|a secret is not written here",
        "webhook: {url: 'https://u:s3cret@h.example', secret: {env: X}}|this is no URL of the form",
        "webhook: {url: 'http://h.example/s3cret', secret: {env: X}}|isn't protected by TLS",
        "slack: {url: {env: A, file: B}}|a secret stands in one place",
        "slack: {url: {file: ''}}|a value is missing",
        "slack: {url: {fiel: x}}|did you mean",
        "slack: {uri: {file: x}}|\"uri\" is not known here",
        "pager: {url: {file: x}}|\"pager\" is not known here",
        "slack: https://hooks.example/s3cret|n.yaml:3:12: keys with values are expected here",
        "severity: critical|a channel has one of mail, webhook, slack, healthchecks",
        "mail: {host: h, from: a@b.example}|\"to\" is missing",
        "mail: {host: h, from: 'Eve <a@b.example>', to: c@d.example}|is no address of mail",
        "mail: {host: h, from: a@b.example, to: ['c@d.example, e@f.example']}|no address of mail",
        "mail: {host: h, from: a@b.example, to: c@d.example, security: none}|without TLS only",
        "mail: {host: h, from: a@b.example, to: c@d.example, port: 70000}|is no port",
        "mail: {host: h, from: a@b.example, to: c@d.example, password: {env: X}}|\"user\" is"
            + " missing",
        "mail: {host: 'h/x', from: a@b.example, to: c@d.example}|is no name of a host",
      })
  void refusesWithThePlaceAndWithoutTheSecret(String target, String message) {
    assertThatThrownBy(() -> read("notifications:\n  - name: x\n    " + target + "\n"))
        .isInstanceOfSatisfying(
            HeveliusException.class,
            e ->
                assertThat(e)
                    .hasMessageStartingWith("n.yaml:")
                    .satisfies(
                        all ->
                            assertThat(all.getMessage() + all.advice())
                                .contains(message)
                                .doesNotContain("s3cret")));
  }

  @Test
  void refusesTwoOfOneNameAndPingsBySeverity() {
    String one = "  - {name: x, slack: {url: {env: A}}}\n";
    assertThatThrownBy(() -> read("notifications:\n" + one + one))
        .hasMessageContaining("n.yaml:3:5: there are two channels called x");
    assertThatThrownBy(
            () ->
                read(
                    """
                    notifications:
                      - {name: x, healthchecks: {url: {env: A}}, severity: warning}
                    """))
        .hasMessageContaining("healthchecks is told of each run");
    assertThatThrownBy(() -> read("notification: []"))
        .hasMessageContaining("n.yaml:1:1: \"notification\" is not known here");
  }
}
