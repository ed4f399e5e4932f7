package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hevelius.testkit.Counterpart;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A repository that has lost a pack for good, brought back into order from the command line. */
class SnapshotRepairIT {
  private static final long SEED = Long.getLong("property.seed", System.nanoTime());

  @TempDir private Path folder;
  private Path data;
  private RealHome home;

  @BeforeEach
  void makeTwoVersions() throws IOException {
    data = Files.createDirectory(folder.resolve("data"));
    home = new RealHome(folder);
    home.done("init");
    Files.writeString(data.resolve("kept.csv"), "1.0\n");
    home.done("create", "raw", "before the loss", "--source", data.toString());
    byte[] night = new byte[3 << 20];
    new Random(SEED).nextBytes(night);
    Files.write(data.resolve("night.fits"), night);
    home.done("create", "raw", "with the night", "--name", "night");
    home.done("hold", "raw@2", "--reason", "published");
    home.done("known-good", "raw@2");
  }

  private void loseLargestPack() throws IOException {
    try (Stream<Path> packs = Files.walk(home.root.resolve("repository/data"))) {
      Files.delete(
          packs
              .filter(Files::isRegularFile)
              .max(Comparator.comparingLong((Path pack) -> pack.toFile().length()))
              .orElseThrow());
    }
  }

  private Set<String> packs() {
    return restic("list", "packs").out().lines().collect(Collectors.toSet());
  }

  /** Loses every pack that is new and holds files: content, and the record of a snapshot. */
  private void loseDataSince(Set<String> before) throws IOException {
    for (String index : restic("list", "index").out().lines().toList()) {
      JsonNode listed = new ObjectMapper().readTree(restic("cat", "index", index).out());
      for (JsonNode pack : listed.get("packs")) {
        String id = pack.get("id").asString();
        if (!before.contains(id)
            && pack.get("blobs").get(0).get("type").asString().equals("data")) {
          Files.delete(home.root.resolve("repository/data/" + id.substring(0, 2) + "/" + id));
        }
      }
    }
  }

  private Shell.Result restic(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Counterpart.program("restic").toString(),
                "--no-cache",
                "-r",
                home.root.resolve("repository").toString(),
                "--password-file",
                home.root.resolve("password").toString()));
    command.addAll(List.of(arguments));
    return new Shell(folder).run(command.toArray(String[]::new));
  }

  @Test
  void leavesOutWhatIsLostAndKeepsAllElse() throws IOException {
    loseLargestPack();
    assertThat(home.run("check").out()).contains("hevelius repository repair-packs");
    Shell.Result early = home.run("repository", "repair-snapshots", "--yes");
    assertThat(early.code()).as(early.toString()).isEqualTo(6);
    assertThat(early.err()).contains("run `hevelius repository repair-packs` first");
    home.done("repository", "repair-packs", "--yes");
    assertThat(home.run("check").out()).contains("hevelius repository repair-snapshots");

    Shell.Result plan = home.done("repository", "repair-snapshots", "--dry-run");
    assertThat(plan.out())
        .contains("raw@2  night", "lost: " + data + "/night.fits  3", "that mark goes")
        .doesNotContain("raw@1", "kept.csv");
    assertThat(home.run("repository", "repair-snapshots").code()).isEqualTo(4);
    assertThat(home.run("check").code()).isEqualTo(6);

    assertThat(home.done("repository", "repair-snapshots", "--yes").out())
        .contains("Repaired 1 snapshot.");
    assertThat(home.done("check", "--read-data").out()).contains("No errors were found.");
    Shell.Result counterpart = restic("check", "--read-data");
    assertThat(counterpart.out()).as(counterpart.toString()).contains("no errors were found");
    home.done("restore", "raw@2", "--to", folder.resolve("out").toString(), "--yes");
    assertThat(folder.resolve("out/kept.csv")).hasContent("1.0\n");
    assertThat(folder.resolve("out/night.fits")).doesNotExist();
    assertThat(home.run("repository", "repair-snapshots", "--yes").out())
        .isEqualTo("No snapshot misses anything.\n");
  }

  @Test
  void keepsTheHoldButNotTheMarkAndSaysSo() throws IOException {
    loseLargestPack();
    home.done("repository", "repair-packs", "--yes");
    home.done("repository", "repair-snapshots", "--yes");

    JsonNode snapshot = home.json("show", "raw@night");
    assertThat(snapshot.toString())
        .contains("\"PERMANENT\"", "published", "\"incomplete\"", "\"knownGood\":false");
    assertThat(home.run("delete", "raw@2", "--yes").code()).isEqualTo(4);
    assertThat(home.done("audit").out()).contains("raw@2", "lost, ", "no longer known good");
    JsonNode listed = home.json("list", "raw");
    home.done("catalog", "rebuild");
    assertThat(home.json("list", "raw")).isEqualTo(listed);
    home.done("tag", "raw@2", "checked");
  }

  @Test
  void losesNothingWhereTheDataStillHasIt() throws IOException {
    byte[] dawn = new byte[4 << 20];
    new Random(SEED + 1).nextBytes(dawn);
    Files.write(data.resolve("dawn.fits"), dawn);
    Set<String> before = packs();
    home.done("create", "raw", "with its record in a pack that is lost");
    loseDataSince(before);
    home.done("repository", "repair-packs", "--yes");
    home.done("create", "raw", "heals the older one");

    JsonNode plan = home.json("repository", "repair-snapshots", "--yes");

    assertThat(plan.get("repairs")).hasSize(1);
    assertThat(plan.get("repairs").get(0).get("snapshot").asString()).isEqualTo("raw@3");
    assertThat(plan.get("repairs").get(0).get("whole").asBoolean())
        .as("only its record was lost, which no data has")
        .isTrue();
    home.done("check", "--read-data");
    home.done("restore", "raw@3", "--to", folder.resolve("out").toString(), "--yes");
    assertThat(folder.resolve("out/dawn.fits")).hasBinaryContent(dawn);
    assertThat(home.done("show", "raw@3").out()).doesNotContain("incomplete");
    home.done("catalog", "rebuild");
    home.done("show", "raw@3");
  }

  @Test
  void leavesSnapshotsOfOtherProgramsAlone() throws IOException {
    assertThat(restic("backup", data.toString()).code()).isZero();
    home.done("repository", "adopt");
    String before = home.json("repository", "snapshots").toString();
    String foreign = before.replaceAll("(?s).*\"id\":\"([0-9a-f]{64})\".*", "$1");
    loseLargestPack();
    home.done("repository", "repair-packs", "--yes");

    Shell.Result repair = home.run("repository", "repair-snapshots", "--yes");
    assertThat(repair.code()).as(repair.toString()).isEqualTo(6);
    assertThat(repair.out())
        .contains("stays damaged: " + foreign.substring(0, 8), "another program");
    assertThat(home.json("repository", "snapshots").toString()).contains(foreign);
  }

  @Test
  void aSnapshotWhoseRecordCannotBeReadIsDroppedByDeletingIt() throws IOException {
    String id =
        home.json("show", "raw@1").toString().replaceAll("(?s).*\"id\":\"([0-9a-f]{64})\".*", "$1");
    Path record = home.root.resolve("repository/snapshots").resolve(id);
    byte[] bytes = Files.readAllBytes(record);
    bytes[30] ^= 1;
    assertThat(record.toFile().setWritable(true)).isTrue();
    Files.write(record, bytes);
    assertThat(home.run("check").out()).contains("hevelius delete " + id.substring(0, 8));
    assertThat(home.run("cleanup", "--yes").code()).isEqualTo(6);

    home.done("delete", id.substring(0, 8), "--yes");
    assertThat(record).doesNotExist();
    assertThat(home.done("check", "--read-data").out()).contains("No errors were found.");
    home.done("cleanup", "--yes");
  }
}
