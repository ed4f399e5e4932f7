package org.hevelius.providers.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.junit.jupiter.api.Test;

class ProgramRunnerTest {
  private final ProgramRunner runner = new ProgramRunner(Duration.ofSeconds(20), 1000);

  @Test
  void givesStatusOutputAndErrors() {
    ProgramResult result =
        runner.run(List.of("sh", "-c", "echo out; echo err >&2; exit 3"), variables -> {});
    assertThat(result.status()).isEqualTo(3);
    assertThat(result.succeeded()).isFalse();
    assertThat(result.text()).isEqualTo("out");
    assertThat(result.errors()).isEqualTo("err");
    assertThat(result.truncated()).isFalse();
  }

  @Test
  void passesArgumentsAsTheyAre() {
    String hostile = "$(touch x); `id` \" ' \\ *";
    assertThat(runner.run(List.of("printf", "%s", hostile), variables -> {}).text())
        .isEqualTo(hostile);
  }

  @Test
  void readsMoreOutputThanItKeeps() {
    ProgramResult result =
        runner.run(
            List.of("sh", "-c", "head -c 300000 /dev/zero; head -c 300000 /dev/zero >&2"),
            variables -> {});
    assertThat(result.output()).hasSize(1000);
    assertThat(result.truncated()).isTrue();
    assertThat(result.succeeded()).isTrue();
  }

  @Test
  void givesAnEmptyInputAndChangedVariables() {
    assertThat(
            runner.run(List.of("sh", "-c", "cat; echo $COLOR"), v -> v.put("COLOR", "blue")).text())
        .isEqualTo("blue");
  }

  @Test
  void endsAProgramThatTakesTooLong() {
    ProgramRunner hasty = new ProgramRunner(Duration.ofMillis(100), 1000);
    assertThatThrownBy(() -> hasty.run(List.of("sleep", "600"), variables -> {}))
        .isInstanceOf(HeveliusException.class)
        .hasMessageContaining("did not end within");
  }

  @Test
  void namesAProgramThatIsNotThereButNotItsArguments() {
    assertThatThrownBy(() -> runner.run(List.of("no-such-program", "secret"), variables -> {}))
        .isInstanceOf(HeveliusException.class)
        .hasMessageContaining("no-such-program")
        .hasMessageNotContaining("secret");
  }
}
