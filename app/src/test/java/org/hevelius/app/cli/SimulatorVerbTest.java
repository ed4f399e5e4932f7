package org.hevelius.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatorVerbTest {
  private final MemoryHome home = new MemoryHome();

  @ParameterizedTest
  @ValueSource(strings = {"--port=70000", "--port=-1", "--s3-port=70000"})
  void refusesPortsThatAreNone(String option) {
    MemoryHome.Run run = home.run("simulator", "vast", "--root", "x", option);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("a port is 0 to 65535");
  }

  @Test
  void needsADirectoryAndAKind() {
    assertThat(home.run("simulator", "vast").err()).contains("--root");
    assertThat(home.run("simulator").err()).contains("vast");
  }

  @Test
  void startsOnlyWhereThereIsOne() {
    MemoryHome.Run run = home.run("simulator", "vast", "--root", "x");
    assertThat(run.code()).isEqualTo(4);
    assertThat(run.err()).contains("has no simulator");
  }
}
