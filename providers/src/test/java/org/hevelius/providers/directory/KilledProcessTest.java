package org.hevelius.providers.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.provider.PendingCapture;
import org.hevelius.core.provider.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process of its own reads and stores everything, and is killed before it publishes. */
class KilledProcessTest {
  @TempDir private Path temp;

  static final class Child {
    public static void main(String[] arguments) throws IOException {
      PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
      Dataset dataset = TestHome.dataset(Path.of(arguments[1]));
      try (TestHome home = TestHome.open(Path.of(arguments[0]));
          PendingCapture pending = home.pending(dataset, List.of())) {
        out.println("stored " + pending.contents().size());
        if (System.in.read() >= 0) {
          pending.publish(TestHome.manifest(dataset, 1, edit -> edit));
        }
      }
    }
  }

  @Test
  void leavesNoSnapshotAndALockThatIsPassedOver() throws IOException, InterruptedException {
    Path raw = temp.resolve("raw");
    TestHome.write(raw.resolve("a"), "a".repeat(100_000));
    try (TestHome home = TestHome.make(temp.resolve("home"))) {
      kill(home, raw);
      Path locks = home.home.root().resolve("repository/locks");
      try (Stream<Path> left = Files.list(locks)) {
        assertThat(left).hasSize(1);
      }
      assertThat(home.repositories.unlock("default")).isEqualTo(1);
      assertThat(home.repositories.snapshots("default")).isEmpty();
      assertThat(home.provider.recover()).isEmpty();

      kill(home, raw);
      home.take(TestHome.dataset(raw), 1);
      assertThat(home.repositories.planPrune("default", List.of()).token()).isNotEmpty();
      assertThat(home.repositories.check("default", 100, null, Progress.NONE, () -> false).sound())
          .isTrue();
    }
  }

  private static void kill(TestHome home, Path raw) throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                home.home.root().toString(),
                raw.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said = child.inputReader(StandardCharsets.UTF_8)) {
      assertThat(said.readLine()).isEqualTo("stored 1");
    } finally {
      child.destroyForcibly().waitFor();
    }
  }
}
