package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hevelius.testkit.Counterpart;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A repository that restic made and still uses, taken over read-only. */
class AdoptionIT {
  @TempDir private Path folder;
  private Path data;
  private Path password;
  private Path repository;
  private RealHome home;
  private String dataset = "";

  @BeforeEach
  void makeRepositoryAndAdoptIt() throws IOException {
    data = Files.createDirectory(folder.resolve("data"));
    password = Files.writeString(folder.resolve("password"), "of the lab\n");
    repository = folder.resolve("lab");
    Files.writeString(data.resolve("flux.csv"), "1.0\n");
    restic("init");
    restic("backup", data.toString(), "--tag", "campaign=mars");
    Files.writeString(data.resolve("flux.csv"), "2.0\n");
    restic("backup", data.toString());
    home = new RealHome(folder);
    home.done("init");
    home.done(
        "repository", "add", "lab", repository.toString(), "--password-file", password.toString());
    JsonNode adopted = home.json("repository", "adopt", "lab").get(0);
    assertThat(adopted.get("adopted").asLong()).isEqualTo(2);
    dataset = adopted.get("dataset").stringValue();
  }

  private void restic(String... arguments) {
    restic(repository, password, arguments);
  }

  private void restic(Path repository, Path password, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Counterpart.program("restic").toString(),
                "--no-cache",
                "-r",
                repository.toString(),
                "--password-file",
                password.toString()));
    command.addAll(List.of(arguments));
    Shell.Result result = new Shell(folder).run(command.toArray(String[]::new));
    assertThat(result.code()).as(result.toString()).isZero();
  }

  @Test
  void canBeComparedSearchedAndRestored() throws IOException {
    assertThat(home.done("list", dataset).out()).contains("@2", "adopted from restic");
    assertThat(home.json("list", dataset, "--tag", "campaign=mars")).hasSize(1);
    assertThat(home.run("diff", dataset + "@1", dataset + "@2").out()).contains("flux.csv");
    assertThat(home.done("cat", dataset + "@1", "flux.csv").out()).isEqualTo("1.0\n");
    assertThat(home.done("find", "*.csv", dataset).out()).contains("flux.csv");
    home.done("restore", dataset + "@1", "--to", folder.resolve("out").toString(), "--yes");
    assertThat(folder.resolve("out/flux.csv")).hasContent("1.0\n");
    assertThat(home.done("check", "lab").out()).contains("No errors were found.");
  }

  @Test
  void isNeverChangedOrForgottenByUs() {
    for (String[] line :
        new String[][] {
          {"delete", dataset + "@1", "--yes"},
          {"delete", dataset + "@1", "--force", "--yes"},
          {"tag", dataset + "@1", "a=b"},
          {"hold", dataset + "@1"},
        }) {
      Shell.Result refused = home.run(line);
      assertThat(refused.code()).as(refused.toString()).isEqualTo(4);
      assertThat(refused.err()).contains("nothing was");
    }
    home.done("cleanup", dataset, "--keep-last", "1", "--yes");
    assertThat(home.json("list", dataset)).hasSize(2);
    assertThat(home.json("repository", "snapshots", "lab")).hasSize(2);
  }

  @Test
  void isFollowedWhenAdoptedAgainAndKeptByARebuild() throws IOException {
    Files.writeString(data.resolve("flux.csv"), "3.0\n");
    restic("backup", data.toString());
    JsonNode again = home.json("repository", "adopt", "lab").get(0);
    assertThat(again.get("adopted").asLong()).isEqualTo(1);
    assertThat(again.get("known").asLong()).isEqualTo(2);
    assertThat(home.json("repository", "adopt", "lab").get(0).get("adopted").asLong()).isZero();
    restic("forget", "--keep-last", "2");
    String listed = home.done("list", dataset, "--since", "2000-01-01").out();
    assertThat(listed).contains("@3");
    home.done("catalog", "rebuild");
    assertThat(home.done("cat", dataset + "@3", "flux.csv").out()).isEqualTo("3.0\n");
    assertThat(home.run("cat", dataset + "@1", "flux.csv").code()).isEqualTo(3);
  }

  @Test
  void ourOwnSnapshotsAreFoundAgainAfterResticHasTaggedThem() {
    home.done("create", "raw", "first", "--source", data.toString());
    restic(home.root.resolve("repository"), home.root.resolve("password"), "tag", "--add", "seen");
    Shell.Result check = home.run("check", "default");
    assertThat(check.code()).as(check.toString()).isZero();
    assertThat(home.done("audit").out()).contains("recovered from an interrupted change");
    home.done("hold", "raw@1");
    home.done("check");
  }
}
