package org.hevelius.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ProgramTest {
  private final CapturedConsole captured = CapturedConsole.piped();

  @Test
  void showsTheVersion() {
    assertThat(captured.run("--version")).isZero();
    assertThat(captured.out()).matches("hevelius \\d+\\.\\d+\\.\\d+(-SNAPSHOT)? \\(Java 2.*\\)\n");
  }

  @Test
  void showsTheHelpWithoutAVerb() {
    assertThat(captured.run()).isZero();
    assertThat(captured.out())
        .startsWith("Usage: hevelius VERB [ARGUMENTS] [OPTIONS]\n")
        .contains("Take care:\n")
        .contains("  help ")
        .contains("explain the program or one verb\n")
        .contains("Options of all verbs:\n      --home=DIR ")
        .doesNotContain("warm-up");
  }

  @Test
  void putsTheVerbsOfAGroupBelowTheirHeading() {
    assertThat(captured.run("help", "dataset")).isZero();
    assertThat(captured.out())
        .startsWith("Usage: hevelius dataset [OPTIONS] VERB\n")
        .contains("\nVerbs:\n  add ");
  }

  @Test
  void explainsAVerbInThreeWays() {
    captured.run("help", "completion");
    String expected = captured.out();
    assertThat(expected).startsWith("Usage: hevelius completion [OPTIONS] SHELL\n");
    for (String[] line : new String[][] {{"completion", "--help"}, {"completion", "-h"}}) {
      CapturedConsole other = CapturedConsole.piped();
      assertThat(other.run(line)).isZero();
      assertThat(other.out()).isEqualTo(expected);
    }
  }

  @Test
  void pointsFromAWrongVerbToTheHelp() {
    assertThat(captured.run("xyzzy")).isEqualTo(2);
    assertThat(captured.out()).isEmpty();
    assertThat(captured.err())
        .isEqualTo("error: there is no verb \"xyzzy\"\n  see: hevelius --help\n");
  }

  @Test
  void suggestsAVerbThatIsSpelledAlike() {
    captured.run("complete");
    assertThat(captured.err()).contains("  did you mean  hevelius completion\n");
  }

  @Test
  void namesAnUnknownOption() {
    assertThat(captured.run("completion", "bash", "--colour")).isEqualTo(2);
    assertThat(captured.err())
        .startsWith("error: hevelius completion has no option --colour\n")
        .endsWith("  see: hevelius completion --help\n");
  }

  @Test
  void reportsWrongUsageAsJsonToScripts() {
    assertThat(captured.run("completion", "bash", "--colour", "--json")).isEqualTo(2);
    assertThat(captured.err()).startsWith("{\n  \"error\" : {").contains("\"exitCode\" : 2");
  }

  @Test
  void takesGlobalOptionsBeforeAndAfterTheVerb() {
    for (String[] line :
        new String[][] {
          {"--home", "/tmp/x", "--no-color", "completion", "bash"},
          {"completion", "bash", "--home=/tmp/x", "--quiet"}
        }) {
      CapturedConsole other = CapturedConsole.piped();
      assertThat(other.run(line)).as(String.join(" ", line)).isZero();
      assertThat(other.out()).contains("Bash completion support for the `hevelius` command");
    }
  }

  @Test
  void colorsOnlyATerminalThatWantsIt() {
    assertThat(helpOn(Map.of(), "out")).contains("\u001b[");
    assertThat(helpOn(Map.of(), "err")).doesNotContain("\u001b[");
    assertThat(helpOn(Map.of("NO_COLOR", "1"), "out")).doesNotContain("\u001b[");
    assertThat(helpOn(Map.of("TERM", "dumb"), "out")).doesNotContain("\u001b[");
    assertThat(helpOn(Map.of(), "out", "--no-color")).doesNotContain("\u001b[");
    assertThat(helpOn(Map.of(), "out", "--plain")).doesNotContain("\u001b[");
  }

  private static String helpOn(Map<String, String> environment, String terminal, String... more) {
    CapturedConsole console = new CapturedConsole("", 100, terminal);
    console.run(
        environment, Stream.concat(Stream.of("help"), Stream.of(more)).toArray(String[]::new));
    return console.out();
  }

  @Test
  void givesEveryVerbTheNameOfTheTableAndADescription() {
    CommandLine root = CapturedConsole.program(captured.console()).commandLine();
    for (Verb verb : Verbs.ALL) {
      CommandLine command = Objects.requireNonNull(root.getSubcommands().get(verb.name()));
      assertThat(command.getCommandSpec().name()).isEqualTo(verb.name());
      assertThat(command.getCommandSpec().usageMessage().description())
          .as("description of " + verb.name())
          .isNotEmpty();
    }
  }

  @Test
  void warmsUpWithoutFailing() {
    assertThat(captured.run("warm-up")).isZero();
  }
}
