package org.hevelius.server.api;

import static java.time.temporal.ChronoUnit.HOURS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.alert.Alert.Kind;
import org.hevelius.core.metrics.Metric;
import org.hevelius.core.report.UsageReport;
import org.hevelius.core.runner.InMemoryLeases;
import org.hevelius.core.runner.Run;
import org.hevelius.core.runner.RunStore;
import org.hevelius.core.runner.Runner;
import org.hevelius.core.usecase.Gauges;
import org.hevelius.core.usecase.Hevelius;
import org.hevelius.core.usecase.ManagedPolicies;
import org.hevelius.core.usecase.Reports;
import org.hevelius.server.http.Answered;
import org.hevelius.server.http.RequestTimes;
import org.hevelius.testkit.TestClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
  @TempDir Path root;

  static Alert alert(Kind kind, String subject) {
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
  void tellWhatARepositoryTakesAsItsInfoDoes() {
    try (TestService service = TestService.withTwoVersions(root)) {
      Long takes = service.home.jobs().status().repositories().getFirst().storedBytes();
      Matcher told =
          Pattern.compile("hevelius_repository_bytes\\{repository=\"default\"} (\\d+)")
              .matcher(text(service));
      assertThat(told.find()).isTrue();
      // The lock of whoever reads counts, too, and its text is not always as long.
      assertThat(Long.parseLong(told.group(1))).isCloseTo(takes, within(100L));
    }
  }

  @Test
  void tellHowOldASnapshotMayBeAsThePoliciesSayNow() {
    try (TestService service = TestService.withTwoVersions(root)) {
      Gauges gauges = service.home.gauges();
      assertThat(MetricText.of(gauges.metrics()))
          .contains("hevelius_dataset_rpo_seconds{dataset=\"cosmos7/raw\"} 93600")
          .containsPattern("hevelius_repository_check_last_success_.*default\"} 1[0-9]{9}");
      for (int hours : List.of(24, 30)) {
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
    return text(service.home);
  }

  private static String text(Hevelius home) {
    return MetricText.of(home.gauges().metrics());
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
  void countRunsInTheCatalogSoThatEveryNodeAndEveryStartTellsTheSame() {
    try (TestService service = TestService.withTwoVersions(root)) {
      Instant begun = Instant.parse("2026-11-21T02:00:00Z");
      ended(service, run(begun, "cosmos7/raw"), Run.State.SUCCEEDED, 4);
      ended(service, run(begun.plusSeconds(1), "cosmos7/raw"), Run.State.FAILED, 400);
      ended(service, run(begun.plusSeconds(2), "cosmos7/raw"), Run.State.INTERRUPTED, 1);
      ended(service, run(begun, "removed/since"), Run.State.FAILED, 1);
      List<String> lines = text(service).lines().toList();
      String runs = "hevelius_runs_total{kind=\"snapshot\",dataset=\"cosmos7/raw\",result=";
      assertThat(lines)
          .contains(
              runs + "\"succeeded\"} 1",
              runs + "\"failed\"} 1",
              runs + "\"interrupted\"} 1",
              "# TYPE hevelius_run_duration_seconds histogram",
              "hevelius_run_duration_seconds_bucket{kind=\"snapshot\",le=\"1\"} 1",
              "hevelius_run_duration_seconds_bucket{kind=\"snapshot\",le=\"5\"} 2",
              "hevelius_run_duration_seconds_bucket{kind=\"snapshot\",le=\"300\"} 2",
              "hevelius_run_duration_seconds_bucket{kind=\"snapshot\",le=\"900\"} 3",
              "hevelius_run_duration_seconds_bucket{kind=\"snapshot\",le=\"+Inf\"} 3",
              "hevelius_run_duration_seconds_sum{kind=\"snapshot\"} 405",
              "hevelius_run_duration_seconds_count{kind=\"snapshot\"} 3",
              "hevelius_run_last_success_timestamp_seconds{kind=\"snapshot\","
                  + "dataset=\"cosmos7/raw\"} "
                  + begun.plusSeconds(4).getEpochSecond(),
              "hevelius_snapshot_consecutive_failures{dataset=\"cosmos7/raw\"} 2")
          .noneMatch(line -> line.contains("removed/since"));
      assertThat(service.home.jobs().status().datasets().getFirst().failures()).isEqualTo(2);
      // Nothing is kept in memory: whoever opens the home tells the same.
      assertThat(
              names(
                  Pattern.compile("(?m)^(hevelius_(run|snapshot).*)$"), text(service.home.as("x"))))
          .isEqualTo(names(Pattern.compile("(?m)^(hevelius_(run|snapshot).*)$"), text(service)));
    }
  }

  static Run run(Instant planned, String dataset) {
    return new Run(
        0,
        Run.Kind.SNAPSHOT,
        dataset,
        List.of(),
        planned,
        1,
        "mars/1/a",
        planned,
        Instant.parse("2026-11-21T02:00:00Z"),
        null,
        Run.State.RUNNING,
        null,
        "");
  }

  static void ended(TestService service, Run run, Run.State state, int seconds) {
    RunStore runs = service.catalog.runs();
    Run entered = runs.enter(List.of(run), List.of()).getFirst();
    Instant end = Instant.parse("2026-11-21T02:00:00Z").plusSeconds(seconds);
    assertThat(runs.change(entered, entered.ended(state, end, null, ""))).isTrue();
  }

  @Test
  void tellBytesAndTheOverheadThatTheUsageReportTells() {
    try (TestService service = TestService.withTwoVersions(root)) {
      UsageReport.DatasetUsage usage =
          service.home.reports().usage(Reports.Want.of(null)).datasets().getFirst();
      assertThat(text(service).lines())
          .contains(
              "hevelius_snapshots_taken_total{dataset=\"cosmos7/raw\"} 2",
              "hevelius_dataset_bytes{dataset=\"cosmos7/raw\"} " + usage.bytes(),
              "hevelius_dataset_stored_bytes{dataset=\"cosmos7/raw\"} " + usage.storedBytes(),
              "hevelius_snapshot_stored_bytes_total{dataset=\"cosmos7/raw\"} "
                  + usage.storedBytes(),
              "hevelius_snapshot_added_bytes_total{dataset=\"cosmos7/raw\"} " + usage.addedBytes(),
              "hevelius_snapshot_processed_bytes_total{dataset=\"cosmos7/raw\"} "
                  + ("gain = 1.0021\none\n".length() + Objects.requireNonNull(usage.bytes())),
              "hevelius_dataset_overhead_ratio{dataset=\"cosmos7/raw\"} " + usage.overhead());
    }
  }

  @Test
  void tellHowLongRequestsTookByRouteAndNotByPath() {
    RequestTimes times = new RequestTimes();
    for (int i = 0; i < 1000; i++) {
      times.answered(answered("/api/v1/runs/{run}", "/api/v1/runs/" + i, 200, 3));
      times.answered(answered("", "/" + i, 404, 3));
    }
    times.answered(answered("/api/v1/runs/{run}", "/api/v1/runs/1", 500, 20_000));
    String name = "hevelius_http_request_duration_seconds";
    String labels = "{method=\"GET\",route=\"/api/v1/runs/{run}\",status=";
    assertThat(MetricText.of(times.metrics()).lines())
        .hasSize(2 + 3 * 10)
        .contains(
            "# TYPE " + name + " histogram",
            name + "_bucket" + labels + "\"2xx\",le=\"0.005\"} 1000",
            name + "_bucket" + labels + "\"5xx\",le=\"10.0\"} 0",
            name + "_bucket" + labels + "\"5xx\",le=\"+Inf\"} 1",
            name + "_sum" + labels + "\"5xx\"} 20",
            name + "_count" + labels + "\"2xx\"} 1000");
  }

  static Answered answered(String route, String path, int status, int millis) {
    return new Answered(
        "1", "GET", route, path, status, Duration.ofMillis(millis), "", "127.0.0.1", false);
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
  static Runner runner(TestClock clock) {
    Runner runner =
        new Runner(new Runner.Parts("mars/1/0", new InMemoryLeases(), clock, _ -> {}), List.of());
    runner.beat();
    return runner;
  }

  static Set<String> names(Pattern pattern, String text) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }
}
