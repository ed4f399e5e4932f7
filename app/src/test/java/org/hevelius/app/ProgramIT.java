package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The finished program, as the launcher starts it. */
class ProgramIT {
  private static final String LAUNCHER = Project.ROOT.resolve("hevelius").toString();

  @TempDir private Path folder;

  @Test
  void startsAndSaysItsVersion() {
    Shell.Result result = new Shell(folder).run(LAUNCHER, "--version");
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).startsWith("hevelius ");
    assertThat(result.code()).isZero();
  }

  @Test
  void endsWithTheExitCodeOfTheVerb() {
    assertThat(new Shell(folder).run(LAUNCHER, "no-such-verb").code()).isEqualTo(2);
    assertThat(new Shell(folder).run(LAUNCHER, "help", "no-such-verb").code()).isEqualTo(3);
  }

  @Test
  void givesABashScriptThatCompletesVerbs() {
    Shell.Result result =
        new Shell(folder)
            .run(
                "bash",
                "-c",
                "source <('"
                    + LAUNCHER
                    + "' completion bash) && COMP_WORDS=(hevelius comp)"
                    + " COMP_CWORD=1 && _complete_hevelius && echo \"${COMPREPLY[@]}\"");
    assertThat(result.out().strip()).isEqualTo("completion");
  }

  @Test
  void givesABashScriptThatCompletesNames() throws IOException {
    RealHome home = new RealHome(folder);
    Path data = Files.createDirectory(folder.resolve("data"));
    home.done(
        "create", "cosmos7/raw", "first", "--name", "before-mars", "--source", data.toString());
    assertThat(completed("show", "cos")).containsExactly("cosmos7/raw", "cosmos7/raw@latest");
    assertThat(completed("show", "cosmos7/raw@"))
        .containsExactly(
            "cosmos7/raw@latest",
            "cosmos7/raw@known-good",
            "cosmos7/raw@1",
            "cosmos7/raw@before-mars");
    assertThat(completed("show", "cosmos7/raw@b")).containsExactly("cosmos7/raw@before-mars");
    assertThat(completed("--home", folder.resolve("none").toString(), "show", "cos")).isEmpty();
  }

  private List<String> completed(String... words) {
    String script =
        "source <('"
            + LAUNCHER
            + "' completion bash); COMP_WORDS=('"
            + LAUNCHER
            + "' \"$@\");"
            + " COMP_CWORD=$#; _hevelius_complete; printf '%s\\n' \"${COMPREPLY[@]}\"";
    List<String> command = new ArrayList<>(List.of("bash", "-c", script, "bash"));
    command.addAll(List.of(words));
    Shell.Result result = new Shell(folder).run(command.toArray(String[]::new));
    assertThat(result.code()).as(result.toString()).isZero();
    return result.out().lines().filter(line -> !line.isEmpty()).toList();
  }

  @Test
  void writesNothingToTheTemporaryDirectory() throws IOException {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Shell.Result result =
        new Shell(folder)
            .with("HEVELIUS_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary)
            .run(LAUNCHER, "warm-up");
    assertThat(result.code()).isZero();
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void shipsTheNativeLibrariesBesideTheJar() {
    for (String machine : new String[] {"x86_64", "aarch64"}) {
      Path libraries = Project.ROOT.resolve("app/target/native").resolve(machine);
      assertThat(libraries.resolve("libsqlitejdbc.so")).isNotEmptyFile();
      assertThat(libraries.resolve("libzstd-jni.so")).isNotEmptyFile();
    }
  }
}
