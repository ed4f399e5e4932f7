package org.hevelius.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hevelius.app.cli.RepositoryHome.Run;
import org.hevelius.app.cli.RepositoryHome.Store;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchVerbsTest {
  @TempDir static Path shared;
  static Store store;

  @TempDir Path root;
  RepositoryHome home;

  @BeforeAll
  static void openTheRepository() {
    store = new Store(shared);
  }

  @AfterAll
  static void closeIt() {
    store.close();
  }

  @BeforeEach
  void threeDatasets() {
    home = new RepositoryHome(root, store);
    home.write("r/n1.txt", "one\n").write("p/n1.csv", "1,2\n").write("s/x.evt", "event\n");
    home.ok("dataset", "add", "cosmos7/raw", "--source", "raw/r");
    home.ok("dataset", "add", "cosmos7/processed", "--source", "raw/p");
    home.ok("dataset", "add", "swift/xrt", "--source", "raw/s");
  }

  private void spoil() {
    home.write("r/n1.txt", "ONE!\n").write("p/n1.csv", "3,4,5\n").write("s/x.evt", "spoiled\n");
  }

  @Test
  void takesASnapshotOfEachDatasetThatIsMeant() {
    String out = home.ok("create", "cosmos7/**", "swift/xrt", "Before Mars", "--name", "pre-mars");
    assertThat(out)
        .contains("Snapshot cosmos7/processed@1  pre-mars\n")
        .contains("Snapshot cosmos7/raw@1  pre-mars\n")
        .contains("Snapshot swift/xrt@1  pre-mars\n")
        .endsWith("3 datasets: 3 taken\n");
    assertThat(home.ok("create", "cosmos7/raw", "cosmos7/**", "cosmos7/raw", "twice", "--json"))
        .containsOnlyOnce("\"dataset\" : \"cosmos7/raw\",\n    \"reference\" : null")
        .contains("\"notBegun\" : [ ]");
  }

  @Test
  void doesNothingWhereAnythingThatWasNamedMeansNothing() {
    Run run = home.run("create", "cosmos7/**", "swift/**", "chandra/**", "why");
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err())
        .isEqualTo(
            """
            error: there is no dataset chandra, nor any below it
              nothing was done; all datasets: hevelius dataset list
            """);
    run = home.run("create", "cosmos7/**", "swift/xrt", "--name", "x");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("error: the description is missing\n");
    run = home.run("create", "cosmos7/**");
    assertThat(run.err()).startsWith("error: the description is missing\n");
    run = home.run("create", "cosmos7/raw", "cosmos7/processed");
    assertThat(run.err()).startsWith("error: the description is missing\n");
    run = home.run("create", "cosmos7/raw", "Before", "Mars");
    assertThat(run.err())
        .isEqualTo(
            """
            error: too many words: "Before" is no dataset, and a description needs quotes
              hevelius create cosmos7/raw "Before Mars"
            """);
    assertThat(home.ok("list")).startsWith("There is no snapshot yet.");
  }

  @Test
  void refusesHostileSelections() {
    home.ok("create", "**", "why");
    for (String hostile :
        new String[] {
          "*",
          "***",
          "cosmos7/*",
          "*/raw",
          "cosmos7/**/raw",
          "../**",
          "/**",
          "cosmos7//**",
          "cosmos7/**/**",
          "Cosmos7/**",
          "cosmos7\u0000/**",
          "cosmos7/**\n",
          "-x/**x*",
          "''/**"
        }) {
      for (String[] line :
          new String[][] {
            {"create", "swift/xrt", hostile, "why"},
            {"restore", hostile + "@latest", "--in-place", "--yes"},
            {"delete", "--yes", hostile + "@latest"},
            {"hold", "--tagged", "a", "--", hostile}
          }) {
        Run run = home.run(line);
        assertThat(run.code()).as(hostile + " " + String.join(" ", line)).isEqualTo(2);
      }
    }
    assertThat(home.ok("list", "--json")).doesNotContain("@2\"");
  }

  @Test
  void goesOnWhereOneSourceIsGone() throws IOException {
    home.ok("create", "**", "first");
    Files.delete(home.file("p/n1.csv"));
    Files.delete(home.file("p"));
    Run run = home.run("create", "**", "second");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains("cosmos7/processed  failed: ")
        .contains("Snapshot cosmos7/raw@2")
        .contains("Snapshot swift/xrt@2")
        .contains("3 datasets: 2 taken, 1 failed\n")
        .endsWith(
            "What was taken is complete. For the others, when the cause is gone: hevelius create"
                + " cosmos7/processed second\n");
    assertThat(home.run("create", "cosmos7/processed", "second").code()).isEqualTo(10);
    assertThat(home.run("create", "cosmos7/processed", "**", "x", "--json").out())
        .contains("\"category\" : \"unavailable\"");
  }

  @Test
  void refusesANameThatOneOfThemHas() {
    home.ok("create", "cosmos7/raw", "first", "--name", "pre-mars");
    Run run = home.run("create", "**", "second", "--name", "pre-mars");
    assertThat(run.code()).isEqualTo(4);
    assertThat(run.err())
        .isEqualTo(
            """
            error: 1 of the 3 datasets have a snapshot called "pre-mars" already: cosmos7/raw
              nothing was taken; a short name is unique in its dataset; those without it: cosmos7/processed swift/xrt
            """);
    assertThat(home.run("create", "**", " ").code()).isEqualTo(2);
    assertThat(home.ok("list", "cosmos7/processed")).startsWith("There is no snapshot yet.");
  }

  @Test
  void findsDatasetsByTheirOwnTags() {
    home.ok("dataset", "set", "cosmos7/raw", "--tag", "campaign=mars");
    home.ok("dataset", "set", "swift/xrt", "--tag", "campaign=mars", "--tag", "x-ray");
    assertThat(home.ok("create", "--where", "campaign=mars", "Before Mars"))
        .endsWith("2 datasets: 2 taken\n");
    assertThat(home.ok("create", "swift/**", "Before Mars", "--where", "x-ray"))
        .endsWith("1 dataset: 1 taken\n");
    Run run = home.run("create", "cosmos7/**", "Before Mars", "--where", "x-ray");
    assertThat(run.code()).isEqualTo(3);
    assertThat(home.ok("dataset", "set", "swift/xrt", "--untag", "x-ray"))
        .contains("  tags        campaign=mars\n");
    assertThat(home.ok("restore", "**@latest", "--where", "campaign=mars", "--to", "out"))
        .contains("2 datasets: 2 done");
  }

  @Test
  void restoresAHierarchyAsOnePlanAndUndoesItAsOne() {
    home.ok("create", "**", "Baseline", "--name", "base");
    spoil();
    assertThat(home.ok("restore", "cosmos7/**@base", "--in-place", "--dry-run"))
        .isEqualTo(
            """
            restore all of cosmos7/processed@1 (base) in place
              overwrite  1  4 B  n1.csv  (changed since @1, 1 minute ago)
              create     0
              delete     0       files that are not in the snapshot stay
            restore all of cosmos7/raw@1 (base) in place
              overwrite  1  4 B  n1.txt  (changed since @1, 1 minute ago)
              create     0
              delete     0       files that are not in the snapshot stay
            Plan 7f3a  2 datasets, overwrite 2 (8 B), create 0, delete 0
            A guard snapshot of each dataset's present state is taken first; `hevelius undo` returns to all of them.
            Nothing was changed: this was a dry run. To carry it out, leave out --dry-run.
            """);
    Run restored = home.typing("yes", "restore", "cosmos7/**@base", "--in-place");
    assertThat(restored.code()).isZero();
    assertThat(restored.err()).isEqualTo("Type yes to carry out plan 7f3a: ");
    assertThat(restored.out())
        .contains(
            "Guard cosmos7/raw@2.  Restored 1 entry (4 B), verified 1 of 1.  Undo with: hevelius"
                + " undo cosmos7/raw\n")
        .endsWith("2 datasets: 2 done\nAll of it is taken back with: hevelius undo\n");
    assertThat(home.read("r/n1.txt")).isEqualTo("one\n");
    assertThat(home.read("p/n1.csv")).isEqualTo("1,2\n");
    assertThat(home.read("s/x.evt")).isEqualTo("spoiled\n");

    assertThat(home.ok("undo", "--dry-run"))
        .contains("cosmos7/raw@2")
        .contains("Plan 7f3a  2 data");
    assertThat(home.ok("undo", "--yes")).contains("2 datasets: 2 done");
    assertThat(home.read("r/n1.txt")).isEqualTo("ONE!\n");
    assertThat(home.read("p/n1.csv")).isEqualTo("3,4,5\n");
    assertThat(home.ok("undo", "--redo", "--yes")).contains("2 datasets: 2 done");
    assertThat(home.read("r/n1.txt")).isEqualTo("one\n");
    assertThat(home.ok("undo", "cosmos7/raw", "--yes")).contains("Take it back with");
    assertThat(home.read("r/n1.txt")).isEqualTo("ONE!\n");
    assertThat(home.read("p/n1.csv")).isEqualTo("1,2\n");
    home.ok("undo", "--yes");
    assertThat(home.read("p/n1.csv")).isEqualTo("3,4,5\n");
  }

  @Test
  void aRestoreThatIsRepeatedNeverBringsAGuardBack() {
    home.ok("create", "**", "Baseline");
    spoil();
    home.ok("restore", "cosmos7/**@latest", "--in-place", "--yes");
    assertThat(home.ok("restore", "cosmos7/**@latest", "--in-place", "--yes"))
        .contains("restore all of cosmos7/raw@1 in place")
        .endsWith("There is nothing to do.\n");
    assertThat(home.read("r/n1.txt")).isEqualTo("one\n");
  }

  @Test
  void putsEachDatasetInADirectoryOfItsOwn() throws IOException {
    home.ok("create", "**", "Baseline", "--tag", "campaign=mars");
    home.ok("create", "swift/xrt", "Later");
    assertThat(home.ok("restore", "**", "--tagged", "campaign=mars", "--to", "out"))
        .contains("restore all of swift/xrt@1 to /T/out/swift-xrt")
        .contains("3 datasets: 3 done");
    assertThat(Files.readString(root.resolve("out/cosmos7-raw/n1.txt"))).isEqualTo("one\n");
    assertThat(Files.readString(root.resolve("out/cosmos7-processed/n1.csv"))).isEqualTo("1,2\n");
    Run run = home.run("restore", "swift/xrt@1", "swift/xrt@2", "--to", "other");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("error: swift/xrt@1 and swift/xrt@2 are versions of the same");
    assertThat(root.resolve("other")).doesNotExist();
  }

  @Test
  void namesTheDatasetsThatHaveNoSuchSnapshot() {
    home.ok("create", "**", "Baseline");
    home.ok("known-good", "cosmos7/raw@1");
    Run run = home.run("restore", "cosmos7/**@known-good", "--in-place", "--yes");
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err())
        .isEqualTo(
            """
            error: 1 of the 2 datasets of cosmos7/** have no snapshot @known-good: cosmos7/processed
              nothing was done; those that have one: cosmos7/raw@1
            """);
    assertThat(home.run("restore", "cosmos7/**@1", "--in-place", "--yes").err())
        .startsWith("error: \"cosmos7/**@1\": the number 1 means something else in each dataset");
    assertThat(home.run("restore", "cosmos7/**", "--in-place", "--yes").code()).isEqualTo(2);
  }

  @Test
  void leavesAloneWhatCannotBePlannedAndDoesTheOthers() {
    home.ok("create", "**", "Baseline");
    spoil();
    Run run = home.run("restore", "**@latest", "--path", "n1.txt", "--in-place", "--yes");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains("swift/xrt@1  failed: ")
        .contains("Plan 7f3a  1 dataset, overwrite 1 (4 B), create 0, delete 0; 2 can't be planned")
        .contains("3 datasets: 1 done, 2 failed\n");
    assertThat(home.read("r/n1.txt")).isEqualTo("one\n");
    assertThat(home.read("p/n1.csv")).isEqualTo("3,4,5\n");
  }

  @Test
  void marksSeveralAndReleasesThemAfterAQuestion() {
    home.ok("create", "**", "Baseline", "--tag", "campaign=mars");
    assertThat(home.ok("tag", "cosmos7/**@latest", "swift/xrt@1", "paper=12", "reviewed"))
        .contains("swift/xrt@1: tags campaign=mars, paper=12, reviewed\n")
        .endsWith("3 snapshots: 3 done\n");
    assertThat(home.ok("known-good", "--tagged", "paper=12", "--note", "checked"))
        .endsWith("3 snapshots: 3 done\n");
    assertThat(home.ok("hold", "cosmos7/**", "--tagged", "reviewed", "--reason", "Paper 12"))
        .endsWith("2 snapshots: 2 done\n");
    assertThat(home.ok("describe", "cosmos7/**@latest", "--milestone", "v1"))
        .contains("milestone v1");
    Run run = home.run("release", "--tagged", "paper=12");
    assertThat(run.code()).isEqualTo(4);
    assertThat(run.err()).contains("the release of 3 snapshots was not carried out");
    run = home.run("release", "--tagged", "paper=12", "--yes");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains("swift/xrt@1  failed: swift/xrt@1 has no hold")
        .endsWith("3 snapshots: 2 done, 1 failed\n");
    assertThat(home.ok("hold", "**@latest", "--dry-run")).contains("3 snapshots meant");
    assertThat(home.ok("list", "--permanent")).startsWith("No snapshot is like that.");
    assertThat(home.run("hold").code()).isEqualTo(2);
    assertThat(home.run("hold", "--tagged", "nothing").code()).isEqualTo(3);
    assertThat(home.run("hold", "a@1", "--tagged", "x").code()).isEqualTo(2);
  }

  @Test
  void deletesSeveralAsOnePlanAndLeavesWhatIsHeld() {
    home.ok("create", "**", "Trial", "--tag", "trial");
    home.ok("create", "**", "Real");
    home.ok("hold", "swift/xrt@1");
    Run run = home.run("delete", "--tagged", "trial", "--dry-run");
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("Plan 7f3a  delete 2 snapshots\n")
        .contains("  stays: swift/xrt@1 is permanent");
    run = home.run("delete", "--tagged", "trial", "--yes");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("3 snapshots: 2 deleted, 1 failed\n");
    assertThat(home.ok("list", "--json"))
        .contains("swift/xrt@1\"", "cosmos7/raw@2\"")
        .doesNotContain("cosmos7/raw@1\"");
  }

  @Test
  void revertsAHierarchy() {
    home.ok("create", "**", "Baseline", "--name", "pre");
    spoil();
    home.ok("create", "**", "Spoiled");
    assertThat(home.ok("revert", "cosmos7/**@pre..@latest", "--yes"))
        .contains("2 datasets: 2 done");
    assertThat(home.read("r/n1.txt")).isEqualTo("one\n");
    assertThat(home.read("s/x.evt")).isEqualTo("spoiled\n");
    assertThat(home.run("revert", "cosmos7/**@pre..swift/**@latest", "--yes").code()).isEqualTo(2);
  }

  @Test
  void saysOfEachWhatItWasMadeFrom() {
    home.ok("create", "swift/xrt", "Baseline");
    assertThat(home.ok("create", "cosmos7/**", "Made", "--derived-from", "swift/xrt@1"))
        .contains("made from  swift/xrt@1");
    assertThat(home.ok("show", "cosmos7/processed@1")).contains("swift/xrt@1");
  }

  @Test
  void takesOnlyWhatIsMissing() {
    home.ok("create", "cosmos7/raw", "first", "--name", "pre");
    assertThat(home.ok("create", "**", "second", "--name", "pre", "--missing"))
        .doesNotContain("Snapshot cosmos7/raw")
        .endsWith("2 datasets: 2 taken\n");
    assertThat(home.ok("create", "**", "third", "--name", "pre", "--missing"))
        .startsWith("Nothing is missing: all 3 datasets have a snapshot called \"pre\".\n");
    assertThat(home.run("create", "**", "third", "--missing").code()).isEqualTo(2);
  }

  @Test
  void marksByTheTagsOfDatasets() {
    home.ok("dataset", "set", "swift/xrt", "--tag", "x-ray");
    home.ok("create", "**", "Baseline", "--tag", "night=12");
    assertThat(home.ok("known-bad", "--tagged", "night", "--where", "x-ray", "--note", "fogged"))
        .isEqualTo(
            """
            swift/xrt@1: known bad ("fogged")
            1 snapshot: 1 done
            """);
    assertThat(home.run("hold", "**@latest", "--where", "none").code()).isEqualTo(3);
    assertThat(home.run("known-bad").code()).isEqualTo(2);
  }

  @Test
  void undoesTheLastRestoreOfEachOfTheNamed() {
    home.ok("create", "**", "Baseline", "--name", "base");
    spoil();
    home.ok("restore", "cosmos7/raw@base", "--in-place", "--yes");
    home.ok("restore", "swift/xrt@base", "--in-place", "--yes");
    Run run = home.run("undo", "**", "--yes");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains("cosmos7/processed  failed: there is no restore or revert to take back")
        .contains("3 datasets: 2 done, 1 failed\n");
    assertThat(home.read("r/n1.txt")).isEqualTo("ONE!\n");
    assertThat(home.read("s/x.evt")).isEqualTo("spoiled\n");
    assertThat(home.ok("undo", "cosmos7/raw", "swift/**", "--redo", "--yes"))
        .contains("2 datasets: 2 done");
    assertThat(home.read("r/n1.txt")).isEqualTo("one\n");
    assertThat(home.run("undo", "chandra/**", "--yes").code()).isEqualTo(3);
  }
}
