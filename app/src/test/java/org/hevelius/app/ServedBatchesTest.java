package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done to several says and does the same on a home and through a service. */
class ServedBatchesTest {
  private static final String STORY =
      """
      dataset add cosmos7/raw --source RAW/r
      dataset add cosmos7/calib --source RAW/c
      dataset add swift/xrt --source RAW/x
      dataset set swift/xrt --tag mission=swift
      create ** Baseline --name base --tag a=b
      create cosmos7/** swift/xrt Again --json
      create cosmos7/** Again --name base
      create chandra/** why
      create ** Made --derived-from swift/xrt@1 --where mission=swift
      hold cosmos7/**@base --reason Paper
      hold --tagged a=b --where mission=swift --legal
      tag cosmos7/**@base swift/xrt@1 x=y
      tag **@base
      tag **@base --remove x
      tag **@base --remove x
      describe cosmos7/**@latest --milestone v2
      known-good --tagged a --note checked --json
      known-bad cosmos7/**@base --note wrong
      release cosmos7/**@base --dry-run
      release cosmos7/**@base
      release cosmos7/**@base --yes
      release swift/**@base --yes --legal
      restore **@base
      restore cosmos7/**@1 --in-place
      write r/a.txt changed
      write c/b.txt changed too
      write x/new.txt more
      restore **@base --in-place --dry-run
      restore **@base --in-place --dry-run --json
      restore **@base --in-place --path a.txt --yes
      restore **@base --in-place --yes
      restore **@base --in-place --yes --json
      undo --dry-run
      undo --yes
      undo --redo --yes
      undo --yes
      undo cosmos7/raw swift/xrt --dry-run
      undo cosmos7/** --redo --yes
      restore ** --tagged a=b --to RESTORES/all --yes
      write r/a.txt spoiled
      create cosmos7/** Spoiled
      revert cosmos7/**@base..@latest --yes --json
      delete **@base --dry-run
      delete **@base --yes
      delete --until 2000-01-01 --yes
      delete cosmos7/** --since 1d --where none --yes
      hold swift/xrt@1
      delete swift/xrt@1 swift/xrt@2 --dry-run --json
      delete swift/xrt@1 swift/xrt@2 --yes --json
      check
      check default --read-data
      check --part 1/1 --json
      list --json
      """;

  @TempDir private Path folder;

  @Test
  void tellsAndDoesTheSame() throws Exception {
    try (ServedHome here = new ServedHome(Files.createDirectory(folder.resolve("one")));
        ServedHome there = new ServedHome(Files.createDirectory(folder.resolve("two")))) {
      for (ServedHome home : List.of(here, there)) {
        home.write("r/a.txt", "one\n").write("c/b.txt", "two\n").write("x/c.txt", "three\n");
      }
      SoftAssertions steps = new SoftAssertions();
      for (String line : STORY.lines().toList()) {
        String local = step(here, true, line);
        steps.assertThat(step(there, false, line)).as(line).isEqualTo(local);
        steps.assertThat(local).as(line).doesNotContain("a fault in Hevelius");
      }
      steps.assertAll();
      for (String file : List.of("raw/r/a.txt", "raw/c/b.txt", "raw/x/new.txt")) {
        assertThat(there.folder.resolve(file)).hasSameTextualContentAs(here.folder.resolve(file));
      }
    }
  }

  /** A service packs and records more finely. */
  private static String step(ServedHome home, boolean local, String line) {
    return ServedChangesTest.step(home, local, line)
        .replaceAll("[0-9,]+ (packs|entries)", "NUMBER $1")
        .replaceAll("\"(bytesRead|entries)\" : [0-9]+", "\"$1\" NUMBER");
  }
}
