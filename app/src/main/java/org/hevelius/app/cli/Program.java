package org.hevelius.app.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;

/**
 * The command line as a whole: parses arguments, runs one verb, and turns failures into exit codes.
 */
public final class Program {
  private final Parts parts;
  private final Console console;

  /** Makes the program. */
  public Program(Parts parts, Console console) {
    this.parts = parts;
    this.console = console;
    console.colorsAllowed(parts.environment());
  }

  /** Runs one command line; the result is the exit code. */
  public int run(String... args) {
    try {
      // Reading the annotations of all verbs takes longer than most verbs, so only the one asked
      // for is read.
      Optional<Verb> asked = Verbs.asked(args).filter(verb -> verb.type() != HelpVerb.class);
      List<Verb> others = List.of(args).contains("--version") ? List.of() : Verbs.ALL;
      return commandLine(asked.map(List::of).orElse(others)).execute(args);
    } catch (Error e) {
      // Such as no memory: anything but an exit code that means "differences were found".
      return new Failures(new Session(this, parts, console, new GlobalOptions())).report(e);
    } finally {
      console.flush();
    }
  }

  /** The whole tree of commands. */
  CommandLine commandLine() {
    return commandLine(Verbs.ALL);
  }

  private CommandLine commandLine(List<Verb> verbs) {
    RootCommand root = new RootCommand();
    Session session = new Session(this, parts, console, root.options);
    Failures failures = new Failures(session);
    CommandLine line = new CommandLine(root, new VerbFactory(session));
    for (Verb verb : verbs) {
      line.addSubcommand(verb.name(), verb.type());
    }
    // What begins with @ is a word as any other, such as the argument of a command that exec runs.
    line.setExpandAtFiles(false);
    line.setOut(console.writer());
    line.setErr(console.errorWriter());
    line.setColorScheme(colorScheme());
    line.setUsageHelpWidth(console.width());
    line.setExecutionExceptionHandler((failure, command, parsed) -> failures.report(failure));
    line.setParameterExceptionHandler((failure, arguments) -> failures.usage(failure));
    line.setExecutionStrategy(
        parsed -> {
          console.configure(root.options);
          line.setColorScheme(colorScheme());
          return new CommandLine.RunLast().execute(parsed);
        });
    HelpLayout.apply(line, verbs);
    return line;
  }

  private ColorScheme colorScheme() {
    return CommandLine.Help.defaultColorScheme(console.colors() ? Ansi.ON : Ansi.OFF);
  }
}
