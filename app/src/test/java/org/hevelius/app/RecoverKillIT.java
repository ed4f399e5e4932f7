package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real process is killed in each step of a recovery; another one ends it, forward or back. */
class RecoverKillIT {
  private static final int FILES = 200;
  private static final String SERVICE =
      """
      cd 'FOLDER'
      sleep 0.4
      case $1 in
        stop) rm -f running ;;
        start) : > running ;;
        check) [ -e running ] ;;
      esac
      """;
  private static final String POLICY =
      """
      policies:
        - name: dr
          scopes: [raw]
          recovery:
            stop: [{run: [sh, SCRIPT, stop]}]
            start: [{run: [sh, SCRIPT, start]}]
            check: [{run: [sh, SCRIPT, check]}]
            compare-content: true
      """;

  @TempDir private Path folder;

  private RealHome home;
  private Map<String, String> wanted;
  private Map<String, String> before;

  @BeforeEach
  void damaged() throws IOException {
    home = new RealHome(folder);
    home.done("init");
    write("good ");
    wanted = state();
    home.done("create", "raw", "Good", "--source", data().toString());
    write("spoiled, and longer ");
    Files.delete(data().resolve("n7"));
    Files.writeString(data().resolve("new"), "worth keeping\n");
    before = state();
    Path script =
        Files.writeString(
            folder.resolve("service.sh"), SERVICE.replace("FOLDER", folder.toString()));
    Path policy =
        Files.writeString(
            folder.resolve("dr.yaml"), POLICY.replace("SCRIPT", "\"" + script + "\""));
    home.done("policy", "apply", policy.toString(), "--yes");
    Files.createFile(running());
  }

  private Path data() throws IOException {
    return Files.createDirectories(folder.resolve("data"));
  }

  private Path running() {
    return folder.resolve("running");
  }

  private void write(String content) throws IOException {
    for (int i = 0; i < FILES; i++) {
      Files.writeString(data().resolve("n" + i), content.repeat(500) + i);
    }
  }

  private Map<String, String> state() throws IOException {
    Map<String, String> state = new TreeMap<>();
    try (Stream<Path> files = Files.list(data())) {
      for (Path file : files.toList()) {
        state.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return state;
  }

  private void kill(String step) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--add-opens=java.base/com.sun.crypto.provider=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path", "")));
    command.addAll(List.of(Main.class.getName(), "--home=" + home.root));
    command.addAll(List.of("recover", "raw", "--at", "raw@1", "--yes"));
    Path said = folder.resolve("err");
    Process process =
        new Shell(folder).start(folder.resolve("out"), said, command.toArray(String[]::new));
    Await.until(step, () -> text(said).contains("\n" + step) || !process.isAlive());
    process.destroyForcibly().waitFor();
    assertThat(process.exitValue()).as("killed, and not ended: %s", text(said)).isEqualTo(137);
  }

  private static String text(Path file) {
    try {
      return "\n" + Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As a process does when the right of the one that was killed has lapsed. */
  private void goOn(String way) {
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(2));
    Shell.Result result = home.run(later, "recover", "raw", way, "--yes");
    assertThat(result.code()).as("%s", result).isZero();
    assertThat(running()).exists();
    assertThat(home.json("status").toString()).doesNotContain("is unfinished");
  }

  @ParameterizedTest
  @ValueSource(strings = {"stop", "guard", "put back", "compare", "start", "check"})
  void itGoesOnToTheEnd(String step) throws Exception {
    kill(step);
    goOn("--resume");
    assertThat(state()).isEqualTo(wanted);
    assertThat(home.json("recover", "list").get(0).get("state").asString()).isEqualTo("succeeded");
    home.done("recover", "raw", "--at", "raw@2", "--yes");
    assertThat(state()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stop", "guard", "put back", "compare", "start", "check"})
  void itGoesBackToTheStateBefore(String step) throws Exception {
    kill(step);
    goOn("--back");
    assertThat(state()).isEqualTo(before);
    assertThat(home.json("recover", "list").get(0).get("state").asString()).isEqualTo("back");
    home.done("check");
  }
}
