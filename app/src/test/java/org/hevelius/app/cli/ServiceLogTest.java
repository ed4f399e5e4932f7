package org.hevelius.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.alert.Alerts;
import org.hevelius.core.alert.LoggedAlerts;
import org.hevelius.core.log.Log;
import org.hevelius.testkit.TestClock;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ServiceLogTest {
  private final TestClock clock = TestClock.at("2026-11-21T10:00:00.123456Z");
  private final List<String> lines = new ArrayList<>();

  private Log log(String form) {
    return ServiceLog.of(Map.of("HEVELIUS_LOG", form), clock, lines::add);
  }

  private void raise(Log log, Alert.Kind kind) {
    new LoggedAlerts(log, Alerts.NONE)
        .raise(
            new Alert(
                kind,
                "cosmos7/raw",
                "17",
                clock.instant(),
                "cosmos7/raw: no snapshot could be taken",
                List.of("disk\nfull")));
  }

  @Test
  void asJsonEachLineIsAnObjectThatNamesTimeLevelLoggerAndWhatItIsAbout() {
    raise(log("json"), Alert.Kind.RUN_FAILED);
    log("json").named("scheduler").accept("the lease is lost");
    assertThat(lines).hasSize(2).allSatisfy(line -> assertThat(line).doesNotContain("\n"));
    JsonNode first = JsonMapper.shared().readTree(lines.getFirst());
    assertThat(first.propertyNames())
        .containsExactly("time", "level", "logger", "message", "kind", "dataset", "run");
    assertThat(first.get("time").asString()).isEqualTo("2026-11-21T10:00:00.123Z");
    assertThat(first.get("level").asString()).isEqualTo("ERROR");
    assertThat(first.get("logger").asString()).isEqualTo("runs");
    assertThat(first.get("message").asString())
        .isEqualTo("cosmos7/raw: no snapshot could be taken: disk\nfull");
    assertThat(first.get("dataset").asString()).isEqualTo("cosmos7/raw");
    assertThat(first.get("run").asString()).isEqualTo("17");
    JsonNode second = JsonMapper.shared().readTree(lines.getLast());
    assertThat(second.get("logger").asString()).isEqualTo("scheduler");
    assertThat(second.get("level").asString()).isEqualTo("WARNING");
  }

  @Test
  void asTextNoLineCanLookLikeAnotherEntry() {
    raise(log("text"), Alert.Kind.RUN_FAILED);
    assertThat(lines)
        .containsExactly(
            "2026-11-21T10:00:00.123Z ERROR runs: cosmos7/raw: no snapshot could be taken: disk\n"
                + "    full kind=run-failed dataset=cosmos7/raw run=17");
  }

  @Test
  void withoutTheVariableOnlyProblemsAreSaid() {
    Log log = ServiceLog.of(Map.of(), clock, lines::add);
    raise(log, Alert.Kind.RUN_STARTED);
    log.accept("the lease is lost");
    assertThat(lines).containsExactly("the lease is lost");
  }

  @Test
  void aFormThatThereIsNotIsRefused() {
    assertThatThrownBy(() -> log("xml"))
        .isInstanceOfSatisfying(
            HeveliusException.class,
            e -> assertThat(e.category()).isEqualTo(HeveliusException.Category.INVALID))
        .hasMessage("HEVELIUS_LOG is text or json, not \"xml\"");
  }
}
