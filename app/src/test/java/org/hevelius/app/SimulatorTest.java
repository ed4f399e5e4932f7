package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.hevelius.app.cli.Simulators;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The stand-in as the program starts it. */
class SimulatorTest {
  @TempDir Path folder;

  private Process start(Map<String, String> environment, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path", "")));
    command.addAll(List.of(Main.class.getName(), "simulator", "vast"));
    command.addAll(List.of("--root", "vms", "--port", "0"));
    command.addAll(List.of(options));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(folder.resolve("err").toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  @Test
  void saysHowToLogInAndStopsPolitely() throws Exception {
    Process process = start(Map.of());
    BufferedReader out = process.inputReader();
    List<String> lines = new ArrayList<>();
    do {
      lines.add(String.valueOf(out.readLine()));
    } while (!lines.getLast().startsWith("Ctrl-C") && !lines.getLast().equals("null"));
    process.destroy();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(String.join("\n", lines))
        .contains("listens on https://127.0.0.1:")
        .contains("user         admin   password 123456")
        .contains("certificate  " + folder.toRealPath().resolve("vms/ca.pem"))
        .contains("access key simulator   secret key simulator-secret");
    assertThat(folder.resolve("err")).isEmptyFile();
    assertThat(folder.resolve("vms/data")).isDirectory();
  }

  @Test
  void showsNoSecretOfTheEnvironment() throws Exception {
    Process process =
        start(
            Map.of(
                "HEVELIUS_SIMULATOR_USER",
                "maya",
                "HEVELIUS_SIMULATOR_PASSWORD",
                "verysecret",
                "HEVELIUS_SIMULATOR_S3_SECRET_KEY",
                "alsosecret"),
            "--json");
    StringBuilder text = new StringBuilder();
    BufferedReader out = process.inputReader();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      text.append(line).append('\n');
      if (line.equals("}")) {
        break;
      }
    }
    process.destroy();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    JsonNode told = JsonMapper.shared().readTree(text.toString());
    assertThat(told.path("user").asString("")).isEqualTo("maya");
    assertThat(told.path("address").asString("")).startsWith("https://127.0.0.1:");
    assertThat(told.path("authority").asString("")).endsWith("vms/ca.pem");
    assertThat(text).doesNotContain("secret");
    assertThat(Files.readString(folder.resolve("err"))).isEmpty();
  }

  @Test
  void saysWhyItCouldNotStart() throws IOException {
    WiringSimulator wiring = new WiringSimulator(Clock.systemUTC());
    Simulators.Login login = new Simulators.Login("a", "b");
    Simulators.Wish wish = new Simulators.Wish(folder, 0, 0, login, login);
    try (Simulators.Running running = wiring.start(wish, _ -> {})) {
      assertThat(running.buckets().getPort()).isNotEqualTo(running.address().getPort());
      assertThatThrownBy(() -> wiring.start(wish, _ -> {}))
          .isInstanceOfSatisfying(
              HeveliusException.class,
              e -> assertThat(e.category()).isEqualTo(Category.UNAVAILABLE))
          .hasMessageContaining("another simulator uses this directory");
    }
    Files.writeString(folder.resolve("state/journal"), "damaged\nmore\n");
    assertThatThrownBy(() -> wiring.start(wish, _ -> {}))
        .isInstanceOfSatisfying(
            HeveliusException.class, e -> assertThat(e.category()).isEqualTo(Category.DAMAGED));
  }
}
