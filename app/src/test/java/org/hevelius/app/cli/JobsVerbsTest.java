package org.hevelius.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hevelius.core.alert.Alerts;
import org.hevelius.core.runner.Runner;
import org.hevelius.core.usecase.Automation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobsVerbsTest {
  @TempDir Path directory;

  @Test
  void showWhatWasDueAndHowEachDatasetStands() throws IOException {
    MemoryHome home = withAWeekBehindIt();
    new VerbTranscript(home)
        .run("jobs")
        .run("jobs", "cosmos7/raw", "--state", "missed", "--limit", "1")
        .run("status")
        .run("jobs", "--state", "lost")
        .run("jobs", "cosmos7/row")
        .run("jobs", "--limit", "0")
        .run("status", "--help")
        .isAsIn("jobs.txt");
  }

  @Test
  void giveTheSameAsJson() throws IOException {
    MemoryHome home = withAWeekBehindIt();
    assertThat(home.ok("jobs", "--json", "--limit", "1"))
        .contains(
            "\"kind\" : \"retention\"", "\"causes\" : [ ]", "\"schedules\" : [ \"p/nightly\"");
    MemoryHome.Run status = home.run("status", "--json");
    assertThat(status.code()).isEqualTo(1);
    assertThat(status.out())
        .contains("\"running\" : false", "\"tooOld\" : true", "\"rpo\" : \"PT26H\"");
  }

  @Test
  void sayWhenThereIsNothingYet() {
    MemoryHome home = new MemoryHome();
    String _ = home.ok("init");
    assertThat(home.ok("jobs")).contains("Nothing was due so far.", "No schedule is due.");
    assertThat(home.ok("status")).contains("There is no dataset yet.", "No service is running");
  }

  private MemoryHome withAWeekBehindIt() throws IOException {
    MemoryHome home = Samples.home();
    Path file = directory.resolve("p.yaml");
    Files.writeString(
        file,
        """
        policies:
          - name: p
            scopes: [cosmos7/**]
            rpo: 26h
            schedules: {nightly: {at: "02:00", keep: last 2}}
        """);
    String _ = home.ok("policy", "apply", file.toString(), "--yes");
    try (Runner runner =
        home.open(Path.of("/home/maya/.hevelius"))
            .runner(
                new Automation.Settings(
                    "mars/4711/5f3a09c1", Runnable::run, Alerts.NONE, line -> {}),
                List.of())) {
      for (String day : List.of("22", "23", "26")) {
        home.at("2026-11-" + day + "T02:00:00Z");
        runner.beat();
      }
      home.losing("calib/x: Permission denied");
      home.at("2026-11-27T05:30:00Z");
      runner.beat();
    }
    home.at("2026-11-29T12:00:00Z");
    return home;
  }
}
