package org.hevelius.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.hevelius.testkit.Counterpart;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that know nothing of the stand-in. */
class ExistingClientsTest {
  @TempDir Path root;

  private String run(String script) throws IOException, InterruptedException {
    String python = Counterpart.program("python3").toString();
    Path file = root.resolve(script);
    try (InputStream in =
        Objects.requireNonNull(ExistingClientsTest.class.getResourceAsStream(script))) {
      Files.copy(in, file);
    }
    try (Stage stage = Stage.at(root.resolve("vms"))) {
      stage.vms.patch("/simulator/clock", "{'frozen': false}").is(200);
      stage.vms.patch("/simulator/settings", "{'task_seconds': 0.1}").is(200);
      Process process =
          new ProcessBuilder(
                  python,
                  file.toString(),
                  stage.simulator().address().toString(),
                  stage.simulator().s3Address().toString(),
                  stage.simulator().authority().toString())
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(output).isZero();
      assertThat(stage.log).isEmpty();
      return output.strip();
    }
  }

  @Test
  void aScriptDrivesIt() throws Exception {
    assertThat(run("plain_client.py")).isEqualTo("done");
  }

  @Test
  void theVendorsPythonClientDrivesIt() throws Exception {
    String said = run("vastpy_client.py");
    if (said.equals("no vastpy")) {
      System.out.println("SKIPPED: the Python module vastpy is not installed");
      Assumptions.abort("no vastpy");
    }
    assertThat(said).isEqualTo("done");
  }
}
