package org.hevelius.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.hevelius.testkit.TestClock;
import org.junit.jupiter.api.Test;

class SessionTest {
  private final GlobalOptions options = new GlobalOptions();
  private final CapturedConsole captured = CapturedConsole.piped();

  private Session session(Map<String, String> environment) {
    Parts parts =
        new Parts(
            environment,
            TestClock.at("2026-11-21T10:32:00Z"),
            () -> ZoneId.of("Europe/Berlin"),
            Path.of("/data"),
            notices -> {
              throw new AssertionError("no home was expected to be opened");
            });
    return new Session(new Program(parts, captured.console()), parts, captured.console(), options);
  }

  @Test
  void findsTheHomeInOptionVariableAndUserHome() {
    assertThat(session(Map.of()).home())
        .isEqualTo(Path.of(System.getProperty("user.home"), ".hevelius"));
    Map<String, String> environment = Map.of("HEVELIUS_HOME", "/srv/hevelius");
    assertThat(session(environment).home()).isEqualTo(Path.of("/srv/hevelius"));
    options.home = Path.of("/srv/../other");
    assertThat(session(environment).home()).isEqualTo(Path.of("/other"));
  }

  @Test
  void showsTimesInTheZoneOfTheMachineOrInUtc() {
    Instant time = Instant.parse("2026-11-21T10:30:05Z");
    assertThat(session(Map.of()).times().exact(time))
        .isEqualTo("2026-11-21 11:30:05 Europe/Berlin");
    assertThat(session(Map.of()).times().age(time)).isEqualTo("1 minute ago");
    options.utc = true;
    assertThat(session(Map.of()).times().exact(time)).isEqualTo("2026-11-21 10:30:05 UTC");
  }

  @Test
  void printsTheRecordOrTheTextButNeverBoth() {
    Session session = session(Map.of());
    session.result(Map.of("a", 1), () -> captured.console().line("text"));
    session.hint("hint");
    assertThat(captured.out()).isEqualTo("text\nhint\n");
    options.json = true;
    session.result(Map.of("a", 1), () -> captured.console().line("text"));
    session.hint("hint");
    assertThat(captured.out()).isEqualTo("text\nhint\n{\n  \"a\" : 1\n}\n");
  }
}
