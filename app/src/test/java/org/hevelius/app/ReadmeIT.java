package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands of the README's and the guides' examples. */
class ReadmeIT {
  @TempDir private Path folder;

  @Test
  void theExamplesOfTheReadmeWork() {
    List<Transcript.Step> steps = Transcript.steps(Project.read(Project.ROOT.resolve("README.md")));
    assertThat(steps).isNotEmpty();
    play(steps);
  }

  private void play(List<Transcript.Step> steps) {
    Shell shell =
        new Shell(folder)
            .with("PATH", Project.ROOT + ":" + System.getenv().getOrDefault("PATH", ""));
    for (Transcript.Step step : steps) {
      String command = step.command().replaceAll("(^|[;&|] *)\\./hevelius\\b", "$1hevelius");
      Shell.Result result = shell.run("bash", "-c", command);
      String shown = result.out() + result.err();
      assertThat(result.code()).as("%s%n%s", step.command(), shown).isEqualTo(step.exitCode());
      assertThat(shown).as(step.command()).matches(pattern(step.output()));
    }
  }

  private static Pattern pattern(List<String> lines) {
    List<String> parts = new ArrayList<>();
    for (String line : lines) {
      parts.add(Transcript.loosely(line));
    }
    return Pattern.compile("(?s).*" + String.join(".*", parts) + ".*");
  }
}
