package org.hevelius.providers.vast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.secret.SecretRef;
import org.hevelius.core.storage.Clusters.Answer;
import org.hevelius.core.storage.Clusters.Brought;
import org.hevelius.core.storage.Clusters.Buckets;
import org.hevelius.core.storage.Clusters.Cluster;
import org.hevelius.core.storage.Clusters.Login;
import org.hevelius.core.storage.Clusters.Mount;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClustersFileTest {
  private static final String HAND =
      """
      # ours
      clusters:
        - name: far   # the other building
          address: far.example
          login: {token: {file: secrets/far}}
      """;

  @TempDir Path directory;

  private static List<Cluster> read(String text) {
    return ClustersReader.read("clusters.yaml", text).stream()
        .map(ClustersReader.Entry::cluster)
        .toList();
  }

  @Test
  void whatIsWrittenIsReadAsItWas() {
    SecretRef command = new SecretRef.OfCommand(List.of("pass", "show", "a \"b\": #c"));
    Cluster full =
        new Cluster(
            "lab-1",
            "vms.lab.example:8443",
            "v5",
            "cosmos: 7",
            new Login.Jwt("ad:min", command),
            "ca.pem",
            "vms",
            false,
            List.of(new Mount("/prod", "/mnt/my prod")),
            new Buckets("https://s3.lab.example", command, new SecretRef.OfFile("k")),
            "/srv/records",
            true);
    Cluster brief =
        new Cluster(
            "b",
            "[::1]:443",
            "latest",
            null,
            new Login.Basic("u", new SecretRef.OfVariable("P")),
            null,
            null,
            true,
            List.of(),
            null,
            null,
            false);
    String text = "clusters:\n" + ClustersWriter.entry(full) + ClustersWriter.entry(brief);
    assertThat(read(text)).containsExactly(full, brief);
    assertThat(read("")).isEmpty();
    assertThat(read("clusters:\n")).isEmpty();
  }

  @Test
  void whatIsNotUnderstoodIsRefusedWhereItStands() {
    refused(HAND.replace("address", "adress"), "clusters.yaml:4:5", "adress");
    refused(HAND.replace("{file: secrets/far}", "topsecret"), "clusters.yaml:5", "not written");
    refused(HAND.replace("{token: {file: secrets/far}}", "topsecret"), "clusters.yaml:5", "keys");
    refused(HAND.replace("{token: {file: secrets/far}}", "{jwt: topsecret}"), "5:", "password");
    refused(HAND + HAND.substring(HAND.indexOf("  - name")), "clusters.yaml:6", "two clusters");
    refused(HAND + "    insecure: maybe\n", "clusters.yaml:6", "neither true nor false");
    refused(HAND + "    insecure: true\n    authority: ca.pem\n", "clusters.yaml:3", "insecure");
    refused(HAND + "    mounts: [{path: prod, directory: /mnt}]\n", "clusters.yaml:6", "prod");
    refused(HAND.replace("far.example", "https://far"), "clusters.yaml:3", "address");
  }

  private static void refused(String text, String... parts) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOfSatisfying(
            HeveliusException.class,
            e -> {
              assertThat(e.category()).isEqualTo(Category.INVALID);
              assertThat(e.getMessage() + e.advice()).contains(parts).doesNotContain("topsecret");
            });
  }

  @Test
  void aClusterIsAddedWhenItAnswersAndTheRestOfTheFileStays() throws IOException {
    try (Stand stand = Stand.at(directory)) {
      ClustersFile file = new ClustersFile(stand.home, stand::client);
      Path path = stand.home.resolve(ClustersFile.FILE);
      Files.writeString(path, HAND);
      Answer answer = file.add(stand.cluster(), Brought.NOTHING);
      assertThat(answer.software()).isEqualTo("5.5.0.0.0");
      assertThat(answer.psnt()).startsWith("SIM");
      assertThat(Files.readString(path)).startsWith(HAND).doesNotContain("123456");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rw-------");
      assertThat(file.list()).extracting(Cluster::name).containsExactly("far", "lab");
      assertThat(file.probe("lab").psnt()).isEqualTo(answer.psnt());
      assertThatThrownBy(() -> file.add(stand.cluster(), Brought.NOTHING))
          .hasMessageContaining("already");
      file.remove("lab");
      assertThat(Files.readString(path)).isEqualTo(HAND);
      file.remove("far");
      assertThat(file.list()).isEmpty();
      Answer _ = file.add(stand.cluster(), Brought.NOTHING);
      assertThat(file.list()).containsExactly(stand.cluster());
      assertThatThrownBy(() -> file.remove("far")).hasMessageContaining("no cluster");
    }
  }

  @Test
  void whatIsBroughtAlongIsKeptForItsOwnerAloneUntilTheClusterIsRemoved() throws IOException {
    try (Stand stand = Stand.at(directory)) {
      ClustersFile file = new ClustersFile(stand.home, stand::client);
      Path kept = stand.home.resolve("clusters");
      Cluster wanted = stand.cluster(new Login.Jwt("admin", Brought.PLACE), List.of(), null);
      assertThatThrownBy(() -> file.add(wanted, new Brought("wrong", null)))
          .isInstanceOf(HeveliusException.class)
          .hasMessageNotContaining("wrong");
      assertThat(kept).isEmptyDirectory();
      Answer _ = file.add(wanted, new Brought("123456", null));
      Path secret;
      try (var files = Files.list(kept)) {
        secret = files.findFirst().orElseThrow();
      }
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
          .isEqualTo("rw-------");
      assertThat(secret).hasContent("123456");
      assertThat(Files.readString(stand.home.resolve(ClustersFile.FILE))).doesNotContain("123456");
      assertThatThrownBy(() -> file.add(wanted, new Brought("other", null)))
          .hasMessageContaining("already");
      assertThat(file.probe("lab").psnt()).startsWith("SIM");
      file.remove("lab");
      assertThat(kept).isEmptyDirectory();
    }
  }

  @Test
  void aClusterThatDoesNotAnswerIsNotAdded() {
    try (Stand stand = Stand.at(directory)) {
      ClustersFile file = new ClustersFile(stand.home, stand::client);
      Login wrong = new Login.Basic("admin", new SecretRef.OfVariable("WRONG"));
      assertThatThrownBy(() -> file.add(stand.cluster(wrong, List.of(), null), Brought.NOTHING))
          .isInstanceOf(HeveliusException.class);
      assertThat(stand.home.resolve(ClustersFile.FILE)).doesNotExist();
    }
  }
}
