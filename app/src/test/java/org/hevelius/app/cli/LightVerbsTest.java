package org.hevelius.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.hevelius.app.cli.Verb.Weight;
import org.junit.jupiter.api.Test;

class LightVerbsTest {
  @Test
  void theLauncherStartsExactlyTheLightVerbsLightly() throws IOException {
    String launcher =
        Files.readString(Path.of(System.getProperty("hevelius.root", "..")).resolve("hevelius"));
    List<String> listed =
        Pattern.compile("(?m)^LIGHT=\"([^\"]*)\"$")
            .matcher(launcher)
            .results()
            .map((MatchResult line) -> line.group(1).split(" +", -1))
            .flatMap(java.util.Arrays::stream)
            .toList();
    List<String> light =
        Verbs.ALL.stream().filter(verb -> verb.weight() == Weight.LIGHT).map(Verb::name).toList();
    assertThat(listed)
        .as("LIGHT in the launcher")
        .containsExactlyInAnyOrderElementsOf(light)
        .isSorted();
  }
}
