package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service as a process of its own. */
class ServeTest {
  @TempDir Path folder;

  private RealHome home;

  @BeforeEach
  void makeAHome() throws IOException {
    home = new RealHome(folder);
    Path raw = Files.createDirectory(folder.resolve("raw"));
    Files.writeString(raw.resolve("a.txt"), "one\n");
    assertThat(home.done("init").code()).isZero();
    assertThat(home.done("dataset", "add", "raw", "--source", raw.toString()).code()).isZero();
    assertThat(home.create("first")).isEqualTo(1);
  }

  /** A process that has said where it listens. */
  private record Service(Process process, URI address, HttpClient client) {
    HttpResponse<String> send(String method, String path, String body) throws Exception {
      return client.send(
          HttpRequest.newBuilder(URI.create(address + path))
              .header("Authorization", "Bearer test")
              .method(method, HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }

    JsonNode get(String path) throws Exception {
      return JsonMapper.shared().readTree(send("GET", path, "").body());
    }
  }

  private Service start(String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--add-opens=java.base/com.sun.crypto.provider=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path", "")));
    command.addAll(List.of(ServeMain.class.getName(), "--home", home.root.toString()));
    command.addAll(List.of("serve", "--port", "0"));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command).redirectError(folder.resolve("err").toFile()).start();
    BufferedReader out = process.inputReader();
    String line = String.valueOf(out.readLine());
    assertThat(line).as(Files.readString(folder.resolve("err"))).startsWith("Listening on http");
    URI address = URI.create(line.replaceFirst("Listening on ", ""));
    return new Service(process, address, HttpClient.newHttpClient());
  }

  private static int entries(Service service) {
    try {
      return service.get("/api/v1/datasets/raw/snapshots/1/entries").get("items").size();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private String[] locks() {
    return Objects.requireNonNull(home.root.resolve("repository/locks").toFile().list());
  }

  @Test
  void answersAndStopsPolitely() throws Exception {
    Service service = start();
    assertThat(service.address().getHost()).isEqualTo("127.0.0.1");
    JsonNode health = service.get("/health/ready");
    assertThat(health.get("ready").asBoolean()).isTrue();
    assertThat(health.at("/checks/3/name").asString()).isEqualTo("scheduler");
    assertThat(service.get("/api/v1/datasets").at("/items/0/name").asString()).isEqualTo("raw");
    // Whoever looks after the repository gives locks back that nobody uses just then.
    Await.until(
        "a reader's lock is there",
        () -> {
          assertThat(entries(service)).isEqualTo(1);
          return locks().length > 0;
        });
    service.process().destroy();
    assertThat(service.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(service.process().exitValue()).isEqualTo(143);
    assertThat(Files.readString(folder.resolve("err"))).isEmpty();
    assertThat(home.root.resolve("repository/locks")).isEmptyDirectory();
  }

  @Test
  void letsOthersUseTheHomeMeanwhile() throws Exception {
    Service service = start();
    try {
      assertThat(service.get("/api/v1/datasets/raw/snapshots/1/entries").at("/items/0/path"))
          .hasToString("\"a.txt\"");
      assertThat(home.create("second, by the command line")).isEqualTo(2);
      assertThat(service.get("/api/v1/snapshots").get("items").size()).isEqualTo(2);
      assertThat(service.get("/api/v1/datasets/raw/snapshots/2/entries").at("/items/0/path"))
          .hasToString("\"a.txt\"");
      // The service gives its lock back when nobody reads; only then can space be freed.
      assertThat(home.done("cleanup", "--yes").code()).isZero();
    } finally {
      service.process().destroy();
      assertThat(service.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void takesInEventsThatAreDroppedAsFilesOnceEach() throws Exception {
    Path policy = folder.resolve("p.yaml");
    Files.writeString(policy, "policies:\n- {name: p, scopes: ['**'], events: {night-over: {}}}\n");
    assertThat(home.done("policy", "apply", policy.toString(), "--yes").code()).isZero();
    Path drop = folder.resolve("drop");
    Files.createDirectory(drop);
    Files.writeString(drop.resolve("night-over.event"), "");
    Files.writeString(
        drop.resolve("typo.json"), "{\"event\": \"night-ovr\", \"dataset\": \"raw\"}");
    for (int life = 0; life < 2; life++) {
      Service service = start("--events-from", drop.toString());
      Await.until("the event", () -> Files.exists(drop.resolve("done/night-over.event")));
      Await.until("the other", () -> Files.exists(drop.resolve("failed/typo.json.reason")));
      service.process().destroy();
      assertThat(service.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(Files.readString(drop.resolve("failed/typo.json.reason")))
        .contains("did you mean  night-over");
    assertThat(home.json("list", "raw").valueStream().map(s -> s.get("kind").asString()))
        .containsExactly("EVENT", "MANUAL");
    assertThat(home.json("event", "list").valueStream().map(e -> e.get("by").asString()))
        .containsExactly("drop-directory", "drop-directory");
  }

  @Test
  void whatRunsWhenItIsStoppedLeavesNothingHalf() throws Exception {
    byte[] noise = new byte[96 << 20];
    new Random(7).nextBytes(noise);
    Files.write(folder.resolve("raw/noise"), noise);
    Service service = start();
    HttpResponse<String> run =
        service.send("POST", "/api/v1/datasets/raw/snapshots", "{\"description\":\"large\"}");
    assertThat(run.statusCode()).isEqualTo(202);
    service.process().destroy();
    assertThat(service.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(service.process().exitValue()).isEqualTo(143);
    assertThat(home.json("list", "raw").valueStream().map(s -> s.get("description").asString()))
        .contains("first")
        .isSubsetOf("first", "large");
    assertThat(home.done("check", "--read-data").code()).isZero();
  }
}
