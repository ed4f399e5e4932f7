package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What changes something says and does the same on a home and through a service: two homes live
 * through the same story, one in each way. Only times, random ids and directories may differ.
 */
class ServedChangesTest {
  private static final String STORY =
      """
      create cosmos7/raw Baseline --source RAW --name base --tag a=b --milestone v1
      write calib/mars.caldb gain = 1.2100
      create cosmos7/raw Changed --keep 30d
      create Third --permanent
      dataset set cosmos7/raw --description Raw --exclude *.tmp
      dataset show cosmos7/raw
      dataset add empty --source RAW/events --description Nothing
      dataset remove empty
      describe cosmos7/raw@2 --description Other --name other --milestone v2
      tag cosmos7/raw@2 x=y reviewed
      tag cosmos7/raw@2 --remove x
      hold cosmos7/raw@2 --reason why
      hold cosmos7/raw@2 --reason again
      hold cosmos7/raw@2 --legal --reason case
      release cosmos7/raw@2
      release cosmos7/raw@2 --legal
      known-good cosmos7/raw@1 --note passed
      known-good cosmos7/raw@1 --remove --json
      write events/n1.txt later
      restore cosmos7/raw@1 --path calib --in-place --yes
      undo cosmos7/raw --dry-run
      undo cosmos7/raw --yes
      undo --redo --yes
      undo cosmos7/raw --redo --yes
      write calib/mars.caldb gain = 5
      create cosmos7/raw Fourth --json
      write events/n2.txt newer
      revert cosmos7/raw@1..2 --yes
      restore cosmos7/raw@1 --in-place --delete --yes --json
      restore cosmos7/raw@2 --to RESTORES/new --yes
      restore cosmos7/raw@2 --to RESTORES/new --yes
      restore cosmos7/raw@2 --to RESTORES/newer --verify --dry-run --json
      list
      policy list
      policy apply FOLDER/policies.yaml --yes
      policy apply FOLDER/policies.yaml --yes --json
      policy list
      policy explain cosmos7/raw
      policy next cosmos7/raw -n 1
      event emit phase-complete --dataset cosmos7/** -a phase=2
      event emit phase-complete --dataset cosmos7/** --id e1 --json
      event emit calibration --dataset cosmos7/raw --phase before
      write calib/mars.caldb gain = 6.5
      event emit calibration --dataset cosmos7/raw --phase after
      event emit nothing --dataset cosmos7/raw
      event list
      known-bad cosmos7/raw@1 --note wrong
      create cosmos7/raw Derived --derived-from cosmos7/raw@1
      known-bad cosmos7/raw@1 --note worse --json
      known-bad cosmos7/raw@1
      lineage cosmos7/raw@1
      log cosmos7/raw --limit 3
      known-bad cosmos7/raw@1 --remove
      policy remove mission --yes --json
      policy remove mission --yes
      policy remove other --dry-run
      policy remove other --yes
      policy list
      status
      jobs
      delete cosmos7/raw@3 --yes
      delete cosmos7/raw@3 --force --yes
      delete cosmos7/raw@2 --yes --json
      cleanup cosmos7/raw --keep-last 1 --no-prune --yes
      cleanup --keep-last 1 --yes
      cleanup --keep-last 1 --yes --json
      user add vera --role viewer --no-password
      user add vera --role viewer --no-password
      user set vera --role researcher --on cosmos7/**
      user list
      user list --json
      token create job --user vera --role viewer
      token create job --user vera --lives 30d --out FOLDER/job
      token list --user vera
      token revoke hev_nothing --yes
      user remove vera
      user remove vera --yes --json
      user remove vera --yes
      list --json
      show cosmos7/raw@latest
      """;

  private static final String POLICIES =
      """
      policies:
      - name: mission
        scopes: [cosmos7/**]
        template: five-tier
        events: {phase-complete: {merge: 10min}, calibration: {pair: true}}
      - {name: other, scopes: [other/**], rpo: 3h}
      """;

  @TempDir private Path folder;

  @Test
  void tellsAndDoesTheSame() throws Exception {
    try (ServedHome here = new ServedHome(Files.createDirectory(folder.resolve("one")));
        ServedHome there = new ServedHome(Files.createDirectory(folder.resolve("two")))) {
      for (ServedHome home : List.of(here, there)) {
        Files.writeString(home.folder.resolve("policies.yaml"), POLICIES);
        home.write("calib/mars.caldb", "gain = 1.0021\n").write("events/n1.txt", "one\n");
      }
      SoftAssertions steps = new SoftAssertions();
      for (String line : STORY.lines().toList()) {
        steps.assertThat(step(there, false, line)).as(line).isEqualTo(step(here, true, line));
      }
      steps.assertAll();
      for (String file : List.of("raw/calib/mars.caldb", "raw/events/n1.txt")) {
        assertThat(there.folder.resolve(file)).hasSameTextualContentAs(here.folder.resolve(file));
      }
      assertThat(trail(there, false)).isNotEmpty().isEqualTo(trail(here, true));
      assertThat(there.remote("audit", "--verify").out()).contains("the chain holds");
      assertThat(
              there.remote("audit", "--action", "user remove", "--export", "jsonl").out().lines())
          .isNotEmpty()
          .allMatch(line -> line.contains("\"action\":\"user remove\""));
    }
  }

  /** Who did what; a service also notes the requests by which it was asked. */
  private static List<String> trail(ServedHome home, boolean local) {
    return step(home, local, "audit --limit 1000")
        .lines()
        .filter(line -> !line.contains(" call "))
        .map(line -> line.replaceFirst("^ *[0-9]+ ", ""))
        .toList();
  }

  /** What a line of a story says; times and the like are left out. */
  static String step(ServedHome home, boolean local, String line) {
    String[] words =
        line.replace("RAW", home.folder + "/raw")
            .replace("FOLDER", home.folder.toString())
            .replace("RESTORES", home.restores.toString())
            .split(" ");
    if (words[0].equals("write")) {
      home.write(words[1], String.join(" ", List.of(words).subList(2, words.length)));
      return "";
    }
    Shell.Result result = local ? home.local(words) : home.remote(words);
    return (result.code() + "\n" + result.out() + result.err())
        .replace(home.folder.toString(), "FOLDER")
        .replaceAll("[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]+Z?", "TIME")
        .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UUID")
        .replaceAll("hev_[A-Za-z0-9_-]+", "hev_SECRET")
        .replaceAll("_[0-9]{8}_[0-9]{6}_", "_TIME_")
        .replaceAll("\\b(?=[0-9a-f]*[0-9])[0-9a-f]{8,64}\\b", "ID")
        .replaceAll("(Plan|plan) [0-9a-f]{4}\\b", "Plan ID")
        // What is stored has times and random ids in it, and a service shares what it has open.
        .replaceAll("[0-9.,]+ k?B\\b", "SIZE")
        .replaceAll("(SIZE in use|[0-9]+ of [0-9]+ packs removed)[^\n]*", "PACKS")
        .replaceAll(
            "((stored|added)Bytes|bytes(Used|Freed|Rewritten)|packs[A-Za-z]*|blobsUnused)\" ?:"
                + " ?[0-9]+",
            "$1 NUMBER")
        .replaceAll(" +", " ")
        .replaceAll("(Millis\" : |in )[0-9.]+( ms| s)?", "$1TIME");
  }
}
