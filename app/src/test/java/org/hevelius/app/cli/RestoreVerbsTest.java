package org.hevelius.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.hevelius.app.cli.RepositoryHome.Run;
import org.junit.jupiter.api.Test;

class RestoreVerbsTest extends ThreeVersionsTest {
  @Test
  void explainsBothPlacesWhenNoneIsGiven() {
    Run run = home.run("restore", "cosmos7/raw@1", "--path", "calib");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            """
            error: say where the data should go: to another directory, or in place
              to another directory, nothing is overwritten:  hevelius restore cosmos7/raw@1 --path calib --to DIR
              over the data itself, with a way back (undo):  hevelius restore cosmos7/raw@1 --path calib --in-place
            """);
    assertThat(home.run("restore", "cosmos7/raw@1", "--to", "x", "--in-place").code()).isEqualTo(2);
  }

  @Test
  void showsThePlanAndTakesItBackThroughTheGuard() {
    assertThat(home.ok("restore", "cosmos7/raw@1", "--path", "calib", "--in-place", "--dry-run"))
        .isEqualTo(
            """
            Plan 7f3a  restore calib of cosmos7/raw@1 (base) in place
              overwrite  1  14 B  calib/mars.caldb  (unchanged since @3)
              create     0
              delete     0        files that are not in the snapshot stay
            A guard snapshot of the present state is taken first; `hevelius undo` returns to it.
            Nothing was changed: this was a dry run. To carry it out, leave out --dry-run.
            """);
    assertThat(home.read("calib/mars.caldb")).isEqualTo("gain = 1.21\n");

    Run restored = home.typing("yes", "restore", "cosmos7/raw@base", "--in-place");
    assertThat(restored.code()).isZero();
    assertThat(restored.err()).isEqualTo("Type yes to carry out plan 7f3a: ");
    assertThat(restored.out())
        .contains("files that are not in the snapshot stay; --delete would remove 2 (11 B)\n")
        .endsWith(
            "Guard cosmos7/raw@4.  Restored 1 entry (14 B), verified 1 of 1.  Undo with: hevelius"
                + " undo\n");
    assertThat(home.read("calib/mars.caldb")).isEqualTo("gain = 1.0021\n");

    assertThat(home.ok("undo", "--yes"))
        .startsWith(
            "Plan 7f3a  undo the restore of cosmos7/raw@1 of 1 minute ago: back to the guard"
                + " cosmos7/raw@4\n")
        .endsWith("Take it back with: hevelius undo --redo\n");
    assertThat(home.read("calib/mars.caldb")).isEqualTo("gain = 1.21\n");
    Run again = home.run("undo", "--yes");
    assertThat(again.code()).isEqualTo(3);
    assertThat(again.err())
        .isEqualTo(
            """
            error: there is no other restore or revert to take back
              to take back the last undo: hevelius undo --redo
            """);
  }

  @Test
  void bringsBackASourceThatIsGoneAndSaysThatThereIsNothingToGuard() throws IOException {
    home.removeSource();
    String plan = home.ok("restore", "cosmos7/raw@1", "--in-place", "--dry-run");
    assertThat(plan)
        .contains("overwrite  0\n", "is gone: there is no present state to guard.")
        .doesNotContain("A guard snapshot");
    assertThat(home.ok("restore", "cosmos7/raw@1", "--in-place", "--yes"))
        .contains("\nRestored ")
        .doesNotContain("Guard", "Undo with");
    assertThat(home.read("calib/mars.caldb")).isEqualTo("gain = 1.0021\n");
    // What was created stays: nothing says that nobody has worked on it since.
    assertThat(home.run("undo", "--yes").code()).isEqualTo(3);
    assertThat(home.read("calib/mars.caldb")).isEqualTo("gain = 1.0021\n");
    assertThat(home.ok("restore", "cosmos7/raw@3", "--in-place", "--yes")).contains("Guard");
  }

  @Test
  void takesAnUndoBackAndUndoesAgain() {
    home.ok("restore", "cosmos7/raw@1", "--in-place", "--delete", "--yes");
    home.write("events/n2.txt", "made after the restore\n");
    home.ok("undo", "--yes");
    assertThat(home.read("calib/mars.caldb")).isEqualTo("gain = 1.21\n");
    assertThat(home.ok("undo", "--redo", "--yes"))
        .startsWith(
            "Plan 7f3a  take back the undo of 1 minute ago: back to the guard cosmos7/raw@5\n")
        .endsWith("Undo with: hevelius undo\n");
    assertThat(home.read("calib/mars.caldb")).isEqualTo("gain = 1.0021\n");
    assertThat(home.file("notes")).doesNotExist();
    assertThat(home.read("events/n2.txt")).isEqualTo("made after the restore\n");
    assertThat(home.run("undo", "--redo", "--yes").code()).isEqualTo(3);
    home.ok("undo", "--yes");
    assertThat(home.read("calib/mars.caldb")).isEqualTo("gain = 1.21\n");
    assertThat(home.read("notes/later.md")).isEqualTo("later work\n");
    home.ok("undo", "--redo", "--yes");
    assertThat(home.file("notes")).doesNotExist();
  }

  @Test
  void takesUndosBackOneByOneUntilSomethingElseIsRestored() {
    home.ok("restore", "cosmos7/raw@1", "--in-place", "--yes");
    home.write("calib/mars.caldb", "gain = 3\n");
    home.ok("restore", "cosmos7/raw@2", "--path", "calib", "--in-place", "--yes");
    home.ok("undo", "--yes");
    assertThat(home.read("calib/mars.caldb")).isEqualTo("gain = 3\n");
    home.ok("undo", "--redo", "--yes");
    assertThat(home.read("calib/mars.caldb")).isEqualTo("gain = 1.21\n");
    home.ok("undo", "--yes");
    home.ok("restore", "cosmos7/raw@1", "--path", "calib", "--in-place", "--yes");
    Run late = home.run("undo", "--redo", "--yes");
    assertThat(late.code()).isEqualTo(3);
    assertThat(late.err()).startsWith("error: there is no undo to take back\n");
    assertThat(home.read("calib/mars.caldb")).isEqualTo("gain = 1.0021\n");
  }

  @Test
  void changesNothingWithoutAYes() {
    for (String answer : new String[] {"no", "y", ""}) {
      Run run = home.typing(answer, "restore", "cosmos7/raw@1", "--in-place");
      assertThat(run.code()).isEqualTo(130);
    }
    Run piped = home.run("restore", "cosmos7/raw@1", "--in-place");
    assertThat(piped.code()).isEqualTo(4);
    assertThat(piped.err()).startsWith("refused: plan 7f3a was not carried out: it must be");
    Run json = home.typing("yes", "restore", "cosmos7/raw@1", "--in-place", "--json");
    assertThat(json.code()).isEqualTo(4);
    assertThat(json.out()).isEmpty();
    assertThat(home.read("calib/mars.caldb")).isEqualTo("gain = 1.21\n");
    assertThat(home.ok("list", "cosmos7/raw")).doesNotContain("guard");
  }

  @Test
  void deletesOnlyWhenAskedTo() {
    assertThat(home.ok("restore", "cosmos7/raw@1", "--in-place", "--delete", "--yes"))
        .contains("  delete     2  11 B\n")
        .contains("removed 2");
    assertThat(home.file("notes")).doesNotExist();
    home.ok("undo", "--yes");
    assertThat(home.read("notes/later.md")).isEqualTo("later work\n");
  }

  @Test
  void saysWhichVersionHasWhatWouldGo() {
    home.write("calib/mars.caldb", "gain = 1.21, mine\n");
    home.write("calib/new.caldb", "in no version\n");
    home.write("notes/later.md", "later work\n");
    String plan = home.ok("restore", "cosmos7/raw@1", "--in-place", "--delete", "--dry-run");
    assertThat(plan)
        .contains("calib/mars.caldb  (changed since @3, 1 minute ago)\n")
        .contains("calib/new.caldb  (not in any version)\n")
        .contains("notes/later.md  (unchanged since @3)\n")
        .contains("notes  (directory)\n");
    home.write("events/n1.txt", "two\n");
    home.ok("create", "cosmos7/raw", "Other events");
    home.write("events/n1.txt", "one\n");
    home.write("calib/mars.caldb", "gain = 1.0\n");
    assertThat(home.ok("restore", "cosmos7/raw@4", "--in-place", "--dry-run"))
        .contains("events/n1.txt  (as in @3)\n")
        .contains("calib/mars.caldb  (changed since @4, 1 minute ago)\n");
    assertThat(home.ok("restore", "cosmos7/raw@4", "--in-place", "--dry-run", "--json"))
        .contains("\"origin\" : {", "\"state\" : \"AS_IN_OLDER\"", "\"version\" : 3");
  }

  @Test
  void saysWhenThereIsNothingToDo() {
    assertThat(home.ok("restore", "cosmos7/raw@3", "--in-place"))
        .endsWith("There is nothing to do: everything is as it was asked for.\n");
    assertThat(home.ok("restore", "cosmos7/raw@3", "--in-place", "--json"))
        .contains("\"executed\" : false");
  }

  @Test
  void restoresIntoANewDirectoryWithoutAQuestionButNotIntoAFullOne() throws IOException {
    assertThat(home.ok("restore", "cosmos7/raw@1", "--to", "out", "--verify"))
        .isEqualTo(
            """
            Plan 7f3a  restore all of cosmos7/raw@1 (base) to /T/out
              create  4  18 B
                               calib  (directory)
                               calib/mars.caldb
                               events  (directory)
                               events/n1.txt
            Restored 4 entries (18 B), verified 4 of 4 in /T/out.
            """);
    assertThat(Files.readString(root.resolve("out/calib/mars.caldb"))).isEqualTo("gain = 1.0021\n");

    Files.writeString(root.resolve("out/calib/mars.caldb"), "mine\n");
    Files.delete(root.resolve("out/events/n1.txt"));
    assertThat(home.run("restore", "cosmos7/raw@1", "--to", "out").code()).isEqualTo(4);
    Run run = home.run("restore", "cosmos7/raw@1", "--to", "out", "--yes");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("1 conflict was left alone:\n  calib/mars.caldb");
    assertThat(Files.readString(root.resolve("out/calib/mars.caldb"))).isEqualTo("mine\n");
    assertThat(root.resolve("out/events/n1.txt")).exists();
  }

  @Test
  void revertsOneChangeAndKeepsLaterWork() {
    assertThat(home.ok("revert", "cosmos7/raw@1..2", "--yes"))
        .startsWith(
            "Plan 7f3a  take back what changed from cosmos7/raw@1 to cosmos7/raw@2, and keep"
                + " everything else\n")
        .contains("Guard cosmos7/raw@4.  Restored 1 entry");
    assertThat(home.read("calib/mars.caldb")).isEqualTo("gain = 1.0021\n");
    assertThat(home.read("notes/later.md")).isEqualTo("later work\n");
  }

  @Test
  void leavesAConflictAloneAndEndsWithOne() {
    home.write("calib/mars.caldb", "gain = 1.3\n");
    Run run = home.run("revert", "cosmos7/raw@base..@2", "--yes");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains("  conflict   1  ")
        .contains("Nothing was changed: 1 conflict was left alone.\n");
    assertThat(home.read("calib/mars.caldb")).isEqualTo("gain = 1.3\n");
  }

  @Test
  void refusesRangesThatMakeNoSense() {
    assertThat(home.run("revert", "cosmos7/raw@1").err())
        .startsWith("error: \"cosmos7/raw@1\" is no range of two versions\n");
    assertThat(home.run("revert", "cosmos7/raw@1..1").err())
        .startsWith("error: both ends of the range are cosmos7/raw@1");
    Run reversed = home.run("revert", "cosmos7/raw@2..1", "--dry-run");
    assertThat(reversed.code()).isZero();
    assertThat(reversed.err())
        .isEqualTo(
            "note: cosmos7/raw@2 is newer than cosmos7/raw@1, so this brings the changes between"
                + " them in again\n");
  }

  @Test
  void givesScriptsOneDocument() {
    assertThat(home.ok("restore", "cosmos7/raw@1", "--in-place", "--yes", "--json"))
        .startsWith("{\n  \"plan\" : \"")
        .contains(
            "\"kind\" : \"RESTORE\"", "\"executed\" : true", "\"reference\" : \"cosmos7/raw@1\"")
        .contains("\"guard\" : \"cosmos7/raw@4\"")
        .endsWith("}\n");
  }

  @Test
  void showsHostileNamesOnOneLine() {
    home.write("we\nird\u001b[31m.txt", "x");
    home.ok("create", "cosmos7/raw", "hostile");
    home.write("we\nird\u001b[31m.txt", "y2");
    String plan = home.ok("restore", "cosmos7/raw@4", "--in-place", "--dry-run");
    assertThat(plan).contains("we\\x0aird\\x1b[31m.txt").doesNotContain("\u001b");
  }
}
