package org.hevelius.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "completion",
    description = "print a script that lets the shell complete verbs, options and names",
    footer = {
      "",
      "bash: hevelius completion bash > ~/.local/share/bash-completion/completions/hevelius",
      "zsh:  hevelius completion zsh > a file that ~/.zshrc sources"
    })
final class CompletionVerb implements Runnable {
  /** The shells. */
  enum Shell {
    bash,
    zsh
  }

  private final Session session;

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
  Shell shell = Shell.bash;

  CompletionVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    if (shell == Shell.zsh) {
      session.console().line("autoload -Uz compinit bashcompinit && compinit && bashcompinit");
    }
    session.console().raw(AutoComplete.bash("hevelius", session.program().commandLine()));
    session.console().raw(names());
  }

  private static String names() {
    try (InputStream script = CompletionVerb.class.getResourceAsStream("names.bash")) {
      return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
