package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hevelius.app.cli.Simulators;
import org.hevelius.core.storage.Clusters.Cluster;
import org.hevelius.providers.process.Secrets;
import org.hevelius.providers.vast.ClustersFile;
import org.hevelius.providers.vast.VmsClient;
import org.hevelius.repository.Sleeper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Storage that snapshots by itself, used through a service: a stand-in for a cluster of VAST. */
class ServedStorageTest {
  private static final String SECRET = "a-secret-of-the-cluster";

  @TempDir private Path folder;

  private ServedHome served;

  @BeforeEach
  void serve() {
    served = new ServedHome(folder);
  }

  private Shell.Result done(String line) {
    Shell.Result result = served.remote(line.replace("FOLDER", folder.toString()).split(" "));
    assertThat(result.code()).as(line + result).isZero();
    return result;
  }

  private String says(String line) {
    return done(line).out();
  }

  private void write(String text) throws Exception {
    Files.writeString(folder.resolve("vms/data/prod/x"), text);
  }

  private String content() throws Exception {
    return Files.readString(folder.resolve("vms/data/prod/x"));
  }

  @Test
  void aClusterIsUsedFromEndToEnd() throws Exception {
    Files.createDirectories(folder.resolve("vms"));
    Files.writeString(folder.resolve("secret"), SECRET + "\n");
    Simulators.Login login = new Simulators.Login("maya", SECRET);
    Simulators.Wish wish = new Simulators.Wish(folder.resolve("vms"), 0, 0, login, login);
    try (Simulators.Running vms = new WiringSimulator(Clock.systemUTC()).start(wish, _ -> {})) {
      try (var _ = served) {
        add(vms.address().getPort());
        dataset();
        rollback();
        others();
        recovery();
        remove();
      }
    }
  }

  private void add(int port) throws Exception {
    String add =
        "cluster add lab --address 127.0.0.1:%d --user maya --password-file FOLDER/secret"
                .formatted(port)
            + " --authority FOLDER/vms/ca.pem --mount ";
    Shell.Result relative =
        served.remote((add + "/prod=here").replace("FOLDER", folder.toString()).split(" "));
    assertThat(relative.err()).contains("is a place of the service's machine");
    assertThat(says(add + "/prod=FOLDER/vms/data/prod")).contains("Cluster lab added");
    assertThat(kept()).hasSize(2);
    assertThat(says("cluster list")).contains("lab", "jwt maya");
    assertThat(says("cluster show lab")).contains("ONLINE");
    assertThat(says("audit")).contains("cluster add").doesNotContain(SECRET);
    assertThat(Files.readString(served.home.root.resolve("clusters.yaml"))).doesNotContain(SECRET);
  }

  private List<Path> kept() throws Exception {
    try (Stream<Path> files = Files.list(served.home.root.resolve("clusters"))) {
      return files.toList();
    }
  }

  private void dataset() throws Exception {
    var _ = done("view create vast:lab/prod --profile deep");
    write("first");
    assertThat(says("discover vast:lab")).contains("vast:lab/prod");
    var _ = done("dataset add cosmos7/obs --source vast:lab/prod");
    var _ = done("create cosmos7/obs First");
    write("second");
    var _ = done("create cosmos7/obs Second");
    protect();
  }

  /** Only what is protected can be put back as a whole. */
  private void protect() {
    Path home = served.home.root;
    Cluster lab = new ClustersFile(home, this::client).list().getFirst();
    try (VmsClient client = client(lab)) {
      ObjectNode body = JsonMapper.shared().createObjectNode();
      body.put("name", "pp").put("source_dir", "/prod").put("tenant_id", 1);
      assertThat(client.post("protectedpaths", body).path("id").asLong(0)).isPositive();
    }
  }

  private VmsClient client(Cluster cluster) {
    Path home = served.home.root;
    return new VmsClient(cluster, home, new Secrets(home, _ -> null)::of, Sleeper.real());
  }

  private void rollback() throws Exception {
    String[] dry = {"rollback", "cosmos7/obs@1", "--dry-run"};
    assertThat(served.remote(dry)).isEqualTo(served.local(dry));
    assertThat(served.remote("rollback", "cosmos7/obs@1").code()).isEqualTo(4);
    assertThat(content()).isEqualTo("second");
    assertThat(says("rollback cosmos7/obs@1 --yes"))
        .contains("cosmos7/obs is as in cosmos7/obs@1.");
    assertThat(content()).isEqualTo("first");
  }

  private void others() {
    assertThat(says("clone cosmos7/obs@2 /prod-try")).startsWith("Clone of cosmos7/obs@2");
    assertThat(says("adopt vast:lab/prod")).contains("no snapshots of other programs");
  }

  private void recovery() throws Exception {
    assertThat(served.remote("runbook", "cosmos7/obs", "--check").code()).isEqualTo(1);
    assertThat(says("runbook cosmos7/obs --output FOLDER/obs.md")).contains("Wrote ");
    assertThat(Files.readString(folder.resolve("obs.md")))
        .contains("cosmos7/obs")
        .doesNotContain(SECRET);
    assertThat(served.local("runbook", "cosmos7/obs", "--check").code()).isZero();
    assertThat(says("recover cosmos7/obs --at 2 --dry-run"))
        .contains("put back vast:lab/prod", "on the machine of the service: hevelius recover");
    assertThat(served.remote("recover", "cosmos7/obs", "--at", "2", "--yes").code()).isEqualTo(2);
    assertThat(content()).isEqualTo("first");
  }

  private void remove() throws Exception {
    assertThat(says("cluster remove lab")).contains("lab is not known any more");
    assertThat(kept()).isEmpty();
    List<Path> telling = new ArrayList<>();
    try (Stream<Path> files = Files.walk(served.home.root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1)
            .contains(SECRET)) {
          telling.add(file);
        }
      }
    }
    assertThat(telling).isEmpty();
  }
}
