package org.hevelius.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EventVerbsTest {
  private final MemoryHome home =
      Samples.home().standingIn(Path.of("src/test/resources/policies").toAbsolutePath().toString());

  EventVerbsTest() {
    home.ok("policy", "apply", "events.yaml", "--yes");
    home.directory("/data/analysis", tree -> tree.file("a.txt", "a\n"));
    home.ok("dataset", "add", "cosmos7/analysis", "--source", "/data/analysis");
  }

  @Test
  void showsWhatEventsCause() {
    VerbTranscript transcript =
        new VerbTranscript(home)
            .run("event", "list")
            .run("event", "emit", "calibration-change", "--dataset", "cosmos7/raw")
            .run(
                "event",
                "emit",
                "calibration-change",
                "--dataset",
                "cosmos7/**",
                "--phase",
                "before",
                "--id",
                "cal-7");
    home.at("2026-11-21T12:00:00Z")
        .raw(raw -> raw.file("calib/mars.caldb", "gain = 1.3000\noffset = 3\n"));
    transcript
        .run(
            "event",
            "emit",
            "calibration-change",
            "--dataset",
            "cosmos7/raw",
            "--phase",
            "after",
            "--id",
            "cal-7-after",
            "-a",
            "caldb=2.3")
        .run("diff", "cosmos7/raw@calib-before-20261121t1130", "cosmos7/raw@latest")
        .run(
            "event",
            "emit",
            "calibration-change",
            "--dataset",
            "cosmos7/raw",
            "--phase",
            "after",
            "-a",
            "caldb=2.3")
        .run(
            "event",
            "emit",
            "calibration-change",
            "--dataset",
            "cosmos7/**",
            "--phase",
            "before",
            "--id",
            "cal-7")
        .run("event", "emit", "phase-complet", "--dataset", "cosmos7/raw")
        .run("event", "emit", "phase-complete", "--dataset", "cosmos7/row")
        .run("show", "cosmos7/raw@latest")
        .run("event", "list", "--dataset", "cosmos7/raw", "--limit", "3")
        .run("event", "list", "--name", "phase-complete")
        .run("event", "list", "--limit", "0")
        .run("event", "emit", "phase-complete", "--dataset", "cosmos7/raw", "--resume")
        .run("event")
        .run("event", "emit", "--help")
        .isAsIn("event.txt");
  }

  @Test
  void givesTheSameAsJson() {
    String emitted =
        home.ok(
            "event",
            "emit",
            "phase-complete",
            "--dataset",
            "cosmos7/raw",
            "--id",
            "p2",
            "-a",
            "phase=2",
            "--json");
    assertThat(emitted)
        .contains(
            "\"id\" : \"p2\"",
            "\"attributes\" : {\n    \"phase\" : \"2\"\n  }",
            "\"snapshot\" : \"cosmos7/raw@3\"",
            "\"repeated\" : false");
    assertThat(home.ok("event", "list", "--json")).contains("\"id\" : \"p2\"");
  }

  @Test
  void endsWithCodeOneWhenSomethingIsMissingFromASnapshot() {
    home.losing("a.txt can't be read");
    MemoryHome.Run run = home.run("event", "emit", "phase-complete", "--dataset", "cosmos7/raw");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("partial  cosmos7/raw@3  1 could not be read");
  }
}
