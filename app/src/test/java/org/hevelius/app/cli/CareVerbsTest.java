package org.hevelius.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hevelius.app.cli.RepositoryHome.Run;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CareVerbsTest {
  @TempDir Path root;
  private RepositoryHome.Store store;
  private RepositoryHome home;

  @BeforeEach
  void makeHome() throws IOException {
    store = new RepositoryHome.Store(root.resolve("home"));
    home = RepositoryHome.withThreeVersions(Files.createDirectory(root.resolve("work")), store);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void findsNothingWrongAndThenWhatWasDamaged() throws IOException {
    assertThat(home.ok("check", "--read-data"))
        .startsWith("Repository default: 3 snapshots, ")
        .contains(" packs read, ")
        .endsWith(
            "Catalog: sound\nAudit trail: 5 entries, the chain holds\nNo errors were found.\n");
    assertThat(home.ok("check", "--read-data", "default")).contains("packs read");
    assertThat(home.ok("check", "--part", "1/2", "--json")).contains("\"sound\" : true");
    assertThat(home.run("check", "other").code()).isEqualTo(3);
    for (String share : new String[] {"0", "101", "-5", "NaN"}) {
      assertThat(home.run("check", "default", "--read-data=" + share).code())
          .as(share)
          .isEqualTo(2);
    }

    store.damage();
    Run run = home.run("check", "--read-data");
    assertThat(run.code()).isEqualTo(6);
    assertThat(run.out()).contains("  error: ").contains("Errors were found.");
  }

  @Test
  void describesRepositoryAndCatalog() {
    assertThat(home.ok("repository", "info"))
        .startsWith("Repository default at ")
        .contains("  snapshots  3, of any program\n");
    assertThat(home.ok("repository", "list")).contains("  default          3  ");
    assertThat(home.ok("repository", "snapshots")).contains("version=3").endsWith("3 snapshots\n");
    assertThat(home.ok("repository", "keys", "list")).contains("in use by this home");
    assertThat(home.ok("repository", "unlock")).isEqualTo("No lock of a dead process was there.\n");
    assertThat(home.ok("repository", "rebuild-index")).isEqualTo("There is nothing to do.\n");
    assertThat(home.ok("repository", "repair-packs")).isEqualTo("There is nothing to do.\n");
    assertThat(home.ok("repository", "repair-snapshots"))
        .isEqualTo("No snapshot misses anything.\n");
    assertThat(home.ok("catalog", "info"))
        .contains(": 1 dataset, 3 snapshots\n", "  state     sound\n");
    assertThat(home.run("repository").code()).isEqualTo(2);
    assertThat(home.run("repository", "keys").code()).isEqualTo(2);
    assertThat(home.run("catalog").code()).isEqualTo(2);
  }

  @Test
  void addsAKeyAndRemovesItAfterAQuestion() throws IOException {
    Path password = Files.writeString(root.resolve("work/second"), "second password\n");
    String added = home.ok("repository", "keys", "add", "--new-password-file", password.toString());
    String id = added.replaceAll("(?s)Added key ([0-9a-f]{8});.*", "$1");
    assertThat(home.run("repository", "keys", "remove", "12345678", "--yes").code()).isEqualTo(3);
    assertThat(home.typing("no", "repository", "keys", "remove", id).code()).isEqualTo(130);
    assertThat(home.typing("yes", "repository", "keys", "remove", id).out())
        .endsWith("Removed key " + id + ".\n");
    assertThat(home.run("repository", "keys", "remove", id, "--yes").code()).isEqualTo(3);
  }

  @Test
  void rebuildsTheCatalogFromStorage() {
    home.ok("hold", "cosmos7/raw@1");
    String before = home.ok("list", "cosmos7/raw", "--json");
    assertThat(home.ok("catalog", "rebuild"))
        .startsWith("Rebuilt the catalog: 1 dataset, 3 snapshots read back from storage.\n");
    assertThat(home.ok("list", "cosmos7/raw", "--json")).isEqualTo(before);
  }

  @Test
  void showsTheAuditTrailWithFailures() {
    home.run("delete", "cosmos7/raw@9");
    assertThat(home.ok("audit", "--limit", "2"))
        .isEqualTo(
            """
              #  WHEN (UTC)        WHO   WHAT    TO
              4  2026-11-21 10:04  maya  create  cosmos7/raw@3
              5  2026-11-21 10:05  maya  delete  cosmos7/raw@9  failed: cosmos7/raw has no version 9 yet
            """);
    assertThat(home.ok("audit", "--verify")).isEqualTo("Audit trail: 5 entries, the chain holds\n");
    assertThat(home.ok("audit", "--json", "--limit", "1")).contains("\"sequence\" : 5");
    assertThat(home.run("audit", "--limit", "0").code()).isEqualTo(2);
  }

  @Test
  void tellsInTheAuditTrailWhichWordsWereThereBeforeAndWhichPlanWasCarriedOut() {
    home.ok("describe", "cosmos7/raw@1", "--description", "Mars", "--name", "");
    home.ok("tag", "cosmos7/raw@1", "campaign=mars", "reviewed");
    home.ok("tag", "cosmos7/raw@1", "campaign=venus", "--remove", "reviewed");
    home.ok("hold", "cosmos7/raw@1", "--reason", "Paper 12");
    home.ok("release", "cosmos7/raw@1");
    String trail = home.ok("audit");
    assertThat(trail)
        .contains(
            "describe     cosmos7/raw@1  description: \"Baseline\" -> \"Mars\"; name: \"base\" ->"
                + " none",
            "tag          cosmos7/raw@1  tag campaign: none -> \"mars\"; tag reviewed: none ->"
                + " \"\"",
            "tag campaign: \"mars\" -> \"venus\"; tag reviewed: \"\" -> none",
            "held: none -> \"permanent (Paper 12)\"",
            "held: \"permanent (Paper 12)\" -> none");
    home.ok("cleanup", "--keep-last", "1", "--no-prune", "--yes");
    assertThat(home.ok("audit", "--limit", "1"))
        .containsPattern("cleanup  cosmos7/raw  plan [0-9a-f]{16}: 2 forgotten, 0 problems");
  }

  @Test
  void findsEntriesOfTheAuditTrailAndWritesThemAll() {
    home.ok("tag", "cosmos7/raw@1", "reviewed");
    home.run("delete", "cosmos7/raw@9");
    assertThat(home.ok("audit", "--dataset", "cosmos7/**", "--action", "delete"))
        .contains("cosmos7/raw@9  failed")
        .doesNotContain("create");
    assertThat(home.ok("audit", "--dataset", "cosmos7/ra")).contains("has no such entry");
    assertThat(home.ok("audit", "--actor", "joan")).contains("has no such entry");
    assertThat(home.ok("audit", "--since", "2026-11-21T10:04Z", "--until", "2026-11-21T10:05Z"))
        .contains("cosmos7/raw@3")
        .doesNotContain("cosmos7/raw@2", "reviewed");
    String csv = home.ok("audit", "--export", "csv", "--dataset", "cosmos7/raw");
    assertThat(csv.lines().toList())
        .hasSize(7)
        .startsWith("sequence,time,actor,host,action,target,outcome,detail,hash");
    assertThat(csv.lines().skip(1).findFirst().orElseThrow())
        .startsWith("6,2026-11-21T10:06:00Z,maya,mars,delete,cosmos7/raw@9,FAILED,");
    assertThat(home.ok("audit", "--export", "jsonl").lines().toList())
        .hasSize(6)
        .allMatch(line -> line.startsWith("{\"sequence\":") && line.contains("\"hash\":"));
    assertThat(home.run("audit", "--export", "xml").code()).isEqualTo(2);
    assertThat(home.run("audit", "--verify", "--actor", "maya").code()).isEqualTo(2);
  }
}
