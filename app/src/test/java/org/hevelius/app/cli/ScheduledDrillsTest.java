package org.hevelius.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.runner.Run;
import org.hevelius.core.runner.RunStore;
import org.hevelius.core.runner.Runner;
import org.hevelius.core.usecase.Automation;
import org.hevelius.core.usecase.DrillStanding;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drills that a policy asks for, through a year of a service. */
class ScheduledDrillsTest {
  @TempDir static Path repository;
  @TempDir Path root;

  private static RepositoryHome.Store store;
  private final List<Alert> alerts = new ArrayList<>();
  private final List<Runnable> lost = new ArrayList<>();
  private RepositoryHome home;

  @BeforeAll
  static void makeRepository() {
    store = new RepositoryHome.Store(repository);
  }

  @AfterAll
  static void closeRepository() {
    store.close();
  }

  @BeforeEach
  void makeHome() {
    home = new RepositoryHome(root, store);
    home.write("a.txt", "alpha\n").write("b/c.txt", "beta\n");
    home.ok("dataset", "add", "cosmos7/raw", "--source", "raw");
    home.ok("create", "cosmos7/raw", "Baseline");
  }

  @Test
  void aDrillIsRunWhenItIsDueAndOnlyThen() throws IOException {
    apply("files: 1");
    Runner node = node("a", Runnable::run);
    at("2026-11-22T00:00:00Z", node);
    at("2026-12-01T07:59:00Z", node);
    assertThat(runs()).isEmpty();
    at("2026-12-01T08:01:00Z", node);
    at("2026-12-01T08:03:00Z", node);
    assertThat(runs())
        .singleElement()
        .satisfies(run -> assertThat(run.state()).isEqualTo(Run.State.SUCCEEDED))
        .satisfies(run -> assertThat(run.planned()).hasToString("2026-12-01T08:00:00Z"));
    assertThat(told()).containsExactly(Alert.Kind.DRILL_PASSED);
    assertThat(standing().next()).hasToString("2027-01-01T08:00:00Z");
    assertThat(standing().passed()).isNotNull();
    assertThat(home.ok("drill", "list")).contains("scheduler");
    assertThat(home.ok("report", "compliance")).contains("1 of 2 files compared");
  }

  @Test
  void afterAFailureItIsOverdueUntilTheNextOnePasses() {
    apply("check: [sh, -c, exit 3]");
    Runner node = node("a", Runnable::run);
    at("2026-11-22T00:00:00Z", node);
    at("2026-12-01T08:01:00Z", node);
    assertThat(told()).containsExactly(Alert.Kind.DRILL_FAILED);
    assertThat(alerts.stream().filter(this::isOfDrill).findFirst().orElseThrow().details())
        .contains("the check of the dataset failed: exit code 3");
    at("2026-12-02T09:00:00Z", node);
    at("2026-12-02T10:00:00Z", node);
    assertThat(told()).containsExactly(Alert.Kind.DRILL_FAILED, Alert.Kind.DRILL_OVERDUE);
    assertThat(standing().overdue()).isTrue();
    assertThat(home.run("status").out()).contains("Drills of cosmos7/raw: the last drill, 1,");
    assertThat(home.run("drill", "report").code()).isEqualTo(1);
    apply("check: [\"true\"]");
    at("2027-01-01T08:01:00Z", node);
    assertThat(told()).last().isEqualTo(Alert.Kind.DRILL_PASSED);
    assertThat(standing().sound()).isTrue();
  }

  @Test
  void aDrillWhoseNodeHasDiedIsBegunAgainByAnother() {
    apply("files: all");
    Runner dead = node("a", lost::add);
    at("2026-11-22T00:00:00Z", dead);
    at("2026-12-01T08:01:00Z", dead);
    assertThat(runs()).extracting(Run::state).containsExactly(Run.State.RUNNING);
    Runner other = node("b", Runnable::run);
    at("2026-12-01T08:05:00Z", other);
    assertThat(runs()).extracting(Run::state).containsExactly(Run.State.INTERRUPTED);
    at("2026-12-01T08:30:00Z", other);
    assertThat(runs()).hasSize(1);
    at("2026-12-01T09:30:00Z", other);
    assertThat(runs())
        .extracting(Run::state)
        .containsExactly(Run.State.SUCCEEDED, Run.State.INTERRUPTED);
  }

  @Test
  void whereAPolicySaysHowAndNotWhenDrillsAreMonthlyAndTheOtherVerbsTellOfThem() {
    policy("drill: {files: 1}, check: \"Sunday 03:00\"");
    Runner node = node("a", Runnable::run);
    at("2026-11-22T00:00:00Z", node);
    assertThat(home.ok("policy", "next", "cosmos7/raw"))
        .contains("2026-12-01 08:00  a restore is rehearsed (1st 08:00)")
        .contains("2026-11-22 03:00  repositories are checked");
    assertThat(home.run("status", "--json").out())
        .contains("\"said\" : \"1st 08:00\"", "\"passed\" : null", "\"overdue\" : false");
    at("2026-12-01T08:01:00Z", node);
    assertThat(told()).containsExactly(Alert.Kind.DRILL_PASSED);
    assertThat(home.run("status", "--json").out())
        .contains("\"passed\" : \"2026-12-01T08:01:00Z\"", "\"state\" : \"passed\"");
    assertThat(home.ok("policy", "next", "cosmos7/raw"))
        .contains("2027-01-01 08:00  a restore is rehearsed (1st 08:00)");
  }

  @Test
  void withoutAPolicyThereAreNoDrillsAndNoneIsOverdue() {
    home.ok("drill", "report");
    Runner node = node("a", Runnable::run);
    at("2026-11-22T00:00:00Z", node);
    at("2027-11-22T00:00:00Z", node);
    assertThat(runs()).isEmpty();
    assertThat(told()).isEmpty();
    assertThat(standing().overdue()).isFalse();
    assertThat(home.run("drill", "report", "--max-age", "35d").out()).contains("none has ever");
  }

  private void apply(String drill) {
    policy("drill: {at: 1st 08:00, %s}".formatted(drill));
  }

  private void policy(String said) {
    try {
      Files.writeString(
          root.resolve("p.yaml"),
          "policies:\n  - {name: p, scopes: [cosmos7/raw], %s}\n".formatted(said));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    home.ok("policy", "apply", "p.yaml", "--yes");
  }

  private Runner node(String name, Executor workers) {
    return home.open(root)
        .runner(new Automation.Settings(name, workers, alerts::add, _ -> {}), List.of());
  }

  private void at(String time, Runner node) {
    home.clock().set(Instant.parse(time).minus(Duration.ofMinutes(2)));
    node.beat();
    home.clock().set(Instant.parse(time));
    node.beat();
  }

  private List<Run> runs() {
    return home.catalog().runs().page(RunStore.Query.of("cosmos7/raw", Run.Kind.DRILL, 100));
  }

  private boolean isOfDrill(Alert alert) {
    return alert.kind().name().startsWith("DRILL");
  }

  private List<Alert.Kind> told() {
    return alerts.stream().filter(this::isOfDrill).map(Alert::kind).toList();
  }

  private DrillStanding standing() {
    return home.open(root).drills().standing("cosmos7/raw").getFirst();
  }
}
