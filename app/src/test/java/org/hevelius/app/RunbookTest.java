package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a runbook tells people to type, typed. */
class RunbookTest {
  @TempDir private Path folder;

  private RealHome home;
  private Path raw;

  @BeforeEach
  void aDatasetWithOneVersion() throws IOException {
    home = new RealHome(folder);
    home.done("init");
    raw = Files.createDirectories(folder.resolve("raw data"));
    Files.writeString(raw.resolve("gain.txt"), "good\n");
    Files.writeString(raw.resolve("events.txt"), "one\n");
    home.done("dataset", "add", "cosmos7/raw", "--source", raw.toString());
    home.done("create", "cosmos7/raw", "Baseline");
  }

  private String runbook() throws IOException {
    Path file = folder.resolve("runbook.md");
    home.done("runbook", "cosmos7/raw", "--output", file.toString());
    return Files.readString(file);
  }

  /** The command that the table gives for something, without the name of the program. */
  private static String[] command(String runbook, String what) {
    String row =
        runbook
            .lines()
            .filter(line -> line.startsWith("| " + what + " |"))
            .findFirst()
            .orElseThrow();
    return words(row.replaceFirst("^[^`]*`([^`]*)`.*$", "$1"));
  }

  private static String[] words(String line) {
    assertThat(line).startsWith("hevelius ");
    List<String> words = new ArrayList<>();
    for (String word :
        line.replaceFirst("#.*", "").strip().split(" (?=([^']*'[^']*')*[^']*$)", -1)) {
      words.add(word.replace("'", ""));
    }
    return words.subList(1, words.size()).toArray(String[]::new);
  }

  private static String[] with(String[] command, String word, Object value) {
    List<String> words = new ArrayList<>(List.of(command));
    words.replaceAll(one -> one.equals(word) ? value.toString() : one);
    return words.toArray(String[]::new);
  }

  private static String[] confirmed(String[] command) {
    List<String> words = new ArrayList<>(List.of(command));
    words.add("--yes");
    return words.toArray(String[]::new);
  }

  private String gain(Path directory) throws IOException {
    return Files.readString(directory.resolve("gain.txt"));
  }

  @Test
  void itsCommandsBringTheDataBack() throws IOException {
    String runbook = runbook();
    Files.writeString(raw.resolve("gain.txt"), "spoiled\n");
    assertThat(home.run(command(runbook, "see what has changed since")).out()).contains("gain.txt");
    assertThat(
            home.done(with(command(runbook, "look at one file of it"), "PATH", "gain.txt")).out())
        .isEqualTo("good\n");
    Path beside = folder.resolve("beside");
    home.done(with(command(runbook, "bring it back beside the data"), "DIR", beside));
    assertThat(gain(beside)).isEqualTo("good\n");
    home.done(
        confirmed(with(command(runbook, "bring one file or directory back"), "PATH", "gain.txt")));
    assertThat(gain(raw)).isEqualTo("good\n");
    home.done(confirmed(command(runbook, "take a restore back")));
    assertThat(gain(raw)).isEqualTo("spoiled\n");
    Files.delete(raw.resolve("events.txt"));
    home.done(command(runbook, "see the plan of a whole recovery"));
    home.done(confirmed(command(runbook, "recover the whole dataset, services and all")));
    assertThat(gain(raw)).isEqualTo("good\n");
    assertThat(raw.resolve("events.txt")).exists();
  }

  @Test
  void onANewMachineItsCommandsBringTheDataBackFromTheRepositoryAlone() throws IOException {
    String runbook = runbook();
    String block = runbook.replaceFirst("(?s).*## On a new machine.*?```\n(.*?)```.*", "$1");
    Path moved = Files.createDirectories(folder.resolve("safe"));
    Path password = Files.copy(home.root.resolve("password"), moved.resolve("password"));
    Files.delete(raw.resolve("gain.txt"));
    RealHome fresh = new RealHome(Files.createDirectories(folder.resolve("new machine")));
    Path restored = folder.resolve("restored");
    block
        .lines()
        .map(RunbookTest::words)
        .map(words -> with(with(words, "FILE", password), "DIR", restored))
        .forEach(fresh::done);
    assertThat(gain(restored)).isEqualTo("good\n");
  }

  @Test
  void itIsOutOfDateWhenTheConfigurationChangesAndListsWhatWasLearned() throws IOException {
    assertThat(home.run("runbook", "cosmos7/raw", "--check").code()).isEqualTo(1);
    assertThat(runbook()).doesNotContain("What was learned");
    home.done("runbook", "cosmos7/raw", "--check");
    home.done("drill", "run", "cosmos7/raw", "--into", folder.resolve("scratch").toString());
    home.done("drill", "note", "cosmos7/raw", "1", "Mount the archive first");
    home.done("runbook", "cosmos7/raw", "--check");
    Files.writeString(
        folder.resolve("p.yaml"),
        "policies:\n  - {name: p, scopes: [cosmos7/raw], recovery: {services: [x.service]}}\n");
    home.done("policy", "apply", folder.resolve("p.yaml").toString(), "--yes");
    assertThat(home.run("runbook", "cosmos7/raw", "--check").code()).isEqualTo(1);
    assertThat(runbook())
        .contains("x.service", "## What was learned", "Mount the archive first", "drill (whole)");
    home.done("runbook", "cosmos7/raw", "--check");
  }
}
