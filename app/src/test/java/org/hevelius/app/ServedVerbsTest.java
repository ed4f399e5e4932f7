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

  static List<String> looks() {
    return """
    list
    list cosmos7/raw
    list cosmos7/** --verbose
    list --json
    list cosmos7/raw --limit 1
    list cosmos7/raw --tag campaign=mars
    list cosmos7/raw --search CALIBRATION
    list cosmos7/raw --search nothing-like-that
    list cosmos7/raw --since 2001-01-01 --until 2001-02-01
    list --known-good
    list --permanent
    list none
    list none/**
    show cosmos7/raw@1
    show cosmos7/raw@base
    show cosmos7/raw@latest --json
    show cosmos7/raw@known-good
    show cosmos7/raw
    show cosmos7/raw@9
    show cosmos7/raw@bass
    show nowhere@1
    show base
    show cosmos7/raw@1:events
    show not!a!reference
    browse cosmos7/raw@1
    browse cosmos7/raw@1 events
    browse cosmos7/raw:events/n1.txt
    browse cosmos7/raw@1 -R
    browse cosmos7/raw@1 -R --json
    browse cosmos7/raw@1 evnts
    browse cosmos7/raw@1 ../x
    browse cosmos7/raw@1:a b
    cat cosmos7/raw@1 calib/mars.caldb
    cat cosmos7/raw:large.txt
    cat cosmos7/raw@1 old.bin --json
    cat cosmos7/raw@1 events
    cat cosmos7/raw@1 link
    cat cosmos7/raw@1 nothing
    cat cosmos7/raw@1
    diff cosmos7/raw@1 cosmos7/raw@2
    diff cosmos7/raw@1 cosmos7/raw@2 --json
    diff cosmos7/raw@1
    diff cosmos7/raw@1 live --path calib
    diff cosmos7/raw@1 live --path nothing
    diff cosmos7/raw@1 other@1
    diff cosmos7/raw@1 cosmos7/raw@1
    diff cosmos7/raw@1 cosmos7/raw@2 --all
    diff cosmos7/raw cosmos7/raw@2
    diff cosmos7/raw@1 live --content calib/mars.caldb
    diff cosmos7/raw@1 cosmos7/raw@2 --content table.csv
    diff cosmos7/raw@1 cosmos7/raw@2 --content table.csv --key id --json
    diff cosmos7/raw@1 cosmos7/raw@2 --content old.bin
    diff cosmos7/raw@1 cosmos7/raw@2 --content large.txt
    diff cosmos7/raw@1 cosmos7/raw@2 --content events/n1.txt
    diff cosmos7/raw@1 cosmos7/raw@2 --content nothing
    history cosmos7/raw:calib/mars.caldb
    history cosmos7/raw:events/n3.txt
    history cosmos7/raw@1:events/n3.txt --json
    history cosmos7/raw:none
    history nowhere:none
    find *.txt
    find *.txt --json
    find *.txt cosmos7/raw --limit 2
    find events/**/*.txt other
    find nothing-like-that
    find [ cosmos7/raw
    find *.txt nowhere
    dataset list
    dataset list --json
    dataset show cosmos7/raw
    dataset show nowhere
    restore cosmos7/raw@1 --in-place --dry-run
    restore cosmos7/raw@1 --in-place --dry-run --json
    restore cosmos7/raw@1 --in-place --delete --dry-run
    restore cosmos7/raw@1 --path calib --in-place --dry-run
    restore cosmos7/raw@1 --path nothing --in-place --dry-run
    restore cosmos7/raw@1 --in-place
    restore cosmos7/raw@1 --in-place --json
    restore cosmos7/raw@1
    restore cosmos7/raw@77 --in-place
    revert cosmos7/raw@1..2 --dry-run
    revert cosmos7/raw@2..2 --dry-run
    revert cosmos7/raw@1..other@1 --dry-run
    undo cosmos7/raw --dry-run
    undo nowhere
    delete cosmos7/raw@1 --dry-run
    delete cosmos7/raw@1 --dry-run --json
    delete cosmos7/raw@3 --dry-run
    delete cosmos7/raw@3 --force --dry-run
    delete cosmos7/raw@1
    cleanup cosmos7/raw --dry-run
    cleanup cosmos7/raw --keep-last 1 --dry-run
    cleanup --keep-daily 2 --keep-weekly 8w --dry-run --json
    cleanup nowhere --dry-run
    tag cosmos7/raw@2
    tag cosmos7/raw@2 --remove nothing
    tag cosmos7/raw@2 a=b a=c
    release cosmos7/raw@1
    create nowhere why
    create cosmos7/raw why --name base
    describe cosmos7/raw@2
    policy list
    policy list --json
    policy show mission
    policy show mission --json
    policy show misson
    policy show no/such name
    policy explain cosmos7/raw
    policy explain cosmos7/raw --json
    policy explain other
    policy explain cosmos7/row
    policy explain not!a!name
    policy next cosmos7/raw
    policy next cosmos7/raw -n 3 --json
    policy next other
    policy next nowhere
    policy next cosmos7/raw -n 0
    policy next cosmos7/raw -n 1001
    policy simulate other --days 30
    policy simulate cosmos7/raw --days 0
    policy simulate cosmos7/raw --days -3
    policy simulate cosmos7/raw --days 9999
    policy simulate nowhere --days 3
    policy apply policies.yaml --dry-run
    policy apply policies.yaml --yes
    policy apply policies.yaml --yes --json
    policy apply more.yaml --dry-run
    policy apply more.yaml --dry-run --json
    policy apply more.yaml
    policy apply more.yaml --json
    policy apply typo.yaml --yes
    policy apply unit.yaml --yes
    policy apply broken.yaml --yes
    policy apply scopeless.yaml --yes
    policy apply scopeless.yaml --dataset other --dry-run
    policy apply scopeless.yaml --dataset nowhere --dry-run
    policy apply missing.yaml --yes
    policy apply raw
    policy remove mission --dry-run
    policy remove mission --dry-run --json
    policy remove mission
    policy remove misson --yes
    policy
    event list
    event list --json
    event list --dataset cosmos7/raw --limit 1
    event list --name nobody-listens
    event list --dataset nowhere
    event list --dataset not!a!name
    event list --limit 0
    event list --limit 1001
    event emit phase-complete --dataset cosmos7/** --id e1 -a phase=2
    event emit phase-complete --dataset cosmos7/** --id e1 -a phase=2 --json
    event emit phase-complete --dataset cosmos7/** --id e1 -a phase=3
    event emit nobody-listens --dataset other --id e2
    event emit calibration --dataset cosmos7/raw
    event emit calibration --dataset cosmos7/raw --phase later
    event emit phase-complete --dataset nowhere
    event emit phase-complete --dataset nowhere/**
    event emit phase-complete --dataset ../etc
    event emit No!Name --dataset other
    event emit x --dataset other --resume
    jobs
    jobs cosmos7/raw
    jobs --json
    jobs --state missed
    jobs cosmos7/raw --state failed --limit 2
    jobs other
    jobs --limit 2000 --json
    jobs --state lost
    jobs nowhere
    jobs --limit 0
    status
    log cosmos7/raw
    log cosmos7/raw --json
    log cosmos7/raw --limit 2 --files 1
    log cosmos7/raw --author nobody
    log cosmos7/raw --author nobody --json
    log cosmos7/raw --since 2001-01-01 --until 2001-02-01
    log cosmos7/raw --files 0
    log cosmos7/raw --files 1001
    log cosmos7/raw --limit 0
    log nowhere
    log cosmos7/**
    log not!a!name
    lineage other@2
    lineage other@2 --json
    lineage cosmos7/raw@4 --up
    lineage cosmos7/raw@4 --up --depth 1
    lineage cosmos7/raw@1 --down
    lineage cosmos7/raw@1 --impact
    lineage cosmos7/raw@1 --impact --json
    lineage cosmos7/raw@4 --format prov
    lineage cosmos7/raw@1 --impact --up
    lineage cosmos7/raw@1 --depth 0
    lineage cosmos7/raw@77
    lineage base
    known-bad cosmos7/raw@77
    audit
    audit --limit 5
    audit --limit 3 --json
    audit --limit 0
    audit --verify
    audit --verify --json
    notify list
    notify list --json
    notify list --limit 0
    notify test
    notify test ops
    notify test opps
    """
        .lines()
        .toList();
  }

  @ParameterizedTest
  @MethodSource("looks")
  void saysTheSame(String line) {
    String[] words = line.split(" ");
    Shell.Result local = served.local(words);
    Shell.Result remote = served.remote(words);
    assertThat(remote).as(line).isEqualTo(local);
  }

  /** A line of each verb that needs the files of a home. */
  static List<String> refused() {
    return """
    init
    repository list
    catalog info
    catalog rebuild
    check
    serve
    exec cosmos7/raw why -- true
    import x /y*
    report usage
    publish cosmos7/raw@1
    cite cosmos7/raw@1
    verify-citation citation.txt
    """
        .lines()
        .toList();
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatNeedsTheFilesOfAHomeIsRefusedWithWhatToDo(String line) {
    Shell.Result remote = served.remote(line.split(" "));
    assertThat(remote.code()).as(line + remote).isEqualTo(2);
    assertThat(remote.err()).contains("through the service " + served.address(), "--home DIR");
  }

  /** What is neither refused here nor compared stands in {@link ServedChangesTest}. */
  @Test
  void theVerbsThatAreRefusedAreThoseOfTheDescription() throws Exception {
    Set<String> refused = verbs(refused());
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
    all.removeAll(verbs(looks()));
    assertThat(all)
        .containsExactly("completion", "demo", "help", "hold", "known-good", "token", "user");
  }

  private static Set<String> verbs(List<String> lines) {
    return lines.stream().map(line -> line.split(" ")[0]).collect(Collectors.toSet());
  }
}
