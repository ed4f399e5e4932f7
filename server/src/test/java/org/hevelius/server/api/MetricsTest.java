package org.hevelius.server.api;

import static java.time.temporal.ChronoUnit.HOURS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.alert.Alert.Kind;
import org.hevelius.core.metrics.Metric;
import org.hevelius.core.metrics.RunCounts;
import org.hevelius.core.notify.Channel;
import org.hevelius.core.notify.ChannelReader;
import org.hevelius.core.notify.ChannelSettings;
import org.hevelius.core.notify.Channels;
import org.hevelius.core.notify.InMemoryNotifications;
import org.hevelius.core.notify.Notifications;
import org.hevelius.core.runner.InMemoryLeases;
import org.hevelius.core.runner.RunStore;
import org.hevelius.core.runner.Runner;
import org.hevelius.core.usecase.Gauges;
import org.hevelius.core.usecase.ManagedPolicies;
import org.hevelius.testkit.Counterpart;
import org.hevelius.testkit.TestClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
  private static final Path RULES =
      Path.of(System.getProperty("hevelius.root", ".."), "docs", "monitoring");

  @TempDir Path root;

  private static Alert alert(Kind kind, String subject) {
    return new Alert(kind, subject, "1", Instant.EPOCH, "x", List.of());
  }

  @Test
  void tellHowDatasetsAndRepositoriesStand() {
    try (TestService service = TestService.withTwoVersions(root)) {
      service.expect(
          201,
          service.send(
              "admin",
              "POST",
              "/api/v1/datasets",
              "{\"name\":\"new\",\"sources\":[\"dir:%s\"]}"
                  .formatted(service.root.resolve("raw"))));
      assertThat(text(service)).doesNotContain("hevelius_repository_check_ok{");
      var _ = service.done(service.send("operator", "POST", "/api/v1/checks", "{}"));
      assertThat(text(service).lines())
          .contains(
              "# TYPE hevelius_snapshots gauge",
              "hevelius_snapshots{dataset=\"cosmos7/raw\"} 2",
              "hevelius_snapshots{dataset=\"new\"} 0",
              "hevelius_repository_check_ok{repository=\"default\"} 1")
          .anyMatch(line -> line.matches("hevelius_snapshot_last_succ.*\"new\"} 1[0-9]{9}"))
          .anyMatch(line -> line.matches("hevelius_repository_check_last.*default\"} 1[0-9]{9}"))
          .anyMatch(line -> line.matches("hevelius_repository_free_bytes\\{.*} [1-9][0-9]*"))
          .anyMatch(line -> line.matches("hevelius_repository_bytes\\{.*} [1-9][0-9]*"));
      assertThat(service.get("/metrics").header("Content-Type"))
          .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    }
  }

  @Test
  void tellHowOldASnapshotMayBeAsThePoliciesSayNow() {
    try (TestService service = TestService.withTwoVersions(root)) {
      Gauges gauges = service.home.gauges();
      String allowed = "hevelius_dataset_rpo_seconds{";
      assertThat(MetricText.of(gauges.metrics())).doesNotContain(allowed);
      for (int hours : List.of(26, 30)) {
        ManagedPolicies policies = service.home.policies();
        String text = "policies: [{name: all, scopes: [\"**\"], rpo: %dh}]".formatted(hours);
        var _ = policies.execute(policies.planApply("p.yaml", text, null));
        String line = "hevelius_dataset_rpo_seconds{dataset=\"cosmos7/raw\"} " + hours * 3600;
        assertThat(MetricText.of(gauges.metrics()).lines()).contains(line);
        assertThat(MetricText.of(gauges.metrics()).lines()).contains(line);
      }
    }
  }

  private static String text(TestService service) {
    return MetricText.of(service.home.gauges().metrics());
  }

  @Test
  void areComputedOnceInAFewSecondsHoweverManyAsk() {
    TestClock clock = TestClock.at("2026-11-21T10:00:00Z");
    int[] asked = {0};
    MetricRoutes routes =
        new MetricRoutes(
            List.of(
                () -> {
                  asked[0]++;
                  return List.of();
                }),
            clock);
    for (int seconds : List.of(0, 3, 2, 1, 5, -60)) {
      clock.advance(Duration.ofSeconds(seconds));
      byte[] _ = routes.text();
    }
    assertThat(asked[0]).isEqualTo(3);
  }

  @Test
  void countRunsFromAlerts() {
    RunCounts counts = new RunCounts();
    counts.raise(alert(Kind.RUN_STARTED, "a"));
    counts.raise(alert(Kind.RUN_FAILED, "a"));
    counts.raise(alert(Kind.RUN_MISSED, "a"));
    counts.raise(alert(Kind.RUN_FAILED, "a"));
    counts.raise(alert(Kind.RUN_SUCCEEDED, "b"));
    assertThat(MetricText.of(counts.metrics()).lines())
        .contains(
            "hevelius_snapshot_runs_total{dataset=\"a\",result=\"failed\"} 2",
            "hevelius_snapshot_runs_total{dataset=\"a\",result=\"missed\"} 1",
            "hevelius_snapshot_runs_total{dataset=\"b\",result=\"succeeded\"} 1",
            "hevelius_snapshot_consecutive_failures{dataset=\"a\"} 2",
            "hevelius_snapshot_consecutive_failures{dataset=\"b\"} 0");
    counts.raise(alert(Kind.RUN_SUCCEEDED, "a"));
    assertThat(MetricText.of(counts.metrics()))
        .contains("hevelius_snapshot_consecutive_failures{dataset=\"a\"} 0");
  }

  @Test
  void namesAreEscaped() {
    Metric metric =
        new Metric(
            "m",
            Metric.Type.GAUGE,
            "a\\b\nc \"d\"",
            List.of(sample("a\"b\\c\nd{}, gr\u00fcn", 1.5), sample("e", 1e18)));
    assertThat(MetricText.of(List.of(metric)))
        .isEqualTo(
            """
            # HELP m a\\\\b\\nc "d"
            # TYPE m gauge
            m{dataset="a\\"b\\\\c\\nd{}, gr\u00fcn"} 1.5
            m{dataset="e"} 1.0E18
            """);
  }

  private static Metric.Sample sample(String dataset, double value) {
    return new Metric.Sample(List.of(new Metric.Label("dataset", dataset)), value);
  }

  @Test
  void tellWhenTheNextRunIsDueAndThatItIsOverdueWhenNobodyTakesIt() {
    try (TestService service = TestService.withTwoVersions(root)) {
      ManagedPolicies policies = service.home.policies();
      String text = "policies: [{name: all, scopes: [\"**\"], schedules: {hourly: every 1h}}]";
      var _ = policies.execute(policies.planApply("p.yaml", text, null));
      Matcher told =
          Pattern.compile("(?m)^hevelius_policy_next_run_timestamp_seconds\\{.*} (\\d+)$")
              .matcher(text(service));
      assertThat(told.find()).isTrue();
      Instant due = Instant.ofEpochSecond(Long.parseLong(told.group(1)));
      assertThat(due).isAfter(Instant.now().minusSeconds(60)).isEqualTo(due.truncatedTo(HOURS));
      RunStore runs = service.catalog.runs();
      RunStore.Mark mark = runs.marks().getFirst();
      Instant before = due.minus(5, HOURS);
      var _ =
          runs.enter(
              List.of(),
              List.of(
                  new RunStore.MarkChange(
                      mark,
                      new RunStore.Mark(
                          mark.dataset(), mark.schedule(), mark.definition(), before))));
      assertThat(text(service)).contains("} " + before.plus(1, HOURS).getEpochSecond() + "\n");
    }
  }

  @Test
  void tellWhenTheSchedulerBeatAndWhetherItLeads() {
    TestClock clock = TestClock.at("2026-11-21T10:00:00Z");
    Runner runner = runner(clock);
    clock.advance(Duration.ofMinutes(2));
    assertThat(MetricText.of(runner.metrics()).lines())
        .contains(
            "hevelius_scheduler_heartbeat_timestamp_seconds 1795255200",
            "hevelius_scheduler_leading 0");
    runner.beat();
    assertThat(MetricText.of(runner.metrics()).lines())
        .contains(
            "hevelius_scheduler_heartbeat_timestamp_seconds 1795255320",
            "hevelius_scheduler_leading 1");
  }

  /** A runner that has beaten once. */
  private static Runner runner(TestClock clock) {
    Runner runner =
        new Runner(new Runner.Parts("mars/1/0", new InMemoryLeases(), clock, _ -> {}), List.of());
    runner.beat();
    return runner;
  }

  /** All that a service with a channel can tell. */
  private static String everything(TestService service) {
    RunCounts counts = new RunCounts();
    counts.raise(alert(Kind.RUN_FAILED, "a"));
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
            new InMemoryNotifications(),
            channels,
            java.util.UUID::randomUUID,
            TestClock.at("2026-11-21T10:00:00Z"),
            Runnable::run,
            _ -> {});
    notifications.raise(alert(Kind.RUN_FAILED, "a"));
    return service.get("/metrics").text()
        + MetricText.of(counts.metrics())
        + MetricText.of(notifications.metrics())
        + MetricText.of(runner(TestClock.at("2026-11-21T10:00:00Z")).metrics());
  }

  @Test
  void everyMetricOfTheShippedRulesIsThereAndDescribed() throws IOException {
    try (TestService service = TestService.withTwoVersions(root)) {
      String text = everything(service);
      Set<String> told = names(Pattern.compile("(?m)^# TYPE (\\w+)"), text);
      Set<String> used =
          names(
              Pattern.compile("(hevelius_[a-z_]+)"),
              Files.readString(RULES.resolve("hevelius-alerts.yml")));
      assertThat(used).isNotEmpty().isSubsetOf(told);
      Set<String> described =
          names(
              Pattern.compile("`(hevelius_[a-z_]+)`"),
              Files.readString(RULES.resolveSibling("monitoring.md")));
      assertThat(described).isEqualTo(told);
    }
  }

  private static Set<String> names(Pattern pattern, String text) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  @Test
  void prometheusTakesTheRulesAndTheText() throws Exception {
    Path promtool = Counterpart.program("promtool");
    run(promtool, null, "check", "rules", "hevelius-alerts.yml");
    run(promtool, null, "test", "rules", "hevelius-alerts-test.yml");
    try (TestService service = TestService.withTwoVersions(root)) {
      Path text = Files.writeString(root.resolve("metrics"), everything(service));
      run(promtool, text, "check", "metrics");
    }
  }

  private void run(Path promtool, @org.jspecify.annotations.Nullable Path input, String... words)
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
