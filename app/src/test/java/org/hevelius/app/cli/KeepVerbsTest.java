package org.hevelius.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.hevelius.app.cli.RepositoryHome.Run;
import org.junit.jupiter.api.Test;

class KeepVerbsTest extends ThreeVersionsTest {
  @Test
  void holdsRefuseDeletionUntilTheyAreReleasedOrOverruled() {
    assertThat(home.ok("hold", "cosmos7/raw@1", "--reason", "Production baseline"))
        .isEqualTo(
            "cosmos7/raw@1  base: held, permanent (\"Production baseline\"), by maya since"
                + " 2026-11-21 10:05\n");
    Run refused = home.run("delete", "cosmos7/raw@1");
    assertThat(refused.code()).isEqualTo(4);
    assertThat(refused.err())
        .isEqualTo(
            """
            refused: cosmos7/raw@1 is permanent ("Production baseline", held by maya since 2026-11-21)
              to delete it all the same: hevelius delete cosmos7/raw@1 --force
            """);
    assertThat(home.ok("delete", "cosmos7/raw@1", "--force", "--dry-run"))
        .isEqualTo(
            """
            Plan 7f3a  delete cosmos7/raw@1  base
              "Baseline"
              taken 2026-11-21 10:02 (UTC) by maya; 2 files, 18 B
              overruled: permanent ("Production baseline"), by maya since 2026-11-21 10:05
            It can't be brought back. The data itself and all other snapshots stay.
            Nothing was changed: a dry run.
            """);
    assertThat(home.ok("release", "cosmos7/raw@1"))
        .isEqualTo("cosmos7/raw@1  base: released; the rules of cleanup decide from now on\n");
    assertThat(home.run("release", "cosmos7/raw@1").code()).isEqualTo(3);
    assertThat(home.typing("yes", "delete", "cosmos7/raw@1").out())
        .endsWith("Deleted cosmos7/raw@1.\nFree its space with: hevelius cleanup\n");
    assertThat(home.run("show", "cosmos7/raw@1").code()).isEqualTo(3);
  }

  @Test
  void keepsLegalHoldsApartFromPermanentOnes() {
    home.ok("hold", "cosmos7/raw@2", "--legal", "--reason", "Case 17");
    assertThat(home.run("release", "cosmos7/raw@2").code()).isEqualTo(3);
    assertThat(home.run("delete", "cosmos7/raw@2", "--yes").code()).isEqualTo(4);
    assertThat(home.ok("release", "cosmos7/raw@2", "--legal")).contains("released");
  }

  @Test
  void changesTagsAndShowsThem() {
    assertThat(home.ok("tag", "cosmos7/raw@2")).isEqualTo("cosmos7/raw@2: no tags\n");
    assertThat(home.ok("tag", "cosmos7/raw@2", "campaign=mars", "reviewed"))
        .isEqualTo("cosmos7/raw@2: tags campaign=mars, reviewed\n");
    assertThat(home.ok("tag", "cosmos7/raw@2", "--remove", "reviewed"))
        .isEqualTo("cosmos7/raw@2: tags campaign=mars\n");
    assertThat(home.run("tag", "cosmos7/raw@2", "a=1", "a=2").code()).isEqualTo(2);
    assertThat(home.run("tag", "cosmos7/raw@2", "--remove", "b").code()).isEqualTo(3);
  }

  @Test
  void changesTheTextOfASnapshot() {
    assertThat(
            home.ok(
                "describe",
                "cosmos7/raw@2",
                "--description",
                "Mars",
                "--name",
                "mars",
                "--milestone",
                "v2"))
        .isEqualTo("cosmos7/raw@2  mars: \"Mars\", milestone v2\n");
    assertThat(home.ok("describe", "cosmos7/raw@mars", "--name", "", "--milestone", ""))
        .isEqualTo("cosmos7/raw@2: \"Mars\"\n");
    assertThat(home.run("describe", "cosmos7/raw@2").code()).isEqualTo(2);
    assertThat(home.run("describe", "cosmos7/raw@2", "--name", "base").code()).isEqualTo(4);
  }

  @Test
  void namesTheOptionForWhatIsWrongWithABadSnapshot() {
    Run refused = home.run("known-bad", "cosmos7/raw@2", "wrong gain");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("no reference", "--note \"wrong gain\"");
    assertThat(home.ok("show", "cosmos7/raw@2", "--json")).contains("\"knownBadMark\" : null");
  }

  @Test
  void marksWhatIsKnownToBeGood() {
    assertThat(home.ok("known-good", "cosmos7/raw@2", "--note", "passed"))
        .isEqualTo("cosmos7/raw@2: known good (\"passed\")\n");
    assertThat(home.ok("known-good", "cosmos7/raw@2", "--json")).contains("\"knownGood\" : true");
    assertThat(home.ok("known-good", "cosmos7/raw@2", "--remove", "--json"))
        .contains("\"knownGood\" : false");
  }

  @Test
  void cleansUpAsPlannedWithAReasonForEverySnapshot() {
    home.ok("known-good", "cosmos7/raw@1");
    assertThat(home.ok("cleanup", "--keep-last", "1", "--no-prune", "--dry-run"))
        .isEqualTo(
            """
            Plan 7f3a  keep last 1
              REF            WHEN (UTC)                WHY
              cosmos7/raw@3  2026-11-21 10:04  keep    last 1, newest
              cosmos7/raw@2  2026-11-21 10:03  forget  no rule keeps it
              cosmos7/raw@1  2026-11-21 10:02  keep    newest known good   base
            3 snapshots: 2 kept, 1 forgotten
            No space is freed now (--no-prune).
            Nothing was changed: this was a dry run. To carry it out, leave out --dry-run.
            """);
    assertThat(home.ok("cleanup", "cosmos7/**", "--keep-last", "1", "--no-prune", "--dry-run"))
        .contains("keep last 1 in cosmos7/**", "3 snapshots: 2 kept, 1 forgotten");
    assertThat(home.run("cleanup", "metis/**", "--dry-run").code()).isEqualTo(3);
    assertThat(home.run("cleanup", "cosmos7/*", "--dry-run").code()).isEqualTo(2);
    assertThat(home.run("cleanup", "--keep-last", "1").code()).isEqualTo(4);
    assertThat(home.ok("cleanup", "--keep-last", "1", "--yes"))
        .contains("repository default: frees ")
        .contains("Forgot 1 snapshot.\nrepository default: freed ");
    assertThat(home.run("show", "cosmos7/raw@2").code()).isEqualTo(3);
    assertThat(home.ok("cleanup", "--json"))
        .contains("\"executed\" : false", "\"rules\" : \"last 10 + weekly for 90d\"");
  }

  @Test
  void takesAllRulesAndRefusesNonsense() {
    assertThat(
            home.ok(
                "cleanup",
                "cosmos7/raw",
                "--dry-run",
                "--no-prune",
                "--keep-last=2",
                "--keep-daily=unlimited",
                "--keep-within=7d",
                "--keep-within-monthly=1y",
                "--keep-weekly-for=90d",
                "--keep-tag=a=b,c"))
        .startsWith(
            "Plan 7f3a  keep last 2 + daily + within 7d + monthly within 1y + weekly for 90d + tag"
                + " a=b,c in cosmos7/raw\n");
    assertThat(home.run("cleanup", "--keep-last", "0").code()).isEqualTo(2);
    assertThat(home.run("cleanup", "--keep-last", "x").code()).isEqualTo(2);
    assertThat(home.run("cleanup", "--keep-within", "7x").code()).isEqualTo(2);
    assertThat(home.run("cleanup", "--keep-tag", "none=such").code()).isEqualTo(4);
  }
}
