package org.hevelius.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.audit.AuditEvent.Outcome;
import org.hevelius.core.runner.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportVerbTest {
  private final MemoryHome home =
      Samples.home().standingIn(Path.of("src/test/resources/policies").toAbsolutePath().toString());
  @TempDir Path directory;

  private JsonNode json(String... line) {
    return JsonMapper.shared().readTree(home.ok(line));
  }

  private void aSecondDatasetWithoutSnapshots() {
    home.directory("/data/cal", raw -> raw.file("a", "1"));
    home.ok("dataset", "add", "cosmos7/cal", "--source", "/data/cal");
  }

  @Test
  void sumsUpWhatThereIs() {
    aSecondDatasetWithoutSnapshots();
    home.ok("policy", "apply", "cosmos7.yaml", "--yes");
    home.at("2026-11-23T12:00:00Z");
    new VerbTranscript(home)
        .run("report", "usage")
        .run("report", "savings", "cosmos7/**")
        .run("report", "coverage", "--fail-on", "late,never")
        .run("report", "activity", "cosmos7/raw")
        .run("report", "forecast", "--days", "90")
        .run("report", "compliance", "--since", "2026-11-20", "--fail-on", "fail")
        .run("report", "usage", "--format", "csv")
        .run("report", "usage", "--format", "csv", "--table", "months")
        .run("report", "usage", "--format", "csv", "--table", "years")
        .run("report", "usage", "--fail-on", "late")
        .run("report", "wealth")
        .run("report", "usage", "other")
        .run("report", "forecast", "--days", "0")
        .run("report", "--help")
        .isAsIn("report.txt");
  }

  @Test
  void tellsWhatHappenedForWhoeverWritesAnIncidentUp() {
    home.at("2026-11-23T12:00:00Z");
    home.catalog()
        .append(
            new AuditEvent(
                Instant.parse("2026-11-23T11:45:00Z"),
                "maya",
                "mars",
                "restore",
                "cosmos7/raw@1",
                Outcome.OK,
                ""));
    assertThat(home.run("delete", "cosmos7/raw@99", "--yes").err()).contains("no version 99");
    aSecondDatasetWithoutSnapshots();
    due("2026-11-23T11:30:00Z", Run.State.FAILED);
    due("2026-11-23T11:20:00Z", Run.State.MISSED);
    due("2026-11-20T11:30:00Z", Run.State.INTERRUPTED);
    home.at("2026-11-23T13:00:00Z");
    JsonNode report = json("report", "incident", "--json");
    JsonNode affected = report.get("affected");
    assertThat(affected).hasSize(1);
    assertThat(affected.get(0).get("dataset").asString()).isEqualTo("cosmos7/raw");
    assertThat(affected.get(0).get("wrong").asInt()).isGreaterThanOrEqualTo(2);
    assertThat(affected.get(0).get("restored").asInt()).isEqualTo(1);
    assertThat(affected.get(0).get("before").asString()).isEqualTo("cosmos7/raw@2");
    List<String> events =
        report
            .get("events")
            .valueStream()
            .map(e -> e.get("what").asString() + " " + e.get("outcome").asString())
            .toList();
    assertThat(events).contains("run: snapshot failed", "run: snapshot missed", "restore ok");
    assertThat(report.toString()).doesNotContain("interrupted");
    assertThat(report.get("commands").toString()).contains("\"action\":\"restore\"");
    assertThat(home.run("report", "incident", "--fail-on", "missed").code()).isEqualTo(1);
    assertThat(home.ok("report", "incident", "cosmos7/**"))
        .contains("run: snapshot", "Affected datasets", "Commands used", "To be written");
    assertThat(home.ok("report", "incident", "cosmos7/cal", "--format", "csv"))
        .doesNotContain("cosmos7/raw");
  }

  @Test
  void itsSumsAreThoseOfListAndShow() {
    for (int i = 0; i < 5; i++) {
      String content = "x".repeat(1000 * i + 1);
      home.at("2026-12-0" + (i + 1) + "T10:00:00Z").raw(raw -> raw.file("grows", content));
      home.ok("create", "cosmos7/raw", "version " + i);
    }
    home.directory("/data/cal", raw -> raw.file("a", "1234567"));
    home.ok("create", "cosmos7/cal", "another", "--source", "/data/cal");
    JsonNode listed = json("list", "--json");
    JsonNode usage = json("report", "usage", "--json");
    JsonNode savings = json("report", "savings", "--json");
    for (String field : List.of("addedBytes", "storedBytes")) {
      assertThat(usage.at("/total/" + field).asLong())
          .isEqualTo(sum(listed, field))
          .isEqualTo(savings.at("/total/" + field).asLong())
          .isEqualTo(sum(usage.get("datasets"), field))
          .isEqualTo(
              usage
                  .get("datasets")
                  .valueStream()
                  .mapToLong(d -> sum(d.get("months"), field))
                  .sum());
    }
    assertThat(usage.at("/total/snapshots").asLong()).isEqualTo(listed.size());
    assertThat(savings.at("/total/copiesBytes").asLong()).isEqualTo(sum(listed, "bytes"));
    JsonNode raw = usage.at("/datasets/1");
    JsonNode newest = json("show", raw.get("newestReference").asString(), "--json");
    assertThat(raw.get("bytes").asLong()).isEqualTo(newest.get("bytes").asLong());
    long first = json("show", "cosmos7/raw@1", "--json").get("storedBytes").asLong();
    assertThat(raw.get("historyBytes").asLong())
        .isEqualTo(raw.get("storedBytes").asLong() - first)
        .isPositive();
    assertThat(raw.get("overhead").asDouble())
        .isEqualTo(raw.get("historyBytes").asDouble() / raw.get("bytes").asDouble());
    assertThat(raw.get("withinGoal").asBoolean()).isEqualTo(raw.get("overhead").asDouble() < 0.10);
  }

  private static long sum(JsonNode all, String field) {
    return all.valueStream().mapToLong(one -> one.get(field).asLong()).sum();
  }

  @Test
  void judgesOnlyWhenItIsAskedTo() {
    assertThat(home.run("report", "coverage", "--fail-on", "late,never").code()).isZero();
    home.at("2026-11-30T12:00:00Z");
    assertThat(home.run("report", "coverage").code()).isZero();
    assertThat(home.run("report", "coverage", "--fail-on", "late").code()).isEqualTo(1);
    assertThat(home.run("report", "coverage", "--fail-on", "never").code()).isZero();
    assertThat(home.run("report", "coverage", "--fail-on", "none", "-q").code()).isEqualTo(1);
  }

  @Test
  void replacesAFileOnlyByAWholeOne() throws IOException {
    Path file = Files.writeString(directory.resolve("q3.html"), "old");
    assertThat(home.ok("report", "compliance", "--format", "html", "--output", file.toString()))
        .isEqualTo("Written to " + file + "\n");
    assertThat(Files.readString(file)).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
    assertThat(directory).isDirectoryContaining(f -> f.equals(file));
    assertThat(
            home.run("report", "usage", "--output", directory.resolve("no/where").toString())
                .code())
        .isEqualTo(10);
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
    home.ok("report", "usage", "--output", file.toString());
    assertThat(Files.readString(file)).startsWith("Usage of all datasets\n");
  }

  @Test
  void tellsWhatRetentionWillForgetAndWhen() {
    home.ok("policy", "apply", "cosmos7.yaml", "--yes");
    for (int i = 0; i < 14; i++) {
      home.at("2026-12-%02dT10:00:00Z".formatted(i + 1));
      home.ok("create", "cosmos7/raw", "version " + i);
    }
    JsonNode forecast = json("report", "forecast", "cosmos7/raw", "--days", "60", "--json");
    JsonNode gone = forecast.at("/forgets");
    assertThat(gone.size()).isPositive();
    String first = gone.get(0).get("snapshot").asString();
    String by = gone.get(0).get("by").asString();
    home.at(by);
    assertThat(home.ok("cleanup", "cosmos7/raw", "--dry-run", "--no-prune", "--json"))
        .containsPattern(
            "\"reference\" : \"%s\",\\s+\"createdAt\" : \"[^\"]+\",\\s+\"keep\" : false"
                .formatted(first));
  }

  private JsonNode line(String check, String... more) {
    String[] line = new String[more.length + 4];
    System.arraycopy(new String[] {"report", "compliance", "cosmos7/raw", "--json"}, 0, line, 0, 4);
    System.arraycopy(more, 0, line, 4, more.length);
    return json(line)
        .get("lines")
        .valueStream()
        .filter(one -> one.get("check").asString().equals(check))
        .findFirst()
        .orElseThrow();
  }

  private void daily(int fromDay, int toDay) {
    for (int day = fromDay; day <= toDay; day++) {
      home.at("2026-12-%02dT10:00:00Z".formatted(day));
      home.ok("create", "cosmos7/raw", "day " + day);
    }
  }

  private static final String[] TEN_DAYS = {
    "--since=2026-12-05T10:00Z", "--until=2026-12-15T10:00Z"
  };

  @Test
  void theRpoIsKeptByWhatWasTakenEvenIfItIsForgottenSince() {
    daily(1, 16);
    home.ok("delete", "cosmos7/raw@9", "--yes");
    home.ok("delete", "cosmos7/raw@10", "--yes");
    JsonNode kept = line("RPO kept", TEN_DAYS);
    assertThat(kept.get("result").asString()).isEqualTo("PASS");
    assertThat(kept.get("evidence").asString())
        .isEqualTo(
            "100.00 % of 10 d with a snapshot no older than 1 d 2 h (default); the longest gap 1"
                + " d");
    assertThat(line("policy").get("result").asString()).isEqualTo("FAIL");
  }

  @Test
  void aGapIsCountedFromWhereTheSnapshotBecameTooOld() {
    daily(1, 8);
    daily(10, 16);
    // 48 hours without one, of which 22 are beyond the 26 that are allowed, of 240.
    JsonNode kept = line("RPO kept", TEN_DAYS);
    assertThat(kept.get("result").asString()).isEqualTo("FAIL");
    assertThat(kept.get("evidence").asString()).startsWith("90.83 % of 10 d").endsWith("gap 2 d");
    // A gap that began before the period counts within it only.
    assertThat(
            line("RPO kept", "--since=2026-12-10T00:00Z", "--until=2026-12-12T00:00Z")
                .get("evidence")
                .asString())
        .startsWith("79.16 % of 2 d");
    assertThat(
            line("RPO kept", "--since=2026-01-01", "--until=2026-02-01").get("result").asString())
        .isEqualTo("UNKNOWN");
  }

  @Test
  void whatFailedOrWasCheckedInThePeriodIsEvidence() {
    home.directory(MemoryHome.RAW, raw -> raw);
    assertThat(line("snapshots taken").get("result").asString()).isEqualTo("PASS");
    assertThat(line("repository check").get("result").asString()).isEqualTo("UNKNOWN");
    Instant now = home.clock.instant();
    home.catalog()
        .append(
            new AuditEvent(now, "maya", "mars", "create", "cosmos7/raw", Outcome.FAILED, "gone"));
    home.ok("check");
    home.clock.advance(java.time.Duration.ofMinutes(1));
    JsonNode taken = line("snapshots taken");
    assertThat(taken.get("result").asString()).isEqualTo("FAIL");
    assertThat(taken.get("evidence").asString())
        .startsWith("2 taken, 1 failed; 2 stand; the last failure");
    JsonNode check = line("repository check");
    assertThat(check.get("result").asString()).isEqualTo("PASS");
    assertThat(check.get("evidence").asString()).endsWith("by maya: sound");
    assertThat(line("repository check", "--until=2026-11-21T11:00Z").get("result").asString())
        .isEqualTo("UNKNOWN");
  }

  private void due(String planned, Run.State state) {
    Instant time = Instant.parse(planned);
    Run run =
        new Run(
            0,
            Run.Kind.SNAPSHOT,
            "cosmos7/raw",
            List.of(),
            time,
            1,
            "mars",
            time,
            time,
            time,
            state,
            null,
            "");
    assertThat(home.catalog().runs().enter(List.of(run), List.of())).hasSize(1);
  }

  @Test
  void whatWasDueAndMissedIsEvidenceToo() {
    due("2026-11-21T09:00:00Z", Run.State.MISSED);
    home.at("2026-11-21T18:00:00Z");
    assertThat(line("scheduled runs").get("result").asString()).isEqualTo("UNKNOWN");
    due("2026-11-21T12:00:00Z", Run.State.SUCCEEDED);
    due("2026-11-21T13:00:00Z", Run.State.SKIPPED);
    assertThat(line("scheduled runs").get("result").asString()).isEqualTo("PASS");
    due("2026-11-21T14:00:00Z", Run.State.MISSED);
    JsonNode runs = line("scheduled runs");
    assertThat(runs.get("result").asString()).isEqualTo("FAIL");
    assertThat(runs.get("evidence").asString()).isEqualTo("succeeded 1, missed 1, skipped 1");
  }
}
