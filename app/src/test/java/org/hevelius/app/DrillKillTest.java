package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a real process in the middle of a drill. */
class DrillKillTest {
  @TempDir private Path folder;

  @Test
  void theNextDrillRemovesWhatAKilledOneLeftAndRecordsThatItWasInterrupted() throws Exception {
    RealHome home = new RealHome(folder);
    home.done("init");
    Path raw = Files.createDirectories(folder.resolve("raw"));
    Files.writeString(raw.resolve("events.txt"), "one\n");
    home.done("create", "raw", "Baseline", "--source", raw.toString());
    Path into = folder.resolve("scratch");
    Path begun = folder.resolve("begun");
    String check = "touch '%s'; exec sleep 20".formatted(begun);
    Process process =
        new Shell(folder)
            .start(
                folder.resolve("out"),
                folder.resolve("err"),
                launched(
                    "drill", "run", "raw", "--into", into.toString(), "--", "sh", "-c", check));
    Await.until("the check", () -> Files.exists(begun) || !process.isAlive());
    process.destroyForcibly().waitFor();
    assertThat(process.exitValue()).isEqualTo(137);
    assertThat(restored(into)).hasSize(1);
    assertThat(home.json("drill", "list", "raw").get(0).get("state").asString())
        .isEqualTo("running");

    home.done("drill", "run", "raw", "--into", into.toString());
    assertThat(home.json("drill", "list", "raw").findValuesAsString("state"))
        .containsExactly("passed", "interrupted");
    assertThat(home.json("drill", "show", "raw", "1").get("detail").asString())
        .isEqualTo("its process has died");
    assertThat(restored(into)).isEmpty();
    assertThat(Files.readString(raw.resolve("events.txt"))).isEqualTo("one\n");
    home.done("audit", "--verify");
  }

  private static List<Path> restored(Path below) throws IOException {
    if (!Files.exists(below)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(below)) {
      return all.filter(path -> path.endsWith("events.txt")).toList();
    }
  }

  private static String[] launched(String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--add-opens=java.base/com.sun.crypto.provider=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path", "")));
    command.add(Main.class.getName());
    command.addAll(List.of(args));
    return command.toArray(String[]::new);
  }
}
