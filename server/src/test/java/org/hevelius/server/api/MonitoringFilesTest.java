package org.hevelius.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.hevelius.core.alert.Alert.Kind;
import org.hevelius.core.alert.Alerts;
import org.hevelius.core.metrics.Metric;
import org.hevelius.core.notify.Channel;
import org.hevelius.core.notify.ChannelReader;
import org.hevelius.core.notify.ChannelSettings;
import org.hevelius.core.notify.Channels;
import org.hevelius.core.notify.InMemoryNotifications;
import org.hevelius.core.notify.Notifications;
import org.hevelius.core.runner.Run;
import org.hevelius.core.usecase.Automation;
import org.hevelius.server.http.RequestTimes;
import org.hevelius.testkit.Counterpart;
import org.hevelius.testkit.TestClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is shipped for watching programs fits what the service tells. */
class MonitoringFilesTest {
  private static final Path RULES =
      Path.of(System.getProperty("hevelius.root", ".."), "docs", "monitoring");

  @TempDir Path root;

  /** All that a service with a channel can tell. */
  private static String everything(TestService service) {
    RequestTimes times = new RequestTimes();
    times.answered(MetricsTest.answered("/health/live", "/health/live", 200, 1));
    MetricsTest.ended(
        service, MetricsTest.run(Instant.EPOCH, "cosmos7/raw"), Run.State.SUCCEEDED, 4);
    Channels channels =
        new Channels() {
          @Override
          public List<ChannelSettings> settings() {
            return ChannelReader.read("n", "notifications: [{name: chat, slack: {url: {env: X}}}]");
          }

          @Override
          public Channel open(ChannelSettings settings) {
            return _ -> new Channel.Delivered("");
          }
        };
    Notifications notifications =
        new Notifications(
            new InMemoryNotifications(_ -> {}),
            channels,
            java.util.UUID::randomUUID,
            TestClock.at("2026-11-21T10:00:00Z"),
            Runnable::run,
            _ -> {});
    notifications.raise(MetricsTest.alert(Kind.RUN_FAILED, "a"));
    return service.get("/metrics").text()
        + MetricText.of(times.metrics())
        + MetricText.of(notifications.metrics())
        + MetricText.of(service.home.nameIndexing(_ -> {}).metrics())
        + MetricText.of(latency(service))
        + MetricText.of(MetricsTest.runner(TestClock.at("2026-11-21T10:00:00Z")).metrics());
  }

  /** What the runner of a home tells beside what every runner does. */
  private static List<Metric> latency(TestService service) {
    Automation.Settings settings =
        new Automation.Settings("mars/1/a", Runnable::run, Alerts.NONE, _ -> {});
    return service.home.runner(settings, List.of()).metrics().stream()
        .filter(metric -> metric.name().matches("hevelius_(source|storage|view|quota|native)_.*"))
        .toList();
  }

  @Test
  void everyMetricOfTheShippedRulesAndDashboardIsThereAndDescribed() throws IOException {
    try (TestService service = TestService.withTwoVersions(root)) {
      String text = everything(service);
      Set<String> told = MetricsTest.names(Pattern.compile("(?m)^# TYPE (\\w+)"), text);
      // A histogram is asked for by its parts alone, and all else by its name.
      Set<String> samples = new TreeSet<>(told);
      for (String histogram :
          MetricsTest.names(Pattern.compile("(?m)^# TYPE (\\w+) histogram"), text)) {
        samples.remove(histogram);
        List.of("_bucket", "_sum", "_count").forEach(part -> samples.add(histogram + part));
      }
      Pattern name = Pattern.compile("(hevelius_[a-z_]+)");
      for (String file : List.of("hevelius-alerts.yml", "hevelius-dashboard.json")) {
        Set<String> used = MetricsTest.names(name, Files.readString(RULES.resolve(file)));
        assertThat(used).as(file).isNotEmpty();
        assertThat(samples).as(file).containsAll(used);
      }
      Set<String> described =
          MetricsTest.names(
              Pattern.compile("`(hevelius_[a-z_]+)`"),
              Files.readString(RULES.resolveSibling("monitoring.md")));
      assertThat(described).isEqualTo(told);
    }
  }

  @Test
  void everyQueryOfTheDashboardNamesLabelsThatItsMetricsHave() throws IOException {
    try (TestService service = TestService.withTwoVersions(root)) {
      String text = everything(service);
      Set<String> labels = MetricsTest.names(Pattern.compile("[{,]([a-z_]+)=\""), text);
      labels.addAll(List.of("job", "instance"));
      JsonNode panels =
          JsonMapper.shared()
              .readTree(Files.readString(RULES.resolve("hevelius-dashboard.json")))
              .get("panels");
      assertThat(panels.size()).isPositive();
      for (JsonNode panel : panels) {
        assertThat(panel.get("title").asString()).isNotBlank();
        for (JsonNode target : panel.path("targets")) {
          Set<String> used =
              MetricsTest.names(
                  Pattern.compile("([a-z_]+)\\s*=~?\""), target.get("expr").asString());
          used.addAll(
              MetricsTest.names(
                  Pattern.compile("(?:by|without) \\(([a-z_]+)\\)"),
                  target.get("expr").asString()));
          assertThat(labels).as(target.toString()).containsAll(used);
        }
      }
    }
  }

  @Test
  void prometheusTakesTheRulesAndTheText() throws Exception {
    Path promtool = Counterpart.program("promtool");
    promtool(promtool, null, "check", "rules", "hevelius-alerts.yml");
    promtool(promtool, null, "test", "rules", "hevelius-alerts-test.yml");
    try (TestService service = TestService.withTwoVersions(root)) {
      Path text = Files.writeString(root.resolve("metrics"), everything(service));
      promtool(promtool, text, "check", "metrics");
    }
  }

  private void promtool(
      Path promtool, @org.jspecify.annotations.Nullable Path input, String... words)
      throws Exception {
    List<String> command = new java.util.ArrayList<>(List.of(promtool.toString()));
    command.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(RULES.toFile())
            .redirectErrorStream(true)
            .redirectOutput(root.resolve("said").toFile());
    if (input != null) {
      builder.redirectInput(input.toFile());
    }
    Process process = builder.start();
    assertThat(process.waitFor()).as(Files.readString(root.resolve("said"))).isZero();
  }
}
