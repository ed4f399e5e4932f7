package org.hevelius.providers.git;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.GitReader;
import org.hevelius.core.snapshot.GitState;
import org.hevelius.providers.process.ProgramResult;
import org.hevelius.providers.process.ProgramRunner;
import org.jspecify.annotations.Nullable;

/**
 * Asks the program git. It writes nothing into the work tree, runs neither its hooks nor a file
 * system monitor that its configuration names, and asks for no password. A directory that git
 * refuses to trust counts as no work tree.
 */
public final class GitProgram implements GitReader {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** About 100,000 changed files; beyond that the number is what was counted so far. */
  private static final int MAX_OUTPUT = 8 << 20;

  // A data directory may come from anyone, and its .git/config may name programs to run.
  private static final List<String> HARMLESS =
      List.of("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null");

  private final String program;
  private final ProgramRunner runner;

  /** Asks the git on the PATH. */
  public GitProgram() {
    this("git", LIMIT);
  }

  GitProgram(String program, Duration limit) {
    this.program = program;
    this.runner = new ProgramRunner(limit, MAX_OUTPUT);
  }

  @Override
  public Optional<GitState> read(SourceSpec source) {
    if (source.kind() != SourceSpec.Kind.DIR) {
      return Optional.empty();
    }
    try {
      Optional<String> commit = line(source, "rev-parse", "--verify", "--quiet", "HEAD^{commit}");
      if (commit.isEmpty() || line(source, "rev-parse", "--show-toplevel").isEmpty()) {
        return Optional.empty();
      }
      String branch = line(source, "symbolic-ref", "--quiet", "--short", "HEAD").orElse(null);
      String remote = line(source, "config", "--get", "remote.origin.url").orElse(null);
      return state(commit.get(), branch, dirtyFiles(source), remote);
    } catch (HeveliusException e) {
      if (e.category() == Category.CANCELED) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static Optional<GitState> state(
      String commit, @Nullable String branch, long dirtyFiles, @Nullable String remote) {
    try {
      return Optional.of(new GitState(commit, branch, dirtyFiles, remote));
    } catch (HeveliusException e) {
      // A branch or an address that can't be stored must not keep the commit out.
      return Optional.of(new GitState(commit, null, dirtyFiles, null));
    }
  }

  private long dirtyFiles(SourceSpec source) {
    ProgramResult status =
        git(
            source,
            List.of(
                "status",
                "--porcelain",
                "-z",
                "--no-renames",
                "--ignore-submodules=all",
                "--untracked-files=normal"));
    long files = 0;
    for (byte b : status.output()) {
      files += b == 0 ? 1 : 0;
    }
    return files;
  }

  private Optional<String> line(SourceSpec source, String... arguments) {
    ProgramResult result = git(source, List.of(arguments));
    return result.succeeded() && !result.text().isEmpty()
        ? Optional.of(result.text())
        : Optional.empty();
  }

  private ProgramResult git(SourceSpec source, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(HARMLESS);
    command.addAll(List.of("-C", source.location()));
    command.addAll(arguments);
    return runner.run(command, GitProgram::environment);
  }

  // Inside a Git hook variables such as GIT_DIR name another work tree than the source.
  private static void environment(Map<String, String> variables) {
    variables.keySet().removeIf(variable -> variable.startsWith("GIT_"));
    variables.put("GIT_OPTIONAL_LOCKS", "0");
    variables.put("GIT_TERMINAL_PROMPT", "0");
    variables.put("LC_ALL", "C");
  }
}
