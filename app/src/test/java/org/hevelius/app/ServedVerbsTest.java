package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hevelius.catalog.sqlite.CatalogFile;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.core.runner.Run;
import org.hevelius.core.snapshot.TakenBy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What only looks says the same, byte for byte, on a home and through a service over it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServedVerbsTest {
  @TempDir private static Path folder;
  private ServedHome served;

  @BeforeAll
  void makeThreeVersions() throws Exception {
    served = new ServedHome(folder);
    served
        .write("calib/mars.caldb", "gain = 1.0021\nbias = 3\n")
        .write("events/n1.txt", "one\n")
        .write("events/deep/er/n2 b\u00e4.txt", "two\n")
        .write("table.csv", "id,flux\na,1.0\nb,2.0\n")
        .write("old.bin", "\0\1\2binary".repeat(100))
        .write("moved.txt", "some text that is long enough to be known again\n".repeat(50))
        .write("large.txt", "line of text\n".repeat(50_000));
    Files.createSymbolicLink(folder.resolve("raw/link"), Path.of("events/n1.txt"));
    served.home.done(
        "create", "cosmos7/raw", "Baseline", "--source", folder + "/raw", "--name", "base");
    served
        .write("calib/mars.caldb", "gain = 1.2100\nbias = 3\n")
        .write("table.csv", "id,flux\na,1.5\nb,2.0\nc,3.0\n")
        .write("old.bin", "\0\1\2binaries".repeat(100))
        .write("large.txt", "line of text\n".repeat(50_000) + "more\n")
        .write("events/n3.txt", "three\n");
    Files.move(folder.resolve("raw/moved.txt"), folder.resolve("raw/elsewhere.txt"));
    served.home.done(
        "create", "cosmos7/raw", "After calibration", "--tag", "campaign=mars", "--keep", "400d");
    Files.delete(folder.resolve("raw/events/n3.txt"));
    served.home.done("create", "cosmos7/raw", "Third", "--permanent", "--milestone", "v2.0");
    served.home.done("known-good", "cosmos7/raw@2", "--note", "passed");
    served.home.done("dataset", "add", "other", "--source", "dir:" + folder.resolve("raw/events"));
    served.home.done("create", "other", "Only events");
    served.home.done(
        "create", "other", "Derived", "--derived-from", "cosmos7/raw@1", "--derived-by", "cut");
    served.home.done(
        "create",
        "cosmos7/raw",
        "From both",
        "--derived-from",
        "other@2",
        "--calibrated-with",
        "cosmos7/raw@2");
    served.home.done("known-bad", "cosmos7/raw@1", "--note", "wrong gain");
    policies();
    // Who asks first for names is told that they are being indexed.
    served.home.done("find", "*.txt");
    served.write("calib/mars.caldb", "gain = 9\n").write("new.txt", "not yet captured\n");
  }

  private static void write(String file, String text) throws Exception {
    Files.writeString(folder.resolve(file), text);
  }

  private void policies() throws Exception {
    write(
        "policies.yaml",
        """
        policies:
        - name: mission
          scopes: [cosmos7/**]
          description: For the mission
          template: five-tier
          rpo: 2h
          events: {phase-complete: {merge: 10min}, calibration: {pair: true}}
        - name: nightly
          scopes: [cosmos7/raw]
          schedules:
            nightly: {at: "02:30", zone: Europe/Berlin, keep: last 7}
        - name: draft
          scopes: [other]
          state: draft
          rpo: 1d
        """);
    assertThat(served.local("policy", "apply", "policies.yaml", "--yes").code()).isZero();
    write(
        "home/notifications.yaml",
        """
        notifications:
        - name: ops
          slack: {url: {file: nowhere}}
          scopes: [cosmos7/**]
        - name: checks
          healthchecks: {url: {env: HEVELIUS_NO_SUCH_VARIABLE}}
        """);
    write("citation.txt", "hevelius:1:" + "0".repeat(64) + "\n");
    write("more.yaml", "policies:\n- {name: mission, scopes: [cosmos7/**], rpo: 3h}\n");
    write("typo.yaml", "policies:\n- name: mission\n  scopes: [cosmos7/**]\n  rop: 3h\n");
    write("unit.yaml", "policies:\n- {name: x, scopes: [cosmos7/**], rpo: 3 fortnights}\n");
    write("broken.yaml", "policies:\n- {name: x, scopes: [cosmos7/**\n");
    write("scopeless.yaml", "policies:\n- {name: x, rpo: 3h}\n");
    served.home.done(
        "event",
        "emit",
        "phase-complete",
        "--dataset",
        "cosmos7/**",
        "-a",
        "phase=2",
        "--id",
        "e1");
    missedRuns();
    served.home.run("event", "emit", "nobody-listens", "--dataset", "other", "--id", "e2");
  }

  private static void missedRuns() {
    Instant time = Instant.parse("2026-03-01T02:00:00Z");
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < 1100; i++) {
      runs.add(
          new Run(
              0,
              Run.Kind.SNAPSHOT,
              "cosmos7/raw",
              List.of(new TakenBy("nightly", "nightly")),
              time.plusSeconds(i * 60L),
              1,
              "mars/1/a",
              time,
              i % 2 == 0 ? null : time.plusSeconds(i * 60L + 3),
              time.plusSeconds(i * 60L + 7),
              i % 2 == 0 ? Run.State.MISSED : Run.State.FAILED,
              null,
              i % 2 == 0 ? "not begun in time" : "the disk is full"));
    }
    try (Catalog catalog = CatalogFile.open(folder.resolve("home/catalog.db"))) {
      assertThat(catalog.runs().enter(runs, List.of())).hasSize(1100);
    }
  }

  @AfterAll
  void stop() {
    served.close();
  }

  @ParameterizedTest
  @MethodSource("org.hevelius.app.ServedLines#looks")
  void saysTheSame(String line) {
    String[] words = line.split(" ");
    Shell.Result local = served.local(words);
    Shell.Result remote = served.remote(words);
    assertThat(remote).as(line).isEqualTo(local);
  }

  @ParameterizedTest
  @MethodSource("org.hevelius.app.ServedLines#refused")
  void whatNeedsTheFilesOfAHomeIsRefusedWithWhatToDo(String line) {
    Shell.Result remote = served.remote(line.split(" "));
    assertThat(remote.code()).as(line + remote).isEqualTo(2);
    assertThat(remote.err()).contains("through the service " + served.address(), "--home DIR");
  }

  /**
   * What is neither refused here nor compared needs no home, or stands in {@link
   * ServedChangesTest}, {@link ServedBatchesTest} or {@link ServedCitationsTest}.
   */
  @Test
  void theVerbsThatAreRefusedAreThoseOfTheDescription() throws Exception {
    Set<String> refused = verbs(ServedLines.refused());
    String description = Files.readString(Project.ROOT.resolve("docs/service.md"));
    String said = description.replaceFirst("(?s).*- \\*\\*Verbs\\.\\*\\* All but ", "");
    Set<String> described =
        Pattern.compile("`([a-z-]+)`")
            .matcher(said.substring(0, said.indexOf("which need the files")))
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toSet());
    assertThat(described).isEqualTo(refused);
    Set<String> all =
        Pattern.compile("(?m)^  ([a-z][a-z-]+)  +[a-z]")
            .matcher(served.local("help").out())
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(all).hasSizeGreaterThan(40).containsAll(refused);
    all.removeAll(refused);
    all.removeAll(verbs(ServedLines.looks()));
    assertThat(all)
        .containsExactly(
            "check",
            "cite",
            "completion",
            "demo",
            "help",
            "hold",
            "known-good",
            "publish",
            "report",
            "simulator",
            "token",
            "user",
            "verify-citation");
  }

  private static Set<String> verbs(List<String> lines) {
    return lines.stream()
        .map(line -> line.substring(0, (line + ' ').indexOf(' ')))
        .collect(Collectors.toSet());
  }
}
