package org.hevelius.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.snapshot.SnapshotKind;
import org.hevelius.core.snapshot.TakenBy;
import org.hevelius.core.usecase.Creation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyVerbsTest {
  private final MemoryHome home =
      Samples.home().standingIn(Path.of("src/test/resources/policies").toAbsolutePath().toString());
  @TempDir Path directory;

  @Test
  void showsWhatPoliciesSayAndDo() {
    new VerbTranscript(home)
        .run("policy", "list")
        .run("policy", "explain", "cosmos7/raw")
        .run("policy", "next", "cosmos7/raw")
        .run("policy", "apply", "cosmos7.yaml", "--dry-run")
        .run("policy", "apply", "cosmos7.yaml")
        .run("policy", "apply", "cosmos7.yaml", "--yes")
        .run("policy", "apply", "cosmos7.yaml", "--yes")
        .run("policy", "list")
        .run("policy", "show", "raw")
        .run("policy", "explain", "cosmos7/raw")
        .run("policy", "explain", "cosmos7/raw", "--frames")
        .run("policy", "next", "cosmos7/raw", "-n", "7")
        .run("policy", "simulate", "cosmos7/raw", "--days", "90")
        .run("policy", "remove", "raw", "--dry-run")
        .run("policy", "remove", "row")
        .run("policy", "next", "cosmos7/raw", "-n", "0")
        .run("policy", "simulate", "cosmos7/raw", "--days", "0")
        .run("policy", "apply", "none.yaml")
        .run("policy")
        .run("policy", "apply", "--help")
        .isAsIn("policy.txt");
  }

  @Test
  void givesTheSameAsJson() {
    assertThat(home.ok("policy", "apply", "cosmos7.yaml", "--json", "--dry-run"))
        .contains("\"executed\" : false", "\"kind\" : \"NEW\"", "\"brake: 40%\"");
    assertThat(home.run("policy", "apply", "cosmos7.yaml", "--json").code()).isEqualTo(4);
    assertThat(home.ok("policy", "apply", "cosmos7.yaml", "--json", "--yes"))
        .contains("\"executed\" : true");
    assertThat(home.ok("policy", "list", "--json")).contains("\"scopes\" : [ \"cosmos7/**\" ]");
    assertThat(home.ok("policy", "show", "raw", "--json"))
        .contains("\"schedules.6-hourly.keep\" : \"2d\"", "\"text\" : \"policies:");
    assertThat(home.ok("policy", "explain", "cosmos7/raw", "--json"))
        .contains("\"from\" : \"policy mission, cosmos7.yaml:8\"");
    assertThat(home.ok("policy", "next", "cosmos7/raw", "-n", "1", "--json"))
        .contains("\"local\" : \"2026-11-21T18:05:12+01:00\"", "\"shift\" : \"PT5M12S\"");
    assertThat(home.ok("policy", "simulate", "cosmos7/raw", "--days", "7", "--json"))
        .contains("\"standing\" : {", "\"bytesPerDay\" : ");
    assertThat(home.ok("policy", "remove", "raw", "--json", "--dry-run")).contains("REMOVED");
    assertThat(home.ok("cleanup", "--no-prune", "--dry-run", "--json"))
        .contains("\"policies\" : [ \"cosmos7/raw by policy mission < raw: ", "\"brakes\" : [ ]");
  }

  @Test
  void takesTheBlocksOfTamsForTheDatasetThatIsNamed() throws IOException {
    Path file = directory.resolve("tams.yaml");
    Files.writeString(
        file,
        """
        snapshots:
          retention: {daily: 7}
          compression: true
          schedule: {daily: '02:00'}
        """);
    assertThat(home.run("policy", "apply", file.toString(), "--yes").err())
        .contains("doesn't say for which dataset it is", "--dataset");
    assertThat(home.ok("policy", "apply", file.toString(), "--yes", "--dataset", "cosmos7/raw"))
        .contains("add        tams-db-cosmos7-raw  for cosmos7/raw", "keep: last 7 + 7d");
    Files.writeString(file, "policies:\n- {name: x, scopes: [other], rpo: 1d}\n");
    assertThat(home.ok("policy", "apply", file.toString(), "--dry-run", "--dataset", "cosmos7/raw"))
        .contains(
            "x names its scopes itself; cosmos7/raw is not added to them",
            "x: no dataset is in its scopes now");
  }

  @Test
  void saysWhatBecomesOfARunWhereClocksAreSet() throws IOException {
    Path file = directory.resolve("p.yaml");
    Files.writeString(
        file,
        """
        policies:
        - name: p
          scopes: [cosmos7/raw]
          zone: Europe/Berlin
          schedules: {s: {at: "02:30"}, yearly: {at: 30 2 28 3 *}}
        """);
    home.ok("policy", "apply", file.toString(), "--yes");
    assertThat(home.ok("policy", "next", "cosmos7/raw", "-n", "2", "--from", "2027-03-28"))
        .contains("2027-03-28 03:00 +02:00  Europe/Berlin  p/s       02:30 doesn't exist, runs at")
        .containsOnlyOnce("2027-03-29 02:30 +02:00");
    assertThat(home.ok("policy", "next", "cosmos7/raw", "-n", "1", "--from", "2027-10-31"))
        .contains("02:30 comes twice, the first counts");
    assertThat(home.ok("policy", "next", "cosmos7/raw", "-n", "1", "--from", "2028-03-28"))
        .contains("2028-03-28 02:30 +02:00", "p/yearly")
        .doesNotContain("exist", "twice");
  }

  @Test
  void showsThatAnExpiryIsTheLatestTimeWhereverItMatters() throws IOException {
    Path file = directory.resolve("p.yaml");
    Files.writeString(
        file,
        """
        policies:
        - name: mission
          scopes: [cosmos7/raw]
          tier: dr
          expires: 2y
          schedules: {daily: {at: "02:00", keep: last 2}}
        """);
    home.ok("policy", "apply", file.toString(), "--yes");
    for (int i = 0; i < 4; i++) {
      scheduled("daily");
    }
    String most = "what schedules and events took: at most 2y (expires)";
    assertThat(home.ok("policy", "explain", "cosmos7/raw")).contains("daily: last 2", most);
    assertThat(home.ok("policy", "simulate", "cosmos7/raw", "--days", "30")).contains(most);
    assertThat(home.ok("cleanup", "cosmos7/raw", "--dry-run", "--no-prune"))
        .contains(most, "forget  no rule keeps it");
  }

  @Test
  void listsATier() throws IOException {
    home.ok("create", "cosmos7/raw", "whole system", "-t", "tier=dr");
    assertThat(home.ok("list", "--tier", "dr")).contains("whole system").contains("cosmos7/raw@3");
    assertThat(home.run("list", "--tier", "disaster").err())
        .contains("\"disaster\" is no tier", "write dr or operational");
    assertThat(home.ok("list", "--tier", "operational")).doesNotContain("cosmos7/raw@");
  }

  @Test
  void showsTheDifferenceOfPoliciesThatHaveChanged() throws IOException {
    Path file = directory.resolve("p.yaml");
    Files.writeString(file, "policies:\n- {name: p, scopes: [cosmos7/raw], rpo: 24h, grace: 2h}\n");
    home.ok("policy", "apply", file.toString(), "--yes");
    Files.writeString(
        file, "# moved\npolicies:\n- {name: p, scopes: [cosmos7/raw], rpo: 26h, jitter: 5min}\n");
    assertThat(home.ok("policy", "apply", file.toString(), "--dry-run"))
        .contains(
            """
              change     p  for cosmos7/raw
                jitter: (not set) -> 5min
                rpo: 1d -> 26h
                grace: 2h -> (not set)
            """);
    Files.writeString(
        file, "# moved\n" + Files.readString(file).replace("26h, jitter: 5min", "1d, grace: 2h"));
    assertThat(home.ok("policy", "apply", file.toString(), "--yes")).contains("  text only  p");
    Files.writeString(file, "policies:\n- {name: q, scopes: [cosmos7/raw], rpo: 1h}\n");
    MemoryHome.Run refused = home.run("policy", "apply", file.toString(), "--yes");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("the policies p and q are both for cosmos7/raw and set rpo");
    Files.write(file, new byte[] {(byte) 0xff});
    assertThat(home.run("policy", "apply", file.toString()).err()).contains("no text in UTF-8");
    assertThat(home.ok("audit")).contains("policy apply", "rpo: 1d");
  }

  @Test
  void cleansUpByPolicyAndSaysSo() {
    home.ok("policy", "apply", "cosmos7.yaml", "--yes");
    for (int i = 0; i < 20; i++) {
      scheduled("6-hourly");
    }
    MemoryHome.Run braked = home.run("cleanup", "cosmos7/raw", "--no-prune", "--yes");
    assertThat(braked.code()).isEqualTo(4);
    assertThat(braked.out())
        .contains(
            "cosmos7/raw by policy mission < raw: 6-hourly: for 2d; daily: for 14d",
            "keep    6-hourly: for 2d, newest of 6-hourly, minimum keep 12h, newest",
            "forget  no rule keeps it",
            "cosmos7/raw would lose 12 of 22 snapshots (54 %) at once; its brake allows 40 %"
                + " (policy raw, cosmos7.yaml:16)");
    assertThat(braked.err())
        .contains("its brake allows 40 %", "nothing was forgotten", "--overrule-brake");
    assertThat(home.ok("cleanup", "--no-prune", "--yes", "--overrule-brake"))
        .contains("Forgot 12 snapshots.");
    assertThat(home.ok("list", "cosmos7/raw", "--limit", "1")).contains("6-hourly: for 2d");
    assertThat(home.ok("show", "cosmos7/raw", "--json")).contains("\"mission/6-hourly\"");
  }

  @Test
  void keepsWhatAPolicyDemandsEvenAgainstRulesOnTheCommandLine() {
    home.ok("policy", "apply", "cosmos7.yaml", "--yes");
    scheduled("daily");
    scheduled("daily");
    assertThat(home.ok("cleanup", "--keep-last", "1", "--no-prune", "--dry-run"))
        .contains("Plan", "keep last 1; minimum keep 12h", "keep    minimum keep 12h");
    MemoryHome.Run refused = home.run("delete", "cosmos7/raw@3", "--yes");
    assertThat(refused.code()).isEqualTo(4);
    assertThat(refused.err())
        .contains("cosmos7/raw@3 is younger than the minimum keep of 12h (policy mission,");
    MemoryHome.Run forced = home.run("delete", "cosmos7/raw@3", "--force", "--yes");
    assertThat(forced.code()).isEqualTo(4);
    assertThat(forced.err()).contains("younger than the minimum keep", "nothing overrules that");
    home.ok("hold", "cosmos7/raw@3", "--reason", "r");
    assertThat(home.run("delete", "cosmos7/raw@3", "--force", "--yes").err())
        .contains("younger than the minimum keep");
  }

  @Test
  void keepsTheSnapshotsOfAPolicyThatIsGone() throws IOException {
    MemoryHome.Run needed = removed();
    assertThat(needed.code()).isEqualTo(2);
    assertThat(needed.err())
        .contains("cosmos7.yaml:14:24: the schedule \"6-hourly\" of policy raw");
    Path file = directory.resolve("p.yaml");
    home.ok("policy", "remove", "raw", "--yes");
    Files.writeString(
        file,
        """
        policies:
        - {name: mission, scopes: [cosmos7/raw], template: 6h-3d}
        - {name: other, scopes: [cosmos7/**], rpo: 1d}
        """);
    home.ok("policy", "apply", file.toString(), "--yes");
    for (int i = 0; i < 30; i++) {
      scheduled("6-hourly");
    }
    assertThat(home.ok("cleanup", "--no-prune", "--dry-run")).contains("forget  no rule keeps it");
    home.ok("policy", "remove", "mission", "--yes");
    assertThat(home.ok("show", "cosmos7/raw")).contains("mission/6-hourly", "schedule gone");
    assertThat(home.ok("cleanup", "--no-prune", "--dry-run"))
        .contains("keep  no policy has its schedule mission/6-hourly")
        .doesNotContain("forget  ");
    home.ok("policy", "remove", "other", "--yes");
    assertThat(home.ok("cleanup", "--no-prune", "--dry-run")).contains("There is nothing to do.");
  }

  private MemoryHome.Run removed() {
    home.ok("policy", "apply", "cosmos7.yaml", "--yes");
    return home.run("policy", "remove", "mission", "--yes");
  }

  private void scheduled(String schedule) {
    home.clock.advance(Duration.ofHours(6));
    home.open(Path.of("/"))
        .creation()
        .create(
            Creation.Request.of("cosmos7/raw", schedule)
                .edit()
                .kind(SnapshotKind.SCHEDULED)
                .takenBy(List.of(new TakenBy("mission", schedule)))
                .build(),
            Progress.NONE,
            () -> false);
  }
}
