package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.hevelius.app.cli.Console;
import org.hevelius.app.cli.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {
  @TempDir Path root;

  @Test
  void provesEverythingThatItClaims() {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    Console console =
        new Console(
            InputStream.nullInputStream(), output, output, new Console.Facts(Set.of(), 100));
    int code =
        new Program(Wiring.parts(), console)
            .run("demo", "--directory", root.resolve("demo").toString());
    String transcript = output.toString(StandardCharsets.UTF_8);
    assertThat(code).as(transcript).isZero();
    assertThat(transcript)
        .contains("$ hevelius revert cosmos7/raw@night-11..cosmos7/raw@caldb-22 --yes\n")
        .contains(
            "  ok    every file that the bad calibration had touched has the bytes of before\n")
        .contains("  ok    the later work is untouched, byte for byte\n")
        .contains("  ok    the rebuilt catalog says the same of every snapshot\n")
        .contains("  ok    all stored data verifies\n")
        .doesNotContain("FAILED");
  }

  @Test
  void leavesNothingBehindWhenItIsInterrupted() throws Exception {
    Path temporary = Files.createDirectory(root.resolve("tmp"));
    Path output = root.resolve("out");
    Process demo =
        new Shell(root)
            .with("HEVELIUS_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary)
            .start(
                output, root.resolve("err"), Project.ROOT.resolve("hevelius").toString(), "demo");
    Await.until("a first command", () -> says(output, "$ hevelius create"));
    assertThat(temporary).isNotEmptyDirectory();
    demo.destroy();
    assertThat(demo.waitFor()).isNotZero();
    assertThat(temporary).isEmptyDirectory();
  }

  private static boolean says(Path output, String text) {
    try {
      return Files.readString(output).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
