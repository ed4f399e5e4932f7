package org.hevelius.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.hevelius.simulator.state.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class PersistenceTest {
  @TempDir Path root;
  @TempDir Path aside;
  private final List<Process> children = new ArrayList<>();

  @AfterEach
  void noneIsLeft() throws InterruptedException {
    for (Process process : children) {
      process.destroyForcibly().waitFor();
    }
  }

  /** A stand-in in a process of its own. */
  public static final class Alone {
    private Alone() {}

    /** Prints its address, and runs until it is killed. */
    public static void main(String[] args) throws Exception {
      Simulator simulator =
          Simulator.start(
              Simulator.Settings.forTests(Path.of(args[0])),
              Clock.systemUTC(),
              System.err::println);
      System.out.println(simulator.address());
      new CountDownLatch(1).await();
    }
  }

  private record Child(Process process, Client vms) {}

  private Child child() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path", ""),
                Alone.class.getName(),
                root.toString())
            .redirectError(aside.resolve("err").toFile())
            .start();
    children.add(process);
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String address = out.readLine();
    assertThat(address).startsWith("https://");
    return new Child(process, Client.of(URI.create(address), root.resolve("ca.pem")));
  }

  @Test
  void killsLeaveRecordsAndTreesThatBelongTogether() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    List<String> confirmed = new ArrayList<>();
    for (int round = 0; round < 4; round++) {
      Child child = child();
      if (round == 0) {
        child
            .vms()
            .post("/api/views/", "{'path': '/d', 'policy_id': 1, 'create_dir': true}")
            .is(201);
        for (int i = 0; i < 40; i++) {
          Files.writeString(root.resolve("data/d/f" + i), "content " + i);
        }
      }
      hold(child.vms(), confirmed);
      work(child, round, random.nextInt(300), confirmed);
    }
    Child last = child();
    hold(last.vms(), confirmed);
    last.process().destroyForcibly().waitFor();
  }

  /** Takes a moment that depends on how fast the process answers, whatever it says. */
  private static void askSomeTimes(Child child, int times) {
    for (int i = 0; i < times; i++) {
      child.vms().get("/api/versions/").is(200);
    }
  }

  /** Creates and deletes until the process is killed under it. */
  private static void work(Child child, int round, int after, List<String> confirmed)
      throws InterruptedException {
    AtomicInteger begun = new AtomicInteger();
    try (ExecutorService killer = Executors.newSingleThreadExecutor()) {
      Future<Process> _ =
          killer.submit(
              () -> {
                while (begun.get() < 5 + after / 15) {
                  Thread.onSpinWait();
                }
                askSomeTimes(child, after % 5);
                return child.process().destroyForcibly();
              });
      for (int i = 0; true; i++) {
        begun.incrementAndGet();
        String name = "r" + round + "-" + i;
        Client.Reply made =
            child
                .vms()
                .sendOrFail(
                    "POST", "/api/snapshots/", "{'name': '%s', 'path': '/d'}".formatted(name));
        confirmed.add(made.is(201).string("name"));
        if (i % 2 == 1) {
          confirmed.remove(name);
          child.vms().sendOrFail("DELETE", "/api/snapshots/" + made.id() + "/", "");
        }
      }
    } catch (IOException _) {
      // Killed.
    }
    child.process().waitFor();
  }

  private void hold(Client vms, List<String> confirmed) throws IOException {
    List<ObjectNode> kept = vms.objects("/api/snapshots/");
    assertThat(kept.stream().map(node -> Json.string(node, "name")))
        .containsAll(confirmed)
        .doesNotHaveDuplicates();
    for (ObjectNode node : kept) {
      assertThat(Json.string(node, "state")).isEqualTo("SUCCEED");
      try (Stream<Path> files =
          Files.list(root.resolve("data/d/.snapshot/" + Json.string(node, "name")))) {
        assertThat(files).hasSize(40);
      }
    }
    Path all = root.resolve("data/d/.snapshot");
    if (Files.isDirectory(all)) {
      try (Stream<Path> trees = Files.list(all)) {
        assertThat(trees).hasSize(kept.size());
      }
    }
    try (Stream<Path> staging = Files.list(root.resolve("staging"))) {
      assertThat(staging).isEmpty();
    }
  }

  @Test
  void killsInTheMiddleOfACommitLoseNothing() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    try (Stage stage = Stage.at(root)) {
      stage.protectedPath("[]");
      fill(stage, "good");
      stage.snapshot("s");
    }
    for (int round = 0; round < 6; round++) {
      fillIn("bad " + round);
      Child child = child();
      Client.Reply stream =
          child.vms().post("/api/protectedpaths/1/restore/", "{'loanee_snapshot_id': 1}").is(200);
      child.vms().advance("1s");
      child.vms().patch("/api/protectedpaths/1/commit/", "").is(200);
      try (ExecutorService other = Executors.newSingleThreadExecutor()) {
        Future<?> _ =
            other.submit(
                () -> child.vms().sendOrFail("PATCH", "/simulator/clock", "{'advance': '1s'}"));
        askSomeTimes(child, random.nextInt(12));
        child.process().destroyForcibly().waitFor();
      }
      Child again = child();
      again.vms().advance("2s");
      assertThat(again.vms().get("/api/protectedpaths/1/").string("restore_status")).isEmpty();
      isFull(root.resolve("data/prod/obs/many"), "good");
      isFull(
          root.resolve("data" + stream.string("loanee_root_path")).resolve("many"), "bad " + round);
      again.process().destroyForcibly().waitFor();
    }
  }

  private void fill(Stage stage, String text) throws IOException {
    Files.createDirectories(stage.data("prod/obs/many"));
    fillIn(text);
  }

  private void fillIn(String text) throws IOException {
    for (int i = 0; i < 50; i++) {
      Files.writeString(root.resolve("data/prod/obs/many/" + i), text);
      Files.writeString(root.resolve("data/prod/obs/top-" + i), text);
    }
  }

  private static void isFull(Path many, String text) throws IOException {
    for (int i = 0; i < 50; i++) {
      assertThat(many.resolve("" + i)).hasContent(text);
      assertThat(many.resolveSibling("top-" + i)).hasContent(text);
    }
    try (Stream<Path> files = Files.list(many)) {
      assertThat(files).hasSize(50);
    }
  }

  @Test
  void aKillBetweenRecordAndTreeIsSettled() throws IOException {
    try (Stage stage = Stage.at(root)) {
      for (String name : List.of("made", "going", "whole", "lost")) {
        stage.snapshot(name);
      }
      String made = stage.vms.get("/api/snapshots/1/").string("guid");
      String going = stage.vms.get("/api/snapshots/2/").string("guid");
      stage.close();
      Path trees = stage.data("prod/obs/.snapshot");
      Path staging = root.resolve("staging");
      // The record was kept, and the tree not moved yet; or moved, and the record not yet dropped.
      Files.move(trees.resolve("made"), staging.resolve("snapshot-" + made));
      Files.move(trees.resolve("going"), staging.resolve("going-" + going));
      Files.move(trees.resolve("lost"), root.resolve("elsewhere"));
      Files.createDirectories(staging.resolve("snapshot-never-confirmed/x"));
      stage.restart();
      assertThat(stage.vms.get("/api/snapshots/").all("state"))
          .containsExactly("SUCCEED", "SUCCEED", "SUCCEED", "FAILED");
      for (String name : List.of("made", "going", "whole")) {
        assertThat(trees.resolve(name).resolve("a.txt")).hasContent("first");
      }
      assertThat(staging).isEmptyDirectory();
    }
  }

  @Test
  void aKillInTheMiddleOfARenameIsSettled() throws IOException {
    try (Stage stage = Stage.at(root)) {
      stage.snapshot("old");
      String before = Files.readString(root.resolve("state/journal"));
      stage.vms.patch("/api/snapshots/1/", "{'name': 'new'}").is(200);
      stage.close();
      String after = Files.readString(root.resolve("state/journal"));
      String first = after.substring(before.length(), after.indexOf('\n', before.length()) + 1);
      Files.writeString(root.resolve("state/journal"), before + first);
      Path trees = stage.data("prod/obs/.snapshot");
      Files.move(trees.resolve("new"), trees.resolve("old"));
      stage.restart();
      assertThat(trees.resolve("new/a.txt")).hasContent("first");
      assertThat(stage.vms.get("/api/snapshots/").all("name")).containsExactly("new");
      // The old name may be another's by now.
      stage.snapshot("old");
      Files.move(trees.resolve("new"), root.resolve("elsewhere"));
      stage.restart();
      assertThat(trees.resolve("old/a.txt")).hasContent("first");
      assertThat(stage.vms.get("/api/snapshots/").all("state"))
          .containsExactly("FAILED", "SUCCEED");
    }
  }

  @Test
  void everythingIsThereAfterARestart() throws IOException {
    try (Stage stage = Stage.at(root)) {
      stage.snapshot("s");
      stage.vms.post("/api/quotas/", "{'name': 'q', 'path': '/prod', 'hard_limit': 9}").is(201);
      stage.protectedPath("[{'every': '1h', 'keep-local': '1d'}]");
      String token = stage.vms.post("/api/apitokens/", "{}").is(201).string("token");
      String ca = Files.readString(root.resolve("ca.pem"));
      List<String> before = seen(stage.vms);
      stage.restart();
      assertThat(seen(stage.vms)).isEqualTo(before);
      assertThat(Files.readString(root.resolve("ca.pem"))).isEqualTo(ca);
      stage.vms.with("Authorization", "Api-Token " + token).get("/api/views/").is(200);
      // Numbers are not given again.
      stage.vms.delete("/api/snapshots/1/").is(204);
      stage.restart();
      assertThat(stage.snapshot("t")).isEqualTo(2);
    }
  }

  private static List<String> seen(Client vms) {
    List<String> all = new ArrayList<>();
    for (String name :
        List.of("views", "snapshots", "quotas", "protectedpaths", "clusters", "cnodes")) {
      all.add(vms.get("/api/" + name + "/?fields=id,guid,name,path,created").text());
    }
    return all;
  }

  @Test
  void aLineThatBrokeOffIsLeftOutAndDamageWithinIsRefused() throws IOException {
    Path journal = root.resolve("state/journal");
    try (Stage stage = Stage.at(root)) {
      stage.snapshot("s");
    }
    String whole = Files.readString(journal);
    Files.writeString(journal, "00000000 [{\"c\":\"snap", StandardOpenOption.APPEND);
    try (Stage stage = Stage.at(root.resolve("other"))) {
      assertThat(stage.simulator()).isNotNull();
    }
    Simulator again = start();
    assertThat(Client.of(again.address(), again.authority()).get("/api/snapshots/").all("name"))
        .containsExactly("s");
    again.close();

    Files.writeString(journal, "zz" + whole.substring(2));
    assertThatThrownBy(this::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("line 1 of");
    assertThat(Files.readString(journal)).isEqualTo("zz" + whole.substring(2));
  }

  @Test
  void twoDoNotShareADirectory() throws IOException {
    try (Stage stage = Stage.at(root)) {
      assertThat(stage.simulator()).isNotNull();
      assertThatThrownBy(this::start)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessage("another simulator uses this directory");
    }
  }

  @Test
  void aPortThatIsTakenIsSaidAndLeavesTheDirectoryFree() throws IOException {
    try (Stage stage = Stage.at(root)) {
      Path other = root.resolve("other");
      Simulator.Settings taken =
          new Simulator.Settings(
              other,
              stage.simulator().address().getPort(),
              0,
              Simulator.Settings.forTests(other).user(),
              Simulator.Settings.forTests(other).keys());
      assertThatThrownBy(() -> Simulator.start(taken, Clock.systemUTC(), _ -> {}))
          .isInstanceOf(IOException.class);
      Simulator.start(Simulator.Settings.forTests(other), Clock.systemUTC(), _ -> {}).close();
    }
  }

  @Test
  void keysAreForTheirOwnerOnly() throws IOException {
    try (Stage _ = Stage.at(root)) {
      assertThat(Files.getPosixFilePermissions(root.resolve("state"))).hasSize(3);
      assertThat(Files.getPosixFilePermissions(root.resolve("state/ca-key.pem"))).hasSize(2);
    }
  }

  private Simulator start() {
    try {
      return Simulator.start(Simulator.Settings.forTests(root), Clock.systemUTC(), _ -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }
}
